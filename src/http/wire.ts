import { assert } from "../core/assert.ts";
import type { EpochMs, HookId, StepId } from "../core/ids.ts";
import type { HookRequest } from "../core/run/command.ts";
import type {
  EntryOf,
  Failure,
  HeaderList,
  JournalEntry,
  SleepRequest,
} from "../core/run/journal.ts";

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

/** One journal entry on the wire. Only entries that open or close a step are sent. */
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
  | (WireBase<"hook_received"> & {
      readonly hookId: HookId;
      readonly callId: string;
      readonly request: WireRequest;
    })
  | (WireBase<"wait_timed_out"> & { readonly hookId: HookId });

/** A request that a hook received. `body` is base64. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: string;
}

/** The stored call that a `hook_received` entry points at. */
export interface ReceivedCall {
  readonly request: HookRequest;
  readonly body: Uint8Array;
  /** The hook's public URL: `url` of its `hook_created` entry. */
  readonly hookUrl: string;
}

/** What `entryToWire` needs beside the entry. */
export interface WireContext {
  /** Required for `hook_received`. */
  readonly received?: ReceivedCall;
  /** Leaves out the result of a `step_completed`: its reader has just sent it. */
  readonly omitResult?: boolean;
}

const NO_CONTEXT: WireContext = {};

// ignoreBOM keeps a leading byte order mark: results go back byte for byte.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The entry as JSON for the endpoint, or null when it neither opens nor closes a step. */
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
      return receivedToWire(entry, context.received);
    default:
      return null;
  }
}

/** Stored JSON text as a string, or null when there is none. */
export function jsonText(body: Uint8Array | null): string | null {
  return body === null ? null : utf8.decode(body);
}

function receivedToWire(
  entry: EntryOf<"hook_received">,
  received: ReceivedCall | undefined,
): WireEntry {
  assert(received !== undefined, `entry ${entry.seq} points at a call that is not loaded`);
  const { seq, at, step, type } = entry;
  const { hookId, callSeq } = entry.data;
  const { method, path, query, headers } = received.request;
  return {
    seq,
    at,
    step,
    type,
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
export { decodeOperations, type MintedHook, readFailure } from "./operation.ts";
export { checkUrl } from "./target-url.ts";
