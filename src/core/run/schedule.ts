import { type EpochMs, earlier, type StepId } from "../ids.ts";
import type { Invocation, RunState, Wait } from "./state.ts";

/** When something must happen with this wait, or null when only the outside can resolve it. */
export function deadlineOf(wait: Wait): EpochMs | null {
  switch (wait.kind) {
    case "hook":
      return wait.timeoutAt;
    case "retry":
      return wait.ready ? null : wait.dueAt;
    default:
      return wait.dueAt;
  }
}

/**
 * When the run must be looked at again, or null. This is what storage keeps: after a crash, firing
 * the run's timer at this instant brings back everything that was about to happen.
 */
export function wakeAt(run: RunState): EpochMs | null {
  if (run.status !== "running") return null;
  let at: EpochMs | null = null;
  for (const wait of run.waits) at = earlier(at, deadlineOf(wait));
  for (const invocation of run.invocations) at = earlier(at, deadlineOfInvocation(invocation));
  return at;
}

/** Due invocations (by number) and calls (by step) that the dispatcher has been told of. */
export type Announced = ReadonlySet<number | StepId>;

/**
 * When the live server must fire the run's timer: as `wakeAt`, but without what is due and has just
 * been announced to the dispatcher, which keeps it in its queue.
 */
export function nextTimerAt(run: RunState, announced: Announced): EpochMs | null {
  if (run.status !== "running") return null;
  let at: EpochMs | null = null;
  for (const wait of run.waits) {
    const isQueued = wait.kind === "call" && wait.phase === "due" && announced.has(wait.step);
    if (!isQueued) at = earlier(at, deadlineOf(wait));
  }
  for (const invocation of run.invocations) {
    const isQueued = invocation.phase === "due" && announced.has(invocation.invocationId);
    if (!isQueued) at = earlier(at, deadlineOfInvocation(invocation));
  }
  return at;
}

/** How many invocations and calls are under way. */
export function inFlight(run: RunState): number {
  if (run.status !== "running") return 0;
  let count = 0;
  for (const invocation of run.invocations) if (invocation.phase === "leased") count += 1;
  for (const wait of run.waits) if (wait.kind === "call" && wait.phase === "sending") count += 1;
  return count;
}

function deadlineOfInvocation(invocation: Invocation): EpochMs {
  return invocation.phase === "due" ? invocation.dueAt : invocation.leaseUntil;
}
