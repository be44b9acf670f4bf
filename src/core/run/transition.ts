import { assert, unreachable } from "../assert.ts";
import type { RunId } from "../ids.ts";
import { beginCall, endCall } from "./call.ts";
import type { RunCommand } from "./command.ts";
import { RunDraft } from "./draft.ts";
import { endInvocation } from "./end-invocation.ts";
import type { Facts } from "./facts.ts";
import { fireTimer } from "./fire-timer.ts";
import { deliverHook } from "./hook.ts";
import { expireLease, grantLease, logInvocation, lostReport } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Accepted, Outcome } from "./outcome.ts";
import { registerSteps } from "./register-steps.ts";
import { start } from "./start.ts";
import type { ActiveRun, RunState } from "./state.ts";

/** A run as it is now (null: it does not exist yet) and the facts its next command needs. */
export interface Situation {
  readonly runId: RunId;
  readonly run: RunState | null;
  readonly facts: Facts;
}

/**
 * Decides one command: the successor state with everything to store and to do, or why not.
 *
 * Pure and total: the same situation and command always give the same outcome, and every rule of
 * the product about runs is behind this function.
 */
export function transition(situation: Situation, command: RunCommand): Outcome {
  const outcome = decide(situation, command);
  if (outcome.ok && outcome.changed) assertSuccessor(situation.run, outcome);
  return outcome;
}

function decide({ runId, run, facts }: Situation, command: RunCommand): Outcome {
  if (command.type === "start") return start(run, runId, command);
  if (run === null) return { ok: false, code: "run_not_found" };
  if (run.status !== "running") return { ok: false, code: "run_finished" };
  return applyToActive(run, command, facts);
}

function applyToActive(
  run: ActiveRun,
  command: Exclude<RunCommand, { type: "start" }>,
  facts: Facts,
): Outcome {
  const draft = () => new RunDraft(run, facts, command);
  switch (command.type) {
    case "register_steps":
      return registerSteps(draft(), command);
    case "deliver_hook":
      return deliverHook(draft(), command, facts);
    case "fire_timer":
      return fireTimer(draft());
    case "grant_lease":
      return grantLease(draft(), command);
    case "expire_lease":
      return expireLease(draft(), command);
    case "end_invocation":
      return endInvocation(command, draft);
    case "begin_call":
      return beginCall(draft(), command);
    case "end_call":
      return endCall(draft(), command);
    case "cancel":
      return cancel(draft(), command.reason);
    default:
      return unreachable(command);
  }
}

const GIVEN_UP: Failure = {
  name: "Canceled",
  message: "the run was canceled while this attempt was under way",
  code: "canceled",
};

/** A canceled run never resumes; what was under way for it is given up. */
function cancel(draft: RunDraft, reason: string | null): Outcome {
  for (const invocation of draft.run.invocations) {
    if (invocation.phase === "leased") {
      logInvocation(draft, invocation, lostReport(draft.at, GIVEN_UP));
    }
  }
  draft.append("run_canceled", null, { data: { reason } });
  return draft.finish("canceled");
}

function assertSuccessor(before: RunState | null, { state, entries }: Accepted): void {
  const version = before?.version ?? 0;
  const journalLength = before?.journalLength ?? 0;
  assert(state.version === version + 1, "a transition is one version");
  assert(state.journalLength === journalLength + entries.length, "journal length counts entries");
  assert(state.epoch >= (before?.epoch ?? 0), "epochs rise");
  if (state.status !== "running") return;

  assert(state.invocations.length <= 1, "the native protocol has one live invocation");
  for (const wait of state.waits) {
    if (wait.kind !== "hook") continue;
    const hook = state.hooks.find((candidate) => candidate.hookId === wait.hookId);
    assert(hook !== undefined, "a wait names a hook of its run");
    assert(hook.consumed === hook.received, "an open wait means an empty inbox");
  }
}
