import { unreachable } from "../assert.ts";
import type { EpochMs } from "../ids.ts";
import { lostCall, settleCall } from "./call.ts";
import type { RunDraft } from "./draft.ts";
import { timeOut } from "./hook.ts";
import { failAttempt, logInvocation, lostReport, requestInvocation } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Outcome } from "./outcome.ts";
import { deadlineOf } from "./schedule.ts";
import { wake } from "./sleep.ts";
import type { Invocation, Wait } from "./state.ts";

/**
 * Time has reached `at`: everything that is due happens, in the order of the deadlines.
 *
 * Firing twice, or for a run whose alarm has moved, does nothing: what counts is the state.
 */
export function fireTimer(draft: RunDraft): Outcome {
  for (const wait of dueWaits(draft.run.waits, draft.at)) resolveDue(draft, wait);
  for (const invocation of draft.run.invocations) {
    if (fireInvocation(draft, invocation) === "failed") return draft.finish("failed");
  }
  return draft.done();
}

function dueWaits(waits: readonly Wait[], at: EpochMs): readonly Wait[] {
  const due = waits.filter((wait) => (deadlineOf(wait) ?? Number.POSITIVE_INFINITY) <= at);
  if (due.length < 2) return due;
  return due.sort((a, b) => (deadlineOf(a) ?? 0) - (deadlineOf(b) ?? 0)); // stable
}

function resolveDue(draft: RunDraft, wait: Wait): void {
  switch (wait.kind) {
    case "hook":
      timeOut(draft, wait);
      requestInvocation(draft);
      break;
    case "sleep":
      wake(draft, wait);
      requestInvocation(draft);
      break;
    case "retry":
      draft.putWait({ ...wait, ready: true });
      requestInvocation(draft);
      break;
    case "call":
      if (wait.phase === "due") draft.effect({ type: "call", step: wait.step });
      else settleCall(draft, wait, lostCall(wait.step));
      break;
    default:
      unreachable(wait);
  }
}

function fireInvocation(draft: RunDraft, invocation: Invocation): "going on" | "failed" {
  if (invocation.phase === "due") {
    if (invocation.dueAt <= draft.at && !isAnnounced(draft, invocation)) {
      draft.effect({ type: "invoke", invocationId: invocation.invocationId });
    }
    return "going on";
  }
  if (invocation.leaseUntil > draft.at) return "going on";

  const failure: Failure = {
    name: "LeaseExpired",
    message: "the endpoint did not answer before its lease ended",
    code: "lease_expired",
  };
  logInvocation(draft, invocation, lostReport(draft.at, failure));
  const attempt = { failure, retryable: true, retryAfterMs: null };
  return failAttempt(draft, invocation, attempt) === "failed" ? "failed" : "going on";
}

/** A new invocation, made by a wait that just resolved, has announced itself already. */
function isAnnounced(draft: RunDraft, { invocationId }: Invocation): boolean {
  return draft.hasEffect(
    (effect) => effect.type === "invoke" && effect.invocationId === invocationId,
  );
}
