import { expect, test } from "bun:test";
import type { HookId } from "../../src/core/ids.ts";
import { stepId } from "../../src/core/ids.ts";
import type { RunCommit, Storage } from "../../src/storage/storage.ts";
import { entry, stepEntry } from "./entry-fixtures.ts";
import { activeRun, change, creation, next, RUN, runId } from "./fixtures.ts";
import { HOOK, hookRequest, newCall, newHook, tokenHash } from "./hook-fixtures.ts";
import { BUG, expectRefused } from "./refusal.ts";

/** Hooks and their calls. */
export function describeHooks(current: () => Storage): void {
  /** A run with one hook at version 1. */
  const withHook = (overrides: Partial<RunCommit> = {}) =>
    creation(activeRun(), { hooks: [newHook()], ...overrides });
  const second = next(activeRun(), 0);

  test("finds a hook by its token and counts its calls", async () => {
    const storage = current();
    const other = newHook({
      hookId: "hook_0" as HookId,
      step: stepId("hook", 2),
      tokenHash: tokenHash("b"),
    });
    await storage.commit([withHook({ hooks: [newHook(), other] })]);
    const entries = [entry("run_canceled", { reason: null })];
    const calls = [newCall(0, { consumedBy: 0 }), newCall(1), newCall(2)];

    await storage.commit([change(next(activeRun(), 1), { entries, calls })]);

    const { step, createdAt } = newHook();
    const owner = { runId: RUN, hookId: HOOK };
    expect(await storage.findHook(tokenHash("a"))).toEqual(owner);
    const first = { ...owner, step, createdAt, received: 3, consumed: 1 };
    expect(await storage.getHook(HOOK)).toEqual(first);
    const made = { hookId: other.hookId, step: other.step, received: 0, consumed: 0 };
    expect(await storage.listHooks(RUN)).toEqual([first, { ...first, ...made }]);
  });

  test("gives received calls back in order of arrival, byte for byte", async () => {
    const storage = current();
    const request = hookRequest({ method: "PUT", path: "/x", remoteAddress: null });
    const calls = [
      newCall(0, { body: new Uint8Array(0) }),
      newCall(1, { body: Uint8Array.of(0, 0xff, 0), request }),
      newCall(2),
    ];

    await storage.commit([withHook({ calls })]);

    const list = await storage.listHookCalls(HOOK, 0, 10);
    expect(list.map(({ seq, bodySize }) => [seq, bodySize])).toEqual([
      [0, 0],
      [1, 3],
      [2, 6],
    ]);
    expect(await storage.listHookCalls(HOOK, 1, 1)).toEqual(list.slice(1, 2));
    const { body = null, ...rest } = calls[1] ?? {};
    expect(await storage.loadHookCall(HOOK, 1)).toEqual({ ...rest, body, bodySize: 3 } as never);
    expect((await storage.loadHookCall(HOOK, 0))?.body).toEqual(new Uint8Array(0));
  });

  test("stores a delivery id once for each hook", async () => {
    const storage = current();
    const request = hookRequest({ deliveryId: "evt_1" });
    await storage.commit([withHook({ calls: [newCall(0, { request })] })]);

    expect(await storage.findDelivery(HOOK, "evt_1")).toBe(0);
    expect(await storage.findDelivery(HOOK, "evt_2")).toBeNull();
    expect(await storage.findDelivery("hook_2" as HookId, "evt_1")).toBeNull();
    const again = change(second, { calls: [newCall(1, { request })] });
    await expectRefused(storage, [again], BUG);
  });

  test("lets an entry consume one call, and a call be consumed once", async () => {
    const storage = current();
    const entries = [entry("run_canceled", { reason: null }), stepEntry(1)];
    const state = activeRun({ journalLength: 2 });
    const calls = [newCall(0), newCall(1)];
    const consumed = [{ hookId: HOOK, seq: 0, consumedBy: 0 }];
    await storage.commit([creation(state, { entries, hooks: [newHook()], calls, consumed })]);
    const commit = (seq: number, consumedBy: number) =>
      change(next(state, 0), { consumed: [{ hookId: HOOK, seq, consumedBy }] });

    await expectRefused(storage, [commit(0, 1)], BUG);
    await expectRefused(storage, [commit(1, 0)], BUG);
    await expectRefused(storage, [commit(2, 1)], BUG);
    await expectRefused(storage, [commit(1, 2)], BUG);
    await storage.commit([commit(1, 1)]);
    expect((await storage.listHookCalls(HOOK, 0, 9)).map((call) => call.consumedBy)).toEqual([
      0, 1,
    ]);
  });

  test("refuses a hook, token or call seq that is taken, and calls of foreign hooks", async () => {
    const storage = current();
    await storage.commit([withHook({ calls: [newCall(0)] })]);
    const fresh = { hookId: "hook_2" as HookId, tokenHash: tokenHash("b") };
    const step = stepId("other", 1);

    for (const hook of [
      newHook({ ...fresh, step, hookId: HOOK }),
      newHook({ ...fresh, step, tokenHash: tokenHash("a") }),
      newHook(fresh),
    ]) {
      await expectRefused(storage, [change(second, { hooks: [hook] })], BUG);
    }
    await expectRefused(storage, [change(second, { calls: [newCall(0)] })], BUG);
    const foreign = activeRun({ runId: runId("run_2") });
    await expectRefused(storage, [creation(foreign, { calls: [newCall(1)] })], BUG);
  });
}
