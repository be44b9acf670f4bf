import { expect, test } from "bun:test";
import { parseRetryAfter, RETRY_AFTER_MS_MAX } from "../../src/dispatch/retry-after.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each<[string | null, number | null]>([
  [null, null],
  ["", null],
  ["0", 0],
  ["10", 10_000],
  [" 10 ", 10_000],
  ["1.5", 1_500],
  ["0.0001", 1],
  ["6m5s", 365_000],
  ["1h", 3_600_000],
  ["1d", RETRY_AFTER_MS_MAX],
  ["500ms", 500],
  ["1.021s", 1_021],
  ["2d", RETRY_AFTER_MS_MAX],
  ["86400", RETRY_AFTER_MS_MAX],
  ["86401", RETRY_AFTER_MS_MAX],
  ["315360000", RETRY_AFTER_MS_MAX],
  ["9".repeat(100), RETRY_AFTER_MS_MAX],
  ["9".repeat(129), null],
  ["Fri, 02 Jan 2026 03:04:15 GMT", 10_000],
  ["Friday, 02-Jan-26 03:04:15 GMT", 10_000],
  ["Fri Jan  2 03:04:15 2026", 10_000],
  ["Fri, 02 Jan 2026 03:04:05 GMT", 0],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["Fri, 02 Jan 2036 03:04:05 GMT", RETRY_AFTER_MS_MAX],
  ["Fri, 99 Foo 2026 03:04:05 GMT", null],
  ["2026-01-02T03:04:15Z", null],
  ["-1", null],
  ["-10", null],
  ["+10", null],
  ["1e3", null],
  ["0x10", null],
  ["NaN", null],
  ["Infinity", null],
  ["soon", null],
  ["5 minutes", null],
  ["m5", null],
  ["10, 20", 20_000],
  ["20, 10", 20_000],
  ["10, soon", null],
])("%j means %p ms", (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});
