import type { EpochMs, RunId, ScheduleId } from "../ids.ts";

/** The shortest interval, in ms: what cron can say too, and far above what a fire costs. */
export const EVERY_MS_MIN = 1_000;

/** The longest interval: one leap year, like the longest sleep. */
export const EVERY_MS_MAX = 366 * 24 * 60 * 60 * 1_000;

/** The longest id of a schedule: the ids of its runs begin with it and have 128 characters. */
export const SCHEDULE_ID_LENGTH_MAX = 80;

/** When a schedule fires: at the times of a cron expression, or every `everyMs` on a fixed grid. */
export type Timing =
  | { readonly kind: "cron"; readonly cron: string; readonly timeZone: string }
  | { readonly kind: "interval"; readonly everyMs: number };

/**
 * What to do when the schedule's previous run is still active: start the next one anyway, leave
 * this fire out, or cancel the previous run and start the next one.
 */
export type Overlap = "allow" | "skip" | "cancel";

/**
 * What to do with fires that were due while the server was down or the schedule paused: nothing,
 * fire once for the latest of them, or fire all of them (the newest `LOOK_BACK_MAX`).
 */
export type CatchUp = "none" | "latest" | "all";

/** What somebody has asked for. */
export interface ScheduleDefinition {
  readonly timing: Timing;
  readonly overlap: Overlap;
  readonly catchUp: CatchUp;
  /** How its runs are started: the JSON text of a request to start one. The core only keeps it. */
  readonly start: string;
  /** Of the whole definition: the same digest means the same content. */
  readonly digest: string;
}

/** How far a schedule has come. */
export interface ScheduleProgress {
  /**
   * The first fire that is not dealt with: in the future, or due. A pause keeps it, so that a
   * resume knows what was missed. Null when no fire will come any more.
   */
  readonly nextFireAt: EpochMs | null;
  /** The last fire that has started a run. */
  readonly lastFireAt: EpochMs | null;
  /** The run that the last fire has started. Runs started by hand do not count. */
  readonly lastRunId: RunId | null;
  /** The last fire whose run could not be started, or null. */
  readonly lastRefusal: FireRefusal | null;
  readonly counts: FireCounts;
}

/** Why a fire has started no run: a code of the API. */
export interface FireRefusal {
  readonly fireAt: EpochMs;
  readonly code: string;
}

/** What became of the fires so far. */
export interface FireCounts {
  /** Started a run. */
  readonly fired: number;
  /** Left out because of `overlap`. */
  readonly skipped: number;
  /** Left out because of `catchUp`. */
  readonly missed: number;
  /** The run could not be started, see `lastRefusal`. */
  readonly refused: number;
}

/** A schedule with all that is known of it. */
export interface Schedule extends ScheduleDefinition, ScheduleProgress {
  readonly scheduleId: ScheduleId;
  readonly project: string;
  /** Grows with every change. */
  readonly version: number;
  readonly paused: boolean;
  readonly createdAt: EpochMs;
}

/**
 * The first fire after an instant, not at it; null when there is none. It must be the same whenever
 * it is asked, and never go back when `after` grows.
 */
export type NextFire = (after: EpochMs) => EpochMs | null;

/** The id of the run that a fire starts. It is the fire's own, so a fire starts at most one run. */
export function fireRunId(scheduleId: ScheduleId, fireAt: EpochMs): RunId {
  return `${scheduleId}.${fireAt}` as RunId;
}
