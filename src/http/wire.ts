import { assert } from "../core/assert.ts";
import type { EpochMs, HookId, RunId, StepId } from "../core/ids.ts";
import type {
  ChildStatus,
  EntryOf,
  Failure,
  HeaderList,
  JournalEntry,
  NotifiedRun,
  RaceWin,
  SleepRequest,
} from "../core/run/journal.ts";
import type { JournalPage, ReceivedCall } from "../engine/journal-reader.ts";

/**
 * The JSON of the native protocol (`docs/protocol.md`): journal entries as an endpoint
 * reads them. The way back, from an endpoint's operations to commands, is `operation.ts`.
 */

/** What every entry on the wire has. */
interface WireBase<Type extends string> {
  readonly seq: number;
  readonly at: EpochMs;
  readonly step: StepId | null;
  readonly type: Type;
}

/** One journal entry on the wire. Only entries that open, close or reopen a step are sent. */
export type WireEntry =
  | (WireBase<"step_completed"> & { readonly result?: string })
  | (WireBase<"step_failed"> & { readonly failure: Failure; readonly attempts: number })
  | (WireBase<"sleep_started"> & { readonly dueAt: EpochMs; readonly requested: SleepRequest })
  | WireBase<"sleep_completed">
  | (WireBase<"call_started"> & { readonly url: string; readonly method: string })
  | (WireBase<"call_completed"> & {
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: string;
    })
  | (WireBase<"hook_created"> & { readonly hookId: HookId; readonly url: string })
  | (WireBase<"wait_started"> & {
      readonly hookId: HookId;
      readonly timeoutMs: number;
      readonly timeoutAt: EpochMs;
    })
  | (WireBase<"hook_received"> & WireCall)
  | (WireBase<"wait_timed_out"> & { readonly hookId: HookId })
  | (WireBase<"step_reopened"> & { readonly closedSeq: number })
  | (WireBase<"event_wait_started"> & EntryOf<"event_wait_started">["data"])
  | (WireBase<"event_received"> & WireEvent)
  | (WireBase<"event_wait_timed_out"> & { readonly eventId: string })
  | (WireBase<"event_notified"> & {
      readonly eventId: string;
      readonly waiters: readonly NotifiedRun[];
      readonly total: number;
    })
  | (WireBase<"child_started"> & { readonly childRunId: RunId; readonly url: string })
  | (WireBase<"child_completed"> & WireChild)
  | (WireBase<"race_started"> & {
      readonly branches: readonly { readonly key: string; readonly on: RaceWin["on"] }[];
    })
  | (WireBase<"race_won"> & { readonly key: string } & (
        | (WireCall & { readonly on: "hook" })
        | (WireEvent & { readonly on: "event" })
        | { readonly on: "sleep" }
        | (WireChild & { readonly on: "child" })
      ));

/** A call that a hook received, on the wire. */
interface WireCall {
  readonly hookId: HookId;
  readonly callId: string;
  readonly request: WireRequest;
}

/** An event, on the wire; `data` is JSON text. */
interface WireEvent {
  readonly eventId: string;
  readonly data: string | null;
}

/** The end of a child run, on the wire; `output` is JSON text. */
interface WireChild {
  readonly childRunId: RunId;
  readonly status: ChildStatus;
  readonly output: string | null;
  readonly failure?: Failure;
}

/** A request that a hook received. `body` is base64. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: string;
}

/** What `entryToWire` needs beside the entry. */
export interface WireContext {
  /** Required for an entry that consumed a hook call. */
  readonly received?: ReceivedCall;
  /** The data of the event that was kept: required for an entry that took it. */
  readonly kept?: Uint8Array | null;
  /** Leaves out the result of a `step_completed`: its reader has just sent it. */
  readonly omitResult?: boolean;
}

const NO_CONTEXT: WireContext = {};

