import { describe, expect, test } from "bun:test";
import type { EpochMs } from "../../src/core/ids.ts";
import { CRON_LENGTH_MAX, cronFires } from "../../src/schedules/cron.ts";
import { firstFire } from "../../src/schedules/timing.ts";

/** The first fires after an instant, as UTC without the year. */
function fires(...[cron, timeZone, after, count]: [string, string, string, number]): string[] {
  const read = cronFires(cron, timeZone);
  if (!read.ok) throw new Error(read.code);
  const times: string[] = [];
  let at: EpochMs | null = Date.parse(after) as EpochMs;
  while (times.length < count) {
    at = read.next(at);
    if (at === null) break;
    times.push(
      new Date(at)
        .toISOString()
        .replace(/^\d{4}-/, "")
        .replace(/:00\.000Z$/, "Z"),
    );
  }
  return times;
}

test("fires after the instant, never at it, on whole seconds", () => {
  const second = cronFires("* * * * * *", "UTC");
  if (!second.ok) throw new Error("refused");

  expect(second.next(1_000 as EpochMs)).toBe(2_000 as EpochMs);
  expect(second.next(1_001 as EpochMs)).toBe(2_000 as EpochMs);
  expect(second.next(999 as EpochMs)).toBe(1_000 as EpochMs);
});

test("goes by the wall clock of its time zone, in summer and in winter", () => {
  expect(fires("0 9 * * MON", "Europe/Berlin", "2026-03-20T00:00:00Z", 3)).toEqual([
    "03-23T08:00Z",
    "03-30T07:00Z",
    "04-06T07:00Z",
  ]);
  expect(fires("@daily", "Asia/Kolkata", "2026-01-01T00:00:00Z", 1)).toEqual(["01-01T18:30Z"]);
});

// Berlin at 01:00Z: on 30 March 2025, 02:00 became 03:00; on 26 October, 03:00 became 02:00.
describe("when the clocks go forward", () => {
  const before = "2025-03-29T12:00:00Z";

  test("a time in the gap fires at its end, once", () => {
    expect(fires("30 2 * * *", "Europe/Berlin", before, 3)).toEqual([
      "03-30T01:00Z",
      "03-31T00:30Z",
      "04-01T00:30Z",
    ]);
  });

  test("several times in the gap fire together at its end, once", () => {
    expect(fires("0,30 2,14 * * *", "Europe/Berlin", before, 5)).toEqual([
      "03-29T13:00Z",
      "03-29T13:30Z",
      "03-30T01:00Z",
      "03-30T12:00Z",
      "03-30T12:30Z",
    ]);
  });

  test("an interval skips the gap and keeps its pace", () => {
    expect(fires("*/30 * * * *", "Europe/Berlin", "2025-03-30T00:15:00Z", 3)).toEqual([
      "03-30T00:30Z",
      "03-30T01:00Z",
      "03-30T01:30Z",
    ]);
    expect(fires("*/30 2 * * *", "Europe/Berlin", before, 1)).toEqual(["03-31T00:00Z"]);
  });
});

describe("when the clocks go back", () => {
  const before = "2025-10-25T12:00:00Z";

  test("a repeated time fires at its first occurrence, once", () => {
    expect(fires("30 2 * * *", "Europe/Berlin", before, 2)).toEqual([
      "10-26T00:30Z",
      "10-27T01:30Z",
    ]);
    // Also when somebody asks in between.
    expect(fires("30 2 * * *", "Europe/Berlin", "2025-10-26T00:45:00Z", 1)).toEqual([
      "10-27T01:30Z",
    ]);
    expect(fires("0,30 2 * * *", "Europe/Berlin", before, 3)).toEqual([
      "10-26T00:00Z",
      "10-26T00:30Z",
      "10-27T01:00Z",
    ]);
  });

  test("an interval fires in both passes of the hour", () => {
    expect(fires("*/30 2 * * *", "Europe/Berlin", before, 5)).toEqual([
      "10-26T00:00Z",
      "10-26T00:30Z",
      "10-26T01:00Z",
      "10-26T01:30Z",
      "10-27T01:00Z",
    ]);
  });
});

test("a day that a time zone leaves out is left out", () => {
  // Samoa had no 30 December 2011.
  expect(fires("0 12 * * *", "Pacific/Apia", "2011-12-29T00:00:00Z", 3)).toEqual([
    "12-29T22:00Z",
    "12-30T22:00Z",
    "12-31T22:00Z",
  ]);
});

test.each([
  ["5 fields", "0 0 1 1 *"],
  ["6 fields", "30 0 0 1 1 *"],
  ["blanks and tabs", "  0\t0  1 1 * "],
  ["names", "0 0 * JAN-MAR mon,FRI"],
  ["the last day", "0 0 L * *"],
  ["the last Friday", "0 0 * * FRI#L"],
  ["a nickname", "@Hourly"],
])("takes %s", (_name, cron) => {
  expect(cronFires(cron, "UTC").ok).toBe(true);
});

test.each([
  ["nothing", ""],
  ["4 fields", "0 0 1 1"],
  ["7 fields, with a year", "0 0 0 1 1 * 2030"],
  ["a value out of range", "61 0 * * *"],
  ["a step of 0", "*/0 * * * *"],
  ["words", "every day at noon please now"],
  ["a date, which would fire once", "2030-05-05T00:00:00"],
  ["@reboot", "@reboot"],
  ["a time zone in front", "TZ=UTC 0 0 * * *"],
  ["line breaks", "0 0 1\n1 *"],
  ["an endless list", `${"0,".repeat(CRON_LENGTH_MAX)}0 * * * *`],
])("refuses %s", (_name, cron) => {
  expect(cronFires(cron, "UTC")).toEqual({ ok: false, code: "invalid_cron" });
});

test.each([["Mars/Olympus"], [""], ["+02:00"], ["Europe/Berlin "], ["A".repeat(65)]])(
  "refuses the time zone %p",
  (timeZone) => {
    expect(cronFires("* * * * *", timeZone)).toEqual({ ok: false, code: "invalid_time_zone" });
  },
);

test("an expression that never fires is refused", () => {
  const timing = { kind: "cron", cron: "0 0 30 2 *", timeZone: "UTC" } as const;

  expect(firstFire(timing, 0 as EpochMs)).toEqual({ ok: false, code: "invalid_cron" });
});
