import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import type { Outcome } from "../../src/core/run/outcome.ts";
import { Dispatcher, type DispatcherOptions } from "../../src/dispatch/dispatcher.ts";
import { StorageError } from "../../src/storage/storage.ts";

const NOW = 1_000 as EpochMs;
const REFUSED: Outcome = { ok: false, code: "stale_invocation" };
const DONE = {
  ok: true,
  changed: false,
  effects: [],
  reply: { type: "done" },
} as unknown as Outcome;
const REPORT = {
  startedAt: NOW,
  durationMs: 1,
  status: 200,
  errorCode: null,
  errorMessage: null,
  answer: null,
};
const END = {
  type: "end_invocation",
  at: NOW,
  jitter: 0,
  epoch: 1,
  operations: [],
  result: { type: "suspended" },
  report: REPORT,
} as const;

const run = (index: number) => `run_${index}` as RunId;
const invocation = (runId: RunId, epoch = 1) =>
  ({ runId, invocationId: 1, epoch, attempt: 1, leaseUntil: NOW }) as const;

/** Grants every lease and performs it, as the engine does. */
function granting(dispatcher: () => Dispatcher, applied: RunCommand[] = []) {
  return {
    applied,
    apply: async (runId: RunId, command: RunCommand): Promise<Outcome> => {
      applied.push(command);
      if (command.type === "grant_lease") {
        const { invocationId } = command;
        dispatcher().sendInvocation(invocation(runId, 1));
        const effect = { type: "send_invocation", invocationId, epoch: 1 } as const;
        return { ...DONE, effects: [effect] } as Outcome;
      }
      if (command.type === "begin_call") {
        const { step } = command;
        dispatcher().sendCall({ runId, step, attempt: 1, timeoutMs: 1 });
        const effect = { type: "send_call", step, attempt: 1 } as const;
        return { ...DONE, effects: [effect] } as Outcome;
      }
      return DONE;
    },
  };
}

interface World {
  readonly dispatcher: Dispatcher;
  readonly applied: RunCommand[];
  readonly lost: string[];
}

function world(change: Partial<DispatcherOptions> = {}): World {
  const applied: RunCommand[] = [];
  const lost: string[] = [];
  const dispatcher: Dispatcher = new Dispatcher({
    engine: granting(() => dispatcher, applied),
    invocations: { send: async () => END },
    calls: { send: async () => null },
    clock: { now: () => NOW },
    log: { error: (_, fields) => void lost.push(String(fields.attempt)) },
    invocationPlaces: 2,
    callPlaces: 1,
    storePauseMs: 30,
    ...change,
  });
  return { dispatcher, applied, lost };
}

