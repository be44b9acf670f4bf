import { assert, unreachable } from "../assert.ts";
import type { HookId, RunId } from "../ids.ts";
import { beginCall, endCall } from "./call.ts";
import { childFinished } from "./child.ts";
import type { RunCommand } from "./command.ts";
import { discardDeadLetter, resume, retryFailureCallback } from "./dead-letter.ts";
import { RunDraft } from "./draft.ts";
import { cancel, endInvocation } from "./end-invocation.ts";
import { deliverEvent } from "./event.ts";
import type { Facts } from "./facts.ts";
import { expireWait, fireTimer } from "./fire-timer.ts";
import { deliverHook } from "./hook.ts";
import { expireLease, grantLease, logInvocation, lostReport } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Accepted, Outcome, RefusalCode } from "./outcome.ts";
import { registerSteps } from "./register-steps.ts";
import { isOpen } from "./schedule.ts";
import { start } from "./start.ts";
import type { OpenRun, RunState, Wait } from "./state.ts";

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
  if (!isOpen(run) || !accepts(run, command)) return { ok: false, code: refusalOf(command) };
  return applyToOpen(run, command, facts);
}

/** What a failed run still takes: what concerns its callback; a dead letter also receives. */
function accepts(run: OpenRun, { type }: RunCommand): boolean {
  if (run.status === "running") return !DEAD_LETTERS_ONLY.has(type);
  return CALLBACKS.has(type) || (run.deadLetter && RECEIVING.has(type));
}

const DEAD_LETTERS_ONLY: ReadonlySet<RunCommand["type"]> = new Set([
  "resume",
  "discard_dead_letter",
  "retry_failure_callback",
]);

const CALLBACKS: ReadonlySet<RunCommand["type"]> = new Set([
  "fire_timer",
  "grant_lease",
  "expire_lease",
  "end_invocation",
]);

const RECEIVING: ReadonlySet<RunCommand["type"]> = new Set([
  ...DEAD_LETTERS_ONLY,
  "deliver_hook",
  "deliver_event",
  "child_finished",
]);

function refusalOf({ type }: RunCommand): RefusalCode {
  return DEAD_LETTERS_ONLY.has(type) ? "not_a_dead_letter" : "run_finished";
}

function applyToOpen(
  run: OpenRun,
  command: Exclude<RunCommand, { type: "start" }>,
  facts: Facts,
): Outcome {
  const draft = () => new RunDraft(run, facts, command);
  switch (command.type) {
    case "register_steps":
      return registerSteps(draft(), command);
    case "deliver_hook":
      return deliverHook(draft(), command, facts);
    case "deliver_event":
      return deliverEvent(draft(), command);
    case "child_finished":
      return childFinished(draft(), command);
    case "fire_timer":
      return fireTimer(draft());
    case "expire_wait":
      return expireWait(draft(), command);
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
      return cancelFromOutside(draft(), command.reason);
    case "resume":
      return resume(draft(), command);
    case "discard_dead_letter":
      return discardDeadLetter(draft(), command);
    case "retry_failure_callback":
      return retryFailureCallback(draft());
    default:
      return unreachable(command);
  }
}

const GIVEN_UP: Failure = {
  name: "Canceled",
  message: "the run was canceled while this attempt was under way",
  code: "canceled",
};

/** What was under way for the run is given up. */
function cancelFromOutside(draft: RunDraft, reason: string | null): Outcome {
  for (const invocation of draft.run.invocations) {
    if (invocation.phase === "leased") {
      logInvocation(draft, invocation, lostReport(draft.at, GIVEN_UP));
    }
  }
  return cancel(draft, reason);
}

function assertSuccessor(before: RunState | null, { state, entries }: Accepted): void {
  const version = before?.version ?? 0;
  const journalLength = before?.journalLength ?? 0;
  assert(state.version === version + 1, "a transition is one version");
  assert(state.journalLength === journalLength + entries.length, "journal length counts entries");
  assert(state.epoch >= (before?.epoch ?? 0), "epochs rise");
  if (!isOpen(state)) return;

  assert(state.invocations.length <= 1, "the native protocol has one live invocation");
  for (const wait of state.waits) {
    for (const hookId of hooksOf(wait)) {
      const hook = state.hooks.find((candidate) => candidate.hookId === hookId);
      assert(hook !== undefined, "a wait names a hook of its run");
      assert(hook.consumed === hook.received, "an open wait means an empty inbox");
    }
  }
}

function hooksOf(wait: Wait): readonly HookId[] {
  if (wait.kind === "hook") return [wait.hookId];
  if (wait.kind !== "race") return [];
  return wait.branches.flatMap((branch) => (branch.on === "hook" ? [branch.hookId] : []));
}
