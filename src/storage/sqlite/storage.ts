import type { Database } from "bun:sqlite";
import type { EpochMs, HookId, RunId, StepId } from "../../core/ids.ts";
import type { StepFact } from "../../core/run/facts.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import type { HookOwner } from "../../core/run/outcome.ts";
import type { RunState } from "../../core/run/state.ts";
import type { FlowKeyRecord } from "../flow-storage.ts";
import type {
  AttemptRecord,
  FeedEntry,
  HookCall,
  HookCallSummary,
  HookRecord,
  RunCommit,
  RunFilter,
  RunRecord,
  Storage,
  Waiter,
  WaiterQuery,
  Wakeup,
  WakeupRange,
} from "../storage.ts";
import { StorageError } from "../storage.ts";
import { CommitWriter } from "./commit-writer.ts";
import { explainError } from "./errors.ts";
import { SqliteFlowStorage } from "./flow-storage.ts";
import { listRunRows } from "./list-runs.ts";
import type { ReadStatements } from "./read-statements.ts";
import { prepareReads } from "./read-statements.ts";
import {
  readAttempt,
  readCall,
  readCallSummary,
  readEntry,
  readFeed,
  readHook,
  readRun,
  readState,
  readWaiter,
} from "./rows.ts";
import { SqliteScheduleStorage } from "./schedule-storage.ts";
import { StatementSet } from "./statements.ts";
import { type ConnectionAccess, SqliteTokenStorage } from "./token-storage.ts";

/** Hooks whose owners are kept in memory: some five megabytes. */
const OWNERS_KEPT_MAX = 16_384;

/**
 * Runs in an SQLite database, over one connection. Made by `openSqliteStorage`.
 *
 * All work is done synchronously within the call; the promises only keep to the interface. A
 * transaction never spans two turns of the event loop, so every read sees committed data only.
 */
export class SqliteStorage implements Storage {
  readonly tokens: SqliteTokenStorage;
  readonly schedules: SqliteScheduleStorage;
  readonly flowKeys: SqliteFlowStorage;
  readonly #database: Database;
  readonly #release: (isClean: boolean) => void;
  readonly #statements: StatementSet;
  readonly #sql: ReadStatements;
  /** Owners of the newest hooks, by token hash. */
  readonly #owners = new Map<string, HookOwner>();
  readonly #writer: CommitWriter;
  /** Runs of each status, counted once and then kept up to date; null until first asked for. */
  #counts: Record<RunState["status"], number> | null = null;
  /** Why nothing is written any more. */
  #broken: StorageError | null = null;
  #isClosed = false;

