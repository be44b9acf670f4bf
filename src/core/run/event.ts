import { after } from "../ids.ts";
import type { CommandOf, Notify, WaitForEvent } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { receiverKey } from "./facts.ts";
import { requestInvocation } from "./invocation.ts";
import type { JournalEntry, NotifiedRun } from "./journal.ts";
import { WAIT_MS_MAX } from "./limits.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { winWithEvent } from "./race-win.ts";
import type { EventWait, KeptEvent, RaceWait, Wait } from "./state.ts";

/** Events that a run keeps until it waits for them. */
export const KEPT_EVENTS_MAX = 1_000;

/** Bytes of the events that a run keeps. */
export const KEPT_EVENT_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Waits for the next notification of an event.
 *
 * An event that named this run and came early was kept: the oldest one ends the wait at once. One
 * that named no run is lost unless somebody waits for it.
 */
export function waitForEvent(draft: RunDraft, operation: WaitForEvent): StepReply | RefusalCode {
  const { step, eventId, timeoutMs } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    const same =
      opened.type === "event_wait_started" &&
      opened.data.eventId === eventId &&
      opened.data.timeoutMs === timeoutMs;
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";
  if (timeoutMs > WAIT_MS_MAX) return "limit_exceeded";

  const timeoutAt = after(draft.at, timeoutMs);
  draft.append("event_wait_started", step, { data: { eventId, timeoutMs, timeoutAt } });
  const wait: EventWait = { kind: "event", step, eventId, timeoutAt };
  const kept = takeKept(draft, eventId);
  if (kept !== null) return { step, closed: receive(draft, wait, { keptSeq: kept.seq }) };
  if (timeoutMs <= 0) return { step, closed: timeOutEvent(draft, wait) };
  draft.putWait(wait);
  return { step, closed: null };
}

/** Nobody notified in time. */
export function timeOutEvent(draft: RunDraft, { step, eventId }: EventWait): JournalEntry {
  draft.removeWait(step);
  return draft.append("event_wait_timed_out", step, { data: { eventId } });
}

/** Takes the oldest kept event of this name, if there is one. */
export function takeKept(draft: RunDraft, eventId: string): KeptEvent | null {
  const { keptEvents } = draft.run;
  const kept = keptEvents.find((candidate) => candidate.eventId === eventId);
  if (kept === undefined) return null;
  draft.setKeptEvents(keptEvents.filter((candidate) => candidate !== kept));
  return kept;
}

/** Whether this wait is one for the event: by itself, or as a branch of a race. */
export function awaitsEvent(wait: Wait, eventId: string): wait is EventWait | RaceWait {
  if (wait.kind === "event") return wait.eventId === eventId;
  if (wait.kind !== "race") return false;
  return wait.branches.some((branch) => branch.on === "event" && branch.eventId === eventId);
}

/**
 * Hands an event to the run: every wait for it ends. Without one, an event that is for this run
 * alone is kept until the run waits for it; any other is lost.
 */
export function deliverEvent(draft: RunDraft, command: CommandOf<"deliver_event">): Outcome {
  const { eventId, data } = command;
  const waits = draft.run.waits.filter((wait) => awaitsEvent(wait, eventId));
  if (waits.length === 0) return command.keep ? keepEvent(draft, command) : nobody(draft);

  for (const wait of waits) {
    if (wait.kind === "event") receive(draft, wait, { keptSeq: null, data });
    else winWithEvent(draft, wait as RaceWait, { eventId, keptSeq: null, data });
  }
  requestInvocation(draft);
  return draft.done({ type: "notified", woken: waits.map((wait) => wait.step), kept: false });
}

function nobody(draft: RunDraft): Outcome {
  return draft.done({ type: "notified", woken: [], kept: false });
}

function keepEvent(draft: RunDraft, command: CommandOf<"deliver_event">): Outcome {
  const { eventId, data } = command;
  const { keptEvents } = draft.run;
  const size = data?.length ?? 0;
  const bytes = keptEvents.reduce((sum, kept) => sum + kept.size, size);
  if (keptEvents.length >= KEPT_EVENTS_MAX || bytes > KEPT_EVENT_BYTES_MAX) {
    return { ok: false, code: "inbox_full" };
  }
  const { seq } = draft.append("event_kept", null, { data: { eventId }, body: data });
  draft.setKeptEvents([...keptEvents, { eventId, seq, size }]);
  return draft.done({ type: "notified", woken: [], kept: true });
}

function receive(
  draft: RunDraft,
  { step, eventId }: EventWait,
  { keptSeq, data = null }: { keptSeq: number | null; data?: Uint8Array | null },
): JournalEntry {
  draft.removeWait(step);
  return draft.append("event_received", step, { data: { eventId, keptSeq }, body: data });
}

/**
 * Notifies from within a workflow. Who waits is decided together with this step, in the same
 * transaction: each of them is woken once, and none is told of that is not.
 */
export function notify(draft: RunDraft, operation: Notify): StepReply | RefusalCode {
  const { step, eventId, data, runId } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) return "step_conflict";
  if (closed !== null) {
    const same =
      closed.type === "event_notified" &&
      closed.data.eventId === eventId &&
      closed.data.runId === runId;
    return same ? { step, closed } : "step_conflict";
  }

  const waiters = runId === null ? broadcast(draft, eventId) : address(draft, operation);
  const command = { type: "deliver_event", at: draft.at, eventId, data } as const;
  for (const { runId: receiver } of waiters) {
    draft.send({ runId: receiver, command: { ...command, keep: runId !== null } });
  }
  const content = { data: { eventId, runId, waiters }, body: data };
  return { step, closed: draft.append("event_notified", step, content) };
}

function broadcast(draft: RunDraft, eventId: string): NotifiedRun[] {
  const { runId: self } = draft.run;
  const known = draft.facts.waiters.get(eventId) ?? [];
  const others = known.filter((runId) => runId !== self);
  const waiting = waitsForEvent(draft, eventId) ? [...others, self] : others;
  const untold = waiting.filter((runId) => !draft.hasTold(runId, eventId));
  return untold.map((runId) => ({ runId, kept: false }));
}

/** The facts are as of before the command; the run's own waits may have come with it. */
function waitsForEvent(draft: RunDraft, eventId: string): boolean {
  return draft.run.waits.some((wait) => awaitsEvent(wait, eventId));
}

function address(draft: RunDraft, { eventId, runId }: Notify): NotifiedRun[] {
  if (runId === null) return [];
  const isSelf = runId === draft.run.runId;
  const receiver = draft.facts.receivers.get(receiverKey(runId, eventId)) ?? "gone";
  if (receiver === "gone" && !isSelf) return [];
  const isWaiting = isSelf ? waitsForEvent(draft, eventId) : receiver === "waiting";
  return [{ runId, kept: !isWaiting || draft.hasTold(runId, eventId) }];
}
