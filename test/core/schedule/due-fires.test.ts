import { expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs } from "../../../src/core/ids.ts";
import { dueFires, LOOK_BACK_MAX } from "../../../src/core/schedule/due-fires.ts";
import { nextOfInterval } from "../../../src/core/schedule/interval.ts";
import { at, nextOfList, seconds } from "./fixtures.ts";

test("an interval keeps to its grid, wherever it is asked", () => {
  const next = nextOfInterval(at(10), 4_000);

  expect(next(at(10))).toBe(at(14));
  expect(next((at(14) - 1) as EpochMs)).toBe(at(14));
  expect(next(at(14))).toBe(at(18));
  expect(next(at(1))).toBe(at(2));
});

test("nothing is due before the next fire, at which it is", () => {
  const next = nextOfInterval(at(10), 5_000);

  const before = dueFires({ from: at(10), now: (at(10) - 1) as EpochMs, next });
  const then = dueFires({ from: at(10), now: at(10), next });

  expect(before).toEqual({ fires: [], nextFireAt: at(10) });
  expect(then).toEqual({ fires: [at(10)], nextFireAt: at(15) });
});

test("all fires since the next one are due, oldest first", () => {
  const next = nextOfInterval(at(10), 5_000);

  const { fires, nextFireAt } = dueFires({ from: at(10), now: at(24), next });

  expect(seconds(fires)).toEqual([10, 15, 20]);
  expect(nextFireAt).toBe(at(25));
});

test("a schedule that never fires again has no next fire", () => {
  const next = nextOfList([at(1), at(2)]);

  expect(dueFires({ from: at(1), now: at(9), next }).nextFireAt).toBeNull();
  expect(dueFires({ from: null, now: at(9), next })).toEqual({ fires: [], nextFireAt: null });
});

test("a year of every second takes a bounded number of questions", () => {
  let questions = 0;
  const every = nextOfInterval(at(0), 1_000);
  const next = (after: EpochMs) => {
    questions += 1;
    return every(after);
  };
  const now = at(365 * 86_400);

  const { fires, nextFireAt } = dueFires({ from: at(0), now, next });

  expect(fires).toHaveLength(LOOK_BACK_MAX);
  expect([fires[0], fires.at(-1), nextFireAt]).toEqual([
    at(365 * 86_400 - LOOK_BACK_MAX + 1),
    now,
    at(365 * 86_400 + 1),
  ]);
  expect(questions).toBeLessThan(5 * LOOK_BACK_MAX);
});

// Goal: looking backwards gives what going through everything forwards would give. Method: lists of
// fires with bursts and long pauses, more of them than are looked at.
test("the newest fires of a long backlog are found, however they are spread", () => {
  const gaps = fc.array(
    fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 }), fc.integer({ max: 10 ** 9, min: 1 })),
    { minLength: LOOK_BACK_MAX + 1, maxLength: LOOK_BACK_MAX + 200 },
  );
  const property = fc.property(gaps, fc.integer({ min: 0, max: 10 ** 6 }), (list, later) => {
    let time: number = at(0);
    const fires = list.map((gap) => {
      time += gap;
      return time as EpochMs;
    });
    const now = (time + later) as EpochMs;

    const due = dueFires({ from: fires[0] ?? null, now, next: nextOfList(fires) });

    expect(due.fires).toEqual(fires.slice(-LOOK_BACK_MAX));
    expect(due.nextFireAt).toBeNull();
  });

  fc.assert(property, { numRuns: 60 });
});

test("a burst long ago takes no more questions than a steady pace", () => {
  let questions = 0;
  const burst = Array.from({ length: 50_000 }, (_, second) => at(second));
  const inBurst = nextOfList([...burst, at(10 ** 9)]);
  const next = (after: EpochMs) => {
    questions += 1;
    return inBurst(after);
  };

  const { fires } = dueFires({ from: at(0), now: at(10 ** 8), next });

  expect(fires).toEqual(burst.slice(-LOOK_BACK_MAX));
  expect(questions).toBeLessThan(5 * LOOK_BACK_MAX);
});
