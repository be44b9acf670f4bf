import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { HORIZON_MS } from "../../src/timer/timer-service.ts";
import { PAGE_SIZE } from "../../src/timer/wakeup-pages.ts";
import { type Fired, gate, NOW, OTHER, RUN, setUp } from "./service-world.ts";

describe("alarms in storage", () => {
  test("are read at the start up to the horizon, overdue ones included", async () => {
    const { time, storage, fired, service, start } = setUp();
    storage.alarms.set("run_late" as RunId, NOW - 86_400_000);
    storage.alarms.set("run_zero" as RunId, 0);
    storage.alarms.set("run_near" as RunId, NOW + HORIZON_MS - 1);
    storage.alarms.set("run_far" as RunId, NOW + HORIZON_MS);

    await start();

    expect(service.stats().near + fired.length).toBe(3);
    await time.settle();
    expect(fired.map(({ runId }) => runId)).toEqual(["run_zero", "run_late"] as RunId[]);
  });

  test("are read in pages, each once", async () => {
    const { time, storage, fired, start } = setUp();
    const count = 3 * PAGE_SIZE;
    // Many share an instant, so that pages end in the middle of one.
    for (let at = 0; at < count; at += 1) {
      storage.alarms.set(`run_${at}` as RunId, NOW + 1_000 + Math.floor(at / 700));
    }

    await start();
    await time.pass(5_000);

    expect(new Set(fired.map(({ runId }) => runId)).size).toBe(count);
    expect(fired.length).toBe(count);
    expect(storage.reads.every(({ limit }) => limit === PAGE_SIZE)).toBe(true);
    expect(storage.reads.length).toBe(4);
  });

  test("that were set before the start are found by it", async () => {
    const { time, fired, set, start } = setUp();
    set(RUN, NOW + 100);

    await start();
    await time.pass(100);

    expect(fired).toEqual([{ runId: RUN, at: 100 }]);
  });

  test("are read when half the horizon has passed, not more often", async () => {
    const { time, storage, start } = setUp({ horizonMs: 60_000 });
    await start();
    storage.reads.length = 0;

    await time.pass(10 * 60_000);

    expect(storage.reads.length).toBeGreaterThanOrEqual(19);
    expect(storage.reads.length).toBeLessThanOrEqual(21);
    for (const [index, { from }] of storage.reads.entries()) {
      expect(from).toBe(storage.reads[index - 1]?.before ?? ((NOW + 60_000) as EpochMs));
    }
  });

  const changes = { cleared: null, "put off": NOW + 300_000, "put far off": NOW + 90_000_000 };
  for (const [name, to] of Object.entries(changes)) {
    test(`are not resurrected by a read that saw them before they were ${name}`, async () => {
      const { time, storage, fired, service, set, start } = setUp();
      storage.alarms.set(RUN, NOW + 5_000);
      storage.alarms.set(OTHER, NOW + 5_000);
      const { promise, open } = gate();
      storage.gate = promise;
      const started = start();
      await time.settle();

      set(RUN, to);
      open();
      await time.settle();
      await started;
      await time.pass(10_000);

      expect(fired).toEqual([{ runId: OTHER, at: 5_000 }]);
      expect(service.stats().near).toBe(to === NOW + 300_000 ? 1 : 0);
    });
  }

  test("are right whichever microtask of a read changes them", async () => {
    for (let delay = 0; delay < 12; delay += 1) {
      const { time, storage, fired, set, start } = setUp();
      storage.alarms.set(RUN, NOW + 5_000);
      const { promise, open } = gate();
      storage.gate = promise;
      const started = start();
      await time.settle();

      open();
      for (let turn = 0; turn < delay; turn += 1) await Promise.resolve();
      set(RUN, null);
      await time.pass(10_000);
      await started;

      expect(fired).toEqual([]);
    }
  });

  test("in a window that is being read are kept when they are set meanwhile", async () => {
    const { time, storage, fired, set, start } = setUp({ horizonMs: 60_000 });
    await start();
    const { promise, open } = gate();
    storage.gate = promise;
    await time.pass(30_000);

    set(RUN, NOW + 80_000);
    open();
    storage.gate = null;
    await time.pass(50_000);

    expect(fired).toEqual([{ runId: RUN, at: 80_000 }]);
  });

  test("survive reads that fail", async () => {
    const { time, storage, fired, errors, set, start } = setUp({ horizonMs: 60_000 });
    await start();
    set(RUN, NOW + 100_000);
    set(OTHER, NOW + 130_000);
    storage.failure = new Error("disk");

    await time.pass(105_000);
    expect(fired).toEqual([]);
    expect(errors.length).toBeGreaterThan(60);
    expect(errors.length).toBeLessThan(80);
    storage.failure = null;
    await time.pass(60_000);

    expect(fired.map(({ runId }) => runId)).toEqual([RUN, OTHER]);
    expect(fired[1]?.at).toBe(130_000);
  });

  test("are not asked for all the time while reads fail and other alarms fire", async () => {
    const { time, storage, set, start } = setUp({ horizonMs: 60_000 });
    await start();
    storage.reads.length = 0;
    storage.failure = new Error("disk");
    for (let at = 0; at < 1_000; at += 1) set(`run_${at}` as RunId, NOW + 30_000 + at * 10);

    await time.pass(40_000);

    expect(storage.reads.length).toBeLessThanOrEqual(12);
  });

  test("that cannot be read at the start make it fail", async () => {
    const { time, storage, fired, service, set } = setUp();
    storage.failure = new Error("disk");

    const started = service.start();

    await expect(started).rejects.toThrow("disk");
    set(RUN, NOW + 1);
    await time.pass(10_000);
    expect(fired).toEqual([]);
  });
});

// Goal: after any history of alarms, each run has fired at its last deadline and at no other.
// Method: random sets over a few runs with a short horizon and slow reads, on virtual time.
const change = fc.record({
  run: fc.nat(4),
  in: fc.option(fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 50_000 }))),
  pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6_000 })),
  isSlow: fc.boolean(),
});

test("fires each run's last alarm once, on its ms", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
      const { time, storage, fired, set, start } = setUp({
        horizonMs: 10_000,
        fire: async (runId) => {
          fired.push({ runId, at: time.elapsed });
          set(runId, null);
        },
      });
      await start();
      const expected: Fired[] = [];
      let open = (): void => {};

      for (const { run, in: distance, pause, isSlow } of changes) {
        const runId = `run_${run}` as RunId;
        const at = distance === null ? null : time.elapsed + distance;
        set(runId, at === null ? null : NOW + at);
        const kept = expected.filter((one) => one.runId !== runId || one.at <= time.elapsed);
        expected.splice(0, expected.length, ...kept);
        if (at !== null) expected.push({ runId, at });
        if (isSlow) {
          const held = gate();
          storage.gate = held.promise;
          await time.pass(Math.min(pause, 3_000));
          held.open();
          open = held.open;
          storage.gate = null;
        } else {
          await time.pass(pause);
        }
      }
      open();
      await time.pass(60_000);

      const order = (a: Fired, b: Fired): number => a.at - b.at || (a.runId < b.runId ? -1 : 1);
      expect(fired.toSorted(order)).toEqual(expected.toSorted(order));
    }),
    { numRuns: 200 },
  );
});
