import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import {
  loggingMiddleware,
  type MiddlewareCallbacks,
  serve,
  type WorkflowContext,
  WorkflowMiddleware,
} from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;
let seen: string[];

beforeEach(() => {
  server = new FakeServer();
  seen = [];
});

afterEach(() => server[Symbol.asyncDispose]());

const callbacks: MiddlewareCallbacks = {
  runStarted: ({ context }) => void seen.push(`started ${context.workflowRunId}`),
  beforeExecution: ({ stepName }) => void seen.push(`before ${stepName}`),
  afterExecution: ({ stepName, result }) => void seen.push(`after ${stepName}: ${result}`),
  runCompleted: ({ result }) => void seen.push(`completed ${result}`),
  onError: ({ error, workflowRunId }) => void seen.push(`${error.message} in ${workflowRunId}`),
  onWarning: ({ warning }) => void seen.push(warning),
  onInfo: ({ info }) => void seen.push(info),
};

const watch = new WorkflowMiddleware({ name: "watch", callbacks });

async function invoke(
  workflow: (context: WorkflowContext) => unknown,
  middlewares: WorkflowMiddleware[] = [watch],
) {
  return (await server.invoke(serve(workflow, { middlewares }).handler)).body;
}

const twoSteps = async (context: WorkflowContext) => {
  await context.run("a", () => 1);
  await context.sleep("nap", 1);
  return context.run("b", async () => 2);
};

describe("a middleware", () => {
  test("sees a run from its start to its end, each step when it is executed", async () => {
    await invoke(twoSteps);
    server.close("nap#1", { type: "sleep_completed" });
    await invoke(twoSteps);

    expect(seen).toEqual([
      "started run_1",
      "before a",
      "after a: 1",
      "run suspended",
      "before b",
      "after b: 2",
      "completed 2",
    ]);
  });

  test("is told of errors, of those of steps by those of the run", async () => {
    server.retries = 0;
    await invoke(() => Promise.reject(new Error("oops")));
    await invoke((context) => context.run("a", () => Promise.reject(new Error("declined"))));

    expect(seen).toEqual([
      "started run_1",
      "oops in run_1",
      "started run_1",
      "before a",
      'step "a#1" failed after 1 attempt: declined in run_1',
    ]);
  });

  test("is waited for", async () => {
    const slow = new WorkflowMiddleware({
      name: "slow",
      callbacks: {
        beforeExecution: async () => {
          await Bun.sleep(3);
          seen.push("slept");
        },
      },
    });

    await invoke((context) => context.run("a", () => void seen.push("a")), [slow]);

    expect(seen).toEqual(["slept", "a"]);
  });

  test("can make its callbacks at first use, once", async () => {
    let inits = 0;
    const late = new WorkflowMiddleware({
      name: "late",
      init: async () => {
        inits += 1;
        return callbacks;
      },
    });

    await invoke((context) => context.run("a", () => 1), [late]);

    expect(inits).toBe(1);
    expect(seen).toEqual(["started run_1", "before a", "after a: 1", "completed 1"]);
  });

  test("that throws changes nothing, and hears of it", async () => {
    const throwing = new WorkflowMiddleware({
      name: "throwing",
      callbacks: {
        beforeExecution: () => {
          throw new Error("thrown");
        },
        afterExecution: () => Promise.reject(new Error("rejected")),
        onError: ({ error }) => void seen.push(error.message),
      },
    });

    const answer = await invoke((context) => context.run("a", () => 1), [throwing]);

    expect(answer).toMatchObject({ status: "completed", output: "1" });
    expect(seen).toEqual(["thrown", "rejected"]);
  });

  test("that throws even then, or cannot be made, is written to the console", async () => {
    const console = spyOn(globalThis.console, "error").mockImplementation(() => {});
    const fail = () => {
      throw new Error("thrown");
    };
    const worse = new WorkflowMiddleware({
      name: "worse",
      callbacks: { runStarted: fail, onError: fail },
    });
    const unmade = new WorkflowMiddleware({ name: "unmade", init: fail });

    const answer = await invoke(() => 1, [worse, unmade]);

    expect(answer).toMatchObject({ status: "completed" });
    expect(console.mock.calls.map(([text]) => text)).toContain(
      '@hookline/workflow: middleware "worse" threw:',
    );
    console.mockRestore();
  });

  test("is warned of steps that come when the invocation is over", async () => {
    await invoke(async (context) => {
      void context.sleep("nap", 60);
      await Bun.sleep(5);
      await context.run("late", () => 1);
    });
    while (seen.length < 3) await Bun.sleep(1);

    expect(seen[2]).toContain('step "late#1" was asked for after the invocation');
  });

  test("does not nest steps: one is refused inside of another", async () => {
    const answer = await invoke((context) => context.run("a", () => context.run("b", () => 1)));

    expect(JSON.stringify(answer)).toContain("cannot be nested");
  });

  test("hears nothing of a dry replay", async () => {
    server.kind = "check";

    await invoke(twoSteps);

    expect(seen).toEqual([]);
  });
});

test("the logging middleware writes what happens, without results", async () => {
  const lines: unknown[] = [];
  const log = spyOn(console, "log").mockImplementation((line) => void lines.push(line));

  const { handler } = serve((context) => context.run("a", () => "secret"), { verbose: true });
  await server.invoke(handler);
  log.mockRestore();

  expect(lines).toEqual([
    "  [Hookline]: run started: run_1",
    '  [Hookline]: step "a" begins: run_1',
    '  [Hookline]: step "a" is done: run_1',
    "  [Hookline]: run completed: run_1",
  ]);
  expect(loggingMiddleware.name).toBe("logging");
});
