import { assert } from "../core/assert.ts";
import type { EpochMs } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { OpenRun } from "../core/run/state.ts";
import { transition } from "../core/run/transition.ts";
import type { JournalPage } from "./journal-reader.ts";

/**
 * What a dry replay shows to an endpoint: the run as it goes on. For a dead letter that is the run
 * as if it were resumed now, without the failure that a resume takes back. Nothing is changed.
 */

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

/** The page of its journal that belongs to it. */
export function withoutFailedStep(page: JournalPage, run: OpenRun): JournalPage {
  if (run.status === "running" || run.failedStep === null) return page;
  const { closedSeq } = run.failedStep;
  return { ...page, entries: page.entries.filter(({ seq }) => seq !== closedSeq) };
}
