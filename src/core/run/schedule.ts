import { type EpochMs, earlier, type StepId } from "../ids.ts";
import { raceDeadline } from "./race-win.ts";
import type { Invocation, OpenRun, RunState, Wait } from "./state.ts";

/** When something must happen with this wait, or null when only the outside can resolve it. */
export function deadlineOf(wait: Wait): EpochMs | null {
  switch (wait.kind) {
    case "hook":
    case "event":
      return wait.timeoutAt;
    case "child":
      return null;
    case "race":
      return raceDeadline(wait);
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
  if (!isOpen(run)) return null;
  let at: EpochMs | null = null;
  for (const wait of liveWaits(run)) at = earlier(at, deadlineOf(wait));
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
  if (!isOpen(run)) return null;
  let at: EpochMs | null = null;
  for (const wait of liveWaits(run)) {
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
  if (!isOpen(run)) return 0;
  let count = 0;
  for (const invocation of run.invocations) if (invocation.phase === "leased") count += 1;
  for (const wait of liveWaits(run)) {
    if (wait.kind === "call" && wait.phase === "sending") count += 1;
  }
  return count;
}

/** Whether anything can still happen in the run. */
export function isOpen(run: RunState): run is OpenRun {
  return run.status === "running" || run.status === "failed";
}

/** Time stands still for the waits of a failed run until it is resumed. */
function liveWaits(run: OpenRun): readonly Wait[] {
  return run.status === "running" ? run.waits : [];
}

/**
 * The events that the run waits for, with the step that does and the end of its patience. A dead
 * letter still waits: when it is resumed, it shall have missed nothing.
 */
export function awaitedEvents(run: RunState): AwaitedEvent[] {
  const awaited: AwaitedEvent[] = [];
  if (!isOpen(run) || (run.status === "failed" && !run.deadLetter)) return awaited;
  for (const wait of run.waits) {
    const { step } = wait;
    if (wait.kind === "event") {
      awaited.push({ eventId: wait.eventId, step, timeoutAt: wait.timeoutAt });
    } else if (wait.kind === "race") {
      const timeoutAt = raceDeadline(wait);
      const names = wait.branches.flatMap((one) => (one.on === "event" ? [one.eventId] : []));
      for (const eventId of new Set(names)) awaited.push({ eventId, step, timeoutAt });
    }
  }
  return awaited;
}

/** A step that waits for an event. */
export interface AwaitedEvent {
  readonly eventId: string;
  readonly step: StepId;
  readonly timeoutAt: EpochMs | null;
}

function deadlineOfInvocation(invocation: Invocation): EpochMs {
  return invocation.phase === "due" ? invocation.dueAt : invocation.leaseUntil;
}
