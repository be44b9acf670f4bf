import { assert } from "../assert.ts";
import type { EpochMs, RunId, ScheduleId } from "../ids.ts";
import { dueFires } from "./due-fires.ts";
import type { FirePlan } from "./plan-fires.ts";
import type {
  FireRefusal,
  NextFire,
  Schedule,
  ScheduleDefinition,
  ScheduleProgress,
  Timing,
} from "./schedule.ts";
import { fireRunId } from "./schedule.ts";

/** What a new schedule is made of. */
export interface NewSchedule {
  readonly scheduleId: ScheduleId;
  readonly project: string;
  readonly definition: ScheduleDefinition;
  readonly paused: boolean;
  readonly at: EpochMs;
  /** Its first fire. */
  readonly firstFireAt: EpochMs;
}

/** A schedule that has fired nothing yet. */
export function createSchedule(options: NewSchedule): Schedule {
  const { scheduleId, project, definition, paused, at, firstFireAt } = options;
  return {
    ...definition,
    scheduleId,
    project,
    version: 1,
    paused,
    createdAt: at,
    nextFireAt: firstFireAt,
    lastFireAt: null,
    lastRunId: null,
    lastRefusal: null,
    counts: { fired: 0, skipped: 0, missed: 0, refused: 0 },
  };
}

/**
 * The schedule with another definition. Its history stays. With the same timing it also keeps its
 * place, so that a change of the input, say, neither repeats a fire nor loses one.
 */
export function redefineSchedule(
  schedule: Schedule,
  definition: ScheduleDefinition,
  firstFireAt: EpochMs,
): Schedule {
  const nextFireAt = isSameTiming(schedule.timing, definition.timing)
    ? (schedule.nextFireAt ?? firstFireAt)
    : firstFireAt;
  return { ...schedule, ...definition, nextFireAt, version: schedule.version + 1 };
}

/** The schedule at rest: it keeps its place. */
export function pauseSchedule(schedule: Schedule): Schedule {
  return { ...schedule, paused: true, version: schedule.version + 1 };
}

/**
 * The schedule awake again. What its pause has missed is due now, unless it catches up nothing:
 * then it goes on with the first fire to come, however short the pause was.
 */
export function resumeSchedule(schedule: Schedule, now: EpochMs, next: NextFire): Schedule {
  const awake = { ...schedule, paused: false, version: schedule.version + 1 };
  if (schedule.catchUp !== "none") return awake;
  const due = dueFires({ from: schedule.nextFireAt, now, next });
  const { counts } = schedule;
  const missed = counts.missed + due.fires.length;
  return { ...awake, nextFireAt: due.nextFireAt, counts: { ...counts, missed } };
}

/** What became of a plan's fires. */
export interface FireResults {
  /** Of `plan.start`: those whose run was started. */
  readonly started: readonly EpochMs[];
  /** Of `plan.start`: left out, as the previous run is still active. */
  readonly skipped: number;
  readonly refusals: readonly FireRefusal[];
}

/** How far a schedule has come when its plan was carried out. */
export function progressOf(
  schedule: Schedule,
  plan: FirePlan,
  results: FireResults,
): ScheduleProgress {
  const { started, skipped, refusals } = results;
  assert(
    started.length + skipped + refusals.length === plan.start.length,
    "every fire of a plan comes to something",
  );
  const fired = [...plan.recovered, ...started];
  const lastFireAt = fired.at(-1) ?? schedule.lastFireAt;
  const { counts } = schedule;
  return {
    nextFireAt: plan.nextFireAt,
    lastFireAt,
    lastRunId: lastRunOf(schedule, fired),
    lastRefusal: refusals.at(-1) ?? schedule.lastRefusal,
    counts: {
      fired: counts.fired + fired.length,
      skipped: counts.skipped + plan.skipped + skipped,
      missed: counts.missed + plan.missed,
      refused: counts.refused + refusals.length,
    },
  };
}

/** The run of the last of `fired`, or that of the schedule's last fire before. */
export function lastRunOf(schedule: Schedule, fired: readonly EpochMs[]): RunId | null {
  const last = fired.at(-1);
  return last === undefined ? schedule.lastRunId : fireRunId(schedule.scheduleId, last);
}

function isSameTiming(a: Timing, b: Timing): boolean {
  if (a.kind === "interval") return b.kind === "interval" && a.everyMs === b.everyMs;
  return b.kind === "cron" && a.cron === b.cron && a.timeZone === b.timeZone;
}
