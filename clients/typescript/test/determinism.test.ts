import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

type Code = (context: WorkflowContext) => unknown;

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

/** Invokes once and gives the answer's body. */
async function invoke(workflow: Code) {
  return (await server.invoke(serve(workflow).handler)).body;
}

/** The journal that most tests begin with: a and b are done, nap is open. */
async function recordTwoAndNap() {
  await invoke(async (context) => {
    await context.run("a", () => 1);
    await context.run("b", () => 2);
    await context.sleep("nap", 1);
  });
}

const executed: string[] = [];
const step = (context: WorkflowContext, name: string) =>
  context.run(name, () => void executed.push(name));

beforeEach(() => {
  executed.length = 0;
});

describe("non-determinism", () => {
  test("of a recorded step is named and not retried", async () => {
    await invoke(async (context) => {
      await context.run("thing", () => 1);
      await context.sleep("nap", 1);
    });

    const answer = await invoke((context) => context.sleep("thing", 1));

    expect(answer).toMatchObject({
      status: "failed",
      retryable: false,
      failure: { code: "non_determinism" },
    });
    const { message } = answer.failure as { message: string };
    expect(message).toContain('"thing#1" is recorded as "run"');
    expect(message).toContain('asks for "sleep"');
  });

  test("of a waiting step is found too", async () => {
    await invoke((context) => context.sleep("thing", 1));

    const answer = await invoke((context) => context.run("thing", () => 1));

    expect(answer).toMatchObject({ status: "failed", failure: { code: "non_determinism" } });
  });

  test("by a new step is found before that step is executed", async () => {
    await recordTwoAndNap();

    const answer = await invoke(async (context) => {
      await step(context, "a");
      await step(context, "inserted");
      await step(context, "b");
      await context.sleep("nap", 1);
    });

    expect(answer).toMatchObject({
      status: "failed",
      retryable: false,
      failure: { name: "WorkflowNonDeterminismError", code: "non_determinism" },
    });
    const { message } = answer.failure as { message: string };
    expect(message).toContain('step "b#1" is recorded');
    expect(message).toContain('step "inserted#1"');
    expect(executed).toEqual([]);
  });

  test.each<[string, string, Code]>([
    [
      "a step that is renamed",
      '"b#1" is recorded and the code has not come to it, but to step "c#1"',
      async (context) => {
        await step(context, "a");
        await step(context, "c");
        await context.sleep("nap", 1);
      },
    ],
    [
      "a step that is left out before an open wait",
      '"b#1" is recorded and the code has not come to it, but to a wait that is still open',
      async (context) => {
        await step(context, "a");
        await context.sleep("nap", 1);
      },
    ],
    [
      "an open wait that is left out",
      '"nap#1" is recorded and the code has not come to it, but to step "c#1"',
      async (context) => {
        await step(context, "a");
        await step(context, "b");
        await step(context, "c");
      },
    ],
    [
      "an end that comes too early",
      '"nap#1" is recorded and the code has not come to it, but to its end',
      async (context) => {
        await step(context, "a");
        await step(context, "b");
      },
    ],
    [
      "a cancellation that comes too early",
      '"b#1" is recorded and the code has not come to it, but to its cancellation',
      async (context) => {
        await step(context, "a");
        await context.cancel();
      },
    ],
    [
      "a parallel step that is new",
      '"b#1" is recorded and the code has not come to it, but to step "c#1"',
      (context) => Promise.all([step(context, "a"), step(context, "c")]),
    ],
  ])("by %s is found, and nothing is executed", async (_what, message, code) => {
    await recordTwoAndNap();
    server.batches = [];

    const answer = await invoke(code);

    expect(answer).toMatchObject({ status: "failed", failure: { code: "non_determinism" } });
    expect((answer.failure as { message: string }).message).toContain(message);
    expect(executed).toEqual([]);
    expect(server.batches).toEqual([]);
  });

  test("by leaving out a step that was to be tried again is found", async () => {
    await invoke((context) => context.run("flaky", () => Promise.reject("not yet")));

    const answer = await invoke((context) => step(context, "other"));

    expect(answer).toMatchObject({ failure: { code: "non_determinism" } });
    expect((answer.failure as { message: string }).message).toContain('"flaky#1" is recorded');
    expect(executed).toEqual([]);
  });

  test("of code that fails of itself is not what the run fails of", async () => {
    await recordTwoAndNap();

    const answer = await invoke(async (context) => {
      await step(context, "a");
      throw new RangeError("the database is away");
    });

    expect(answer).toMatchObject({
      status: "failed",
      retryable: true,
      failure: { name: "RangeError" },
    });
  });

  test("by the failure of a step that is no longer caught is found", async () => {
    server.retries = 0;
    const fail = (context: WorkflowContext) => context.run("a", () => Promise.reject("no"));
    await invoke(async (context) => {
      await fail(context).catch(() => null);
      await context.sleep("nap", 1);
    });

    expect(await invoke(fail)).toMatchObject({ failure: { code: "non_determinism" } });
  });
});

