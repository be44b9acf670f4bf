import type { BodyColumns } from "./checksum.ts";
import type {
  AttemptRow,
  CallRow,
  EntryRow,
  FeedRow,
  HookRow,
  RunRow,
  StateRow,
  WaiterRow,
} from "./rows.ts";
import type { StatementSet } from "./statements.ts";

/** Every statement of the read path whose text is fixed, prepared once. */
export type ReadStatements = ReturnType<typeof prepareReads>;

const STATE_COLUMNS =
  "r.run_id, r.status, r.version, r.journal_length, r.created_at, r.finished_at, r.state";

/** The columns of `RunRow`, from `run` as r and `run_start` as s. */
export const RUN_COLUMNS = `${STATE_COLUMNS}, r.url, r.project, s.caller_ip, s.options`;

const ENTRY_COLUMNS = "j.seq, j.type, j.at, j.step, j.phase, j.data, b.checksum, b.bytes AS body";

const CALL_COLUMNS = "h.hook_id, c.seq, c.received_at, c.consumed_by, c.body_size, c.request";

const RUN_KEY = "(SELECT run_key FROM run WHERE run_id = ?)";

const HOOK_KEY = "(SELECT hook_key FROM hook WHERE hook_id = ?)";

// A hook's calls are numbered without gaps, and few are pending at a time: both are index lookups.
const HOOK_COLUMNS = `r.run_id, h.hook_id, h.step, h.created_at,
  coalesce((SELECT max(seq) + 1 FROM hook_call WHERE hook_key = h.hook_key), 0) AS received,
  (SELECT count(*) FROM hook_call
   WHERE hook_key = h.hook_key AND consumed_by IS NULL) AS pending`;

/** Prepares what `SqliteStorage` reads with. */
export function prepareReads(statements: StatementSet) {
  return { ...prepareRunReads(statements), ...prepareHookReads(statements) };
}

function prepareRunReads(statements: StatementSet) {
  return {
    loadState: statements.prepare<StateRow, [string]>(
      `SELECT ${STATE_COLUMNS} FROM run r WHERE r.run_id = ?`,
    ),
    loadStep: statements.prepare<EntryRow, [string, string]>(
      `SELECT ${ENTRY_COLUMNS} FROM journal j LEFT JOIN body b USING (body_key)
       WHERE j.run_key = ${RUN_KEY} AND j.step = ? AND j.phase IS NOT NULL`,
    ),
    loadJournal: statements.prepare<EntryRow, [string, number, number]>(
      `SELECT ${ENTRY_COLUMNS} FROM journal j LEFT JOIN body b USING (body_key)
       WHERE j.run_key = ${RUN_KEY} AND j.seq >= ? ORDER BY j.seq LIMIT ?`,
    ),
    listWakeups: statements.prepare<
      { run_id: string; wake_at: number },
      [number, number, number, string, number]
    >(
      `SELECT run_id, wake_at FROM run
       WHERE wake_at IS NOT NULL AND wake_at >= ? AND wake_at < ? AND (wake_at, run_id) > (?, ?)
       ORDER BY wake_at, run_id LIMIT ?`,
    ),
    listInFlight: statements.prepare<{ run_id: string }, [string, number]>(
      "SELECT run_id FROM run WHERE in_flight > 0 AND run_id > ? ORDER BY run_id LIMIT ?",
    ),
    listWaiters: statements.prepare<
      WaiterRow,
      [string, string | null, number, string, string, number]
    >(
      `SELECT r.run_id, r.project, w.step, r.url, w.since, w.timeout_at
       FROM event_wait w JOIN run r USING (run_key)
       WHERE w.event_id = ?1 AND (?2 IS NULL OR r.project = ?2)
         AND (w.since, r.run_id, w.step) > (?3, ?4, ?5)
       ORDER BY w.since, r.run_id, w.step LIMIT ?6`,
    ),
    listFeed: statements.prepare<FeedRow, [number, number]>(
      `SELECT j.entry_key, r.run_id, r.project, j.seq, j.type, j.at, j.step, j.data
       FROM journal j JOIN run r USING (run_key)
       WHERE j.entry_key > ? ORDER BY j.entry_key LIMIT ?`,
    ),
    listRunFeed: statements.prepare<FeedRow, [string, number, number]>(
      `SELECT j.entry_key, r.run_id, r.project, j.seq, j.type, j.at, j.step, j.data
       FROM run r JOIN journal j USING (run_key)
       WHERE r.run_id = ? AND j.seq >= ? ORDER BY j.seq LIMIT ?`,
    ),
    feedHead: statements.prepare<{ head: number | null }, []>(
      "SELECT max(entry_key) AS head FROM journal",
    ),
    getRun: statements.prepare<RunRow, [string]>(
      `SELECT ${RUN_COLUMNS} FROM run r JOIN run_start s USING (run_key) WHERE r.run_id = ?`,
    ),
    listAttempts: statements.prepare<AttemptRow, [string, number]>(
      `SELECT kind, ref, attempt, report FROM attempt WHERE run_key = ${RUN_KEY}
       ORDER BY ordinal DESC LIMIT ?`,
    ),
    countRuns: statements.prepare<{ status: string; count: number }, []>(
      "SELECT status, count(*) AS count FROM run GROUP BY status",
    ),
  };
}

function prepareHookReads(statements: StatementSet) {
  return {
    findDelivery: statements.prepare<{ seq: number }, [string, string]>(
      `SELECT seq FROM hook_call WHERE hook_key = ${HOOK_KEY} AND delivery_id = ?`,
    ),
    findHook: statements.prepare<{ run_id: string; hook_id: string }, [Uint8Array]>(
      "SELECT r.run_id, h.hook_id FROM hook h JOIN run r USING (run_key) WHERE h.token_hash = ?",
    ),
    loadCall: statements.prepare<CallRow & BodyColumns, [string, number]>(
      `SELECT ${CALL_COLUMNS}, b.checksum, b.bytes AS body
       FROM hook h JOIN hook_call c USING (hook_key) JOIN body b USING (body_key)
       WHERE h.hook_id = ? AND c.seq = ?`,
    ),
    listCalls: statements.prepare<CallRow, [string, number, number]>(
      `SELECT ${CALL_COLUMNS} FROM hook h JOIN hook_call c USING (hook_key)
       WHERE h.hook_id = ? AND c.seq >= ? ORDER BY c.seq LIMIT ?`,
    ),
    listHooks: statements.prepare<HookRow, [string]>(
      `SELECT ${HOOK_COLUMNS} FROM hook h JOIN run r USING (run_key)
       WHERE h.run_key = ${RUN_KEY} ORDER BY h.hook_key`,
    ),
    getHook: statements.prepare<HookRow, [string]>(
      `SELECT ${HOOK_COLUMNS} FROM hook h JOIN run r USING (run_key) WHERE h.hook_id = ?`,
    ),
  };
}
