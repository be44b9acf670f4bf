import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { RunState } from "../../core/run/state.ts";
import type { AnyOf, RunFilter } from "../storage.ts";
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
 * The rarest kind of filter present chooses the index (label, dead letters, flow key, url, project,
 * status), which is in list order already; the others are checked row by row. When that filter is a
 * list, each of its values is asked for by itself and the answers are merged: no index has several
 * values in list order.
 */
export function listRunRows(database: Database, filter: RunFilter): RunRow[] {
  const kind = indexedList(filter);
  if (kind === null) return listRows(database, filter);

  const found = new Map<string, RunRow>();
  for (const value of new Set(filter[kind])) {
    for (const row of listRows(database, { ...filter, [kind]: value })) found.set(row.run_id, row);
  }
  return [...found.values()].sort(compareNewestFirst).slice(0, filter.limit);
}

/** The filter that chooses the index, if it is a list; else null. */
function indexedList({ label, deadLetter, flowKey, url }: RunFilter) {
  if (label !== undefined) return Array.isArray(label) ? "label" : null;
  if (deadLetter !== undefined) return null;
  if (flowKey !== undefined) return Array.isArray(flowKey) ? "flowKey" : null;
  return Array.isArray(url) ? "url" : null;
}

function compareNewestFirst(a: RunRow, b: RunRow): number {
  if (a.created_at !== b.created_at) return b.created_at - a.created_at;
  return a.run_id < b.run_id ? 1 : -1;
}

/** CROSS JOIN keeps SQLite to the order of the index that was chosen. */
function listRows(database: Database, filter: RunFilter): RunRow[] {
  const { label, limit } = filter;
  const source = label === undefined ? "r" : "l";
  const conditions: string[] = [];
  const bindings: SQLQueryBindings[] = [];
  const add = (condition: string, ...values: SQLQueryBindings[]) => {
    conditions.push(condition);
    bindings.push(...values);
  };
  if (label !== undefined) addAnyOf(add, "l.label", label);
  addIndexed(filter, add);
  addChecked(filter, source, add);

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

type Add = (condition: string, ...values: SQLQueryBindings[]) => void;

/**
 * The first of these that is present may use its index; a plus hides the columns of the others from
 * the planner. Literals where an index is partial: it is not used for a value that is bound.
 */
function addIndexed(filter: RunFilter, add: Add): void {
  const { label, deadLetter, flowKey, url, project, status } = filter;
  let isChosen = label !== undefined;
  const column = (name: string) => {
    const shown = isChosen ? `+r.${name}` : `r.${name}`;
    isChosen = true;
    return shown;
  };
  if (deadLetter !== undefined) add(`${column("dead_letter")} = 1`);
  if (flowKey !== undefined) addAnyOf(add, column("flow_key"), flowKey);
  if (url !== undefined) addAnyOf(add, column("url"), url);
  if (project !== undefined) {
    const isPartial = project !== "default" && !isChosen;
    add(`${column("project")} = ?`, project);
    if (isPartial) add("r.project <> 'default'");
  }
  if (status !== undefined) add(`${column("status")} = ${STATUS_LITERALS[status]}`);
}

function addChecked(filter: RunFilter, source: string, add: Add): void {
  const { urlPrefix, callerIp, from, to, before } = filter;
  if (urlPrefix !== undefined) addPrefixes(add, urlPrefix);
  if (callerIp !== undefined) addAnyOf(add, "s.caller_ip", callerIp);
  if (from !== undefined) add(`${source}.created_at >= ?`, from);
  if (to !== undefined) add(`${source}.created_at <= ?`, to);
  if (before !== undefined) {
    add(`(${source}.created_at, ${source}.run_id) < (?, ?)`, before.createdAt, before.runId);
  }
}

function addAnyOf(add: Add, column: string, wanted: AnyOf<string>): void {
  if (typeof wanted === "string") add(`${column} = ?`, wanted);
  else add(`${column} IN (${wanted.map(() => "?").join(", ")})`, ...wanted);
}

function addPrefixes(add: Add, wanted: AnyOf<string>): void {
  const prefixes = typeof wanted === "string" ? [wanted] : wanted;
  const conditions = prefixes.map(() => "substr(r.url, 1, length(?)) = ?");
  add(`(${conditions.join(" OR ") || "0"})`, ...prefixes.flatMap((one) => [one, one]));
}