/** Lets everything that is ready happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("places", () => {
  test("are claimed without waiting, up to the bound, and can be given back", () => {
    const { dispatcher } = world();

    expect([1, 2, 3].map(() => dispatcher.claimInvocation())).toEqual([true, true, false]);
    dispatcher.releaseInvocation();
    expect(dispatcher.claimInvocation()).toBe(true);
    expect(dispatcher.claimCall()).toBe(true);
    expect(dispatcher.claimCall()).toBe(false);
    expect(dispatcher.load).toEqual({
      invocations: { taken: 2, queued: 0 },
      calls: { taken: 1, queued: 0 },
    });
  });

  test("giving back more than was taken is a mistake", () => {
    expect(() => world().dispatcher.releaseInvocation()).toThrow("taken place");
  });

  test("a sent invocation ends its lease and gives its place back", async () => {
    const { dispatcher, applied } = world();
    dispatcher.claimInvocation();

    dispatcher.sendInvocation(invocation(run(1)));
    expect(dispatcher.load.invocations.taken).toBe(1);
    await settle();

    expect(applied).toEqual([END]);
    expect(dispatcher.load.invocations.taken).toBe(0);
  });

  test("the same lease sent twice is sent once, and both places come back", async () => {
    let sent = 0;
    const { dispatcher } = world({
      invocations: {
        send: async () => {
          sent += 1;
          await settle();
          return null;
        },
      },
    });
    dispatcher.claimInvocation();
    dispatcher.claimInvocation();

    dispatcher.sendInvocation(invocation(run(1)));
    dispatcher.sendInvocation(invocation(run(1)));
    expect(dispatcher.load.invocations.taken).toBe(1);
    await settle();
    await settle();

    expect(sent).toBe(1);
    expect(dispatcher.load.invocations.taken).toBe(0);
  });

  test("a sender that throws, or an engine that fails, costs no place", async () => {
    const failing = async () => {
      throw new Error("broken");
    };
    const senders = world({ invocations: { send: failing }, calls: { send: failing } });
    const engines = world({ engine: { apply: failing } });
    for (const { dispatcher } of [senders, engines]) {
      dispatcher.claimInvocation();
      dispatcher.sendInvocation(invocation(run(1)));
    }
    senders.dispatcher.claimCall();
    senders.dispatcher.sendCall({ runId: run(1), step: "a#1" as StepId, attempt: 1, timeoutMs: 1 });
    await settle();

    expect(senders.lost).toEqual(["invocation 1", "call 1 a#1"]);
    expect(engines.lost).toEqual(["invocation 1"]);
    expect(senders.dispatcher.load.invocations.taken).toBe(0);
    expect(senders.dispatcher.load.calls.taken).toBe(0);
    expect(engines.dispatcher.load.invocations.taken).toBe(0);
  });
});

describe("the queue", () => {
  test("asks for a lease as soon as a place is free, first come first served", async () => {
    const sent: RunId[] = [];
    const gates: (() => void)[] = [];
    const { dispatcher, applied } = world({
      invocations: {
        send: ({ runId }) => {
          sent.push(runId);
          return new Promise((resolve) => gates.push(() => resolve(END)));
        },
      },
    });

    for (let index = 1; index <= 5; index += 1) {
      dispatcher.enqueueInvocation({ runId: run(index), invocationId: 1 });
    }
    await settle();
    expect(sent).toEqual([run(1), run(2)]);
    expect(dispatcher.load.invocations).toEqual({ taken: 2, queued: 3 });
    expect(applied[0]).toEqual({ type: "grant_lease", at: NOW, invocationId: 1, leaseMs: 305_000 });

    gates.shift()?.();
    await settle();
    expect(sent).toEqual([run(1), run(2), run(3)]);
    while (gates.length > 0) {
      gates.shift()?.();
      await settle();
    }
    expect(sent).toEqual([run(1), run(2), run(3), run(4), run(5)]);
    expect(dispatcher.load.invocations).toEqual({ taken: 0, queued: 0 });
  });

  test("holds the same work once", async () => {
    const { dispatcher } = world();
    dispatcher.claimCall();

    dispatcher.enqueueCall({ runId: run(1), step: "a#1" as StepId });
    dispatcher.enqueueCall({ runId: run(1), step: "a#1" as StepId });
    dispatcher.enqueueCall({ runId: run(1), step: "b#1" as StepId });

    expect(dispatcher.load.calls.queued).toBe(2);
  });

  test("a refused lease frees its place for the next", async () => {
    const sent: RunId[] = [];
    const gate: { apply: (runId: RunId, command: RunCommand) => Promise<Outcome> } = granting(
      () => dispatcher,
    );
    const { dispatcher } = world({
      engine: {
        apply: async (runId, command) =>
          command.type === "grant_lease" && runId !== run(9) ? REFUSED : gate.apply(runId, command),
      },
      invocations: {
        send: async ({ runId }) => {
          sent.push(runId);
          return END;
        },
      },
    });

    for (let index = 1; index <= 9; index += 1) {
      dispatcher.enqueueInvocation({ runId: run(index), invocationId: 1 });
    }
    await settle();

    expect(sent).toEqual([run(9)]);
    expect(dispatcher.load.invocations).toEqual({ taken: 0, queued: 0 });
  });

  test("an engine that cannot store is asked again after a rest, not in a loop", async () => {
    let asked = 0;
    const { dispatcher } = world({
      engine: {
        apply: async () => {
          asked += 1;
          if (asked === 1) throw new StorageError("full", "no space");
          return REFUSED;
        },
      },
    });

    dispatcher.enqueueInvocation({ runId: run(1), invocationId: 1 });
    await settle();
    expect(asked).toBe(1);
    expect(dispatcher.load.invocations).toEqual({ taken: 0, queued: 1 });
    await new Promise((resolve) => setTimeout(resolve, 60));

    expect(asked).toBe(2);
    expect(dispatcher.load.invocations).toEqual({ taken: 0, queued: 0 });
  });

  test("what an endpoint answered is stored again when the disk was full", async () => {
    let asked = 0;
    const { dispatcher, lost } = world({
      engine: {
        apply: async () => {
          asked += 1;
          if (asked === 1) throw new StorageError("full", "no space");
          return DONE;
        },
      },
    });
    dispatcher.claimInvocation();
    dispatcher.sendInvocation(invocation(run(1)));
    await new Promise((resolve) => setTimeout(resolve, 60));

    expect(asked).toBe(2);
    expect(lost).toEqual([]);
  });
});

describe("an ended run", () => {
  test("loses what is queued and under way for it, and nothing else", async () => {
    const aborted: RunId[] = [];
    const { dispatcher } = world({
      invocations: {
        send: ({ runId }, signal) =>
          new Promise((resolve) => {
            signal.addEventListener("abort", () => {
              aborted.push(runId);
              resolve(null);
            });
          }),
      },
    });
    for (const [index, invocationId] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [3, 1],
    ] as const) {
      dispatcher.enqueueInvocation({ runId: run(index), invocationId });
    }
    await settle();
    expect(dispatcher.load.invocations).toEqual({ taken: 2, queued: 2 });

    dispatcher.abort(run(1));
    await settle();

    expect(aborted).toEqual([run(1)]);
    expect(dispatcher.load.invocations).toEqual({ taken: 2, queued: 0 });
    await dispatcher.stop(0);
  });
});

describe("stopping", () => {
  test("waits for what is under way, takes no more, and forgets the queue", async () => {
    const { dispatcher, applied } = world({
      invocations: { send: () => new Promise((resolve) => setTimeout(() => resolve(END), 20)) },
    });
    for (let index = 1; index <= 4; index += 1) {
      dispatcher.enqueueInvocation({ runId: run(index), invocationId: 1 });
    }
    await Promise.resolve();

    await dispatcher.stop(5_000);

    expect(applied.filter(({ type }) => type === "end_invocation").length).toBe(2);
    expect(dispatcher.claimInvocation()).toBe(false);
    dispatcher.enqueueInvocation({ runId: run(9), invocationId: 1 });
    expect(dispatcher.load.invocations.queued).toBe(0);
  });

  test("gives up what takes longer than the grace period", async () => {
    const { dispatcher, applied } = world({
      invocations: {
        send: (_, signal) =>
          new Promise((resolve) => signal.addEventListener("abort", () => resolve(null))),
      },
    });
    dispatcher.claimInvocation();
    dispatcher.sendInvocation(invocation(run(1)));

    await dispatcher.stop(10);

    expect(applied).toEqual([]);
  });

  test("a lease granted meanwhile is not sent; its place comes back", async () => {
    let sent = 0;
    const { dispatcher } = world({
      invocations: {
        send: async () => {
          sent += 1;
          return END;
        },
      },
    });
    dispatcher.claimInvocation();
    await dispatcher.stop(10);

    dispatcher.sendInvocation(invocation(run(1)));

    expect(sent).toBe(0);
    expect(dispatcher.load.invocations.taken).toBe(0);
  });
});

// Goal: whatever happens to 1,000 works, no place leaks and the bound holds.
// Method: random fates of grant, send and end, with runs aborted at random.
test("places never leak, and no more than the bound is ever under way", async () => {
  const fate = fc.record({
    grant: fc.constantFrom("granted", "granted", "granted", "refused"),
    send: fc.constantFrom("answer", "nothing", "throws", "late"),
    end: fc.constantFrom("done", "refused", "throws"),
    aborts: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fate, { minLength: 1_000, maxLength: 1_000 }), async (fates) => {
      let underWay = 0;
      let peak = 0;
      let sent = 0;
      const fateOf = (runId: RunId) => fates[Number(runId.slice(4))];
      const send = async ({ runId }: { runId: RunId }) => {
        underWay += 1;
        sent += 1;
        peak = Math.max(peak, underWay);
        try {
          const how = fateOf(runId)?.send;
          if (how === "late") await new Promise((resolve) => setImmediate(resolve));
          else await Promise.resolve();
          if (how === "throws") throw new Error("broken");
          return how === "nothing" ? null : END;
        } finally {
          underWay -= 1;
        }
      };
      const gate = granting(() => dispatcher);
      const { dispatcher } = world({
        invocationPlaces: 7,
        callPlaces: 5,
        engine: {
          apply: async (runId, command) => {
            const is = fateOf(runId);
            const isBegin = command.type === "grant_lease" || command.type === "begin_call";
            if (isBegin) return is?.grant === "refused" ? REFUSED : gate.apply(runId, command);
            if (is?.end === "throws") throw new Error("broken");
            return is?.end === "refused" ? REFUSED : DONE;
          },
        },
        invocations: { send },
        calls: {
          send: async (work) => {
            await send(work);
            return null;
          },
        },
      });

      for (const [index, { aborts }] of fates.entries()) {
        const runId = run(index);
        if (index % 3 === 0) dispatcher.enqueueCall({ runId, step: "a#1" as StepId });
        else dispatcher.enqueueInvocation({ runId, invocationId: 1 });
        if (aborts) dispatcher.abort(run(Math.floor(index / 2)));
      }
      while (dispatcher.load.invocations.taken + dispatcher.load.calls.taken > 0) await settle();

      expect(peak).toBeLessThanOrEqual(12);
      expect(sent).toBeGreaterThan(100);
      expect(dispatcher.load).toEqual({
        invocations: { taken: 0, queued: 0 },
        calls: { taken: 0, queued: 0 },
      });
    }),
    { numRuns: 10 },
  );
});
