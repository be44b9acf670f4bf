import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { ServerClock } from "../../src/server/clock.ts";
import { NOW, OTHER, RUN, setUp } from "./service-world.ts";
import { VirtualTime } from "./virtual-time.ts";

describe("the clock", () => {
  test("may be set back: relative waits are at most 12 % late", async () => {
    const { time, fired, set, start } = setUp({}, serverClock);
    await start();
    set(RUN, NOW + 60_000);
    await time.pass(10_000);

    time.wall -= 86_400_000;
    await time.pass(49_999);
    expect(fired).toEqual([]);
    await time.pass(8_001);

    expect(fired.length).toBe(1);
  });

  test("may leap forward: what is due fires after the hold, in order", async () => {
    const { time, fired, set, start } = setUp({}, serverClock);
    await start();
    set(OTHER, NOW + 7_200_000);
    set(RUN, NOW + 3_000_000);
    await time.pass(1_000);

    time.wall += 86_400_000;
    await time.pass(60_000);
    expect(fired).toEqual([]);
    await time.pass(2_000);

    expect(fired.map(({ runId }) => runId)).toEqual([RUN, OTHER]);
  });

  test("may leap over months while alarms wait in memory and in storage", async () => {
    const { time, fired, errors, service, set, start } = setUp({
      fire: async (runId) => {
        fired.push({ runId, at: time.elapsed });
        if (fired.length <= 10) throw new Error("full");
      },
    });
    await start();
    for (let at = 0; at < 3_000; at += 1) {
      service.set(`run_${at}` as RunId, (NOW + 60_000 + at) as EpochMs);
    }
    set(RUN, NOW + 2 * 2 ** 32);

    time.wall += 3 * 2 ** 32;
    await time.pass(5_000);

    expect(fired.length).toBe(3_011);
    expect(errors.map(String)).toEqual(Array(10).fill("Error: full"));
    expect(fired.at(-1)?.runId).toBe(RUN);
    expect(service.stats().latenessMs).toBeGreaterThan(2 ** 31);
  });

  test("decides, when the runtime's timer comes early", async () => {
    const early = new VirtualTime(NOW);
    const { fired, set, service } = setUp({
      clock: early,
      scheduler: {
        after: (delayMs, callback) => early.after(Math.max(delayMs - 1, 0.25), callback),
        soon: (callback) => early.soon(callback),
      },
      fire: async (runId) => {
        fired.push({ runId, at: early.elapsed });
      },
    });
    void service.start();
    await early.settle();
    set(RUN, NOW + 100);

    await early.pass(200);

    expect(fired.length).toBe(1);
    expect(fired[0]?.at).toBeGreaterThanOrEqual(100);
    expect(fired[0]?.at).toBeLessThan(102);
  });
});

/** The server's own clock over a test's wall and time. */
function serverClock(time: VirtualTime): ServerClock {
  return new ServerClock({
    wall: () => time.wall,
    monotonic: () => time.elapsed,
    newestStoredAt: null,
    onJump: () => {},
  });
}
