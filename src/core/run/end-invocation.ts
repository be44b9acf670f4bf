import { unreachable } from "../assert.ts";
import type { StepId } from "../ids.ts";
import { tellParent } from "./child.ts";
import type { AttemptReport, CommandOf, InvocationResult, Operation } from "./command.ts";
import { failRun } from "./dead-letter.ts";
import type { RunDraft } from "./draft.ts";
import {
  type FailedAttempt,
  failAttempt,
  findLease,
  logInvocation,
  releaseLease,
  repeatAtOnce,
  requestInvocation,
} from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { applyOperations } from "./register-steps.ts";
import type { CallbackStatus, FailedRun, LeasedInvocation } from "./state.ts";

/**
 * The endpoint answered, or the request to it failed.
 *
 * `fresh` makes a new draft: when operations that rode along are refused, nothing of them must
 * stay.
 */
export function endInvocation(
  command: CommandOf<"end_invocation">,
  fresh: () => RunDraft,
): Outcome {
  const draft = fresh();
  const lease = findLease(draft, command.epoch);
  if (lease === null) return { ok: false, code: "stale_invocation" };
  logInvocation(draft, lease, command.report);

  const { journalLength } = draft.run;
  const applied = applyOperations(draft, command.operations, command.epoch);
  if (typeof applied !== "string") {
    if (hasNews(command.operations, applied, journalLength)) requestInvocation(draft);
    return conclude(draft, command.epoch, command.result);
  }

  return refuse(fresh(), lease, { code: applied, report: command.report });
}

/**
 * The endpoint is asked again at once: at attempts after the first nothing may ride along, so the
 * workflow sees the refusal at its step. If something did all the same, the run fails: repeating
 * would be refused again.
 */
function refuse(
  draft: RunDraft,
  lease: LeasedInvocation,
  { code, report }: { code: RefusalCode; report: AttemptReport },
): Outcome {
  const failure = refused(code);
  const errorCode = report.errorCode ?? code;
  logInvocation(draft, lease, { ...report, errorCode, errorMessage: failure.message });
  if (lease.attempt > 1) return failRun(draft, { failure, step: null });
  repeatAtOnce(draft, lease, lease.attempt + 1);
  return draft.done();
}

/** Whether an operation closed just now (a sleep of 0, an early call): it is to be told. */
function hasNews(
  operations: readonly Operation[],
  replies: readonly StepReply[],
  journalLength: number,
): boolean {
  return replies.some(({ closed }, index) => {
    const isNew = closed !== null && closed.seq >= journalLength;
    return isNew && operations[index]?.op !== "complete_step";
  });
}

function conclude(draft: RunDraft, epoch: number, result: InvocationResult): Outcome {
  const lease = findLease(draft, epoch);
  if (lease === null) return { ok: false, code: "stale_invocation" };
  if (draft.run.status === "failed") return concludeCallback(draft, lease, result);

  switch (result.type) {
    case "completed":
      return succeed(draft, result.output);
    case "failed":
      return failOrRetry(draft, lease, result);
    case "canceled":
      return cancel(draft, result.reason);
    case "suspended":
      return suspend(draft, lease, result.again);
    case "no_handler":
      return failOrRetry(draft, lease, NOT_A_CALLBACK);
    default:
      return unreachable(result);
  }
}

function succeed(draft: RunDraft, output: Uint8Array | null): Outcome {
  draft.append("run_succeeded", null, { data: {}, body: output });
  tellParent(draft, { status: "succeeded", output, failure: null });
  return draft.finish("succeeded");
}

/** A canceled run never resumes. */
export function cancel(draft: RunDraft, reason: string | null): Outcome {
  draft.append("run_canceled", null, { data: { reason } });
  tellParent(draft, { status: "canceled", output: null, failure: null });
  return draft.finish("canceled");
}

/** The run has failed before; this invocation told the endpoint so. */
function concludeCallback(
  draft: RunDraft,
  lease: LeasedInvocation,
  result: InvocationResult,
): Outcome {
  if (result.type === "failed") return failOrRetry(draft, lease, result);
  if (result.type === "completed" || result.type === "no_handler") {
    const handled = result.type === "completed";
    const body = handled ? result.output : null;
    draft.append("failure_handled", null, { data: { handled }, body });
    return endCallback(draft, handled ? "handled" : "no_handler");
  }
  return failOrRetry(draft, lease, NOT_A_CALLBACK);
}

function endCallback(draft: RunDraft, callback: CallbackStatus): Outcome {
  draft.become({ ...(draft.run as FailedRun), callback, invocations: [] });
  return draft.done();
}

function suspend(draft: RunDraft, lease: LeasedInvocation, again: boolean): Outcome {
  if (again) {
    if (!lease.progressed && !lease.again) return failOrRetry(draft, lease, YIELDED_FOR_NOTHING);
    releaseLease(draft, { ...lease, again: true });
    return draft.done();
  }
  const waiting = draft.run.waits.some((wait) => wait.kind !== "retry" || !wait.ready);
  if (waiting || lease.again) {
    releaseLease(draft, lease);
    return draft.done();
  }
  // Nothing will ever wake this run. After progress it asks to go on (a yield); else it is lost.
  if (lease.progressed) {
    releaseLease(draft, { ...lease, again: true });
    return draft.done();
  }
  return failOrRetry(draft, lease, SUSPENDED_FOR_NOTHING);
}

/** An attempt failed: it is repeated while retries are left, else the run or its callback fails. */
export function failOrRetry(
  draft: RunDraft,
  lease: LeasedInvocation,
  attempt: FailedAttempt & { readonly step: StepId | null },
): Outcome {
  if (failAttempt(draft, lease, attempt) === "retrying") return draft.done();
  const { failure, step } = attempt;
  if (draft.run.status !== "failed") return failRun(draft, { failure, step });
  draft.append("failure_callback_failed", null, { data: { failure } });
  return endCallback(draft, "failed");
}

const SUSPENDED_FOR_NOTHING = protocolError(
  "the endpoint suspended the run, but no step is waiting for anything",
);

const YIELDED_FOR_NOTHING = protocolError(
  "the endpoint asked to be invoked again, but registered nothing: its time budget is too short",
);

const NOT_A_CALLBACK = protocolError("the endpoint's answer does not fit the kind of invocation");

function protocolError(message: string) {
  const failure: Failure = { name: "ProtocolError", message, code: "protocol_error" };
  return { failure, step: null, retryable: true, retryAfterMs: null };
}

function refused(code: RefusalCode): Failure {
  const message = `an operation in the endpoint's answer was refused: ${code}`;
  return { name: "ProtocolError", message, code };
}
