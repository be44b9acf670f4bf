import { expect, test } from "bun:test";
import type { EpochMs, RunId, ScheduleId } from "../../../src/core/ids.ts";
import {
  createSchedule,
  pauseSchedule,
  progressOf,
  redefineSchedule,
  resumeSchedule,
} from "../../../src/core/schedule/change.ts";
import { nextOfInterval } from "../../../src/core/schedule/interval.ts";
import type { ScheduleDefinition } from "../../../src/core/schedule/schedule.ts";
import { at } from "./fixtures.ts";

const DEFINITION: ScheduleDefinition = {
  timing: { kind: "interval", everyMs: 10_000 },
  overlap: "allow",
  catchUp: "latest",
  start: "{}",
  digest: "a",
};

const next = nextOfInterval(at(10), 10_000);

function schedule(overrides: Partial<ScheduleDefinition> = {}) {
  const definition = { ...DEFINITION, ...overrides };
  const identity = { scheduleId: "tick" as ScheduleId, project: "default" };
  return createSchedule({ ...identity, definition, paused: false, at: at(0), firstFireAt: at(10) });
}

test("a new definition with the same timing keeps the place, another timing begins anew", () => {
  const stored = { ...schedule(), lastFireAt: at(0), lastRunId: "tick.0" as RunId };
  const every = { kind: "interval", everyMs: 7_000 } as const;

  const sameTiming = redefineSchedule(stored, { ...DEFINITION, digest: "b" }, at(55));
  const other = redefineSchedule(stored, { ...DEFINITION, timing: every, digest: "c" }, at(55));

  expect(sameTiming).toEqual({ ...stored, digest: "b", version: 2 });
  expect(other).toEqual({ ...stored, timing: every, digest: "c", version: 2, nextFireAt: at(55) });
});

test("a pause keeps the place, so that a resume catches up what was missed", () => {
  const paused = pauseSchedule(schedule());

  const resumed = resumeSchedule(paused, at(45), next);

  expect(paused).toMatchObject({ paused: true, nextFireAt: at(10), version: 2 });
  expect(resumed).toMatchObject({ paused: false, nextFireAt: at(10), version: 3 });
});

test("what catches up nothing goes on with the first fire after the pause", () => {
  const paused = pauseSchedule(schedule({ catchUp: "none" }));

  // A fire that was due a moment ago would be on time, had there been no pause.
  const resumed = resumeSchedule(paused, (at(40) + 1) as EpochMs, next);

  expect(resumed).toMatchObject({ paused: false, nextFireAt: at(50), counts: { missed: 4 } });
});

test("progress counts what became of every fire, and keeps what nothing replaced", () => {
  const stored = schedule();
  const plan = {
    recovered: [at(10)],
    start: [at(20), at(30), at(40)],
    missed: 5,
    skipped: 1,
    nextFireAt: at(50),
  };
  const refusal = { fireAt: at(40), code: "limit_exceeded" };

  const mixed = progressOf(stored, plan, {
    started: [at(20), at(30)],
    skipped: 0,
    refusals: [refusal],
  });
  const idle = progressOf(
    { ...stored, ...mixed },
    { ...plan, recovered: [], start: [at(50)], missed: 0, skipped: 0, nextFireAt: at(60) },
    { started: [], skipped: 1, refusals: [] },
  );

  expect(mixed).toEqual({
    nextFireAt: at(50),
    lastFireAt: at(30),
    lastRunId: `tick.${at(30)}` as RunId,
    lastRefusal: refusal,
    counts: { fired: 3, skipped: 1, missed: 5, refused: 1 },
  });
  expect(idle).toEqual({
    ...mixed,
    nextFireAt: at(60),
    counts: { fired: 3, skipped: 2, missed: 5, refused: 1 },
  });
});
