import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  serve,
  type WorkflowContext,
  WorkflowNonRetryableError,
  WorkflowRetryAfterError,
  type WorkflowStepError,
} from "../src/index.ts";
import { registerSteps } from "../src/serve/registration.ts";
import { FakeServer, refusal } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

describe("a step that throws", () => {
  test("is tried again when its pause is over, and not before", async () => {
    let tries = 0;
    const workflow = (context: WorkflowContext) =>
      context.run("flaky", () => {
        tries += 1;
        if (tries < 3) throw new TypeError("not yet");
        return tries;
      });

    expect(await invoke(workflow)).toMatchObject({ status: "suspended" });
    expect(await invoke(workflow)).toMatchObject({ status: "suspended" });
    expect(tries).toBe(1);
    server.makeReady("flaky#1");
    expect(await invoke(workflow)).toMatchObject({ status: "suspended" });
    server.makeReady("flaky#1");
    expect(await invoke(workflow)).toMatchObject({ status: "completed", output: "3" });

    expect(server.batches[0]).toMatchObject([
      { op: "fail_step", retryable: true, failure: { name: "TypeError", message: "not yet" } },
    ]);
  });

  test("for the last time can be caught, with its cause, again on replay", async () => {
    server.retries = 0;
    const caught: unknown[] = [];
    const workflow = async (context: WorkflowContext) => {
      try {
        await context.run("charge", () => {
          throw Object.assign(new Error("card declined"), { code: "card_declined" });
        });
      } catch (error) {
        const { name, step, code, attempts, failure } = error as WorkflowStepError;
        caught.push({ name, step, code, attempts, message: failure.message });
      }
      await context.sleep("nap", 1);
      return "refunded";
    };

    await invoke(workflow);
    server.close("nap#1", { type: "sleep_completed" });
    const answer = await invoke(workflow);

    expect(answer).toMatchObject({ status: "completed", output: '"refunded"' });
    expect(caught).toEqual([
      {
        name: "WorkflowStepError",
        step: "charge#1",
        code: "card_declined",
        attempts: 1,
        message: "card declined",
      },
      caught[0],
    ]);
  });

  test("for the last time and is not caught fails the run without a retry", async () => {
    server.retries = 0;

    const answer = await invoke((context) =>
      context.run("a", () => Promise.reject(new Error("x"))),
    );

    expect(answer).toMatchObject({
      status: "failed",
      retryable: false,
      failure: { name: "WorkflowStepError", message: 'step "a#1" failed after 1 attempt: x' },
    });
  });

  test("a non-retryable error is not tried again", async () => {
    class CardError extends WorkflowNonRetryableError {
      override name = "CardError";
    }
    await invoke((context) =>
      context.run("a", () => {
        throw new CardError("no");
      }),
    );

    expect(server.batches[0]).toMatchObject([
      { op: "fail_step", retryable: false, failure: { name: "CardError" } },
    ]);
  });

  test("can ask for a pause and have its own number of retries", async () => {
    await invoke((context) =>
      context.run(
        "a",
        () => {
          throw new WorkflowRetryAfterError("busy", "5s");
        },
        { retries: 7 },
      ),
    );

    expect(server.batches[0]).toMatchObject([
      { op: "fail_step", retryable: true, retryAfterMs: 5_000, retries: 7 },
    ]);
  });

  test.each([
    ["a text", "just text", "just text"],
    ["nothing", undefined, "undefined"],
    ["an object", { a: 1 }, '{"a":1}'],
    ["half a surrogate pair", new Error("\ud800!"), "\ufffd!"],
    ["a very long text", "x".repeat(100_000), "x".repeat(8_192)],
  ])("%s is described", async (_what, thrown, message) => {
    await invoke((context) =>
      context.run("a", () => {
        throw thrown;
      }),
    );

    expect(server.batches[0]).toMatchObject([{ failure: { message } }]);
  });

  test("with a result that is not JSON fails without a retry", async () => {
    const answer = await invoke((context) => context.run("a", () => 1n));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("cannot be stored as JSON");
  });

  test("after it lost a race does not disturb the process", async () => {
    server.retries = 0;
    let unhandled = 0;
    const count = () => {
      unhandled += 1;
    };
    process.on("unhandledRejection", count);

    const answer = await invoke(async (context) => {
      void context.run("forgotten", () => {
        throw new Error("nobody listens");
      });
      return context.run("b", () => Bun.sleep(10).then(() => 1));
    });
    await Bun.sleep(5);
    process.off("unhandledRejection", count);

    expect(answer).toMatchObject({ status: "completed", output: "1" });
    expect(unhandled).toBe(0);
  });
});

