import type { Storage } from "../storage/storage.ts";
import type { RunPosition } from "./cursor.ts";
import type { CallbackStatus } from "./dead-letter-schemas.ts";
import { type DeadLetterRecord, deadLetterOf, hasCallback } from "./dead-letter-views.ts";
import type { RunNarrowing } from "./run-filters.ts";

/** Runs read at a time: their states are all in memory at once. */
const PAGE = 100;

/** Which dead letters are wanted. */
export interface DeadLetterSearch {
  readonly narrowing: RunNarrowing;
  readonly failureCallback: CallbackStatus | undefined;
  /** Continues after this run. */
  readonly before: RunPosition | undefined;
  readonly limit: number;
  /** Stops once so many runs were looked at, whatever was found. */
  readonly scannedMax: number;
}

/** What was found, newest run first, and where to go on; null when there is no more. */
export interface FoundDeadLetters {
  readonly found: readonly DeadLetterRecord[];
  readonly next: RunPosition | null;
}

/** Finds dead letters. What became of their callbacks is in their states, which have no index. */
export async function findDeadLetters(
  storage: Pick<Storage, "listRuns">,
  search: DeadLetterSearch,
): Promise<FoundDeadLetters> {
  const { narrowing, failureCallback, limit, scannedMax } = search;
  const found: DeadLetterRecord[] = [];
  let position = search.before;
  let scanned = 0;
  while (scanned < scannedMax) {
    const page = await storage.listRuns({
      ...narrowing,
      ...(position === undefined ? {} : { before: position }),
      deadLetter: true,
      limit: PAGE,
    });
    for (const record of page) {
      if (found.length === limit) return { found, next: position ?? null };
      position = { createdAt: record.createdAt, runId: record.runId };
      scanned += 1;
      const deadLetter = deadLetterOf(record);
      if (deadLetter !== null && hasCallback(deadLetter, failureCallback)) found.push(deadLetter);
    }
    if (page.length < PAGE) return { found, next: null };
  }
  return { found, next: position ?? null };
}
