import { unreachable } from "../assert.ts";
import type { EpochMs } from "../ids.ts";
import { lostCall, settleCall } from "./call.ts";
import type { CommandOf } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { failOrRetry } from "./end-invocation.ts";
import { timeOutEvent } from "./event.ts";
import { timeOut } from "./hook.ts";
import { logInvocation, lostReport, requestInvocation } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import type { Outcome } from "./outcome.ts";
import { raceDeadline, winWithSleep } from "./race-win.ts";
import { deadlineOf } from "./schedule.ts";
import { wake } from "./sleep.ts";
import type { Invocation, RaceWait, Wait } from "./state.ts";

/**
 * Time has reached `at`: everything that is due happens, in the order of the deadlines.
 *
 * Firing twice, or for a run whose alarm has moved, does nothing: what counts is the state.
 */
export function fireTimer(draft: RunDraft): Outcome {
  const waits = draft.run.status === "running" ? draft.run.waits : [];
  for (const wait of dueWaits(waits, draft.at)) resolveDue(draft, wait);
  for (const invocation of draft.run.invocations) {
    const outcome = fireInvocation(draft, invocation);
    if (outcome !== null) return outcome;
  }
  return draft.done();
}

/** Ends one wait as if its time had come. Calls and child runs have an end of their own. */
export function expireWait(draft: RunDraft, { step }: CommandOf<"expire_wait">): Outcome {
  const wait = draft.findWait(step);
  if (wait === null || deadlineOf(wait) === null || wait.kind === "call") {
    return { ok: false, code: "not_waiting" };
  }
  resolveDue(draft, wait.kind === "race" ? sleptThrough(draft, wait) : wait);
  return draft.done();
}

/** A race whose earliest sleep is over now. */
function sleptThrough(draft: RunDraft, race: RaceWait): RaceWait {
  const end = raceDeadline(race);
  const branches = race.branches.map((branch) =>
    branch.on === "sleep" && branch.dueAt === end ? { ...branch, dueAt: draft.at } : branch,
  );
  return { ...race, branches };
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
    case "event":
      timeOutEvent(draft, wait);
      requestInvocation(draft);
      break;
    case "sleep":
      wake(draft, wait);
      requestInvocation(draft);
      break;
    case "race":
      winWithSleep(draft, wait);
      requestInvocation(draft);
      break;
    case "child":
      break; // has no deadline
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

/** The outcome when this ends the run, else null. */
function fireInvocation(draft: RunDraft, invocation: Invocation): Outcome | null {
  if (invocation.phase === "due") {
    if (invocation.dueAt <= draft.at && !isAnnounced(draft, invocation)) {
      draft.effect({ type: "invoke", invocationId: invocation.invocationId });
    }
    return null;
  }
  if (invocation.leaseUntil > draft.at) return null;

  const failure: Failure = {
    name: "LeaseExpired",
    message: "the endpoint did not answer before its lease ended",
    code: "lease_expired",
  };
  logInvocation(draft, invocation, lostReport(draft.at, failure));
  const attempt = { failure, step: null, retryable: true, retryAfterMs: null };
  return failOrRetry(draft, invocation, attempt);
}

/** A new invocation, made by a wait that just resolved, has announced itself already. */
function isAnnounced(draft: RunDraft, { invocationId }: Invocation): boolean {
  return draft.hasEffect(
    (effect) => effect.type === "invoke" && effect.invocationId === invocationId,
  );
}
