import { unreachable } from "../assert.ts";
import type { CommandOf, InvocationResult, Operation } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import {
  type FailedAttempt,
  failAttempt,
  findLease,
  logInvocation,
  releaseLease,
  requestInvocation,
} from "./invocation.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { applyOperations } from "./register-steps.ts";
import type { LeasedInvocation } from "./state.ts";

/**
 * The endpoint answered, or the request to it failed.
 *
 * `fresh` makes a new draft: when operations that rode along are refused, nothing of them must
 * stay, and the run fails with the refusal, because repeating the same code would be refused again.
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

  const clean = fresh();
  logInvocation(clean, lease, command.report);
  failAttempt(clean, lease, refused(applied));
  return clean.finish("failed");
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

  switch (result.type) {
    case "completed":
      draft.append("run_succeeded", null, { data: {}, body: result.output });
      return draft.finish("succeeded");
    case "failed":
      return failOrRetry(draft, lease, result);
    case "suspended":
      return suspend(draft, lease);
    default:
      return unreachable(result);
  }
}

function suspend(draft: RunDraft, lease: LeasedInvocation): Outcome {
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

function failOrRetry(draft: RunDraft, lease: LeasedInvocation, attempt: FailedAttempt): Outcome {
  return failAttempt(draft, lease, attempt) === "failed" ? draft.finish("failed") : draft.done();
}

const SUSPENDED_FOR_NOTHING: FailedAttempt = {
  failure: {
    name: "ProtocolError",
    message: "the endpoint suspended the run, but no step is waiting for anything",
    code: "protocol_error",
  },
  retryable: true,
  retryAfterMs: null,
};

function refused(code: RefusalCode): FailedAttempt {
  const message = `an operation in the endpoint's answer was refused: ${code}`;
  return {
    failure: { name: "ProtocolError", message, code },
    retryable: false,
    retryAfterMs: null,
  };
}
