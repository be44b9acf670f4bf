import type { Database } from "bun:sqlite";
import { assert } from "../../core/assert.ts";
import type { RunId } from "../../core/ids.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import { phaseOf } from "../../core/run/journal.ts";
import type { ConsumedCall, NewAttempt, NewHook, NewHookCall } from "../../core/run/outcome.ts";
import { checkCommit } from "../check-commit.ts";
import type { FlowKeyRecord } from "../flow-storage.ts";
import { ATTEMPTS_KEPT_MAX } from "../limits.ts";
import type { NewRun, RunCommit } from "../storage.ts";
import { StorageError } from "../storage.ts";
import { checksumOf } from "./checksum.ts";
import type { SqliteFlowStorage } from "./flow-storage.ts";
import { deadLetterOf, isOpen, writeData, writeStart, writeState } from "./run-columns.ts";
import type { StatementSet } from "./statements.ts";
import type { StoredRunRow, WriteStatements } from "./write-statements.ts";
import { prepareWrites } from "./write-statements.ts";

/** Rows whose contents are remembered; a few megabytes. */
const ROWS_KEPT_MAX = 16_384;

/**
 * Writes batches of commits, each in one transaction. Everything is synchronous: no read of the
 * same connection can see a half-written batch.
 */
export class CommitWriter {
  readonly #database: Database;
  readonly #sql: WriteStatements;
  readonly #flowKeys: Pick<SqliteFlowStorage, "write">;
  /** What the last write of each run has left in its row: spares a read before the next write. */
  readonly #rows = new Map<RunId, StoredRunRow>();
  /** The last attempt's ordinal, by run key: spares a look for it. */
  readonly #ordinals = new Map<number, number>();

  constructor(
    database: Database,
    statements: StatementSet,
    flowKeys: Pick<SqliteFlowStorage, "write">,
  ) {
    this.#database = database;
    this.#flowKeys = flowKeys;
    this.#sql = prepareWrites(statements);
  }

  /** Stores the batch and syncs it to disk, or stores nothing and throws. */
  write(batch: readonly RunCommit[], flowKeys: readonly FlowKeyRecord[]): void {
    try {
      this.transact(() => {
        for (const commit of batch) this.#writeCommit(commit);
        for (const record of flowKeys) this.#flowKeys.write(record);
      });
    } catch (error) {
      this.#rows.clear();
      this.#ordinals.clear();
      throw error;
    }
  }

  /** Does other work of the same database in a transaction of its own, synced to disk. */
  transact<T>(work: () => T): T {
    this.#sql.begin.run();
    try {
      const result = work();
      this.#sql.commit.run();
      return result;
    } catch (error) {
      // A full disk has rolled it back already; a second ROLLBACK would be an error of its own.
      if (this.#database.inTransaction) this.#sql.rollback.run();
      throw error;
    }
  }

  #writeCommit(commit: RunCommit): void {
    checkCommit(commit);
    const { created } = commit;
    const runKey = created === null ? this.#updateRun(commit) : this.#insertRun(commit, created);

    for (const { seq, step } of commit.reopened) this.#reopenStep(runKey, seq, step);
    for (const entry of commit.entries) this.#insertEntry(runKey, entry);
    if (commit.awaited !== null) this.#replaceAwaited(runKey, commit);
    for (const hook of commit.hooks) this.#insertHook(runKey, hook);
    for (const call of commit.calls) this.#insertCall(runKey, call);
    for (const call of commit.consumed) this.#consumeCall(runKey, call);
    for (const attempt of commit.attempts) this.#insertAttempt(runKey, attempt);
  }

