import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import {
  FIRES_PER_SLICE,
  FIRES_UNDER_WAY_MAX,
  HORIZON_MS,
  SLEEP_MS_MAX,
} from "../../src/timer/timer-service.ts";
import { gate, NOW, OTHER, RUN, setUp } from "./service-world.ts";

describe("an alarm", () => {
  test("fires when its time has come, not before", async () => {
    const { time, fired, set, start } = setUp();
    await start();
    set(RUN, NOW + 2_500);

    await time.pass(2_499);
    expect(fired).toEqual([]);

    await time.pass(1);
    expect(fired).toEqual([{ runId: RUN, at: 2_500 }]);
  });

  test("that is due already fires soon, but not within set", async () => {
    const { time, fired, set, start } = setUp();
    await start();

    set(RUN, NOW - 1);
    expect(fired).toEqual([]);

    await time.settle();
    expect(fired).toEqual([{ runId: RUN, at: 0 }]);
  });

  test("replaces the run's earlier one, whether sooner or later", async () => {
    const { time, fired, set, start } = setUp();
    await start();
    set(RUN, NOW + 5_000);
    set(OTHER, NOW + 1_000);

    set(RUN, NOW + 3_000);
    set(OTHER, NOW + 4_000);
    await time.pass(10_000);

    expect(fired).toEqual([
      { runId: RUN, at: 3_000 },
      { runId: OTHER, at: 4_000 },
    ]);
  });

  test("is cleared by null", async () => {
    const { time, fired, service, set, start } = setUp();
    await start();
    set(RUN, NOW + 1_000);

    set(RUN, null);
    set(OTHER, null);
    await time.pass(5_000);

    expect(fired).toEqual([]);
    expect(service.stats().near).toBe(0);
  });

  for (const distance of [HORIZON_MS - 1, HORIZON_MS, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 33]) {
    test(`fires on the ms ${distance} ms ahead`, async () => {
      const { time, fired, set, start } = setUp();
      await start();
      set(RUN, NOW + distance);

      await time.passInLeaps(distance - 1, 10 * 60 * 1_000);
      expect(fired).toEqual([]);

      await time.pass(1);
      expect(fired).toEqual([{ runId: RUN, at: distance }]);
      expect(Math.max(...time.delays)).toBeLessThanOrEqual(SLEEP_MS_MAX);
    });
  }

  test("that the engine sets while firing is a new one", async () => {
    const { time, fired, service, set, start } = setUp({
      fire: async (runId) => {
        fired.push({ runId, at: time.elapsed });
        if (fired.length < 3) set(runId, time.now() + 10);
        else set(runId, null);
      },
    });
    await start();
    set(RUN, NOW + 10);

    await time.pass(1_000);

    expect(fired.map(({ at }) => at)).toEqual([10, 20, 30]);
    expect(service.stats()).toMatchObject({ near: 0, fired: 3 });
  });
});

describe("many alarms", () => {
  test("due at one instant drain in slices, with other work in between", async () => {
    const { time, storage, fired, service, start } = setUp();
    const count = 100_000;
    // Timers come from memory here: 100 pages of a naive list would measure the list.
    await start();
    storage.alarms.clear();
    for (let at = 0; at < count; at += 1) {
      service.set(`run_${at}` as RunId, (NOW + 10_000) as EpochMs);
    }
    const gaps: number[] = [];
    let seen = 0;
    const ping = (): void => {
      gaps.push(fired.length - seen);
      seen = fired.length;
      if (seen < count) time.soon(ping);
    };
    time.after(10_000, ping);

    await time.pass(10_000);

    expect(fired.length).toBe(count);
    expect(fired.every(({ at }) => at === 10_000)).toBe(true);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(FIRES_PER_SLICE);
    expect(gaps.length).toBeGreaterThanOrEqual(count / FIRES_PER_SLICE);
    expect(service.stats()).toMatchObject({ near: 0, fired: count, underWay: 0 });
  });

  test("wait while too many fires are under way", async () => {
    const { promise, open } = gate();
    let begun = 0;
    const { time, service, start } = setUp({
      fire: () => {
        begun += 1;
        return promise;
      },
    });
    await start();
    for (let at = 0; at < FIRES_UNDER_WAY_MAX + 10; at += 1) {
      service.set(`run_${at}` as RunId, (NOW + 5) as EpochMs);
    }

    await time.pass(60_000);
    expect(begun).toBe(FIRES_UNDER_WAY_MAX);
    open();
    await time.pass(5);

    expect(begun).toBe(FIRES_UNDER_WAY_MAX + 10);
    expect(service.stats()).toMatchObject({ near: 0, underWay: 0 });
  });
});

