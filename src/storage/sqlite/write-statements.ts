import type { StatementSet } from "./statements.ts";

interface RunKeyRow {
  readonly run_key: number;
}

/** What is known of a stored run before it changes. */
export interface StoredRunRow extends RunKeyRow {
  readonly version: number;
  readonly status: string;
  readonly journal_length: number;
  readonly wake_at: number | null;
  readonly in_flight: number;
  readonly dead_letter: number;
}

/** Every statement of the write path, prepared once. */
export type WriteStatements = ReturnType<typeof prepareWrites>;

/** Prepares what `CommitWriter` needs. */
export function prepareWrites(statements: StatementSet) {
  return {
    begin: statements.prepare<null, []>("BEGIN IMMEDIATE"),
    commit: statements.prepare<null, []>("COMMIT"),
    rollback: statements.prepare<null, []>("ROLLBACK"),
    ...prepareRunWrites(statements),
    ...prepareDetailWrites(statements),
  };
}

function prepareRunWrites(statements: StatementSet) {
  return {
    insertRun: statements.prepare<
      null,
      [
        runId: string,
        status: string,
        version: number,
        journalLength: number,
        inFlight: number,
        wakeAt: number | null,
        createdAt: number,
        finishedAt: number | null,
        url: string,
        project: string,
        flowKey: string | null,
        state: string,
      ]
    >(
      `INSERT INTO run (run_id, status, version, journal_length, in_flight, wake_at, created_at,
                        finished_at, url, project, flow_key, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run_id) DO NOTHING`,
    ),
    insertStart: statements.prepare<null, [number, string | null, string]>(
      "INSERT INTO run_start (run_key, caller_ip, options) VALUES (?, ?, ?)",
    ),
    insertLabel: statements.prepare<null, [string, number, string, number]>(
      "INSERT INTO run_label (label, created_at, run_id, run_key) VALUES (?, ?, ?, ?)",
    ),
    findRun: statements.prepare<StoredRunRow, [string]>(
      `SELECT run_key, version, status, journal_length, wake_at, in_flight, dead_letter
       FROM run WHERE run_id = ?`,
    ),
    // Three statements: an UPDATE rewrites the entries of every index whose columns it names, even
    // when they stay the same.
    updateState: statements.prepare<null, [number, number, string, number, number]>(
      `UPDATE run SET version = ?, journal_length = ?, state = ?
       WHERE run_key = ? AND version = ?`,
    ),
    updateRun: statements.prepare<
      null,
      [number, number, string, number, number | null, number, number]
    >(
      `UPDATE run SET version = ?, journal_length = ?, state = ?, in_flight = ?, wake_at = ?
       WHERE run_key = ? AND version = ?`,
    ),
    changeStatus: statements.prepare<
      null,
      [
        version: number,
        journalLength: number,
        state: string,
        status: string,
        finishedAt: number | null,
        inFlight: number,
        wakeAt: number | null,
        deadLetter: number,
        runKey: number,
        expectedVersion: number,
      ]
    >(
      `UPDATE run SET version = ?, journal_length = ?, state = ?, status = ?, finished_at = ?,
                      in_flight = ?, wake_at = ?, dead_letter = ?
       WHERE run_key = ? AND version = ?`,
    ),
    forgetAwaited: statements.prepare<{ event_id: string; step: string; since: number }, [number]>(
      "DELETE FROM event_wait WHERE run_key = ? RETURNING event_id, step, since",
    ),
    insertAwaited: statements.prepare<null, [string, number, string, number, number | null]>(
      `INSERT INTO event_wait (event_id, run_key, step, since, timeout_at) VALUES (?, ?, ?, ?, ?)`,
    ),
    reopenStep: statements.prepare<null, [number, number, string]>(
      `UPDATE journal SET phase = NULL
       WHERE run_key = ? AND seq = ? AND step = ? AND phase = 'closed'`,
    ),
  };
}

type EntryParams = [
  runKey: number,
  seq: number,
  type: string,
  at: number,
  step: string | null,
  phase: string | null,
  data: string,
  bodyKey: number | null,
];

type CallParams = [
  hookId: string,
  hookRunKey: number,
  seq: number,
  runKey: number,
  receivedAt: number,
  consumedBy: number | null,
  bodySize: number,
  deliveryId: string | null,
  request: string,
  bodyKey: number,
];

/** A hook's key, or NULL when the run has no such hook: the insert then fails on NOT NULL. */
const HOOK_KEY = "(SELECT hook_key FROM hook WHERE hook_id = ? AND run_key = ?)";

function prepareDetailWrites(statements: StatementSet) {
  return {
    insertBody: statements.prepare<null, [Uint8Array, Uint8Array]>(
      "INSERT INTO body (checksum, bytes) VALUES (?, ?)",
    ),
    insertEntry: statements.prepare<null, EntryParams>(
      `INSERT INTO journal (run_key, seq, type, at, step, phase, data, body_key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    insertHook: statements.prepare<null, [string, number, string, Uint8Array, number]>(
      "INSERT INTO hook (hook_id, run_key, step, token_hash, created_at) VALUES (?, ?, ?, ?, ?)",
    ),
    insertCall: statements.prepare<null, CallParams>(
      `INSERT INTO hook_call (hook_key, seq, run_key, received_at, consumed_by, body_size,
                              delivery_id, request, body_key)
       VALUES (${HOOK_KEY}, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    consumeCall: statements.prepare<null, [number, string, number, number]>(
      `UPDATE hook_call SET consumed_by = ?
       WHERE hook_key = ${HOOK_KEY} AND seq = ? AND consumed_by IS NULL`,
    ),
    lastAttempt: statements.prepare<{ ordinal: number | null }, [number]>(
      "SELECT max(ordinal) AS ordinal FROM attempt WHERE run_key = ?",
    ),
    insertAttempt: statements.prepare<null, [number, number, string, string, number, string]>(
      `INSERT INTO attempt (run_key, ordinal, kind, ref, attempt, report)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    pruneAttempts: statements.prepare<null, [number, number]>(
      "DELETE FROM attempt WHERE run_key = ? AND ordinal <= ?",
    ),
  };
}
