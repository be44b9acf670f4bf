import { assert } from "../core/assert.ts";
import type { EpochMs } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { OpenRun } from "../core/run/state.ts";
import { transition } from "../core/run/transition.ts";
import type { JournalPage } from "./journal-reader.ts";

/**
 * What a dry replay shows to an endpoint: the run as it goes on. For a dead letter that is the run
 * as if it were resumed now, with its failed step open again. Nothing is changed.
 */

/** What a dry replay has found; see section 6 of `docs/protocol.md`. */
export type ReplayCheck =
  | { readonly status: "matches"; readonly next: readonly string[] }
  | {
      readonly status: "differs";
      readonly recorded: string;
      readonly requested: string;
      readonly detail: string;
    }
  /** There was no answer, or none that says. */
  | { readonly status: "unreachable"; readonly detail: string };

/** The epoch of a dry replay. Leases begin with 1, so its capability can write nothing. */
export const CHECK_EPOCH = 0;

const NO_FACTS = {
  steps: new Map(),
  duplicateSeq: null,
  waiters: new Map(),
  receivers: new Map(),
};

/** Whether the run goes on, or could. */
export function isReplayable(run: OpenRun): boolean {
  return run.status === "running" || run.deadLetter;
}

/** The run as it goes on. Its journal is the one that is recorded: a resume would add to it. */
export function asResumed(run: OpenRun, at: EpochMs): OpenRun {
  if (run.status === "running") return run;
  const situation = { runId: run.runId, run, facts: NO_FACTS };
  const outcome = transition(situation, { type: "resume", at, retries: null });
  assert(outcome.ok && isOpen(outcome.state), "a dead letter can be resumed");
  return { ...outcome.state, journalLength: run.journalLength };
}

/**
 * The page as a resume would leave it: on the last one the failed step is opened again. What the
 * failure has led to (a compensation, say) stays, as it stays in the journal of a resumed run.
 */
export function withReopenedStep(page: JournalPage, run: OpenRun): JournalPage {
  if (page.next !== null || run.status === "running" || run.failedStep === null) return page;
  const { step, closedSeq } = run.failedStep;
  const { journalLength: seq, finishedAt: at } = run;
  const reopened = {
    type: "step_reopened",
    seq,
    at,
    step,
    data: { closedSeq },
    body: null,
  } as const;
  return { ...page, entries: [...page.entries, reopened] };
}
