import type { EpochMs, HookId, RunId, StepId } from "../../core/ids.ts";
import type { HookRequest } from "../../core/run/command.ts";
import type { EntryType, JournalEntry } from "../../core/run/journal.ts";
import type { RunState } from "../../core/run/state.ts";
import type {
  AttemptRecord,
  FeedEntry,
  HookCall,
  HookCallSummary,
  HookRecord,
  NewRun,
  RunRecord,
  Waiter,
} from "../storage.ts";
import { StorageError } from "../storage.ts";
import type { BodyColumns } from "./checksum.ts";
import { verifiedBody } from "./checksum.ts";
import { isOpen, PLAIN_START, PLAIN_STATE } from "./run-columns.ts";

/** The columns that make up a run's state. */
export interface StateRow {
  readonly run_id: string;
  readonly status: string;
  readonly version: number;
  readonly journal_length: number;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly state: string;
}

/** A run with what it was started with. */
export interface RunRow extends StateRow {
  readonly url: string;
  readonly project: string;
  readonly caller_ip: string | null;
  readonly options: string;
}

/** An entry among those of all runs. */
export interface FeedRow {
  readonly entry_key: number;
  readonly run_id: string;
  readonly project: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly step: string | null;
  readonly data: string;
}

/** A step that waits for an event. */
export interface WaiterRow {
  readonly run_id: string;
  readonly project: string;
  readonly step: string;
  readonly url: string;
  readonly since: number;
  readonly timeout_at: number | null;
}

/** A journal entry with its body. */
export interface EntryRow extends BodyColumns {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly step: string | null;
  readonly phase: string | null;
  readonly data: string;
}

/** A received call without its body. */
export interface CallRow {
  readonly hook_id: string;
  readonly seq: number;
  readonly received_at: number;
  readonly consumed_by: number | null;
  readonly body_size: number;
  readonly request: string;
}

/** A hook with its counts. */
export interface HookRow {
  readonly run_id: string;
  readonly hook_id: string;
  readonly step: string;
  readonly created_at: number;
  readonly received: number;
  readonly pending: number;
}

/** A row of the attempts log. */
export interface AttemptRow {
  readonly kind: "invocation" | "call";
  readonly ref: string;
  readonly attempt: number;
  readonly report: string;
}

/** The state in a row. @throws StorageError `corrupt` */
export function readState(row: StateRow): RunState {
  const { finished_at: finishedAt, status } = row;
  const common = {
    runId: row.run_id,
    status,
    version: row.version,
    journalLength: row.journal_length,
    createdAt: row.created_at,
    ...(isOpen(status) ? PLAIN_STATE : {}),
    ...parse<object>(row.state),
  };
  return (status === "running" ? common : { ...common, finishedAt }) as RunState;
}

/** A run as read from outside. @throws StorageError `corrupt` */
export function readRun(row: RunRow): RunRecord {
  return {
    runId: row.run_id as RunId,
    state: readState(row),
    createdAt: row.created_at as EpochMs,
    finishedAt: row.finished_at as EpochMs | null,
    url: row.url,
    project: row.project,
    callerIp: row.caller_ip,
    ...readStart(row.options),
  };
}

function readStart(options: string): Omit<NewRun, "url" | "project" | "callerIp"> {
  const { project: _p, callerIp: _c, ...plain } = PLAIN_START;
  return { ...plain, ...parse<Pick<NewRun, "headers" | "labels" | "retries">>(options) };
}

/** What an entry carries, with what its writer left out. */
function readData<Data>(type: string, json: string): Data {
  const data = parse<Data>(json);
  return type === "run_started" ? { ...PLAIN_START, ...data } : data;
}

/** An entry of the feed. @throws StorageError `corrupt` */
export function readFeed(row: FeedRow): FeedEntry {
  return {
    key: row.entry_key,
    runId: row.run_id as RunId,
    project: row.project,
    seq: row.seq,
    type: row.type as EntryType,
    at: row.at as EpochMs,
    step: row.step as StepId | null,
    data: readData<FeedEntry["data"]>(row.type, row.data),
  };
}

/** Who waits for an event. */
export function readWaiter(row: WaiterRow): Waiter {
  return {
    runId: row.run_id as RunId,
    project: row.project,
    step: row.step as StepId,
    url: row.url,
    since: row.since as EpochMs,
    timeoutAt: row.timeout_at as EpochMs | null,
  };
}

/** An entry with its verified body. @throws StorageError `corrupt` */
export function readEntry(row: EntryRow): JournalEntry {
  return {
    type: row.type as EntryType,
    seq: row.seq,
    at: row.at as EpochMs,
    step: row.step as StepId | null,
    data: readData<object>(row.type, row.data),
    body: verifiedBody(row),
  } as JournalEntry;
}

/** A call without its body. @throws StorageError `corrupt` */
export function readCallSummary(row: CallRow): HookCallSummary {
  return {
    hookId: row.hook_id as HookId,
    seq: row.seq,
    receivedAt: row.received_at as EpochMs,
    request: parse<HookRequest>(row.request),
    bodySize: row.body_size,
    consumedBy: row.consumed_by,
  };
}

/** A call with its verified body. @throws StorageError `corrupt` */
export function readCall(row: CallRow & BodyColumns): HookCall {
  const body = verifiedBody(row);
  if (body === null) throw new StorageError("corrupt", "a stored call has no body");
  return { ...readCallSummary(row), body };
}

/** A hook as read from outside. */
export function readHook(row: HookRow): HookRecord {
  return {
    runId: row.run_id as RunId,
    hookId: row.hook_id as HookId,
    step: row.step as StepId,
    createdAt: row.created_at as EpochMs,
    received: row.received,
    consumed: row.received - row.pending,
  };
}

/** One attempt. @throws StorageError `corrupt` */
export function readAttempt({ kind, ref, attempt, report }: AttemptRow): AttemptRecord {
  return { kind, ref, attempt, report: parse<AttemptRecord["report"]>(report) };
}

function parse<T>(json: string): T {
  try {
    return JSON.parse(json) as T;
  } catch {
    // The text itself stays out of the error: it may hold secrets of the user.
    throw new StorageError("corrupt", "a stored JSON text is damaged");
  }
}
