import { expect, test } from "bun:test";
import { type Duration, durationMs } from "../src/duration.ts";

test.each<[Duration, number]>([
  ["30s", 30_000],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["7d", 604_800_000],
  ["1.5s", 1_500],
  ["366d", 366 * 86_400_000],
  [30, 30_000],
  [0.0001, 1],
  [0, 0],
])("%p is %p ms", (duration, ms) => {
  expect(durationMs(duration)).toBe(ms);
});

test.each(["", "s", "5", "5 s", " 5s", "5ms", "-1s", "5w", "Infinitys", null, {}, Infinity, -1])(
  "%p is not a duration",
  (duration) => {
    expect(() => durationMs(duration as Duration)).toThrow(RangeError);
  },
);
