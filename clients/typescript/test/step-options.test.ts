import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  serve,
  type WorkflowContext,
  WorkflowNonRetryableError,
  type WorkflowStepError,
  WorkflowStepTimeoutError,
} from "../src/index.ts";
import { FakeServer, refusal } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

const never = () => new Promise<never>(() => {});

describe("a step's timeout", () => {
  test("fails the attempt, to be tried again, and aborts the signal", async () => {
    const reasons: unknown[] = [];

    const answer = await invoke((context) =>
      context.run(
        "slow",
        ({ signal }) => {
          signal.addEventListener("abort", () => reasons.push(signal.reason));
          return never();
        },
        { timeout: 0.01 },
      ),
    );

    expect(answer).toMatchObject({ status: "suspended" });
    expect(server.batches[0]).toMatchObject([
      {
        op: "fail_step",
        retryable: true,
        failure: { name: "WorkflowStepTimeoutError", code: "step_timeout" },
      },
    ]);
    expect(reasons).toEqual([expect.any(WorkflowStepTimeoutError)]);
  });

  test("is what a function that obeys the signal fails of, not the abortion", async () => {
    await invoke((context) =>
      context.run(
        "slow",
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new Error("aborted")));
          }),
        { timeout: 0.01 },
      ),
    );

    expect(server.batches[0]).toMatchObject([{ failure: { name: "WorkflowStepTimeoutError" } }]);
  });

  test("that was not reached changes nothing", async () => {
    const answer = await invoke((context) =>
      context.run("quick", async ({ signal }) => signal.aborted, { timeout: "1h" }),
    );

    expect(answer.output).toBe("false");
  });

  test("that is no duration fails at once, without a retry", async () => {
    const timeout = "soon" as "1s";

    const answer = await invoke((context) => context.run("a", never, { timeout }));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
  });
});

describe("a step's retry delay", () => {
  test("is sent as it is, with each failed attempt", async () => {
    await invoke((context) =>
      context.run("a", () => Promise.reject("no"), { retryDelay: "pow(2, retried) * 1000" }),
    );

    expect(server.batches[0]).toMatchObject([{ retryDelay: "pow(2, retried) * 1000" }]);
  });

  test("that the server refuses fails the step for good, and is recorded", async () => {
    server.intercept = (operations) =>
      operations.some((one) => one.op === "fail_step" && one.retryDelay === "rm -rf")
        ? refusal(422, "validation_failed")
        : null;

    const answer = await invoke((context) =>
      context.run("a", () => Promise.reject("no"), { retryDelay: "rm -rf" }),
    );

    expect(answer).toMatchObject({ status: "failed", retryable: false, step: "a#1" });
    expect(server.closed("a#1")).toMatchObject({ failure: { code: "validation_failed" } });
  });
});

describe("a step that has failed for good", () => {
  const charge = (context: WorkflowContext) =>
    context.run("charge", () => {
      throw Object.assign(new WorkflowNonRetryableError("declined"), { code: "card_declined" });
    });

  test("is thrown with its error as the cause, live and on replay alike", async () => {
    const causes: unknown[] = [];
    const workflow = async (context: WorkflowContext) => {
      await charge(context).catch((error: WorkflowStepError) => {
        const { name, message, stack, code } = error.cause as Error & { code: string };
        causes.push({ isError: error.cause instanceof Error, name, message, stack, code });
      });
      await context.sleep("nap", 1);
    };

    await invoke(workflow);
    await invoke(workflow);

    expect(causes[0]).toEqual({
      isError: true,
      name: "WorkflowNonRetryableError",
      message: "declined",
      stack: expect.stringContaining("step-options.test.ts"),
      code: "card_declined",
    });
    expect(causes[1]).toEqual(causes[0]);
  });

  test("can be made up for by steps that run once, after which the code goes on", async () => {
    const done: string[] = [];
    const workflow = async (context: WorkflowContext) => {
      try {
        await context.run("reserve", () => done.push("reserve"));
        await charge(context);
      } catch {
        await context.run("release", () => done.push("release"));
        await context.sleep("cool down", 1);
        await context.run("apologise", () => done.push("apologise"));
      }
      return "sorry";
    };

    await invoke(workflow);
    server.close("cool down#1", { type: "sleep_completed" });

    expect(await invoke(workflow)).toMatchObject({ status: "completed", output: '"sorry"' });
    expect(done).toEqual(["reserve", "release", "apologise"]);
  });

  test("and is not caught is named in the answer, also as the cause of another error", async () => {
    const plain = await invoke(charge);
    const wrapped = await invoke((context) =>
      charge(context).catch((cause) => {
        throw new Error("no order", { cause });
      }),
    );

    expect(plain).toMatchObject({ status: "failed", retryable: false, step: "charge#1" });
    expect(wrapped).toMatchObject({ status: "failed", retryable: true, step: "charge#1" });
  });
});

describe("cancel", () => {
  test("ends the run at once, and nothing after it happens", async () => {
    let isReached = false;

    const answer = await invoke(async (context) => {
      await context.run("a", () => 1);
      void context.sleep("nap", 1);
      await context.cancel("not needed any more");
      isReached = true;
    });
    await Bun.sleep(1);

    expect(answer).toMatchObject({ status: "canceled", reason: "not needed any more" });
    expect(answer.operations).toBeUndefined();
    expect(isReached).toBe(false);
  });

  test("inside of a step is refused", async () => {
    const answer = await invoke((context) => context.run("a", () => context.cancel()));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("cannot be called inside of a step");
  });
});

test("a bad step that nobody awaits does not disturb the process", async () => {
  let unhandled = 0;
  const count = () => {
    unhandled += 1;
  };
  process.on("unhandledRejection", count);

  const answer = await invoke(async (context) => {
    void context.run("", () => 1);
    void context.sleep("nap", -1);
    return context.run("b", () => 1);
  });
  await Bun.sleep(5);
  process.off("unhandledRejection", count);

  expect(answer).toMatchObject({ status: "completed", output: "1" });
  expect(unhandled).toBe(0);
});
