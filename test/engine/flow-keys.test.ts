import { expect, test } from "bun:test";
import { newFlowKey } from "../../src/core/flow-control/key.ts";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { FlowKeys } from "../../src/engine/flow-keys.ts";
import type { FlowKeyName } from "../../src/storage/flow-storage.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { FlowWorld, flow } from "./flow-world.ts";

const nameOf = (n: number): FlowKeyName => ({ project: "p", key: `k${n}` });
const ITEM = {
  ...{ identity: "r1 1", runId: "r1" as RunId, what: 1, dueAt: 1 as EpochMs, order: 1 },
};

/** Keys over a storage that has all of them, and notes which were read. */
function setup() {
  const reads: string[] = [];
  const loadKey = async ({ key }: FlowKeyName) => {
    reads.push(key);
    return { ...newFlowKey(key), parallelism: 2 };
  };
  const keys = new FlowKeys({ flowKeys: { loadKey, listKeys: async () => [] } });
  return { keys, reads };
}

test("a key is read once, and not waited for when it is there", async () => {
  const { keys, reads } = setup();

  await keys.load([nameOf(1), nameOf(2), nameOf(1)]);

  expect(keys.load([nameOf(2), nameOf(1)])).toBeNull();
  expect(reads).toEqual(["k1", "k2"]);
  expect(keys.get(nameOf(1)).state).toMatchObject({ key: "k1", parallelism: 2 });
});

test("idle keys are forgotten when there are too many, and never one with requests", async () => {
  const { keys, reads } = setup();
  await keys.load([nameOf(0)]);
  const busy = keys.get(nameOf(0));
  busy.put(ITEM, "line");
  keys.settle([busy]);

  for (let n = 1; n <= 6_000; n += 1) {
    await keys.load([nameOf(n)]);
    keys.settle([keys.get(nameOf(n))]);
  }
  reads.length = 0;

  expect(keys.load([nameOf(0), nameOf(6_000), nameOf(3_000)])).toBeNull();
  expect(keys.load([nameOf(1)])).not.toBeNull();
  expect(keys.countsOf(nameOf(0))).toEqual({ waiting: 1, active: 0 });
  busy.put(ITEM, "active");
  expect(keys.counts()).toEqual({ waiting: 0, active: 1 });
});

test("a turn that only looks at a key may forget it", async () => {
  const world = await new FlowWorld(new MemoryStorage()).boot();
  const later = { notBefore: (world.now + 3_600_000) as EpochMs };
  const event = { type: "deliver_event", at: world.now, eventId: "e", data: null } as const;
  await world.start("a", flow("ka", { parallelism: 1 }), later);
  for (let n = 1; n < 4_096; n += 1) await world.start(`r${n}`, flow(`k${n}`), later);

  const delivered = world.apply("a", { ...event, keep: true });
  const started = world.start("b", flow("kb"), later);

  expect(await delivered).toMatchObject({ ok: true, reply: { kept: true } });
  expect(await started).toMatchObject({ ok: true });
  expect(world.faults).toEqual([]);
});
