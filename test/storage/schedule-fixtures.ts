import type { ScheduleId } from "../../src/core/ids.ts";
import type { Schedule } from "../../src/core/schedule/schedule.ts";
import { at } from "./fixtures.ts";

export function scheduleId(text: string): ScheduleId {
  return text as ScheduleId;
}

/** A schedule that has fired nothing; tests override what they are about. */
export function aSchedule(overrides: Partial<Schedule> = {}): Schedule {
  return {
    scheduleId: scheduleId("nightly"),
    project: "default",
    version: 1,
    paused: false,
    createdAt: at(0),
    timing: { kind: "cron", cron: "0 2 * * *", timeZone: "Europe/Berlin" },
    overlap: "allow",
    catchUp: "latest",
    start: '{"url":"https://app.example/nightly"}',
    digest: "digest",
    nextFireAt: at(60),
    lastFireAt: null,
    lastRunId: null,
    lastRefusal: null,
    counts: { fired: 0, skipped: 0, missed: 0, refused: 0 },
    ...overrides,
  };
}
