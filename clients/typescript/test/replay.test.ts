import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

/** Invokes once and gives the answer's body. */
async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

describe("run steps", () => {
  test("are executed in order, each registered before the next begins", async () => {
    const seen: string[] = [];
    server.onBatch = (operations) => {
      for (const operation of operations) seen.push(`registered ${operation.step}`);
    };

    const answer = await invoke(async (context) => {
      const a = await context.run("a", () => seen.push("a"));
      const b = await context.run("b", async () => seen.push("b"));
      return { a, b };
    });

    expect(seen).toEqual(["a", "registered a#1", "b", "registered b#1"]);
    expect(answer).toMatchObject({ protocol: 1, runId: "run_1", epoch: 1, status: "completed" });
    expect(answer.output).toBe('{"a":1,"b":3}');
  });

  test("are answered from the journal on replay and not executed again", async () => {
    let executions = 0;
    const workflow = async (context: WorkflowContext) => {
      const value = await context.run("count", () => {
        executions += 1;
        return { n: executions };
      });
      await context.sleep("nap", "1s");
      return value.n;
    };

    expect(await invoke(workflow)).toMatchObject({ status: "suspended" });
    server.close("nap#1", { type: "sleep_completed" });
    const answer = await invoke(workflow);

    expect(answer).toMatchObject({ status: "completed", output: "1" });
    expect(executions).toBe(1);
  });

  test("with the same name are told apart by their occurrence", async () => {
    const answer = await invoke(async (context) => {
      const values: number[] = [];
      for (let index = 0; index < 3; index += 1) {
        values.push(await context.run("same", () => index));
      }
      return values;
    });

    expect(answer.output).toBe("[0,1,2]");
    expect(server.journal.map((entry) => entry.step)).toEqual(["same#1", "same#2", "same#3"]);
  });

  test("give live what a replay gives", async () => {
    const results = [
      undefined,
      null,
      0,
      -0,
      Number.NaN,
      "ü€😀",
      "\ud800",
      new Date(0),
      { a: undefined, b: [undefined, new Map()] },
      [1, "two", { three: true }],
      { toJSON: () => "custom" },
    ];
    const seen: unknown[][] = [];
    const workflow = async (context: WorkflowContext) => {
      const values: unknown[] = [];
      for (const result of results) values.push(await context.run("value", () => result));
      seen.push(values);
      await context.sleep("nap", 1);
    };

    await invoke(workflow);
    await invoke(workflow);

    expect(seen).toHaveLength(2);
    expect(seen[1]).toStrictEqual(seen[0]);
    expect(seen[0]?.slice(0, 2)).toEqual([undefined, null]);
    expect(seen[0]?.[7]).toBe("1970-01-01T00:00:00.000Z");
  });

  test("in Promise.all run at the same time, and quick ones share a request", async () => {
    let running = 0;
    let peak = 0;

    const answer = await invoke((context) =>
      Promise.all([
        ...[1, 2, 3].map((value) => context.run("quick", () => value)),
        ...[4, 5].map((value) =>
          context.run("slow", async () => {
            running += 1;
            peak = Math.max(peak, running);
            await Bun.sleep(5);
            running -= 1;
            return value;
          }),
        ),
      ]),
    );

    expect(answer.output).toBe("[1,2,3,4,5]");
    expect(peak).toBe(2);
    expect(server.batches[0]).toHaveLength(3);
  });

  test("of a thousand and more are registered in requests of at most a thousand", async () => {
    const answer = await invoke(async (context) => {
      const steps = Array.from({ length: 2_500 }, (_, index) => context.run("many", () => index));
      return (await Promise.all(steps)).length;
    });

    expect(answer.output).toBe("2500");
    expect(server.batches.map((batch) => batch.length)).toEqual([1_000, 1_000, 500]);
  });

  test("cannot be nested", async () => {
    const answer = await invoke((context) =>
      context.run("outer", () => context.run("inner", () => 1)),
    );

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("cannot be nested");
  });

  test("with bad names fail without a retry", async () => {
    for (const name of ["", "x".repeat(257), 7 as unknown as string]) {
      const answer = await invoke((context) => context.run(name, () => 1));
      expect(answer).toMatchObject({ status: "failed", retryable: false });
    }
  });
});