describe("a fire that fails", () => {
  test("is reported and tried again, after longer and longer pauses", async () => {
    const fired: number[] = [];
    const { time, errors, set, start } = setUp({
      fire: async () => {
        fired.push(time.elapsed);
        if (fired.length < 4) throw new Error("full");
      },
    });
    await start();
    set(RUN, NOW + 1_000);

    await time.pass(60_000);

    expect(fired).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(errors.length).toBe(3);
  });

  test("is not tried again when the alarm has been set meanwhile", async () => {
    const { promise, open } = gate();
    const fired: number[] = [];
    const { time, set, start } = setUp({
      fire: async () => {
        fired.push(time.elapsed);
        await promise;
        throw new Error("conflict");
      },
    });
    await start();
    set(RUN, NOW + 1_000);
    await time.pass(1_000);

    set(RUN, null);
    open();
    await time.pass(60_000);

    expect(fired).toEqual([1_000]);
  });

  test("by throwing is the same", async () => {
    let count = 0;
    const { time, errors, set, start } = setUp({
      fire: () => {
        count += 1;
        if (count === 1) throw new Error("bug");
        return Promise.resolve();
      },
    });
    await start();
    set(RUN, NOW + 1_000);

    await time.pass(10_000);

    expect(count).toBe(2);
    expect(errors.length).toBe(1);
  });
});

describe("life of the service", () => {
  test("is quiet: at most a turn a second without alarms", async () => {
    const { time, start } = setUp();
    await start();
    time.turns = 0;

    await time.pass(100_000);

    expect(time.turns).toBeLessThanOrEqual(102);
  });

  test("sleeps until the next deadline, however many alarms are behind it", async () => {
    const { time, set, start } = setUp();
    await start();
    for (let at = 0; at < 100; at += 1) set(`run_${at}` as RunId, NOW + 900_000);
    time.turns = 0;

    await time.pass(100_000);

    expect(time.turns).toBeLessThanOrEqual(104);
  });

  test("starts once and stops once, however often it is asked", async () => {
    const { time, storage, fired, service, set, start } = setUp();
    await start();
    expect(service.start()).toBe(service.start());
    expect(storage.reads.length).toBe(1);
    set(RUN, NOW + 1_000);

    await service.stop();
    await service.stop();
    set(OTHER, NOW + 1_000);
    await time.pass(10_000);

    expect(fired).toEqual([]);
    expect(time.turns).toBeLessThanOrEqual(3);
  });

  test.each(["fires first", "read first"])("stops when all has ended, %s", async (order) => {
    const fire = gate();
    const otherFire = gate();
    const read = gate();
    const { time, storage, service, set, start } = setUp({
      fire: (runId) => (runId === RUN ? fire.promise : otherFire.promise),
      horizonMs: 60_000,
    });
    await start();
    set(RUN, NOW + 1_000);
    set(OTHER, NOW + 1_000);
    storage.gate = read.promise;
    await time.pass(30_000);
    let isStopped = false;
    void service.stop().then(() => {
      isStopped = true;
    });

    const gates = order === "fires first" ? [fire, otherFire, read] : [read, otherFire, fire];
    for (const one of gates) {
      expect(isStopped).toBe(false);
      one.open();
      await time.settle();
    }

    expect(isStopped).toBe(true);
  });

  test("may be stopped while it starts, and before", async () => {
    const { time, storage, service } = setUp();
    const { promise, open } = gate();
    storage.gate = promise;
    const started = service.start();
    const stopped = service.stop();
    open();
    await time.settle();
    await started;
    await stopped;

    const other = setUp();
    await other.service.stop();
    await expect(other.service.start()).rejects.toThrow("not started again");
  });

  test("tells how late the last fire was", async () => {
    const { time, service, set, start } = setUp();
    await start();
    set(RUN, NOW + 500);

    time.wall += 700;
    await time.pass(500);

    expect(service.stats()).toEqual({ near: 0, underWay: 0, fired: 1, latenessMs: 700 });
  });
});
