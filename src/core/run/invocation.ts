import { after, type EpochMs } from "../ids.ts";
import type { AttemptReport, CommandOf } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import type { Failure } from "./journal.ts";
import type { Outcome } from "./outcome.ts";
import { pauseMs } from "./pause.ts";
import type { Invocation, LeasedInvocation } from "./state.ts";

/**
 * Makes sure that the endpoint will be invoked and will see what just happened.
 *
 * Idle: a new invocation is due. Due: that one will see it. Leased: the endpoint may have read the
 * journal before this change, so it is invoked once more when the lease ends. A failed run is not
 * invoked: what it receives is there when it is resumed.
 */
export function requestInvocation(draft: RunDraft): void {
  if (draft.run.status === "failed") return;
  const [current] = draft.run.invocations;
  if (current === undefined) {
    const invocationId = draft.nextInvocation();
    draft.setInvocations([{ phase: "due", invocationId, attempt: 1, dueAt: draft.at }]);
    draft.effect({ type: "invoke", invocationId });
    return;
  }
  if (current.phase === "leased" && !current.again) {
    draft.setInvocations(replace(draft, { ...current, again: true }));
  }
}

/** The lease with this epoch, or null: whoever holds another epoch must not write. */
export function findLease(draft: RunDraft, epoch: number): LeasedInvocation | null {
  for (const invocation of draft.run.invocations) {
    if (invocation.phase === "leased" && invocation.epoch === epoch) return invocation;
  }
  return null;
}

/** Notes that something was registered under the lease: the endpoint makes progress. */
export function markProgress(draft: RunDraft, epoch: number): void {
  const lease = findLease(draft, epoch);
  if (lease === null || lease.progressed) return;
  draft.setInvocations(replace(draft, { ...lease, progressed: true }));
}

/** Leases a due invocation under a new epoch. Another epoch's holder can no longer write. */
export function grantLease(draft: RunDraft, command: CommandOf<"grant_lease">): Outcome {
  const { invocationId, leaseMs } = command;
  const due = draft.run.invocations.find((invocation) => invocation.invocationId === invocationId);
  if (due === undefined || due.phase !== "due" || due.dueAt > draft.at) {
    return { ok: false, code: "stale_invocation" };
  }

  const epoch = draft.nextEpoch();
  const leaseUntil = after(draft.at, leaseMs);
  const lease = { phase: "leased", invocationId, attempt: due.attempt, epoch, leaseUntil } as const;
  draft.setInvocations(replace(draft, { ...lease, again: false, progressed: false }));
  draft.effect({ type: "send_invocation", invocationId, epoch });
  return draft.done({ type: "granted", epoch, leaseUntil });
}

/** The lease ended in good order; the endpoint is invoked again if it missed something. */
export function releaseLease(draft: RunDraft, lease: LeasedInvocation): void {
  draft.setInvocations(without(draft, lease));
  if (lease.again) requestInvocation(draft);
}

/** Why an attempt failed and how long the endpoint asked to be left alone. */
export interface FailedAttempt {
  readonly failure: Failure;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/**
 * An attempt failed: due again after a pause; or, when it returns "failed", it was the last one.
 *
 * An attempt that registered something was not in vain, so counting starts anew: a workflow of a
 * thousand steps may meet more than `retries` hiccups on its way.
 */
export function failAttempt(
  draft: RunDraft,
  lease: LeasedInvocation,
  { retryable, retryAfterMs }: Omit<FailedAttempt, "failure">,
): "retrying" | "failed" {
  const attempt = lease.progressed ? 1 : lease.attempt;
  const { retries, retryDelay: expression } = draft.run;
  if (!retryable || attempt > retries) return "failed";

  const dueAt = after(draft.at, pauseMs(draft, { attempt, retryAfterMs, expression }));
  const { invocationId } = lease;
  draft.setInvocations(replace(draft, { phase: "due", invocationId, attempt: attempt + 1, dueAt }));
  return "retrying";
}

/**
 * The holder of this epoch is known to be gone. The attempt is repeated at once and does not count
 * against the retries: it is the server that went away, not the endpoint that failed.
 */
export function expireLease(draft: RunDraft, command: CommandOf<"expire_lease">): Outcome {
  const lease = findLease(draft, command.epoch);
  if (lease === null) return { ok: false, code: "stale_invocation" };

  logInvocation(draft, lease, lostReport(draft.at, command.failure));
  repeatAtOnce(draft, lease, lease.attempt);
  return draft.done();
}

/** Makes a leased invocation due again at once, as the given attempt. */
export function repeatAtOnce(
  draft: RunDraft,
  { invocationId }: LeasedInvocation,
  attempt: number,
): void {
  draft.setInvocations(replace(draft, { phase: "due", invocationId, attempt, dueAt: draft.at }));
  draft.effect({ type: "invoke", invocationId });
}

/** Adds a row to the attempts log. */
export function logInvocation(
  draft: RunDraft,
  { invocationId, attempt }: LeasedInvocation,
  report: AttemptReport,
): void {
  draft.logAttempt({ kind: "invocation", ref: String(invocationId), attempt, report });
}

/** The report of an attempt whose end nobody saw. */
export function lostReport(at: EpochMs, failure: Failure): AttemptReport {
  return {
    startedAt: at,
    durationMs: 0,
    status: null,
    errorCode: failure.code ?? failure.name,
    errorMessage: failure.message,
    answer: null,
  };
}

function replace(draft: RunDraft, invocation: Invocation): readonly Invocation[] {
  return draft.run.invocations.map((other) =>
    other.invocationId === invocation.invocationId ? invocation : other,
  );
}

function without(draft: RunDraft, { invocationId }: Invocation): readonly Invocation[] {
  return draft.run.invocations.filter((other) => other.invocationId !== invocationId);
}