describe("order", () => {
  /** Two branches of different length behind two steps; the winner decides what runs next. */
  const race =
    (first: string[], delays: { a: number; b: number }) => (context: WorkflowContext) => {
      const branch = async (name: "a" | "b", hops: number) => {
        await context.run(name, () => Bun.sleep(delays[name]));
        for (let hop = 0; hop < hops; hop += 1) await null;
        return name;
      };
      const b = branch("b", 0);
      const a = branch("a", 30);
      return Promise.race([b, a]).then(async (winner) => {
        first.push(winner);
        await context.sleep("nap", "1s");
        return winner;
      });
    };

  test.each([
    { a: 1, b: 30 },
    { a: 30, b: 1 },
    { a: 0, b: 0 },
  ])("of a race is the same live and on replay: %p", async (delays) => {
    const winners: string[] = [];

    await invoke(race(winners, delays));
    const before = server.journal.filter((entry) => entry.type === "step_completed");
    await invoke(race(winners, delays));
    server.close("nap#1", { type: "sleep_completed" });
    await invoke(race(winners, delays));

    expect(winners).toHaveLength(3);
    expect(new Set(winners).size).toBe(1);
    expect(winners[0]).toBe(before[0]?.step.charAt(0) as string);
  });

  test("of results that arrive together is that of the journal, live and on replay", async () => {
    const winners: string[] = [];
    const workflow = async (context: WorkflowContext) => {
      const a = context
        .run("a", () => "a")
        .then(async (name) => {
          for (let hop = 0; hop < 30; hop += 1) await null;
          return name;
        });
      const b = context.run("b", () => "b");
      winners.push(await Promise.race([b, a]));
      await context.sleep("nap", 1);
    };

    await invoke(workflow);
    await invoke(workflow);

    expect(server.batches).toHaveLength(1);
    expect(winners).toEqual(["a", "a"]);
  });

  test("of recorded results is that of the journal, not that of the code", async () => {
    const workflow = async (context: WorkflowContext) => {
      const order: string[] = [];
      const note = (name: string) => () => order.push(name);
      await Promise.all([
        context.sleep("x", 1).then(note("x")),
        context.sleep("y", 1).then(note("y")),
        context.sleep("z", 1).then(note("z")),
      ]);
      return order;
    };

    await invoke(workflow);
    for (const step of ["z#1", "x#1", "y#1"]) server.close(step, { type: "sleep_completed" });

    expect((await invoke(workflow)).output).toBe('["z","x","y"]');
  });

  test("survives a pause that ended while a step was executing: the pause is first", async () => {
    const winners: string[] = [];
    const workflow = async (context: WorkflowContext) => {
      const winner = await Promise.race([
        context.sleep("deadline", 1).then(() => "deadline"),
        context.run("slow", async () => {
          while (!server.waits.has("deadline#1")) await Bun.sleep(1);
          server.close("deadline#1", { type: "sleep_completed" });
        }),
      ]);
      winners.push(winner ?? "slow");
      return winner ?? "slow";
    };

    const first = await invoke(workflow);
    const second = await invoke(workflow);

    expect(first).toMatchObject({ status: "suspended" });
    expect(second).toMatchObject({ status: "completed", output: '"deadline"' });
    expect(winners).toEqual(["deadline"]);
    expect(server.closed("slow#1")).toBeDefined();
  });

  test("does not block when the code asks for recorded steps in another order", async () => {
    await invoke(async (context) => {
      await context.run("old", () => 1);
      await context.run("kept", () => 2);
      await context.sleep("nap", 1);
    });
    server.close("nap#1", { type: "sleep_completed" });

    const executed: string[] = [];
    const answer = await invoke(async (context) => {
      const kept = await context.run("kept", () => executed.push("kept"));
      const old = await context.run("old", () => executed.push("old"));
      await context.sleep("nap", 1);
      return [kept, old];
    });

    expect(answer.output).toBe("[2,1]");
    expect(executed).toEqual([]);
  });

  test("is followed through a thousand recorded steps", async () => {
    const workflow = async (context: WorkflowContext) => {
      let sum = 0;
      for (let index = 0; index < 1_000; index += 1) sum += await context.run("s", () => index);
      await context.sleep("nap", 1);
      return sum;
    };

    await invoke(workflow);
    server.close("nap#1", { type: "sleep_completed" });

    expect((await invoke(workflow)).output).toBe("499500");
    expect(server.batches.flat()).toHaveLength(1_000);
  });
});

describe("suspension", () => {
  test("comes only when no step can go on any more", async () => {
    const workflow = (context: WorkflowContext) =>
      Promise.all([
        context.sleep("nap", 60),
        (async () => {
          for (const name of ["a", "b", "c"]) await context.run(name, () => name);
        })(),
      ]);

    await invoke(workflow);
    await invoke(workflow);

    expect(server.journal.map((entry) => entry.step).sort()).toEqual([
      "a#1",
      "b#1",
      "c#1",
      "nap#1",
    ]);
    expect(server.epoch).toBe(2);
    expect(server.batches.flat().filter(({ op }) => op === "complete_step")).toHaveLength(3);
  });

  test("while other steps execute waits for them", async () => {
    await invoke((context) => context.sleep("nap", 60));

    await invoke((context) =>
      Promise.all([
        context.sleep("nap", 60),
        (async () => {
          await context.run("a", () => "a");
          await context.run("b", () => Bun.sleep(5));
        })(),
      ]),
    );

    expect(server.closed("b#1")).toBeDefined();
  });

  test("is final: code that goes on afterwards executes nothing", async () => {
    let executions = 0;
    let isDone = false;

    const answer = await invoke(async (context) => {
      void context.sleep("nap", 60);
      await Bun.sleep(10); // not a step: the invocation does not wait for it
      isDone = true;
      await context.run("late", () => {
        executions += 1;
      });
    });
    while (!isDone) await Bun.sleep(1);
    await Bun.sleep(1);

    expect(answer).toMatchObject({ status: "suspended" });
    expect(executions).toBe(0);
  });
});