  #insertRun(commit: RunCommit, created: NewRun): number {
    const { url, labels, project, flow, callerIp } = created;
    const { runId, state, inFlight, wakeAt } = commit;
    const { version, journalLength, createdAt } = state;
    assert(commit.entries.length === journalLength, "a new run comes with its whole journal");
    const { changes, lastInsertRowid } = this.#sql.insertRun.run(
      runId,
      state.status,
      version,
      journalLength,
      inFlight,
      wakeAt,
      createdAt,
      state.status === "running" ? null : state.finishedAt,
      url,
      project,
      flow?.key ?? null,
      writeState(state),
    );
    if (changes !== 1) throw new StorageError("conflict", "another writer made this run first");
    const runKey = Number(lastInsertRowid);

    this.#sql.insertStart.run(runKey, callerIp, writeStart(created));
    for (const label of new Set(labels)) {
      this.#sql.insertLabel.run(label, createdAt, runId, runKey);
    }
    this.#remember(commit, runKey);
    this.#rememberOrdinal(runKey, 0);
    return runKey;
  }

  #updateRun(commit: RunCommit): number {
    const { runId, state, expectedVersion, entries } = commit;
    const stored = this.#rows.get(runId) ?? this.#sql.findRun.get(runId);
    if (stored === null || stored.version !== expectedVersion) {
      throw new StorageError("conflict", "another writer changed this run first");
    }
    assert(isOpen(stored.status), "a finished run is final");
    const added = state.journalLength - stored.journal_length;
    assert(added === entries.length, "the journal grows by exactly the new entries");

    if (this.#rewriteRun(commit, stored) !== 1) {
      throw new StorageError("conflict", "another writer changed this run first");
    }
    this.#remember(commit, stored.run_key);
    return stored.run_key;
  }

  #remember({ runId, state, wakeAt, inFlight }: RunCommit, runKey: number): void {
    this.#rows.delete(runId);
    if (!isOpen(state.status)) return;
    if (this.#rows.size >= ROWS_KEPT_MAX) this.#rows.clear();
    this.#rows.set(runId, {
      run_key: runKey,
      version: state.version,
      status: state.status,
      journal_length: state.journalLength,
      wake_at: wakeAt,
      in_flight: inFlight,
      dead_letter: deadLetterOf(state),
    });
  }

  /** Writes no more columns than have changed: each named one has its index rewritten. */
  #rewriteRun({ state, wakeAt, inFlight }: RunCommit, stored: StoredRunRow): number {
    const { version, journalLength, status } = state;
    const { updateState, updateRun, changeStatus } = this.#sql;
    const head = [version, journalLength, writeState(state)] as const;
    const condition = [stored.run_key, stored.version] as const;
    const deadLetter = deadLetterOf(state);
    if (status !== stored.status || deadLetter !== stored.dead_letter) {
      const finishedAt = status === "running" ? null : state.finishedAt;
      const schedule = [inFlight, wakeAt, deadLetter] as const;
      return changeStatus.run(...head, status, finishedAt, ...schedule, ...condition).changes;
    }
    const isSameSchedule = wakeAt === stored.wake_at && inFlight === stored.in_flight;
    if (isSameSchedule) return updateState.run(...head, ...condition).changes;
    return updateRun.run(...head, inFlight, wakeAt, ...condition).changes;
  }

  #reopenStep(runKey: number, seq: number, step: string): void {
    const { changes } = this.#sql.reopenStep.run(runKey, seq, step);
    assert(changes === 1, "only a closed step is opened again");
  }

  #replaceAwaited(runKey: number, { awaited, state, expectedVersion, entries }: RunCommit): void {
    const since = new Map<string, number>();
    if (expectedVersion !== null) {
      for (const row of this.#sql.forgetAwaited.all(runKey)) {
        since.set(`${row.step} ${row.event_id}`, row.since);
      }
    }
    const now = entries.at(-1)?.at ?? state.createdAt;
    for (const { eventId, step, timeoutAt } of awaited ?? []) {
      const begun = since.get(`${step} ${eventId}`) ?? now;
      this.#sql.insertAwaited.run(eventId, runKey, step, begun, timeoutAt);
    }
  }

  #insertEntry(runKey: number, entry: JournalEntry): void {
    const { seq, type, at, step, body } = entry;
    const bodyKey = body === null ? null : this.#insertBody(body);
    const json = writeData(entry);
    this.#sql.insertEntry.run(runKey, seq, type, at, step, phaseOf(type), json, bodyKey);
  }

  #insertBody(bytes: Uint8Array): number {
    return Number(this.#sql.insertBody.run(checksumOf(bytes), bytes).lastInsertRowid);
  }

  #insertHook(runKey: number, { hookId, step, tokenHash, createdAt }: NewHook): void {
    const hash = Uint8Array.fromHex(tokenHash);
    this.#sql.insertHook.run(hookId, runKey, step, hash, createdAt);
  }

  #insertCall(runKey: number, call: NewHookCall): void {
    const { hookId, seq, receivedAt, consumedBy, body, request } = call;
    this.#sql.insertCall.run(
      hookId,
      runKey,
      seq,
      runKey,
      receivedAt,
      consumedBy,
      body.length,
      request.deliveryId,
      JSON.stringify(request),
      this.#insertBody(body),
    );
  }

  #consumeCall(runKey: number, { hookId, seq, consumedBy }: ConsumedCall): void {
    const { changes } = this.#sql.consumeCall.run(consumedBy, hookId, runKey, seq);
    assert(changes === 1, "a call is consumed once, after it was received");
  }

  #rememberOrdinal(runKey: number, ordinal: number): void {
    if (this.#ordinals.size >= ROWS_KEPT_MAX) this.#ordinals.clear();
    this.#ordinals.set(runKey, ordinal);
  }

  #insertAttempt(runKey: number, { kind, ref, attempt, report }: NewAttempt): void {
    const last = this.#ordinals.get(runKey) ?? this.#sql.lastAttempt.get(runKey)?.ordinal ?? 0;
    const ordinal = last + 1;
    this.#rememberOrdinal(runKey, ordinal);
    this.#sql.insertAttempt.run(runKey, ordinal, kind, ref, attempt, JSON.stringify(report));
    if (ordinal <= ATTEMPTS_KEPT_MAX) return;
    this.#sql.pruneAttempts.run(runKey, ordinal - ATTEMPTS_KEPT_MAX);
  }
}
