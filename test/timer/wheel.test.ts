import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type TimerHandle,
  TimerWheel,
  timerIndex,
  WHEEL_SPAN_MS,
  WHEEL_TIMERS_MAX,
} from "../../src/timer/wheel.ts";

/** A time of the present, with no bits in common with round numbers. */
const NOW = 1_760_000_123_457;

const BOUNDARIES = [1, 255, 256, 257, 65_535, 65_536, 65_537, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1];

const ORIGINS = [0, 255, 256, 65_535, 2 ** 24 - 1, 2 ** 32 - 1, 2 ** 32, NOW, -1, -70_000];

function expireAll(wheel: TimerWheel, now: number): number[] {
  const deadlines: number[] = [];
  expect(wheel.advance(now, 1_000_000, (_, deadline) => deadlines.push(deadline))).toBe(true);
  return deadlines;
}

describe("a timer", () => {
  for (const origin of ORIGINS) {
    test(`expires at its deadline, not 1 ms earlier, seen from ${origin}`, () => {
      for (const distance of [...BOUNDARIES, WHEEL_SPAN_MS - 1]) {
        const wheel = new TimerWheel(origin);
        wheel.insert(origin + distance);

        expect(expireAll(wheel, origin + distance - 1)).toEqual([]);
        expect(expireAll(wheel, origin + distance)).toEqual([origin + distance]);
        expect(wheel.size).toBe(0);
        expect(wheel.nextAt()).toBeNull();
      }
    });
  }

  test("expires on the next advance when its deadline is past, or now", () => {
    const wheel = new TimerWheel(NOW);
    wheel.insert(NOW);
    wheel.insert(NOW - 5_000);
    wheel.insert(0);

    expect(wheel.nextAt()).toBe(NOW);
    expect(expireAll(wheel, NOW).toSorted((a, b) => a - b)).toEqual([0, NOW - 5_000, NOW]);
  });

  test("expires after one jump over years as well", () => {
    const wheel = new TimerWheel(NOW);
    for (const distance of BOUNDARIES) wheel.insert(NOW + distance);

    const expired = expireAll(wheel, NOW + 10 * WHEEL_SPAN_MS);

    expect(expired).toEqual(BOUNDARIES.map((distance) => NOW + distance));
  });

  test("waits when time is said to go back", () => {
    const wheel = new TimerWheel(NOW);
    wheel.insert(NOW - 10);

    expect(expireAll(wheel, NOW - 1)).toEqual([]);
    expect(wheel.size).toBe(1);
    expect(expireAll(wheel, Number.NaN)).toEqual([]);
    expect(expireAll(wheel, NOW)).toEqual([NOW - 10]);
  });
});

describe("the span", () => {
  test("holds up to 2^32 - 1 ms ahead and refuses more", () => {
    const wheel = new TimerWheel(NOW);

    expect(wheel.canHold(NOW + WHEEL_SPAN_MS - 1)).toBe(true);
    expect(wheel.canHold(NOW + WHEEL_SPAN_MS)).toBe(false);
    expect(wheel.canHold(Number.POSITIVE_INFINITY)).toBe(false);
    expect(() => wheel.insert(NOW + WHEEL_SPAN_MS)).toThrow("span");
  });

  test("moves with the hand", () => {
    const wheel = new TimerWheel(NOW);

    wheel.advance(NOW + 1, 1, () => {});

    expect(wheel.canHold(NOW + WHEEL_SPAN_MS)).toBe(true);
  });

  test("refuses deadlines that are not whole ms", () => {
    const wheel = new TimerWheel(NOW);

    expect(() => wheel.insert(NOW + 0.5)).toThrow("whole ms");
    expect(() => wheel.insert(Number.NaN)).toThrow("whole ms");
  });
});

