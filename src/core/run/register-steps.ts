import { unreachable } from "../assert.ts";
import { startCall } from "./call.ts";
import { invoke } from "./child.ts";
import type { CommandOf, Operation } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { waitForEvent } from "./event.ts";
import { createHook, waitForHook } from "./hook.ts";
import { findLease, markProgress } from "./invocation.ts";
import { JOURNAL_LENGTH_MAX, WAITS_MAX } from "./limits.ts";
import { notify } from "./notify.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { startRace } from "./race.ts";
import { completeStep, failStep } from "./run-step.ts";
import { startSleep } from "./sleep.ts";

/** Registers steps for the endpoint that holds the lease: all of them, or none. */
export function registerSteps(draft: RunDraft, command: CommandOf<"register_steps">): Outcome {
  if (findLease(draft, command.epoch) === null) return { ok: false, code: "stale_invocation" };

  const steps = applyOperations(draft, command.operations, command.epoch);
  if (typeof steps === "string") return { ok: false, code: steps };
  return draft.done({ type: "registered", steps });
}

/** Applies operations in order, each seeing the ones before it; stops at the first refusal. */
export function applyOperations(
  draft: RunDraft,
  operations: readonly Operation[],
  epoch: number,
): readonly StepReply[] | RefusalCode {
  const lengthBefore = draft.run.journalLength;
  const replies: StepReply[] = [];
  for (const operation of operations) {
    const reply = applyOperation(draft, operation);
    if (typeof reply === "string") return reply;
    replies.push(reply);
  }
  if (draft.run.journalLength === lengthBefore) return replies;

  if (draft.run.journalLength > JOURNAL_LENGTH_MAX) return "limit_exceeded";
  if (draft.run.waits.length > WAITS_MAX) return "limit_exceeded";
  markProgress(draft, epoch);
  return replies;
}

/** What a step that has failed and is to be tried again can still do. */
const RUN_STEP: ReadonlySet<Operation["op"]> = new Set(["complete_step", "fail_step"]);

function applyOperation(draft: RunDraft, operation: Operation): StepReply | RefusalCode {
  if (!RUN_STEP.has(operation.op) && draft.findWait(operation.step)?.kind === "retry") {
    return "step_conflict";
  }
  switch (operation.op) {
    case "complete_step":
      return completeStep(draft, operation);
    case "fail_step":
      return failStep(draft, operation);
    case "sleep":
      return startSleep(draft, operation);
    case "call":
      return startCall(draft, operation);
    case "create_hook":
      return createHook(draft, operation);
    case "wait_for_hook":
      return waitForHook(draft, operation);
    case "wait_for_event":
      return waitForEvent(draft, operation);
    case "notify":
      return notify(draft, operation);
    case "invoke":
      return invoke(draft, operation);
    case "race":
      return startRace(draft, operation);
    default:
      return unreachable(operation);
  }
}
