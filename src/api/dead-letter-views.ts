import { assert } from "../core/assert.ts";
import type { EntryOf } from "../core/run/journal.ts";
import type { FailedRun } from "../core/run/state.ts";
import type { AttemptRecord, RunRecord, Storage } from "../storage/storage.ts";
import type { CallbackStatus, DeadLetter, DeadLetterSummary } from "./dead-letter-schemas.ts";
import { redactorOf } from "./redaction.ts";
import { summaryOf } from "./run-details.ts";

/** Attempts looked through for the last one before the failure; of a callback there are fewer. */
const ATTEMPTS_READ = 500;

/** A failed run that can be resumed or restarted. */
export interface DeadLetterRecord extends RunRecord {
  readonly state: FailedRun;
}

/** Narrows a run to a dead letter, or null. */
export function deadLetterOf(record: RunRecord): DeadLetterRecord | null {
  const { state } = record;
  return state.status === "failed" && state.deadLetter ? { ...record, state } : null;
}

/** What a list shows of a dead letter. */
export async function loadSummary(
  storage: Storage,
  record: DeadLetterRecord,
): Promise<DeadLetterSummary> {
  return viewOf(record, await loadFailing(storage, record.state));
}

/** Everything about a dead letter. */
export async function loadDeadLetter(
  storage: Storage,
  record: DeadLetterRecord,
): Promise<DeadLetter> {
  const failing = await loadFailing(storage, record.state);
  const attempt = await loadLastAttempt(storage, record.state);
  const redactor = redactorOf(record.redact);
  const shown = attempt === null ? null : redactor.attempt(attempt);
  const { report, ...lastAttempt } = shown ?? { report: null };
  return {
    ...viewOf(record, failing),
    lastAttempt:
      report === null ? null : ({ ...lastAttempt, ...report } as DeadLetter["lastAttempt"]),
  };
}

/** Whether a dead letter's callback has come to this; absent means any. */
export function hasCallback(
  { state }: DeadLetterRecord,
  wanted: CallbackStatus | undefined,
): boolean {
  return wanted === undefined || state.callback === wanted;
}

function viewOf(record: DeadLetterRecord, { failure, step }: Failing): DeadLetterSummary {
  return {
    ...summaryOf(record),
    failure: redactorOf(record.redact).failure(failure),
    failedStep: step,
    failureCallback: record.state.callback,
  };
}

/** Why the run has failed. */
async function loadFailing(storage: Storage, { runId, failedSeq }: FailedRun): Promise<Failing> {
  const [entry] = await storage.loadJournal(runId, failedSeq, 1);
  assert(entry?.type === "run_failed", "a failed run has recorded why");
  return entry.data;
}

type Failing = EntryOf<"run_failed">["data"];

/** The attempt that failed the run: of the call that did, or of the invocation. */
async function loadLastAttempt(
  storage: Storage,
  { runId, failedStep, failedInvocation }: FailedRun,
): Promise<AttemptRecord | null> {
  const attempts = await storage.listAttempts(runId, ATTEMPTS_READ);
  const call = failedStep?.call ? failedStep.step : null;
  const ofCall = attempts.find(({ kind, ref }) => kind === "call" && ref === call);
  const number = String(failedInvocation);
  const ofRun = attempts.find(({ kind, ref }) => kind === "invocation" && ref === number);
  return ofCall ?? ofRun ?? null;
}