describe("cancelling", () => {
  test("keeps the timer from expiring, wherever it is", () => {
    const wheel = new TimerWheel(NOW);
    const handles = [0, ...BOUNDARIES].map((distance) => wheel.insert(NOW + distance));

    expect(handles.every((handle) => wheel.cancel(handle))).toBe(true);

    expect(wheel.size).toBe(0);
    expect(wheel.nextAt()).toBeNull();
    expect(expireAll(wheel, NOW + WHEEL_SPAN_MS)).toEqual([]);
  });

  test("does nothing for a stale handle, though its index is used again", () => {
    const wheel = new TimerWheel(NOW, 1);
    const cancelled = wheel.insert(NOW + 10);
    wheel.cancel(cancelled);
    const expired = wheel.insert(NOW + 20);
    expireAll(wheel, NOW + 20);

    const handle = wheel.insert(NOW + 30);

    expect(timerIndex(handle)).toBe(timerIndex(cancelled));
    expect(timerIndex(handle)).toBe(timerIndex(expired));
    expect(wheel.cancel(cancelled)).toBe(false);
    expect(wheel.cancel(expired)).toBe(false);
    expect(expireAll(wheel, NOW + 30)).toEqual([NOW + 30]);
  });

  test("does nothing for a handle of nowhere", () => {
    const wheel = new TimerWheel(NOW);

    expect(wheel.cancel((WHEEL_TIMERS_MAX - 1) as TimerHandle)).toBe(false);
  });
});

describe("a slice", () => {
  test("expires its limit and is continued, in order of deadlines", () => {
    const wheel = new TimerWheel(NOW);
    for (let at = 0; at < 1_000; at += 1) wheel.insert(NOW + 70_000 - at);
    const expired: number[] = [];
    const slices: number[] = [];

    for (let done = false; !done; ) {
      const before = expired.length;
      done = wheel.advance(NOW + 80_000, 300, (_, deadline) => expired.push(deadline));
      slices.push(expired.length - before);
    }

    expect(slices).toEqual([300, 300, 300, 100]);
    expect(expired).toEqual(expired.toSorted((a, b) => a - b));
  });

  test("bounds the cascading of one crowded slot, too", () => {
    const wheel = new TimerWheel(0);
    for (let count = 0; count < 10_000; count += 1) wheel.insert(65_536);
    let expired = 0;
    let slices = 0;

    for (let done = false; !done; slices += 1) {
      done = wheel.advance(65_536, 10, () => (expired += 1));
      if (slices === 3) expect(expired).toBe(0);
    }

    expect(expired).toBe(10_000);
    expect(slices).toBeGreaterThanOrEqual(1_000);
  });

  test("that ends in a cascade is continued before the timers it has placed are due", () => {
    const wheel = new TimerWheel(0);
    for (let count = 0; count < 100; count += 1) wheel.insert(65_600);
    wheel.insert(65_537);

    expect(wheel.advance(65_536, 1, () => {})).toBe(false);

    expect(wheel.nextAt()).toBeLessThanOrEqual(65_537);
    expect(expireAll(wheel, 65_537)).toEqual([65_537]);
  });

  test("lets timers come and go while a cascade is halfway", () => {
    const wheel = new TimerWheel(0);
    const handles = Array.from({ length: 1_000 }, () => wheel.insert(65_536));
    wheel.advance(65_536, 1, () => {});

    for (const handle of handles.slice(10)) wheel.cancel(handle);
    wheel.insert(65_536 + WHEEL_SPAN_MS - 1);
    wheel.insert(65_537);

    expect(expireAll(wheel, 65_537)).toEqual([...Array(10).fill(65_536), 65_537]);
    expect(wheel.size).toBe(1);
  });

  test("expires what its callback adds and is due, within the limit", () => {
    const wheel = new TimerWheel(0);
    const expired: number[] = [];
    wheel.insert(5);

    const done = wheel.advance(100, 10, (_, deadline) => {
      expired.push(deadline);
      wheel.insert(deadline + 30);
    });

    expect(done).toBe(true);
    expect(expired).toEqual([5, 35, 65, 95]);
    expect(wheel.nextAt()).toBe(125);
  });

  test("is not begun inside another", () => {
    const wheel = new TimerWheel(0);
    wheel.insert(1);

    expect(() => wheel.advance(2, 1, () => wheel.advance(3, 1, () => {}))).toThrow("callback");
  });
});

