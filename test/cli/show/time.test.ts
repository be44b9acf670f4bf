import { expect, test } from "bun:test";
import { calendarTime, durationText, fullTime, relativeTime } from "../../../src/cli/show/time.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = new Date(2026, 0, 31, 9, 5, 0).getTime();

test.each([
  [0, "now"],
  [-999, "now"],
  [-5 * SECOND, "5 s ago"],
  [-59.6 * SECOND, "1 min ago"],
  [-3 * MINUTE, "3 min ago"],
  [10 * MINUTE - 20, "in 10 min"],
  [2 * HOUR, "in 2 h"],
  [-23.9 * HOUR, "1 day ago"],
  [-3 * DAY, "3 days ago"],
  [-61 * DAY, "2025-12-01"],
])("%d ms from now is %p", (distance, text) => {
  expect(relativeTime(NOW + distance, NOW)).toBe(text);
});

test("an instant is shown on the wall clock of this machine", () => {
  expect(calendarTime(NOW)).toBe("2026-01-31 09:05:00");
  expect(fullTime(NOW, NOW + MINUTE)).toBe("2026-01-31 09:05:00 (1 min ago)");
});

test("what is far away is shown once", () => {
  expect(fullTime(NOW, NOW + 100 * DAY)).toBe("2026-01-31 09:05:00");
});

test.each([
  [12.4, "12 ms"],
  [1_540, "1.5 s"],
  [2_000, "2 s"],
  [42_400, "42 s"],
  [125 * SECOND, "2 min 5 s"],
  [3 * HOUR, "3 h"],
  [2 * DAY + 4 * HOUR, "2 d 4 h"],
])("%d ms are %p", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
