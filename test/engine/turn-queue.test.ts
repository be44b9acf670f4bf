import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import { type Turn, TurnQueue } from "../../src/engine/turn-queue.ts";

const AT = 0 as EpochMs;
const grant = { type: "grant_lease", at: AT, invocationId: 1, leaseMs: 1 } as const;
const cancel = { type: "cancel", at: AT, reason: null } as const;
const hookCall = { type: "deliver_hook", at: AT } as unknown as RunCommand;

/** A queue on a clock and a scheduler that the test moves. */
function world() {
  const turns: Turn[] = [];
  const soon: (() => void)[] = [];
  const later: (() => void)[] = [];
  let now = 0;
  const scheduler = {
    soon: (callback: () => void) => {
      soon.push(callback);
      return () => {};
    },
    after: (_: number, callback: () => void) => {
      later.push(callback);
      return () => void later.splice(later.indexOf(callback), 1);
    },
  };
  const run = async (turn: Turn) => void turns.push(turn);
  const queue = new TurnQueue(run, { scheduler, monotonicNow: () => now });
  const push = (command: RunCommand, count = 1) => {
    for (let index = 0; index < count; index += 1) {
      const runId = `run_${index}` as RunId;
      queue.push({ runId, command, resolve: () => {}, reject: () => {} });
    }
  };
  const fire = async (callbacks: (() => void)[]) => {
    for (const callback of callbacks.splice(0)) callback();
    await Promise.resolve();
    await Promise.resolve();
  };
  const types = () => turns.map(({ pending }) => pending.map(({ command }) => command.type));
  const pass = (ms: number) => {
    now += ms;
  };
  return { queue, push, turns, types, fire, soon, later, pass };
}

describe("turns", () => {
  test("take all commands that came since the last one", async () => {
    const { push, fire, soon, types } = world();
    push(cancel, 3);

    await fire(soon);

    expect(types()).toEqual([["cancel", "cancel", "cancel"]]);
    expect(soon).toEqual([]);
  });

  test("begin what is due while no hook is called", async () => {
    const { push, fire, soon, turns } = world();
    push(grant, 10);
    push({ type: "begin_call", at: AT, step: "ask#1" as StepId });

    await fire(soon);

    expect(turns[0]?.pending).toHaveLength(11);
    expect(turns[0]?.room).toBe(64 - 11);
  });

  test("acknowledge hook calls first: a flood leaves room for one beginning", async () => {
    const { push, fire, soon, later, types, queue } = world();
    push(grant, 5);
    push(hookCall, 64);

    await fire(soon);
    expect(types()[0]).toEqual(["grant_lease", ...Array(64).fill("deliver_hook")]);
    expect({ soon: soon.length, later: later.length }).toEqual({ soon: 0, later: 1 });

    await fire(later);
    expect(types()[1]).toEqual(["grant_lease"]);
    expect(queue.length).toBe(3);
  });

  test("a command does not wait for the pause that a flood makes", async () => {
    const { push, fire, soon, later, types } = world();
    push(hookCall, 64);
    push(grant, 3);
    await fire(soon);

    push(cancel);
    await fire(soon);

    expect(types()[1]).toEqual(["grant_lease", "cancel"]);
    expect(later).toHaveLength(1);
  });

  test("catch up when the flood is over", async () => {
    const { push, fire, soon, later, turns, pass } = world();
    push(hookCall, 64);
    push(grant, 50);
    await fire(soon);
    pass(100);

    await fire(later);

    expect(turns[1]?.pending).toHaveLength(49);
  });

  test("drained resolves when nothing is left", async () => {
    const { push, fire, soon, queue } = world();
    push(cancel);
    let isDrained = false;
    void queue.drained().then(() => (isDrained = true));

    expect(isDrained).toBe(false);
    await fire(soon);
    await Promise.resolve();

    expect(isDrained).toBe(true);
  });
});