// ignoreBOM keeps a leading byte order mark: results go back byte for byte.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The entry as JSON for the endpoint, or null when it neither opens, closes nor reopens a step. */
export function entryToWire(entry: JournalEntry, context = NO_CONTEXT): WireEntry | null {
  const { seq, at, step } = entry;
  switch (entry.type) {
    case "step_completed":
      return context.omitResult === true
        ? { seq, at, step, type: entry.type }
        : { seq, at, step, type: entry.type, result: jsonText(entry.body) ?? "null" };
    case "step_failed":
    case "sleep_started":
    case "hook_created":
    case "wait_started":
    case "wait_timed_out":
    case "event_wait_started":
    case "event_wait_timed_out":
    case "step_reopened":
      return { seq, at, step, type: entry.type, ...entry.data } as WireEntry;
    case "sleep_completed":
      return { seq, at, step, type: entry.type };
    case "call_started": {
      const { url, method } = entry.data.request;
      return { seq, at, step, type: entry.type, url, method };
    }
    case "call_completed": {
      const { status, headers } = entry.data;
      return { seq, at, step, type: entry.type, status, headers, body: base64(entry.body) };
    }
    case "hook_received":
      return { seq, at, step, type: entry.type, ...callToWire(entry.data, context.received) };
    case "event_received":
      return { seq, at, step, type: entry.type, ...eventToWire(entry.data, entry, context) };
    case "event_notified": {
      const { eventId, waiters, total } = entry.data;
      return { seq, at, step, type: entry.type, eventId, waiters, total };
    }
    case "child_started": {
      const { childRunId, url } = entry.data;
      return { seq, at, step, type: entry.type, childRunId, url };
    }
    case "child_completed":
      return { seq, at, step, type: entry.type, ...childToWire(entry.data, entry.body) };
    case "race_started": {
      const branches = entry.data.branches.map(({ key, on }) => ({ key, on }));
      return { seq, at, step, type: entry.type, branches };
    }
    case "race_won":
      return wonToWire(entry, context);
    default:
      return null;
  }
}

/** A page of a journal as the endpoint reads it. */
export function pageToWire({ entries, received, kept }: JournalPage): WireEntry[] {
  const wire: WireEntry[] = [];
  for (const entry of entries) {
    const sent = entryToWire(entry, contextOf({ received, kept }, entry.seq));
    if (sent !== null) wire.push(sent);
  }
  return wire;
}

/** What an entry of a page points at. */
export function contextOf(
  { received, kept }: Pick<JournalPage, "received" | "kept">,
  seq: number,
): WireContext {
  const call = received.get(seq);
  if (call !== undefined) return { received: call };
  return kept.has(seq) ? { kept: kept.get(seq) ?? null } : NO_CONTEXT;
}

function wonToWire(entry: EntryOf<"race_won">, context: WireContext): WireEntry {
  const { seq, at, step, type, data, body } = entry;
  const base = { seq, at, step, type, key: data.key };
  switch (data.on) {
    case "hook":
      return { ...base, on: data.on, ...callToWire(data, context.received) };
    case "event":
      return { ...base, on: data.on, ...eventToWire(data, entry, context) };
    case "child":
      return { ...base, on: data.on, ...childToWire(data, body) };
    default:
      return { ...base, on: data.on };
  }
}

function eventToWire(
  { eventId, keptSeq }: { eventId: string; keptSeq: number | null },
  entry: JournalEntry,
  { kept }: WireContext,
): WireEvent {
  if (keptSeq === null) return { eventId, data: jsonText(entry.body) };
  assert(kept !== undefined, `entry ${entry.seq} points at an event that is not loaded`);
  return { eventId, data: jsonText(kept) };
}

function childToWire(
  data: { childRunId: RunId; status: ChildStatus; failure: Failure | null },
  body: Uint8Array | null,
): WireChild {
  const { childRunId, status, failure } = data;
  const output = jsonText(body);
  return { childRunId, status, output, ...(failure === null ? {} : { failure }) };
}

/** Stored JSON text as a string, or null when there is none. */
export function jsonText(body: Uint8Array | null): string | null {
  return body === null ? null : utf8.decode(body);
}

function callToWire(
  { hookId, callSeq }: { hookId: HookId; callSeq: number },
  received: ReceivedCall | undefined,
): WireCall {
  assert(received !== undefined, `call ${callSeq} of a hook is not loaded`);
  const { method, path, query, headers } = received.request;
  return {
    hookId,
    callId: `${hookId}.${callSeq}`,
    request: {
      method,
      url: received.hookUrl + path + query,
      headers,
      body: base64(received.body),
    },
  };
}

function base64(bytes: Uint8Array | null): string {
  if (bytes === null || bytes.byteLength === 0) return "";
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

export { FieldReader, isRecord } from "./field-reader.ts";
export { decodeOperations, type Mint } from "./operation.ts";
export { readFailure } from "./operation-fields.ts";
export { checkUrl } from "./target-url.ts";
