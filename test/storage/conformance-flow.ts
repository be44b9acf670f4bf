import { expect, test } from "bun:test";
import { type FlowKeyState, newFlowKey } from "../../src/core/flow-control/key.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { activeRun, at, creation, RUN } from "./fixtures.ts";

const used = (key: string, overrides: Partial<FlowKeyState> = {}): FlowKeyState => ({
  ...newFlowKey(key),
  ...overrides,
});

const row = (project: string, key: string) => ({ project, state: used(key) });

/** Flow-control keys. */
export function describeFlowKeys(current: () => Storage): void {
  test("gives back a key as it was stored, new or changed", async () => {
    const storage = current();
    const full = used("k", {
      ...{ parallelism: 3, rate: 10, periodMs: 60_000, windowStart: at(5), windowCount: 7 },
      ...{ paused: true, pinnedParallelism: true, pinnedRate: true },
    });

    await storage.commit([], [{ project: "shop", state: used("k") }]);
    expect(await storage.flowKeys.loadKey({ project: "shop", key: "k" })).toEqual(used("k"));
    await storage.commit([], [{ project: "shop", state: full }]);
    expect(await storage.flowKeys.loadKey({ project: "shop", key: "k" })).toEqual(full);
    await storage.commit([], [{ project: "shop", state: used("k", { windowCount: 1 }) }]);

    expect(await storage.flowKeys.listKeys({ limit: 9 })).toEqual([
      { project: "shop", state: used("k", { windowCount: 1 }) },
    ]);
  });

  test("keeps the keys of projects apart, and lists them in pages", async () => {
    const { flowKeys } = current();
    const names = [
      ...[row("a", "k"), row("a", "k-1"), row("a", "k2")],
      ...[row("a-b", "a"), row("b", "a"), row("b", "k")],
    ];
    await current().commit([], names.toReversed());

    expect(await flowKeys.listKeys({ limit: 9 })).toEqual(names);
    expect(await flowKeys.listKeys({ limit: 2 })).toEqual(names.slice(0, 2));
    const after = { project: "a", key: "k-1" };
    expect(await flowKeys.listKeys({ after, limit: 2 })).toEqual(names.slice(2, 4));
    expect(await flowKeys.listKeys({ project: "b", limit: 9 })).toEqual(names.slice(4));
    expect(await flowKeys.listKeys({ project: "a", after, limit: 9 })).toEqual(names.slice(2, 3));
    expect(await flowKeys.loadKey({ project: "b", key: "k2" })).toBeNull();
  });

  test("stores runs and keys together, or neither", async () => {
    const storage = current();
    await storage.commit([creation(activeRun())], [row("a", "k")]);
    expect(await storage.loadRun(RUN)).not.toBeNull();

    const twice = storage.commit([creation(activeRun())], [{ ...row("a", "k2") }]);
    await expect(twice).rejects.toMatchObject({ kind: "conflict" });

    expect(await storage.flowKeys.listKeys({ limit: 9 })).toEqual([row("a", "k")]);
  });
}
