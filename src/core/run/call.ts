import { after, type StepId } from "../ids.ts";
import type { CallResult, CommandOf, StartCall } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { requestInvocation } from "./invocation.ts";
import type { CallRequest, Failure } from "./journal.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { pauseMs } from "./pause.ts";
import { sameBytes } from "./run-step.ts";
import type { CallWait } from "./state.ts";

/** How much longer than its timeout an attempt may take before it counts as lost. */
const LOST_AFTER_MS = 10_000;

/** Asks the server to send a request. The workflow waits; nothing of the endpoint is held open. */
export function startCall(draft: RunDraft, operation: StartCall): StepReply | RefusalCode {
  const { step, request, body } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    const same =
      opened.type === "call_started" &&
      sameRequest(opened.data.request, request) &&
      sameBytes(opened.body, body);
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";

  draft.append("call_started", step, { data: { request }, body });
  const { retries, timeoutMs, retryDelay, flow } = request;
  const dueAt = draft.at;
  const due = { kind: "call", step, phase: "due", attempt: 1 } as const;
  draft.putWait({ ...due, retries, timeoutMs, retryDelay, flow, dueAt });
  draft.effect({ type: "call", step });
  return { step, closed: null };
}

/** Hands a due call to the dispatcher. */
export function beginCall(draft: RunDraft, { step }: CommandOf<"begin_call">): Outcome {
  const wait = draft.findWait(step);
  if (wait?.kind !== "call" || wait.phase !== "due" || wait.dueAt > draft.at) {
    return { ok: false, code: "stale_invocation" };
  }

  const dueAt = after(draft.at, wait.timeoutMs + LOST_AFTER_MS);
  draft.putWait({ ...wait, phase: "sending", dueAt });
  draft.effect({ type: "send_call", step, attempt: wait.attempt });
  return draft.done();
}

/** An attempt ended: the answer is recorded, or the call is tried again, or the step fails. */
export function endCall(draft: RunDraft, command: CommandOf<"end_call">): Outcome {
  const { step, attempt, result, report } = command;
  const wait = draft.findWait(step);
  if (wait?.kind !== "call" || wait.phase !== "sending" || wait.attempt !== attempt) {
    return { ok: false, code: "stale_invocation" };
  }

  draft.logAttempt({ kind: "call", ref: step, attempt, report });
  settleCall(draft, wait, result);
  return draft.done();
}

/** Decides what an attempt's result means for the step. */
export function settleCall(draft: RunDraft, wait: CallWait, result: CallResult): void {
  if (result.type === "interrupted") {
    draft.putWait({ ...wait, phase: "due", dueAt: draft.at });
    draft.effect({ type: "call", step: wait.step });
    return;
  }
  const failure = failureOf(result);
  if (failure !== null && isRetryable(result) && wait.attempt <= wait.retries) {
    retryCall(draft, wait, { failure, result });
    return;
  }
  closeCall(draft, wait, result);
}

function retryCall(
  draft: RunDraft,
  wait: CallWait,
  { failure, result }: { failure: Failure; result: CallResult },
): void {
  const { step, attempt } = wait;
  const retryAfterMs = result.type === "response" ? result.retryAfterMs : null;
  const expression = wait.retryDelay;
  const dueAt = after(draft.at, pauseMs(draft, { attempt, retryAfterMs, expression }));
  draft.append("call_retrying", step, { data: { attempt, failure, retryAt: dueAt } });
  draft.putWait({ ...wait, phase: "due", attempt: attempt + 1, dueAt });
}

function closeCall(
  draft: RunDraft,
  { step, attempt }: CallWait,
  result: Exclude<CallResult, { type: "interrupted" }>,
): void {
  draft.removeWait(step);
  if (result.type === "response") {
    const { status, headers, body } = result;
    draft.append("call_completed", step, { data: { attempt, status, headers }, body });
  } else {
    const { failure } = result;
    draft.append("step_failed", step, { data: { attempts: attempt, failure } });
  }
  requestInvocation(draft);
}

/** A response is a result, whatever its status; it only counts as failed while retries are left. */
function failureOf(result: Exclude<CallResult, { type: "interrupted" }>): Failure | null {
  if (result.type === "failed") return result.failure;
  if (result.status < 400) return null;
  return { name: "CallError", message: `answered ${result.status}`, code: "call_status" };
}

function isRetryable(result: CallResult): boolean {
  return result.type === "failed" ? result.retryable : true;
}

function sameRequest(a: CallRequest, b: CallRequest): boolean {
  return (
    a.url === b.url &&
    a.method === b.method &&
    a.timeoutMs === b.timeoutMs &&
    a.retries === b.retries &&
    a.retryDelay === b.retryDelay &&
    JSON.stringify(a.flow) === JSON.stringify(b.flow) &&
    JSON.stringify(a.headers) === JSON.stringify(b.headers)
  );
}

/** What is recorded when nobody knows how an attempt ended. */
export function lostCall(step: StepId): CallResult {
  const message = `the attempt of ${step} did not end in time`;
  const failure: Failure = { name: "CallError", message, code: "call_lost" };
  return { type: "failed", failure, retryable: true };
}
