import { expect, test } from "bun:test";
import fc from "fast-check";
import { RETRY_DELAY_MS_MAX, retryDelayMs } from "../../src/core/retry.ts";

const DAY_MS = 86_400_000;
const MIDDLE = 0.5;

const SCHEDULE: [attempt: number, delayMs: number][] = [
  [1, 2_000],
  [2, 24_365],
  [3, 296_827],
  [4, 3_616_085],
  [5, 44_052_932],
  [6, DAY_MS],
  [100, DAY_MS],
  [100_000, DAY_MS],
];

for (const [attempt, delayMs] of SCHEDULE) {
  test(`waits ${delayMs} ms after failed attempt ${attempt}`, () => {
    expect(retryDelayMs({ attempt, jitter: MIDDLE, retryAfterMs: null })).toBe(delayMs);
  });
}

test("moves the delay by up to a fifth either way", () => {
  expect(retryDelayMs({ attempt: 1, jitter: 0, retryAfterMs: null })).toBe(1_600);
  expect(retryDelayMs({ attempt: 1, jitter: 0.75, retryAfterMs: null })).toBe(2_200);
  expect(retryDelayMs({ attempt: 1, jitter: 1 - 2 ** -53, retryAfterMs: null })).toBe(2_400);
});

test("takes another base", () => {
  expect(retryDelayMs({ attempt: 2, jitter: MIDDLE, retryAfterMs: null, baseMs: 10 })).toBe(122);
  expect(retryDelayMs({ attempt: 3, jitter: MIDDLE, retryAfterMs: null, baseMs: 0 })).toBe(0);
});

const ASKED: [asked: number | null, delayMs: number][] = [
  [0, 2_000],
  [1_999, 2_000],
  [2_001, 2_001],
  [365_000, 365_000],
  [10_000.2, 10_001],
  [DAY_MS, DAY_MS],
  [10 * 365 * DAY_MS, DAY_MS],
  [Number.POSITIVE_INFINITY, DAY_MS],
  [-5_000, 2_000],
  [Number.NaN, 2_000],
];

for (const [retryAfterMs, delayMs] of ASKED) {
  test(`waits ${delayMs} ms when the endpoint asks for ${retryAfterMs}`, () => {
    expect(retryDelayMs({ attempt: 1, jitter: MIDDLE, retryAfterMs })).toBe(delayMs);
  });
}

test("refuses what is no attempt and no jitter", () => {
  expect(() => retryDelayMs({ attempt: 0, jitter: 0, retryAfterMs: null })).toThrow("attempts");
  expect(() => retryDelayMs({ attempt: 1.5, jitter: 0, retryAfterMs: null })).toThrow("attempts");
  expect(() => retryDelayMs({ attempt: 1, jitter: 1, retryAfterMs: null })).toThrow("jitter");
  expect(() => retryDelayMs({ attempt: 1, jitter: Number.NaN, retryAfterMs: null })).toThrow();
});

// Goal: a delay is whole ms, within a day, and never shorter than asked for or than 80 %.
test("keeps its bounds for all inputs", () => {
  const anyDelay = fc.record({
    attempt: fc.integer({ min: 1, max: 200 }),
    jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    retryAfterMs: fc.option(fc.double()),
    baseMs: fc.integer({ min: 0, max: 3_600_000 }),
  });

  fc.assert(
    fc.property(anyDelay, (options) => {
      const delayMs = retryDelayMs(options);

      const plainMs = options.baseMs * Math.exp(2.5 * (options.attempt - 1));
      const askedMs = options.retryAfterMs ?? 0;
      expect(Number.isInteger(delayMs)).toBe(true);
      expect(delayMs).toBeLessThanOrEqual(RETRY_DELAY_MS_MAX);
      expect(delayMs).toBeGreaterThanOrEqual(Math.min(plainMs, DAY_MS) * 0.8 - 1e-6);
      if (askedMs > 0) expect(delayMs).toBeGreaterThanOrEqual(Math.min(askedMs, DAY_MS));
    }),
  );
});
