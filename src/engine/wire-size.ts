import { type HeaderList, type JournalEntry, phaseOf } from "../core/run/journal.ts";
import type { Wait } from "../core/run/state.ts";
import type { ReceivedCall } from "./journal-reader.ts";

/**
 * How large things become in the JSON that endpoints get: never less than they do, and seldom much
 * more. Counting a plain step costs a small part of what encoding it does.
 */

/**
 * An invocation's bytes, all in all: with its fixed fields and labels it stays below the 512 KiB
 * that the strictest web frameworks take by default.
 */
export const INLINE_BYTES_MAX = 480 * 1024;

/** Of an entry: the names of its fields, two numbers and its type. */
const ENTRY_BYTES = 96;

/** Of an entry's own fields when they are ids, numbers and little else. */
const SMALL_DATA_BYTES = 128;

/** Of a wait in an invocation, but for the step: its kind, and of a retry how it stands. */
const WAIT_BYTES = 64;

/** Of a hook call, but for what its caller has sent. */
const CALL_BYTES = 160;

/** Of a branch of a race, but for its key. */
const BRANCH_BYTES = 24;

/** What an invocation carries beside its journal that can be large. */
export interface Surroundings {
  readonly headers: HeaderList;
  readonly waits: readonly Wait[];
  readonly input: Uint8Array | null;
}

/** How many bytes of an invocation are left for its journal. */
export function inlineBytesFor({ headers, waits, input }: Surroundings): number {
  let taken = jsonTextSize(input) + (headers.length === 0 ? 0 : jsonSize(headers));
  for (const { step } of waits) taken += WAIT_BYTES + textSize(step);
  // What exceeds the limit by itself gains nothing by a journal that is left out.
  return taken < INLINE_BYTES_MAX ? INLINE_BYTES_MAX - taken : INLINE_BYTES_MAX;
}

/** What an entry points at. */
export interface Pointed {
  readonly call: ReceivedCall | null;
  readonly kept: Uint8Array | null;
}

/** An entry with everything it points at. Payloads that are not sent count: they are read. */
export function entrySize(entry: JournalEntry, { call, kept }: Pointed): number {
  const { step, body } = entry;
  const own = ENTRY_BYTES + textSize(step ?? "") + dataSize(entry);
  const pointed = (call === null ? 0 : callSize(call)) + jsonTextSize(kept);
  return own + pointed + (entry.type === "call_completed" ? base64Size(body) : jsonTextSize(body));
}

function dataSize(entry: JournalEntry): number {
  switch (entry.type) {
    case "step_completed":
    case "sleep_completed":
      return 0;
    case "sleep_started":
    case "wait_started":
    case "wait_timed_out":
    case "hook_received":
    case "step_reopened":
      return SMALL_DATA_BYTES;
    case "call_started":
      return SMALL_DATA_BYTES + textSize(entry.data.request.url);
    case "child_started":
      return SMALL_DATA_BYTES + textSize(entry.data.childRunId) + textSize(entry.data.url);
    case "race_started":
      return entry.data.branches.reduce((size, { key }) => size + BRANCH_BYTES + textSize(key), 0);
    default:
      return phaseOf(entry.type) === null ? 0 : jsonSize(entry.data);
  }
}

function callSize({ request, body, hookUrl }: ReceivedCall): number {
  const { path, query, headers } = request;
  const address = textSize(hookUrl) + textSize(path) + textSize(query);
  return CALL_BYTES + address + jsonSize(headers) + base64Size(body);
}

function jsonSize(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function base64Size(bytes: Uint8Array | null): number {
  return Math.ceil((bytes?.length ?? 0) / 3) * 4;
}

/** JSON text inside JSON: quotes, backslashes and line breaks get a backslash each. */
function jsonTextSize(body: Uint8Array | null): number {
  if (body === null) return 0;
  let size = body.length;
  // By index: iterating takes several times as long.
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (byte === 0x22 || byte === 0x5c || byte < 0x20) size += 1;
  }
  return size;
}

/** A text as JSON. */
function textSize(text: string): number {
  let size = text.length + 2;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) size += unit >= 0xd800 && unit <= 0xdfff ? 5 : 2;
    else if (unit < 0x20) size += 5;
    else if (unit === 0x22 || unit === 0x5c) size += 1;
  }
  return size;
}
