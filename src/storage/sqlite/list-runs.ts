import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { RunState } from "../../core/run/state.ts";
import type { RunFilter } from "../storage.ts";
import { RUN_COLUMNS } from "./read-statements.ts";
import type { RunRow } from "./rows.ts";

const STATUS_LITERALS = {
  running: "'running'",
  succeeded: "'succeeded'",
  failed: "'failed'",
  canceled: "'canceled'",
} as const satisfies Record<RunState["status"], string>;

/**
 * Runs that match the filter, newest first.
 *
 * The rarest kind of filter present chooses the index (label, then url, then status), which is in
 * list order already; the others are checked row by row. CROSS JOIN keeps SQLite to that order.
 * There are at most 40 different texts, so that preparing them stays cheap.
 */
export function listRunRows(database: Database, filter: RunFilter): RunRow[] {
  const { status, url, label, before, limit } = filter;
  const source = label === undefined ? "r" : "l";
  const conditions: string[] = [];
  const bindings: SQLQueryBindings[] = [];
  if (label !== undefined) {
    conditions.push("l.label = ?");
    bindings.push(label);
  }
  if (url !== undefined) {
    conditions.push("r.url = ?");
    bindings.push(url);
  }
  if (status !== undefined) {
    // The plus hides the column from the planner when another index serves better. A literal, as a
    // partial index is not used for a value that is bound.
    const column = label === undefined && url === undefined ? "r.status" : "+r.status";
    conditions.push(`${column} = ${STATUS_LITERALS[status]}`);
  }
  if (before !== undefined) {
    conditions.push(`(${source}.created_at, ${source}.run_id) < (?, ?)`);
    bindings.push(before.createdAt, before.runId);
  }

  const from = label === undefined ? "run r" : "run_label l CROSS JOIN run r USING (run_key)";
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const order = `${source}.created_at DESC, ${source}.run_id DESC`;
  const statement = database.prepare<RunRow, SQLQueryBindings[]>(
    `SELECT ${RUN_COLUMNS} FROM ${from} CROSS JOIN run_start s USING (run_key)
     ${where} ORDER BY ${order} LIMIT ?`,
  );
  try {
    return statement.all(...bindings, limit);
  } finally {
    statement.finalize();
  }
}