describe("a handler that throws", () => {
  test("fails the attempt, to be tried again", async () => {
    const answer = await invoke(() => {
      throw new RangeError("oops");
    });

    expect(answer).toMatchObject({
      status: "failed",
      retryable: true,
      failure: { name: "RangeError", message: "oops", stack: expect.any(String) },
    });
  });

  test("can say whether and when", async () => {
    const never = await invoke(() => Promise.reject(new WorkflowNonRetryableError("no")));
    const later = await invoke(() => Promise.reject(new WorkflowRetryAfterError("busy", 2)));

    expect(never).toMatchObject({ status: "failed", retryable: false });
    expect(later).toMatchObject({ status: "failed", retryable: true, retryAfterMs: 2_000 });
  });

  test("or gives what is not JSON fails without a retry", async () => {
    expect(await invoke(() => 1n)).toMatchObject({ status: "failed", retryable: false });
  });
});

describe("a server that refuses", () => {
  const steps: string[] = [];
  const workflow = async (context: WorkflowContext) => {
    steps.length = 0;
    await context.run("a", () => steps.push("a"));
    await context.run("b", () => steps.push("b"));
    return "done";
  };

  test.each(["stale_invocation", "run_finished"])(
    "with %s stops the code quietly",
    async (code) => {
      server.intercept = () => refusal(409, code);

      const answer = await server.invoke(serve(workflow).handler);
      await Bun.sleep(5);

      expect(answer).toMatchObject({ status: 200, body: { status: "suspended", epoch: 1 } });
      expect(steps).toEqual(["a"]);
    },
  );

  test("with a conflict fails the run", async () => {
    server.intercept = () => refusal(409, "step_conflict");

    expect(await invoke(workflow)).toMatchObject({
      status: "failed",
      retryable: false,
      failure: { code: "step_conflict" },
    });
  });

  test.each([
    [401, "unauthorized"],
    [404, "run_not_found"],
    [421, "host_not_allowed"],
  ])("with %d %s loses the attempt", async (status, code) => {
    server.intercept = () => refusal(status, code);

    const answer = await server.invoke(serve(workflow).handler);

    expect(answer).toMatchObject({ status: 500, body: { code: "registration_failed" } });
    expect(steps).toEqual(["a"]);
  });

  test("a result fails that step, durably, and spares the others of the request", async () => {
    server.intercept = (operations) => {
      const isBad = operations.some(
        (operation) => operation.op === "complete_step" && operation.result === '"bad"',
      );
      return isBad ? refusal(422, "limit_exceeded") : null;
    };
    const results = (context: WorkflowContext) =>
      Promise.allSettled(["x", "bad", "y"].map((value) => context.run(value, () => value))).then(
        (settled) =>
          settled.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code)),
      );

    const answer = await invoke(results);

    expect(answer.output).toBe('["x","limit_exceeded","y"]');
    expect(server.closed("bad#1")).toMatchObject({ type: "step_failed" });
  });

  test("for a moment is asked again", async () => {
    const answers = [503, 429, 500];
    server.intercept = () => {
      const status = answers.shift();
      return status === undefined ? null : refusal(status, "unavailable");
    };

    expect(await invoke(workflow)).toMatchObject({ status: "completed" });
    expect(answers).toEqual([]);
  });

  test("for too long loses the attempt", async () => {
    const target = { headers: {}, retryDelaysMs: [1, 2] };
    let requests = 0;
    server.intercept = () => {
      requests += 1;
      return refusal(503, "unavailable");
    };
    const operations = [{ op: "create_hook", step: "a#1" }] as const;

    const refused = await registerSteps({ ...target, url: server.url }, operations);
    const dead = await registerSteps({ ...target, url: "http://127.0.0.1:1/" }, operations);

    expect(requests).toBe(3);
    expect(refused).toMatchObject({ type: "lost", detail: expect.stringContaining("unavailable") });
    expect(dead).toMatchObject({ type: "lost", detail: expect.stringContaining("no answer") });
  });
});

test("two steps that wait are both suspended, and nothing is asked for twice", async () => {
  const workflow = (context: WorkflowContext) =>
    Promise.all([context.sleep("a", 1), context.sleep("b", 1)]);

  const first = await invoke(workflow);
  const second = await invoke(workflow);

  expect(first.operations).toHaveLength(2);
  expect(second).toMatchObject({ status: "suspended" });
  expect(second.operations).toBeUndefined();
});
