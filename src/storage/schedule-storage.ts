import type { EpochMs, ScheduleId } from "../core/ids.ts";
import type { Schedule, ScheduleProgress } from "../core/schedule/schedule.ts";

/**
 * Where schedules live, beside the runs. A backend knows no rule of schedules.
 *
 * Every change raises a schedule's version by one. All writes are on disk when their promise
 * resolves; when one throws a StorageError, nothing of it was stored.
 */
export interface ScheduleStorage {
  getSchedule(scheduleId: ScheduleId): Promise<Schedule | null>;

  /** Newest first. */
  listSchedules(filter: ScheduleFilter): Promise<Schedule[]>;

  /** Fires at or before `range.until` of schedules that are not paused, soonest first. */
  listDueFires(range: DueRange): Promise<DueFire[]>;

  /**
   * Stores a new schedule (version 1), or a changed one in place of the version before.
   * @throws StorageError `conflict` when another version is stored.
   */
  saveSchedule(schedule: Schedule): Promise<void>;

  /**
   * Notes how far schedules have come, all of them in one transaction or none.
   * @throws StorageError `conflict` when another version of one is stored.
   */
  advanceSchedules(batch: readonly ScheduleAdvance[]): Promise<void>;

  /** Whether there was one. */
  removeSchedule(scheduleId: ScheduleId): Promise<boolean>;
}

/** What narrows a list of schedules. Absent means any. */
export interface ScheduleFilter {
  readonly project?: string;
  /** Only schedules older than this one in list order: the last row seen. */
  readonly before?: { readonly createdAt: EpochMs; readonly scheduleId: ScheduleId };
  readonly limit: number;
}

/** A page of `listDueFires`. */
export interface DueRange {
  readonly until: EpochMs;
  /** Continues after this row of an earlier page. */
  readonly after?: DueFire;
  readonly limit: number;
}

/** When a schedule fires next. */
export interface DueFire {
  readonly scheduleId: ScheduleId;
  readonly nextFireAt: EpochMs;
}

/** How far one schedule has come. */
export interface ScheduleAdvance {
  readonly scheduleId: ScheduleId;
  /** The new version; the one before is stored. */
  readonly version: number;
  readonly progress: ScheduleProgress;
}