  /**
   * Takes over a checked and migrated connection. `release` is called after it was closed, and is
   * told whether everything is in order.
   */
  constructor(database: Database, release: (isClean: boolean) => void) {
    this.#database = database;
    this.#release = release;
    this.#statements = new StatementSet(database);
    this.#sql = prepareReads(this.#statements);
    const connection: ConnectionAccess = {
      read: (work) => this.#read(work),
      write: (work) => this.#write(() => this.#writer.transact(work)),
    };
    this.flowKeys = new SqliteFlowStorage(this.#statements, connection);
    this.#writer = new CommitWriter(database, this.#statements, this.flowKeys);
    this.tokens = new SqliteTokenStorage(this.#statements, connection);
    this.schedules = new SqliteScheduleStorage(this.#statements, connection);
  }

  async loadRun(runId: RunId): Promise<RunState | null> {
    return this.#read((sql) => {
      const row = sql.loadState.get(runId);
      return row === null ? null : readState(row);
    });
  }

  async loadSteps(runId: RunId, steps: readonly StepId[]): Promise<Map<StepId, StepFact>> {
    return this.#read((sql) => {
      const facts = new Map<StepId, StepFact>();
      for (const step of steps) {
        const rows = sql.loadStep.all(runId, step);
        if (rows.length === 0) continue;
        const opened = rows.find((row) => row.phase === "opened");
        const closed = rows.find((row) => row.phase === "closed");
        facts.set(step, {
          opened: opened === undefined ? null : readEntry(opened),
          closed: closed === undefined ? null : readEntry(closed),
        });
      }
      return facts;
    });
  }

  async findDelivery(hookId: HookId, deliveryId: string): Promise<number | null> {
    return this.#read((sql) => sql.findDelivery.get(hookId, deliveryId)?.seq ?? null);
  }

  async findHook(tokenHash: string): Promise<HookOwner | null> {
    const known = this.#owners.get(tokenHash);
    if (known !== undefined) return known;
    return this.#read((sql) => {
      const row = sql.findHook.get(Uint8Array.fromHex(tokenHash));
      return row && { runId: row.run_id as RunId, hookId: row.hook_id as HookId };
    });
  }

  async commit(
    batch: readonly RunCommit[],
    flowKeys: readonly FlowKeyRecord[] = [],
  ): Promise<void> {
    this.#write(() => {
      if (batch.length > 0 || flowKeys.length > 0) this.#writer.write(batch, flowKeys);
    });
    this.#count(batch);
    for (const { runId, hooks } of batch) {
      for (const { hookId, tokenHash } of hooks) this.#rememberOwner(tokenHash, { runId, hookId });
    }
  }

  /** An owner never changes, and a hook is called soon after it was made more often than not. */
  #rememberOwner(tokenHash: string, owner: HookOwner): void {
    this.#owners.set(tokenHash, owner);
    if (this.#owners.size <= OWNERS_KEPT_MAX) return;
    const [oldest] = this.#owners.keys();
    if (oldest !== undefined) this.#owners.delete(oldest);
  }

  async loadJournal(runId: RunId, fromSeq: number, limit: number): Promise<JournalEntry[]> {
    return this.#read((sql) => sql.loadJournal.all(runId, fromSeq, limit).map(readEntry));
  }

  async loadHookCall(hookId: HookId, seq: number): Promise<HookCall | null> {
    return this.#read((sql) => {
      const row = sql.loadCall.get(hookId, seq);
      return row === null ? null : readCall(row);
    });
  }

  async listWakeups({ from, before, after, limit }: WakeupRange): Promise<Wakeup[]> {
    return this.#read((sql) =>
      sql.listWakeups
        .all(from, before, after?.wakeAt ?? from, after?.runId ?? "", limit)
        .map((row) => ({ runId: row.run_id as RunId, wakeAt: row.wake_at as EpochMs })),
    );
  }

  async listInFlight(after: RunId | null, limit: number): Promise<RunId[]> {
    return this.#read((sql) =>
      sql.listInFlight.all(after ?? "", limit).map((row) => row.run_id as RunId),
    );
  }

  async listWaiters({ eventId, project, after, limit }: WaiterQuery): Promise<Waiter[]> {
    const { since = -1, runId = "", step = "" } = after ?? {};
    return this.#read((sql) =>
      sql.listWaiters.all(eventId, project ?? null, since, runId, step, limit).map(readWaiter),
    );
  }

  async listFeed(after: number, limit: number): Promise<FeedEntry[]> {
    return this.#read((sql) => sql.listFeed.all(after, limit).map(readFeed));
  }

  async listRunFeed(runId: RunId, fromSeq: number, limit: number): Promise<FeedEntry[]> {
    return this.#read((sql) => sql.listRunFeed.all(runId, fromSeq, limit).map(readFeed));
  }

  async feedHead(): Promise<number> {
    return this.#read((sql) => sql.feedHead.get()?.head ?? 0);
  }

  async getRun(runId: RunId): Promise<RunRecord | null> {
    return this.#read((sql) => {
      const row = sql.getRun.get(runId);
      return row === null ? null : readRun(row);
    });
  }

  async listRuns(filter: RunFilter): Promise<RunRecord[]> {
    return this.#read(() => listRunRows(this.#database, filter).map(readRun));
  }

  /** Newest first. */
  async listAttempts(runId: RunId, limit: number): Promise<AttemptRecord[]> {
    return this.#read((sql) => sql.listAttempts.all(runId, limit).map(readAttempt));
  }

  /** In the order in which they were made. */
  async listHooks(runId: RunId): Promise<HookRecord[]> {
    return this.#read((sql) => sql.listHooks.all(runId).map(readHook));
  }

  async getHook(hookId: HookId): Promise<HookRecord | null> {
    return this.#read((sql) => {
      const row = sql.getHook.get(hookId);
      return row === null ? null : readHook(row);
    });
  }

  async listHookCalls(hookId: HookId, fromSeq: number, limit: number): Promise<HookCallSummary[]> {
    return this.#read((sql) => sql.listCalls.all(hookId, fromSeq, limit).map(readCallSummary));
  }

  async countRuns(): Promise<Record<RunState["status"], number>> {
    return this.#read((sql) => {
      this.#counts ??= readCounts(sql);
      return { ...this.#counts };
    });
  }

  /** Folds the write-ahead log into the database, closes it and lets another process have it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#statements.finalize();
    let isClean = this.#broken === null;
    try {
      // With a reader left elsewhere this does less; the next start does the rest.
      this.#database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      isClean = false;
      throw explainError(error);
    } finally {
      this.#database.close();
      this.#release(isClean);
    }
  }

  #read<T>(query: (sql: ReadStatements) => T): T {
    this.#assertOpen();
    try {
      return query(this.#sql);
    } catch (error) {
      throw explainError(error);
    }
  }

  #write<T>(work: () => T): T {
    this.#assertOpen();
    if (this.#broken !== null) throw this.#broken;
    try {
      return work();
    } catch (error) {
      const explained = explainError(error);
      // After a failed write or sync the page cache may hold what the disk does not. Trying again
      // could acknowledge what is lost, so this process writes no more.
      if (explained instanceof StorageError && isFatal(explained)) this.#broken = explained;
      throw explained;
    }
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new StorageError("failed", "the storage is closed");
  }

  #count(batch: readonly RunCommit[]): void {
    const counts = this.#counts;
    if (counts === null) return;
    for (const { created, state, previousStatus } of batch) {
      if (created === null && previousStatus !== null) counts[previousStatus] -= 1;
      counts[state.status] += 1;
    }
  }
}

function isFatal({ kind }: StorageError): boolean {
  return kind === "failed" || kind === "corrupt";
}

function readCounts(sql: ReadStatements): Record<RunState["status"], number> {
  const counts = { running: 0, succeeded: 0, failed: 0, canceled: 0 };
  for (const { status, count } of sql.countRuns.all()) {
    counts[status as RunState["status"]] = count;
  }
  return counts;
}
