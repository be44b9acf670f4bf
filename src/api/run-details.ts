import type { RunId } from "../core/ids.ts";
import type { Failure, JournalEntry } from "../core/run/journal.ts";
import type { RunState } from "../core/run/state.ts";
import type { RunRecord, Storage } from "../storage/storage.ts";
import { hookView } from "./hook-views.ts";
import { isShown, jsonOf } from "./json-text.ts";
import type { AttemptView, RunDetails, RunSummary, StepView, WaitView } from "./run-schemas.ts";
import { StepFold } from "./step-fold.ts";

/** Steps in one answer; the journal has the rest. */
export const STEPS_SHOWN_MAX = 1_000;

/** Attempts in one answer. */
export const ATTEMPTS_SHOWN_MAX = 100;

/** Entries read at a time: their bodies are all in memory at once. */
const ENTRIES_PER_READ = 50;

/** What a list shows of a run. */
export function summaryOf(record: RunRecord): RunSummary {
  const { runId, state, url, labels, retries, createdAt, finishedAt } = record;
  return {
    runId,
    status: state.status,
    url,
    labels: [...labels],
    retries,
    createdAt,
    finishedAt,
    journalLength: state.journalLength,
  };
}

/** Everything about one run that fits into an answer, or null. */
export async function loadRunDetails(storage: Storage, runId: RunId): Promise<RunDetails | null> {
  const record = await storage.getRun(runId);
  if (record === null) return null;
  const { state } = record;
  const [first] = await storage.loadJournal(runId, 0, 1);
  const ending = await loadEnding(storage, state);
  const { steps, isTruncated } = await loadSteps(storage, runId);
  const attempts = await storage.listAttempts(runId, ATTEMPTS_SHOWN_MAX);
  const hooks = await storage.listHooks(runId);
  return {
    ...summaryOf(record),
    input: jsonOf(first?.body ?? null),
    output: ending?.type === "run_succeeded" ? jsonOf(ending.body) : null,
    failure: ending?.type === "run_failed" ? copyFailure(ending.data.failure) : null,
    steps,
    stepsTruncated: isTruncated,
    waits: waitsOf(state),
    attempts: attempts.map(({ report, ...attempt }): AttemptView => ({ ...attempt, ...report })),
    hooks: hooks.map((hook) => hookView(hook)),
  };
}

/** The last entry of a run that has ended says how. */
async function loadEnding(storage: Storage, state: RunState): Promise<JournalEntry | null> {
  if (state.status === "running") return null;
  const [last] = await storage.loadJournal(state.runId, state.journalLength - 1, 1);
  return last ?? null;
}

async function loadSteps(
  storage: Storage,
  runId: RunId,
): Promise<{ steps: StepView[]; isTruncated: boolean }> {
  const fold = new StepFold({ stepsMax: STEPS_SHOWN_MAX, isShown });
  for (let from = 0; !fold.isFull; ) {
    const entries = await storage.loadJournal(runId, from, ENTRIES_PER_READ);
    for (const entry of entries) fold.add(entry);
    const last = entries.at(-1);
    if (last === undefined || entries.length < ENTRIES_PER_READ) break;
    from = last.seq + 1;
  }
  return { steps: fold.steps(), isTruncated: fold.isFull };
}

function waitsOf(state: RunState): WaitView[] {
  if (state.status !== "running") return [];
  return state.waits.map((wait): WaitView => {
    const { step, kind } = wait;
    if (kind === "hook") return { step, kind, dueAt: wait.timeoutAt, hookId: wait.hookId };
    if (kind === "sleep") return { step, kind, dueAt: wait.dueAt };
    const attempt = kind === "call" ? wait.attempt : wait.attempts;
    return { step, kind, dueAt: wait.dueAt, attempt };
  });
}

/** Answers are typed as mutable. */
function copyFailure(failure: Failure): Failure {
  return { ...failure };
}