describe("code that matches its journal", () => {
  test("may read a file between two steps while others wait", async () => {
    const code: Code = (context) =>
      Promise.all([
        context.sleep("nap", 1),
        (async () => {
          await step(context, "a");
          await Bun.sleep(20); // as slow as a file may be
          await step(context, "b");
        })(),
        // Keeps the first invocation alive meanwhile.
        context.run("slow", () => Bun.sleep(60)),
      ]);
    await invoke(code);

    expect(await invoke(code)).toMatchObject({ status: "suspended" });
    server.close("nap#1", { type: "sleep_completed" });
    expect(await invoke(code)).toMatchObject({ status: "completed" });
    expect(executed).toEqual(["a", "b"]);
  });

  test("may take a moment for a request's body: it is not suspended at once", async () => {
    await invoke((context) =>
      Promise.all([
        context.sleep("nap", 1),
        (async () => {
          await step(context, "a");
          for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
          await step(context, "b");
        })(),
      ]),
    );

    expect(executed).toEqual(["a", "b"]);
  });

  test("may await something else for as long as it likes, one thing at a time", async () => {
    const code: Code = async (context) => {
      await step(context, "a");
      await Bun.sleep(400);
      await step(context, "b");
      await context.sleep("nap", 1);
    };
    await invoke(code);

    expect(await invoke(code)).toMatchObject({ status: "suspended" });
    expect(executed).toEqual(["a", "b"]);
  });

  test("executes new steps in the order in which it asked for them", async () => {
    const code = (names: string[]): Code => {
      return (context) =>
        Promise.all([...names.map((name) => step(context, name)), context.sleep("nap", 1)]);
    };
    await invoke((context) => context.sleep("nap", 1));

    await invoke(code(["x", "y", "z"]));

    expect(executed).toEqual(["x", "y", "z"]);
  });

  test("gets a bad argument's error while other steps are still to be asked for", async () => {
    const code: Code = async (context) => {
      await context.sleep("bad", -1).catch(() => null);
      await step(context, "a");
      await context.sleep("nap", 1);
    };
    await invoke(code);

    expect(await invoke(code)).toMatchObject({ status: "suspended" });
    expect(executed).toEqual(["a"]);
  });
});

describe("a run that was resumed at a failed step", () => {
  test("executes that step again, whatever was done because of its failure", async () => {
    server.retries = 0;
    let isBroken = true;
    const code: Code = async (context) => {
      const other = step(context, "other");
      try {
        await context.run("charge", () => {
          if (isBroken) throw new Error("declined");
          executed.push("charge");
        });
      } catch (error) {
        await step(context, "refund");
        throw error;
      }
      await other;
      await context.sleep("nap", 1);
      return "charged";
    };
    expect(await invoke(code)).toMatchObject({ status: "failed", step: "charge#1" });
    isBroken = false;
    server.reopen("charge#1");

    expect(await invoke(code)).toMatchObject({ status: "suspended" });
    server.close("nap#1", { type: "sleep_completed" });
    expect(await invoke(code)).toMatchObject({ status: "completed", output: '"charged"' });
    expect(executed).toEqual(["other", "refund", "charge"]);
  });
});

describe("a dry replay", () => {
  test("names what the code would do now, and does nothing", async () => {
    await recordTwoAndNap();
    server.close("nap#1", { type: "sleep_completed" });
    server.batches = [];
    server.kind = "check";

    const answer = await invoke(async (context) => {
      await step(context, "a");
      await step(context, "b");
      await context.sleep("nap", 1);
      await Promise.all([step(context, "c"), context.createWebhook("hook")]);
    });

    expect(answer).toMatchObject({ status: "matches", next: ["c#1", "hook#1"] });
    expect(executed).toEqual([]);
    expect(server.batches).toEqual([]);
  });

  test("of code that waits, or is at its end, has nothing to do next", async () => {
    await recordTwoAndNap();
    server.kind = "check";
    const code: Code = async (context) => {
      await step(context, "a");
      await step(context, "b");
      await context.sleep("nap", 1);
    };

    expect(await invoke(code)).toMatchObject({ status: "matches", next: [] });
    server.close("nap#1", { type: "sleep_completed" });
    expect(await invoke(code)).toMatchObject({ status: "matches", next: [] });
  });

  test("names the step that is recorded and the one that is asked for", async () => {
    await recordTwoAndNap();
    server.kind = "check";

    const renamed = await invoke(async (context) => {
      await step(context, "a");
      await step(context, "c");
    });
    const otherKind = await invoke((context) => context.sleep("a", 1));
    const thrown = await invoke(async (context) => {
      await step(context, "a");
      throw new Error("oops");
    });

    expect(renamed).toMatchObject({ status: "differs", recorded: "b#1", requested: "c#1" });
    expect(otherKind).toMatchObject({ status: "differs", recorded: "a#1", requested: "a#1" });
    expect(thrown).toMatchObject({ status: "differs", recorded: "b#1" });
    expect(thrown.detail).toContain("an error: oops");
  });

  test("of a step that is to be tried again names it as the next", async () => {
    await invoke((context) => context.run("flaky", () => Promise.reject("not yet")));
    server.makeReady("flaky#1");
    server.kind = "check";

    const answer = await invoke((context) => step(context, "flaky"));

    expect(answer).toMatchObject({ status: "matches", next: ["flaky#1"] });
    expect(executed).toEqual([]);
  });
});
