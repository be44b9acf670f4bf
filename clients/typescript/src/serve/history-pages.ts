import { runUrl } from "./registration.ts";
import { askServer, type FetchLike, RETRY_DELAYS_MS, type Refusal } from "./server-request.ts";
import type { Entry, Invocation } from "./wire.ts";

/** A page of a journal; `next` is the `seq` where it goes on, or null at the end. */
interface Page {
  readonly type: "page";
  readonly journal: readonly Entry[];
  readonly next: number | null;
}

/** The whole journal of an invocation, or why it cannot be had. */
export type WholeInvocation = { readonly type: "whole"; readonly invocation: Invocation } | Refusal;

/** Where pages are fetched, and the pauses between tries. */
interface HistorySource {
  readonly serverUrl: string;
  readonly retryDelaysMs?: readonly number[];
  readonly fetch?: FetchLike | undefined;
}

/** Fetches what is missing of a journal that was too long for the invocation. Never throws. */
export async function fetchHistory(
  invocation: Invocation,
  { serverUrl, retryDelaysMs = RETRY_DELAYS_MS, fetch }: HistorySource,
): Promise<WholeInvocation> {
  const { run, lease } = invocation;
  const journal: Entry[] = [...invocation.journal];
  let next = invocation.journalNext ?? null;
  while (next !== null) {
    const from: number = next;
    const url = `${runUrl(serverUrl, run.id, "history")}?from=${from}`;
    const headers = { authorization: `Bearer ${lease.token}` };
    const request = { url, headers, retryDelaysMs, fetch };
    const page: Page | Refusal = await askServer<Page>(request, (answer) => readPage(answer, from));
    if (page.type !== "page") return page;
    for (const entry of page.journal) journal.push(entry);
    next = page.next;
  }
  return { type: "whole", invocation: { ...invocation, journal, journalNext: null } };
}

/** Null for what is not a page, and for one after which the journal would never end. */
function readPage(
  answer: { readonly journal?: unknown; readonly journalNext?: unknown },
  from: number,
): Page | null {
  const { journal, journalNext } = answer;
  if (!Array.isArray(journal)) return null;
  if (journalNext === null) return { type: "page", journal, next: null };
  if (typeof journalNext !== "number" || !(journalNext > from)) return null;
  return { type: "page", journal, next: journalNext };
}
