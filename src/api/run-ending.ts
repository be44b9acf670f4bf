import type { EntryOf, EntryType, JournalEntry } from "../core/run/journal.ts";
import type { RunState } from "../core/run/state.ts";
import type { RunRecord, Storage } from "../storage/storage.ts";
import type { Redactor } from "./redaction.ts";
import type { RunDetails } from "./run-schemas.ts";

/** The entries that tell how a run has ended; null for those it does not have. */
export interface RunEnding {
  readonly succeeded: EntryOf<"run_succeeded"> | null;
  readonly failed: EntryOf<"run_failed"> | null;
  readonly canceled: EntryOf<"run_canceled"> | null;
  /** The newest entry that tells what became of telling the failure. */
  readonly told: EntryOf<"failure_handled"> | EntryOf<"failure_callback_failed"> | null;
}

const NO_ENDING: RunEnding = { succeeded: null, failed: null, canceled: null, told: null };

/** A run that has failed records little after its failure: what it still receives. */
const READ_BACK_MAX = 2_000;

/** Entries read at a time, backwards. */
const ENTRIES_PER_READ = 50;

/** Looks for the ending from the end of the journal on: it is the last entry, or near. */
export async function loadEnding(storage: Storage, state: RunState): Promise<RunEnding> {
  if (state.status === "running") return NO_ENDING;
  const { runId, journalLength } = state;
  const newestFirst: JournalEntry[] = [];
  const oldest = Math.max(0, journalLength - READ_BACK_MAX);
  for (let until = journalLength; until > oldest; until -= ENTRIES_PER_READ) {
    const from = Math.max(0, until - ENTRIES_PER_READ);
    const entries = await storage.loadJournal(runId, from, until - from);
    newestFirst.push(...entries.filter(({ type }) => ENDING_TYPES.has(type)).reverse());
    const ending = endingOf(newestFirst);
    if ((ending.succeeded ?? ending.failed ?? ending.canceled) !== null) return ending;
  }
  return endingOf(newestFirst);
}

const ENDS = ["run_succeeded", "run_failed", "run_canceled"] as const;

const ENDING_TYPES: ReadonlySet<EntryType> = new Set([
  ...ENDS,
  ...(["failure_handled", "failure_callback_failed"] as const),
]);

/** What is older than the newest end belongs to an earlier one, from which the run was resumed. */
function endingOf(newestFirst: readonly JournalEntry[]): RunEnding {
  const at = newestFirst.findIndex(({ type }) => ENDS.some((end) => end === type));
  const since = at === -1 ? newestFirst : newestFirst.slice(0, at);
  const last = newestFirst[at];
  return {
    succeeded: last?.type === "run_succeeded" ? last : null,
    failed: last?.type === "run_failed" ? last : null,
    canceled: last?.type === "run_canceled" ? last : null,
    told: since.find(isTold) ?? null,
  };
}

function isTold(entry: JournalEntry): entry is NonNullable<RunEnding["told"]> {
  return entry.type === "failure_handled" || entry.type === "failure_callback_failed";
}

/** What became of telling the failure; null for a run that has not failed. */
export function failureCallbackOf(
  { state, url, failureUrl }: RunRecord,
  { told }: RunEnding,
  redactor: Redactor,
): RunDetails["failureCallback"] {
  if (state.status !== "failed") return null;
  const { callback: status } = state;
  const handled = status === "handled" && told?.type === "failure_handled" ? told : null;
  const failed = status === "failed" && told?.type === "failure_callback_failed" ? told : null;
  return {
    url: failureUrl ?? url,
    status,
    result: redactor.json(handled?.body ?? null),
    failure: failed === null ? null : redactor.failure(failed.data.failure),
  };
}
