import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs } from "../../src/core/ids.ts";
import { LOOK_BACK_MAX } from "../../src/core/schedule/due-fires.ts";
import { ON_TIME_MS } from "../../src/core/schedule/plan-fires.ts";
import type { CatchUp, Timing } from "../../src/core/schedule/schedule.ts";
import { firstFire } from "../../src/schedules/timing.ts";
import { ScheduleWorld, T0 } from "./world.ts";

/** The server is up for a while, and then down, or the schedule paused, for a while. */
interface Phase {
  readonly upMs: number;
  readonly downMs: number;
  /** `crash`: the process ends after it has started a run and before it has noted that. */
  readonly kind: "stop" | "crash" | "pause";
}

const durations = fc.oneof(
  fc.integer({ min: 1, max: 30_000 }),
  fc.integer({ min: 30_000, max: 600_000 }),
);
const phases = fc.array(
  fc.record({
    upMs: durations,
    downMs: durations,
    kind: fc.constantFrom("stop", "crash", "pause" as const),
  }),
  { minLength: 1, maxLength: 6 },
) as fc.Arbitrary<Phase[]>;

const timings: fc.Arbitrary<Timing> = fc.oneof(
  fc.integer({ min: 1_000, max: 90_000 }).map((everyMs): Timing => ({ kind: "interval", everyMs })),
  fc
    .constantFrom("* * * * *", "*/7 * * * * *", "0,20 */2 * * * *")
    .map((cron): Timing => ({ kind: "cron", cron, timeZone: "Europe/Berlin" })),
);

const at = (ms: number) => (T0 + ms) as EpochMs;

/** All fires in (T0, T0 + spanMs], one by one, in ms after T0. */
function fireList(timing: Timing, spanMs: number): number[] {
  const fires: number[] = [];
  if (timing.kind === "interval") {
    for (let ms = timing.everyMs; ms <= spanMs; ms += timing.everyMs) fires.push(ms);
    return fires;
  }
  for (let ms = 0; ; ) {
    const next = firstFire(timing, at(ms));
    if (!next.ok || next.at > at(spanMs)) return fires;
    ms = next.at - T0;
    fires.push(ms);
  }
}

/** What the guide promises, said once more: the fires of `missed` that are caught up at `now`. */
function caughtUp(
  catchUp: CatchUp,
  missed: readonly number[],
  { now, wasPaused }: { readonly now: number; readonly wasPaused: boolean },
) {
  if (catchUp === "all") return missed;
  const latest = missed.slice(-1);
  if (catchUp === "latest") return latest;
  return wasPaused ? [] : latest.filter((fire) => now - fire <= ON_TIME_MS);
}

// Goal: whatever the downtime, the runs are those that the policy names, each once. Method: random
// times up and down, with crashes between the start of a run and the note of it, against a list
// that is made without any of the code under test.
describe.each(["none", "latest", "all"] as const)("catching up %s", (catchUp) => {
  test("gives the fires of the reference list", async () => {
    const property = fc.asyncProperty(timings, phases, async (timing, plan) => {
      const world = new ScheduleWorld();
      await world.put({ timing, catchUp });
      const spanMs = plan.reduce((sum, { upMs, downMs }) => sum + upMs + downMs, 120_000);
      const all = fireList(timing, spanMs);
      const expected: number[] = [];
      let now = 0;
      const pass = async (durationMs: number) => {
        await world.time.pass(durationMs);
        expected.push(...all.filter((fire) => fire > now && fire <= now + durationMs));
        now += durationMs;
      };

      for (const { upMs, downMs, kind } of plan) {
        const last = all.findLast((fire) => fire > now && fire <= now + upMs);
        if (kind === "crash" && last !== undefined) {
          await pass(last - now - 1);
          world.isStuck = true;
          await pass(1);
        } else {
          await pass(upMs);
        }
        const missed = all.filter((fire) => fire > now && fire <= now + downMs);
        if (kind === "pause") {
          await world.pause();
          await world.time.pass(downMs);
          await world.resume();
        } else {
          await world.restart(downMs);
        }
        now += downMs;
        expected.push(...caughtUp(catchUp, missed, { now, wasPaused: kind === "pause" }));
        await world.time.settle();
      }
      await pass(60_000);

      expect((await world.fires()).map((second) => Math.round(second * 1_000))).toEqual(expected);
      const { counts, lastFireAt } = await world.stored();
      expect(counts.fired).toBe(expected.length);
      expect(counts.fired + counts.missed).toBe(all.filter((fire) => fire <= now).length);
      expect(lastFireAt).toEqual(expected.length === 0 ? null : at(expected.at(-1) ?? 0));
    });

    await fc.assert(property, { numRuns: 40 });
  });
});

test("after a very long downtime the newest fires are caught up, and no more", async () => {
  const world = new ScheduleWorld();
  await world.put({ timing: { kind: "interval", everyMs: 1_000 }, catchUp: "all" });

  await world.restart(10 * LOOK_BACK_MAX * 1_000);
  await world.until(10 * LOOK_BACK_MAX + 0.5);

  const first = 9 * LOOK_BACK_MAX + 1;
  expect(await world.fires()).toEqual(
    Array.from({ length: LOOK_BACK_MAX }, (_, index) => first + index),
  );
  expect((await world.stored()).counts).toMatchObject({ fired: LOOK_BACK_MAX, missed: 0 });
});