test("grows while timers are held, and keeps them", () => {
  const wheel = new TimerWheel(NOW, 1);
  const deadlines = Array.from({ length: 3_000 }, (_, at) => NOW + ((at * 7_919) % 100_000));

  const handles = deadlines.map((deadline) => wheel.insert(deadline));

  expect(new Set(handles).size).toBe(3_000);
  expect(expireAll(wheel, NOW + 100_000)).toEqual(deadlines.toSorted((a, b) => a - b));
});

// Goal: the wheel is a sorted list that is faster: same timers, same order, never early, and its
// `nextAt` never lets the owner oversleep.
// Method: random histories against a naive list. Distances gather around the levels' boundaries;
// the wheel jumps, so the number of ticks costs nothing.
const distance = fc.oneof(
  fc.integer({ min: -5, max: 300 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: 0, max: WHEEL_SPAN_MS - 1 }),
  fc.constantFrom(...BOUNDARIES, WHEEL_SPAN_MS - 1),
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("insert" as const), by: distance }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), by: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("advance" as const), by: distance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("next" as const), by: fc.constant(0) }) },
);

test("behaves like a sorted list", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ORIGINS),
      fc.integer({ min: 1, max: 5 }),
      fc.array(step, { maxLength: 120 }),
      (origin, limit, steps) => {
        const wheel = new TimerWheel(origin, 1);
        const model = new Map<TimerHandle, number>();
        const byIndex = new Map<number, TimerHandle>();
        const known: TimerHandle[] = [];
        let now = origin;

        const advance = (): void => {
          const late = [...model.values()].filter((deadline) => deadline <= now);
          const expired: number[] = [];
          for (let done = false; !done; ) {
            let count = 0;
            done = wheel.advance(now, limit, (index, deadline) => {
              const handle = byIndex.get(index);
              if (handle === undefined) throw new Error("an unknown timer expired");
              expect(model.get(handle)).toBe(deadline);
              model.delete(handle);
              expired.push(deadline);
              count += 1;
            });
            expect(count).toBeLessThanOrEqual(limit);
          }
          expect(expired.toSorted((a, b) => a - b)).toEqual(late.toSorted((a, b) => a - b));
        };

        for (const { do: action, by } of steps) {
          if (action === "insert") {
            const handle = wheel.insert(now + by);
            expect(known).not.toContain(handle);
            known.push(handle);
            byIndex.set(timerIndex(handle), handle);
            model.set(handle, now + by);
          } else if (action === "cancel") {
            const handle = known[by % Math.max(known.length, 1)];
            if (handle !== undefined) expect(wheel.cancel(handle)).toBe(model.delete(handle));
          } else if (action === "advance") {
            now += Math.max(by, 0);
            advance();
          } else {
            const next = wheel.nextAt();
            const first = Math.min(...model.values());
            expect(next === null).toBe(model.size === 0);
            if (next !== null) {
              expect(next).toBeLessThanOrEqual(Math.max(first, now));
              now = Math.max(now, next);
              advance();
            }
          }
          expect(wheel.size).toBe(model.size);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("crosses a year without timers in a few steps", () => {
  const wheel = new TimerWheel(NOW);
  wheel.insert(NOW + WHEEL_SPAN_MS - 1);
  const wakes: number[] = [];

  for (let next = wheel.nextAt(); next !== null; next = wheel.nextAt()) {
    wakes.push(next);
    wheel.advance(next, 10, () => {});
  }

  expect(wakes.length).toBeLessThanOrEqual(4);
  expect(wakes.at(-1)).toBe(NOW + WHEEL_SPAN_MS - 1);
});
