import type { EpochMs, ScheduleId } from "../../core/ids.ts";
import type { Schedule } from "../../core/schedule/schedule.ts";
import type {
  DueFire,
  DueRange,
  ScheduleAdvance,
  ScheduleFilter,
  ScheduleStorage,
} from "../schedule-storage.ts";
import { StorageError } from "../storage.ts";
import type { DefinitionValues, ProgressValues, ScheduleRow } from "./schedule-rows.ts";
import {
  definitionValues,
  progressValues,
  readSchedule,
  SCHEDULE_COLUMNS,
} from "./schedule-rows.ts";
import type { StatementSet } from "./statements.ts";
import type { ConnectionAccess } from "./token-storage.ts";

/** After every time and every id, for a list that begins at the newest. */
const NEWEST: readonly [number, string] = [Number.MAX_SAFE_INTEGER, ""];

/** Schedules in the database of the runs, over the same connection. */
export class SqliteScheduleStorage implements ScheduleStorage {
  readonly #connection: ConnectionAccess;
  readonly #sql: ReturnType<typeof prepare>;

  /** `statements` are those of the storage that this is a part of: it finalizes them. */
  constructor(statements: StatementSet, connection: ConnectionAccess) {
    this.#connection = connection;
    this.#sql = prepare(statements);
  }

  async getSchedule(scheduleId: ScheduleId): Promise<Schedule | null> {
    return this.#connection.read(() => {
      const row = this.#sql.get.get(scheduleId);
      return row === null ? null : readSchedule(row);
    });
  }

  async listSchedules({ project, before, limit }: ScheduleFilter): Promise<Schedule[]> {
    const [createdAt, id] = before === undefined ? NEWEST : [before.createdAt, before.scheduleId];
    return this.#connection.read(() => {
      const { list, listOfProject } = this.#sql;
      const rows =
        project === undefined
          ? list.all(createdAt, id, limit)
          : listOfProject.all(project, createdAt, id, limit);
      return rows.map(readSchedule);
    });
  }

  async listDueFires({ until, after, limit }: DueRange): Promise<DueFire[]> {
    const from = after?.nextFireAt ?? Number.MIN_SAFE_INTEGER;
    return this.#connection.read(() =>
      this.#sql.listDue.all(until, from, after?.scheduleId ?? "", limit).map((row) => ({
        scheduleId: row.schedule_id as ScheduleId,
        nextFireAt: row.next_fire_at as EpochMs,
      })),
    );
  }

  async saveSchedule(schedule: Schedule): Promise<void> {
    this.#connection.write(() => {
      if (schedule.version === 1) this.#insert(schedule);
      else this.#replace(schedule);
    });
  }

  async advanceSchedules(batch: readonly ScheduleAdvance[]): Promise<void> {
    if (batch.length === 0) return;
    this.#connection.write(() => {
      for (const { scheduleId, version, progress } of batch) {
        const values = progressValues(progress);
        expectChange(this.#sql.advance.run(...values, version, scheduleId, version - 1));
      }
    });
  }

  async removeSchedule(scheduleId: ScheduleId): Promise<boolean> {
    return this.#connection.write(() => this.#sql.remove.run(scheduleId).changes > 0);
  }

  #insert(schedule: Schedule): void {
    const { scheduleId, project, version, paused, createdAt } = schedule;
    const values = progressValues(schedule);
    const result = this.#sql.insert.run(
      ...values,
      version,
      scheduleId,
      project,
      paused ? 1 : 0,
      createdAt,
    );
    expectChange(result);
    this.#sql.define.run(Number(result.lastInsertRowid), ...definitionValues(schedule));
  }

  #replace(schedule: Schedule): void {
    const { scheduleId, version, paused } = schedule;
    const values = progressValues(schedule);
    const stored = this.#sql.update.run(
      ...values,
      version,
      paused ? 1 : 0,
      scheduleId,
      version - 1,
    );
    expectChange(stored);
    this.#sql.redefine.run(...definitionValues(schedule), scheduleId);
  }
}

function expectChange({ changes }: { readonly changes: number }): void {
  if (changes === 1) return;
  throw new StorageError("conflict", "another writer changed this schedule first");
}

const FROM = "FROM schedule s JOIN schedule_definition d USING (schedule_key)";

const NEWEST_FIRST = `(s.created_at, s.schedule_id) < (?, ?)
  ORDER BY s.created_at DESC, s.schedule_id DESC LIMIT ?`;

const PROGRESS = `next_fire_at = ?, last_fire_at = ?, last_run_id = ?, last_refusal = ?,
  fired = ?, skipped = ?, missed = ?, refused = ?`;

const DEFINITION = "cron, time_zone, every_ms, overlap, catch_up, digest, checksum, start";

type Page = [createdAt: number, scheduleId: string, limit: number];
type Versions = [version: number, scheduleId: string, versionBefore: number];
type Insert = [...ProgressValues, number, string, project: string, paused: number, at: number];
type Update = [...ProgressValues, version: number, paused: number, id: string, before: number];

function prepare(statements: StatementSet) {
  return {
    get: statements.prepare<ScheduleRow, [string]>(
      `SELECT ${SCHEDULE_COLUMNS} ${FROM} WHERE s.schedule_id = ?`,
    ),
    list: statements.prepare<ScheduleRow, Page>(
      `SELECT ${SCHEDULE_COLUMNS} ${FROM} WHERE ${NEWEST_FIRST}`,
    ),
    listOfProject: statements.prepare<ScheduleRow, [string, ...Page]>(
      `SELECT ${SCHEDULE_COLUMNS} ${FROM} WHERE s.project = ? AND ${NEWEST_FIRST}`,
    ),
    listDue: statements.prepare<
      { schedule_id: string; next_fire_at: number },
      [until: number, from: number, after: string, limit: number]
    >(
      `SELECT schedule_id, next_fire_at FROM schedule
       WHERE paused = 0 AND next_fire_at IS NOT NULL AND next_fire_at <= ?
         AND (next_fire_at, schedule_id) > (?, ?)
       ORDER BY next_fire_at, schedule_id LIMIT ?`,
    ),
    insert: statements.prepare<unknown, Insert>(
      `INSERT INTO schedule (next_fire_at, last_fire_at, last_run_id, last_refusal,
         fired, skipped, missed, refused, version, schedule_id, project, paused, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (schedule_id) DO NOTHING`,
    ),
    define: statements.prepare<unknown, [scheduleKey: number, ...DefinitionValues]>(
      `INSERT INTO schedule_definition (schedule_key, ${DEFINITION})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    update: statements.prepare<unknown, Update>(
      `UPDATE schedule SET ${PROGRESS}, version = ?, paused = ?
       WHERE schedule_id = ? AND version = ?`,
    ),
    redefine: statements.prepare<unknown, [...DefinitionValues, scheduleId: string]>(
      `UPDATE schedule_definition SET (${DEFINITION}) = (?, ?, ?, ?, ?, ?, ?, ?)
       WHERE schedule_key = (SELECT schedule_key FROM schedule WHERE schedule_id = ?)`,
    ),
    advance: statements.prepare<unknown, [...ProgressValues, ...Versions]>(
      `UPDATE schedule SET ${PROGRESS}, version = ? WHERE schedule_id = ? AND version = ?`,
    ),
    remove: statements.prepare<unknown, [string]>("DELETE FROM schedule WHERE schedule_id = ?"),
  };
}
