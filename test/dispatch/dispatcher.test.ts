import { describe, expect, test } from "bun:test";
import type { RunId, StepId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import type { Outcome } from "../../src/core/run/outcome.ts";
import { StorageError } from "../../src/storage/storage.ts";
import {
  DONE,
  END,
  granting,
  invocation,
  REFUSED,
  run,
  settle,
  world,
} from "./dispatcher-world.ts";

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
    expect(applied[0]).toEqual({
      type: "grant_lease",
      at: END.at,
      invocationId: 1,
      leaseMs: 305_000,
    });

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
        send: ({ runId }, { signal }) =>
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
        send: (_, { signal }) =>
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
