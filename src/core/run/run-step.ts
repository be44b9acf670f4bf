import { after } from "../ids.ts";
import type { CompleteStep, FailStep } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import type { RefusalCode, StepReply } from "./outcome.ts";
import { pauseMs } from "./pause.ts";
import type { RetryWait } from "./state.ts";

/**
 * Records the result of a step that ran in the endpoint, once and for ever.
 *
 * The same result again is answered as before; another result is refused: the first one may already
 * have been acted on.
 */
export function completeStep(
  draft: RunDraft,
  { step, result }: CompleteStep,
): StepReply | RefusalCode {
  const { opened, closed } = draft.step(step);
  if (opened !== null) return "step_conflict";
  if (closed !== null) {
    const same = closed.type === "step_completed" && sameBytes(closed.body, result);
    return same ? { step, closed } : "step_conflict";
  }

  const attempt = failedAttempts(draft, step) + 1;
  const entry = draft.append("step_completed", step, { data: { attempt }, body: result });
  draft.removeWait(step);
  return { step, closed: entry };
}

/** Records that a step threw: it pauses and is tried again, or it has failed for good. */
export function failStep(draft: RunDraft, operation: FailStep): StepReply | RefusalCode {
  const { step, failure, retryable, retryAfterMs } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) return "step_conflict";
  if (closed !== null) return closed.type === "step_failed" ? { step, closed } : "step_conflict";
  const wait = draft.findWait(step);
  if (wait?.kind === "retry" && !wait.ready) return { step, closed: null };

  const attempt = failedAttempts(draft, step) + 1;
  const retries = operation.retries ?? draft.run.retries;
  if (!retryable || attempt > retries) {
    const entry = draft.append("step_failed", step, { data: { attempts: attempt, failure } });
    draft.removeWait(step);
    return { step, closed: entry };
  }

  const expression = operation.retryDelay ?? draft.run.retryDelay;
  const dueAt = after(draft.at, pauseMs(draft, { attempt, retryAfterMs, expression }));
  draft.append("step_retrying", step, { data: { attempt, failure, retryAt: dueAt } });
  const retry: RetryWait = { kind: "retry", step, attempts: attempt, dueAt, ready: false };
  draft.putWait(retry);
  return { step, closed: null };
}

function failedAttempts(draft: RunDraft, step: RetryWait["step"]): number {
  const wait = draft.findWait(step);
  return wait?.kind === "retry" ? wait.attempts : 0;
}

/** Whether two payloads are the same, where null is an absent one. */
export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
