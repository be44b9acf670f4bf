import type { Statement } from "bun:sqlite";
import type { FlowKeyState } from "../../core/flow-control/key.ts";
import type { EpochMs } from "../../core/ids.ts";
import type { FlowKeyName, FlowKeyQuery, FlowKeyRecord, FlowStorage } from "../flow-storage.ts";
import type { StatementSet } from "./statements.ts";
import type { ConnectionAccess } from "./token-storage.ts";

interface FlowKeyRow {
  readonly project: string;
  readonly flow_key: string;
  readonly parallelism: number | null;
  readonly rate: number | null;
  readonly period_ms: number;
  readonly pinned_parallelism: number;
  readonly pinned_rate: number;
  readonly paused: number;
  readonly window_start: number | null;
  readonly window_count: number;
}

type WrittenRow = [
  project: string,
  key: string,
  parallelism: number | null,
  rate: number | null,
  periodMs: number,
  pinnedParallelism: boolean,
  pinnedRate: boolean,
  paused: boolean,
  windowStart: number | null,
  windowCount: number,
];

/** Where a page begins: after (project, key), in one project or in all. */
type PageRow = [project: string | null, afterProject: string, afterKey: string, limit: number];

interface FlowStatements {
  readonly load: Statement<FlowKeyRow, [project: string, key: string]>;
  readonly list: Statement<FlowKeyRow, PageRow>;
  readonly write: Statement<unknown, WrittenRow>;
}

/** Flow-control keys in the database of the runs, over the same connection. */
export class SqliteFlowStorage implements FlowStorage {
  readonly #connection: ConnectionAccess;
  readonly #sql: FlowStatements;

  /** `statements` are those of the storage that this is a part of: it finalizes them. */
  constructor(statements: StatementSet, connection: ConnectionAccess) {
    this.#connection = connection;
    this.#sql = prepare(statements);
  }

  async loadKey({ project, key }: FlowKeyName): Promise<FlowKeyState | null> {
    return this.#connection.read(() => {
      const row = this.#sql.load.get(project, key);
      return row === null ? null : readKey(row).state;
    });
  }

  async listKeys({ project, after, limit }: FlowKeyQuery): Promise<FlowKeyRecord[]> {
    const { project: lastProject = "", key: lastKey = "" } = after ?? {};
    return this.#connection.read(() =>
      this.#sql.list.all(project ?? null, lastProject, lastKey, limit).map(readKey),
    );
  }

  /** Writes a row, within a transaction of the storage. */
  write({ project, state }: FlowKeyRecord): void {
    const { key, parallelism, rate, periodMs, pinnedParallelism, pinnedRate } = state;
    const { paused, windowStart, windowCount } = state;
    const limits = [parallelism, rate, periodMs, pinnedParallelism, pinnedRate] as const;
    this.#sql.write.run(project, key, ...limits, paused, windowStart, windowCount);
  }
}

function prepare(statements: StatementSet): FlowStatements {
  return {
    load: statements.prepare("SELECT * FROM flow_key WHERE project = ? AND flow_key = ?"),
    list: statements.prepare(
      `SELECT * FROM flow_key
       WHERE (?1 IS NULL OR project = ?1) AND (project, flow_key) > (?2, ?3)
       ORDER BY project, flow_key LIMIT ?4`,
    ),
    write: statements.prepare(
      `INSERT OR REPLACE INTO flow_key (project, flow_key, parallelism, rate, period_ms,
         pinned_parallelism, pinned_rate, paused, window_start, window_count)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}

function readKey(row: FlowKeyRow): FlowKeyRecord {
  return {
    project: row.project,
    state: {
      key: row.flow_key,
      parallelism: row.parallelism,
      rate: row.rate,
      periodMs: row.period_ms,
      pinnedParallelism: row.pinned_parallelism === 1,
      pinnedRate: row.pinned_rate === 1,
      paused: row.paused === 1,
      windowStart: row.window_start as EpochMs | null,
      windowCount: row.window_count,
    },
  };
}
