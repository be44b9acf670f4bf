import { tellParent } from "./child.ts";
import type { CommandOf } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { requestInvocation } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Accepted, Outcome } from "./outcome.ts";
import type { FailedRun, FailedStep, Wait } from "./state.ts";

/**
 * The run has failed: it becomes a dead letter, and the endpoint (or the failure URL) is told.
 *
 * `step` is the one whose failure the workflow did not catch, if that is why.
 */
export function failRun(
  draft: RunDraft,
  { failure, step }: { failure: Failure; step: FailedStep["step"] | null },
): Accepted {
  const { seq: failedSeq } = draft.append("run_failed", null, { data: { failure, step } });
  tellParent(draft, { status: "failed", output: null, failure });
  draft.become({
    ...draft.run,
    status: "failed",
    finishedAt: draft.at,
    deadLetter: true,
    failedSeq,
    failedInvocation: draft.run.invocationCount,
    failedStep: step === null ? null : failedStepOf(draft, step),
    callback: "pending",
    invocations: [],
  });
  // What is queued or under way is given up first: the callback comes after it.
  draft.effect({ type: "abort" });
  requestCallback(draft);
  return draft.done() as Accepted;
}

function failedStepOf(draft: RunDraft, step: FailedStep["step"]): FailedStep | null {
  const { opened, closed } = draft.step(step);
  if (closed?.type !== "step_failed") return null;
  if (opened?.type !== "call_started") return { step, closedSeq: closed.seq, call: null };
  const { retries, timeoutMs, retryDelay, flow } = opened.data.request;
  return { step, closedSeq: closed.seq, call: { retries, timeoutMs, retryDelay, flow } };
}

function requestCallback(draft: RunDraft): void {
  const invocationId = draft.nextInvocation();
  draft.setInvocations([{ phase: "due", invocationId, attempt: 1, dueAt: draft.at }]);
  draft.effect({ type: "invoke", invocationId });
}

/**
 * Lets a dead letter go on, with everything it has recorded. The failed step is open again; what
 * came in meanwhile has been received; deadlines that have passed are over at once.
 */
export function resume(draft: RunDraft, { retries }: CommandOf<"resume">): Outcome {
  const { run } = draft;
  if (run.status !== "failed" || !run.deadLetter) return { ok: false, code: "not_a_dead_letter" };

  const { failedStep } = run;
  draft.effect({ type: "abort" });
  draft.append("run_resumed", null, { data: { retries } });
  goOn(draft, retries);
  for (const wait of draft.run.waits) restart(draft, wait);
  if (failedStep !== null) reopen(draft, failedStep);
  requestInvocation(draft);
  return draft.done();
}

/** Takes away what only a failed run has. */
function goOn(draft: RunDraft, retries: number | null): void {
  const {
    finishedAt: _f,
    deadLetter: _d,
    failedSeq: _q,
    failedInvocation: _i,
    failedStep: _s,
    callback: _c,
    ...run
  } = draft.run as FailedRun;
  draft.become({ ...run, status: "running", retries: retries ?? run.retries, invocations: [] });
}

/** Calls that were given up are sent again. */
function restart(draft: RunDraft, wait: Wait): void {
  if (wait.kind !== "call") return;
  draft.putWait({ ...wait, phase: "due", dueAt: draft.at });
  draft.effect({ type: "call", step: wait.step });
}

function reopen(draft: RunDraft, { step, closedSeq, call }: FailedStep): void {
  draft.reopen(step, closedSeq);
  if (call === null) return;
  draft.putWait({ kind: "call", step, phase: "due", attempt: 1, ...call, dueAt: draft.at });
  draft.effect({ type: "call", step });
}

/**
 * Gives a dead letter up, or starts it anew as another run. It stays, but receives nothing more.
 */
export function discardDeadLetter(
  draft: RunDraft,
  { restart }: CommandOf<"discard_dead_letter">,
): Outcome {
  const { run } = draft;
  if (run.status !== "failed" || !run.deadLetter) return { ok: false, code: "not_a_dead_letter" };
  const restartedAs = restart?.runId ?? null;
  draft.append("dead_letter_discarded", null, { data: { restartedAs } });
  if (restart !== null) draft.send({ runId: restart.runId, command: restart.start });
  const { status } = run;
  draft.become({
    ...(draft.run as FailedRun),
    status,
    deadLetter: false,
    waits: [],
    keptEvents: [],
  });
  return draft.done();
}

/** Tells the endpoint of the failure once more. */
export function retryFailureCallback(draft: RunDraft): Outcome {
  const { run } = draft;
  if (run.status !== "failed" || !run.deadLetter) return { ok: false, code: "not_a_dead_letter" };
  if (run.invocations.length > 0) return draft.done();
  draft.become({ ...run, callback: "pending" });
  requestCallback(draft);
  return draft.done();
}
