import { assert } from "../core/assert.ts";
import type { HookId, RunId } from "../core/ids.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Hook } from "../core/run/state.ts";
import type { HookCall, Storage } from "../storage/storage.ts";
import type { FreshHistory } from "./ports.ts";
import { entrySize } from "./wire-size.ts";

/** Entries of one page at most: more would keep the endpoint waiting for its first byte. */
const PAGE_LENGTH_MAX = 2_000;

/** Entries read at once. */
const READ_LENGTH = 500;

/** Bytes of a page that the endpoint has asked for, but for a larger single entry. */
export const FETCHED_BYTES_MAX = 1024 * 1024;

/** Which part of a run's journal is wanted. */
export interface PageQuery {
  readonly runId: RunId;
  /** The first seq. */
  readonly from: number;
  /** The journal as of a lease: nothing from this seq on. */
  readonly until: number;
  /** All hooks of the run. */
  readonly hooks: readonly Hook[];
  /** Bytes on the wire that end the page: an entry that would exceed them begins the next one. */
  readonly bytesMax: number;
  /** Whether even the first entry must keep to `bytesMax`; a page may be empty then. */
  readonly isStrict: boolean;
  /** Entries and calls that need not be read back, or null. */
  readonly fresh: FreshHistory | null;
}

/** A part of a journal, with everything that its entries point at. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** By seq of the entry: the hook call that it has consumed. */
  readonly received: ReadonlyMap<number, ReceivedCall>;
  /** By seq of the entry: the data of the event that was kept for it. */
  readonly kept: ReadonlyMap<number, Uint8Array | null>;
  /** The seq at which the journal goes on, or null. */
  readonly next: number | null;
}

/** A hook call, with the address that its hook has. */
export interface ReceivedCall extends Pick<HookCall, "request" | "body"> {
  readonly hookUrl: string;
}

/** What reading needs of storage. */
export type JournalReads = Pick<Storage, "loadJournal" | "loadHookCall">;

/**
 * Reads one page of a journal, with all that its entries point at. A page is bounded in entries and
 * in bytes.
 */
export async function readJournalPage(
  storage: JournalReads,
  query: PageQuery,
): Promise<JournalPage> {
  const { bytesMax, isStrict } = query;
  const entries: JournalEntry[] = [];
  const received = new Map<number, ReceivedCall>();
  const kept = new Map<number, Uint8Array | null>();
  let bytes = 0;
  for await (const entry of readEntries(storage, query)) {
    const call = await readCall(storage, query, entry);
    const event = await readKept(storage, query.runId, entry);
    bytes += entrySize(entry, { call, kept: event?.data ?? null });
    const isFull = bytes > bytesMax && (isStrict || entries.length > 0);
    if (isFull || entries.length >= PAGE_LENGTH_MAX) {
      return { entries, received, kept, next: entry.seq };
    }
    entries.push(entry);
    if (call !== null) received.set(entry.seq, call);
    if (event !== null) kept.set(entry.seq, event.data);
  }
  return { entries, received, kept, next: null };
}

async function* readEntries(
  storage: JournalReads,
  { runId, from, until, fresh }: PageQuery,
): AsyncGenerator<JournalEntry> {
  const freshFrom = fresh?.entries[0]?.seq ?? until;
  for (let seq = from; seq < until; ) {
    const read = seq >= freshFrom ? freshEntries(fresh, seq, until) : [];
    const limit = Math.min(READ_LENGTH, Math.min(freshFrom, until) - seq);
    const page = read.length > 0 ? read : await storage.loadJournal(runId, seq, limit);
    assert(page.length > 0, "a journal has as many entries as its run counts");
    yield* page;
    seq += page.length;
  }
}

function freshEntries(
  fresh: FreshHistory | null,
  from: number,
  until: number,
): readonly JournalEntry[] {
  return fresh?.entries.filter(({ seq }) => seq >= from && seq < until) ?? [];
}

async function readCall(
  storage: JournalReads,
  { hooks, fresh }: Pick<PageQuery, "hooks" | "fresh">,
  entry: JournalEntry,
): Promise<ReceivedCall | null> {
  const pointer = callOf(entry);
  if (pointer === null) return null;
  const { hookId, callSeq } = pointer;
  const known = fresh?.calls.find((call) => call.hookId === hookId && call.seq === callSeq);
  const call = known ?? (await storage.loadHookCall(hookId, callSeq));
  const hook = hooks.find((candidate) => candidate.hookId === hookId);
  assert(call !== null && hook !== undefined, "a received call is stored with its hook");
  return { request: call.request, body: call.body, hookUrl: hook.url };
}

async function readKept(
  storage: JournalReads,
  runId: RunId,
  entry: JournalEntry,
): Promise<{ readonly data: Uint8Array | null } | null> {
  const seq = keptSeqOf(entry);
  if (seq === null) return null;
  const [kept] = await storage.loadJournal(runId, seq, 1);
  assert(kept?.type === "event_kept", "a kept event is in the journal");
  return { data: kept.body };
}

/** The hook call that an entry has consumed, or null. Its content is stored with the hook. */
function callOf(entry: JournalEntry): { hookId: HookId; callSeq: number } | null {
  if (entry.type === "hook_received") return entry.data;
  if (entry.type !== "race_won" || entry.data.on !== "hook") return null;
  return entry.data;
}

/** The seq of the entry that holds the data of the event that an entry took, or null. */
function keptSeqOf(entry: JournalEntry): number | null {
  if (entry.type === "event_received") return entry.data.keptSeq;
  return entry.type === "race_won" && entry.data.on === "event" ? entry.data.keptSeq : null;
}

/** One entry with everything it points at. */
export function readPointers(
  storage: JournalReads,
  query: Pick<PageQuery, "runId" | "hooks">,
  entry: JournalEntry,
): Promise<JournalPage> {
  const { seq: from } = entry;
  const fresh = { entries: [entry], calls: [] };
  const whole = { bytesMax: Number.POSITIVE_INFINITY, isStrict: false };
  return readJournalPage(storage, { ...query, ...whole, from, until: from + 1, fresh });
}
