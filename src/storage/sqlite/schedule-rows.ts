import type { EpochMs, RunId, ScheduleId } from "../../core/ids.ts";
import type {
  FireRefusal,
  Schedule,
  ScheduleProgress,
  Timing,
} from "../../core/schedule/schedule.ts";
import { StorageError } from "../storage.ts";
import { checksumOf, verifiedBody } from "./checksum.ts";

/** The columns of `ScheduleRow`, from `schedule` as s and `schedule_definition` as d. */
export const SCHEDULE_COLUMNS = `s.schedule_id, s.project, s.version, s.paused, s.created_at,
  s.next_fire_at, s.last_fire_at, s.last_run_id, s.last_refusal,
  s.fired, s.skipped, s.missed, s.refused,
  d.cron, d.time_zone, d.every_ms, d.overlap, d.catch_up, d.digest, d.checksum, d.start`;

/** A schedule with its definition. */
export interface ScheduleRow {
  readonly schedule_id: string;
  readonly project: string;
  readonly version: number;
  readonly paused: number;
  readonly created_at: number;
  readonly next_fire_at: number | null;
  readonly last_fire_at: number | null;
  readonly last_run_id: string | null;
  readonly last_refusal: string | null;
  readonly fired: number;
  readonly skipped: number;
  readonly missed: number;
  readonly refused: number;
  readonly cron: string | null;
  readonly time_zone: string | null;
  readonly every_ms: number | null;
  readonly overlap: string;
  readonly catch_up: string;
  readonly digest: string;
  readonly checksum: Uint8Array;
  readonly start: Uint8Array;
}

/** Values of the columns that a fire changes, in the order of the statements. */
export type ProgressValues = [
  nextFireAt: number | null,
  lastFireAt: number | null,
  lastRunId: string | null,
  lastRefusal: string | null,
  fired: number,
  skipped: number,
  missed: number,
  refused: number,
];

/** Values of the columns of `schedule_definition`, in the order of the statements. */
export type DefinitionValues = [
  cron: string | null,
  timeZone: string | null,
  everyMs: number | null,
  overlap: string,
  catchUp: string,
  digest: string,
  checksum: Uint8Array,
  start: Uint8Array,
];

/** How far a schedule has come, as columns. */
export function progressValues(progress: ScheduleProgress): ProgressValues {
  const { nextFireAt, lastFireAt, lastRunId, lastRefusal, counts } = progress;
  const refusal = lastRefusal === null ? null : JSON.stringify(lastRefusal);
  const { fired, skipped, missed, refused } = counts;
  return [nextFireAt, lastFireAt, lastRunId, refusal, fired, skipped, missed, refused];
}

/** What somebody has asked for, as columns. */
export function definitionValues(schedule: Schedule): DefinitionValues {
  const { timing, overlap, catchUp, digest } = schedule;
  const start = new TextEncoder().encode(schedule.start);
  const checksum = checksumOf(start);
  const [cron, timeZone, everyMs] =
    timing.kind === "cron" ? [timing.cron, timing.timeZone, null] : [null, null, timing.everyMs];
  return [cron, timeZone, everyMs, overlap, catchUp, digest, checksum, start];
}

/** The schedule in a row. @throws StorageError `corrupt` */
export function readSchedule(row: ScheduleRow): Schedule {
  const { fired, skipped, missed, refused } = row;
  const start = verifiedBody({ body: row.start, checksum: row.checksum });
  return {
    scheduleId: row.schedule_id as ScheduleId,
    project: row.project,
    version: row.version,
    paused: row.paused === 1,
    createdAt: row.created_at as EpochMs,
    timing: readTiming(row),
    overlap: row.overlap as Schedule["overlap"],
    catchUp: row.catch_up as Schedule["catchUp"],
    start: new TextDecoder().decode(start ?? new Uint8Array(0)),
    digest: row.digest,
    nextFireAt: row.next_fire_at as EpochMs | null,
    lastFireAt: row.last_fire_at as EpochMs | null,
    lastRunId: row.last_run_id as RunId | null,
    lastRefusal: readRefusal(row.last_refusal),
    counts: { fired, skipped, missed, refused },
  };
}

function readTiming({ cron, time_zone: timeZone, every_ms: everyMs }: ScheduleRow): Timing {
  if (everyMs !== null) return { kind: "interval", everyMs };
  if (cron === null || timeZone === null) {
    throw new StorageError("corrupt", "a stored schedule has no timing");
  }
  return { kind: "cron", cron, timeZone };
}

function readRefusal(json: string | null): FireRefusal | null {
  if (json === null) return null;
  try {
    return JSON.parse(json) as FireRefusal;
  } catch {
    throw new StorageError("corrupt", "a stored JSON text is damaged");
  }
}
