import { after, type StepId } from "../ids.ts";
import type { CommandOf, WaitForEvent } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import type { KeptSize, Receiver } from "./facts.ts";
import { requestInvocation } from "./invocation.ts";
import type { JournalEntry } from "./journal.ts";
import { WAIT_MS_MAX } from "./limits.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { winWithEvent } from "./race-win.ts";
import { isOpen } from "./schedule.ts";
import type { EventWait, KeptEvent, OpenRun, RaceWait, RunState, Wait } from "./state.ts";

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

/** What an event did to a run. */
export interface EventReceipt {
  /** Steps that it has closed. */
  readonly woken: readonly StepId[];
  readonly kept: boolean;
}

/** An event as a run gets it; `keep` says that it is for this run alone. */
export type IncomingEvent = Pick<CommandOf<"deliver_event">, "eventId" | "data" | "keep">;

/** Hands an event to the run. */
export function deliverEvent(draft: RunDraft, command: CommandOf<"deliver_event">): Outcome {
  const receipt = takeEvent(draft, command);
  if (receipt === "inbox_full") return { ok: false, code: receipt };
  return draft.done({ type: "notified", ...receipt });
}

/**
 * Every wait for the event ends. Without one, an event that is for this run alone is kept until the
 * run waits for it; any other is lost.
 */
export function takeEvent(draft: RunDraft, event: IncomingEvent): EventReceipt | "inbox_full" {
  const { eventId, data } = event;
  const waits = draft.run.waits.filter((wait) => awaitsEvent(wait, eventId));
  if (waits.length === 0) return event.keep ? keepEvent(draft, event) : REACHED_NOBODY;

  for (const wait of waits) {
    if (wait.kind === "event") receive(draft, wait, { keptSeq: null, data });
    else winWithEvent(draft, wait as RaceWait, { eventId, keptSeq: null, data });
  }
  requestInvocation(draft);
  return { woken: waits.map((wait) => wait.step), kept: false };
}

const REACHED_NOBODY: EventReceipt = { woken: [], kept: false };

function keepEvent(draft: RunDraft, { eventId, data }: IncomingEvent): EventReceipt | "inbox_full" {
  const { keptEvents } = draft.run;
  const size = data?.length ?? 0;
  if (!hasRoom(keptSize(draft.run), size)) return "inbox_full";
  const { seq } = draft.append("event_kept", null, { data: { eventId }, body: data });
  draft.setKeptEvents([...keptEvents, { eventId, seq, size }]);
  return { woken: [], kept: true };
}

/** What the run would do with an event. */
export function receiverOf(run: RunState | null, eventId: string): Receiver {
  if (run === null || !isOpen(run)) return "gone";
  if (run.status === "failed" && !run.deadLetter) return "gone";
  const isWaiting = run.waits.some((wait) => awaitsEvent(wait, eventId));
  return { isWaiting, kept: keptSize(run) };
}

/** Whether a run that has kept so much keeps one more event, of `size` bytes. */
export function hasRoom({ count, bytes }: KeptSize, size: number): boolean {
  return count < KEPT_EVENTS_MAX && bytes + size <= KEPT_EVENT_BYTES_MAX;
}

function keptSize({ keptEvents }: OpenRun): KeptSize {
  const bytes = keptEvents.reduce((sum, { size }) => sum + size, 0);
  return { count: keptEvents.length, bytes };
}

function receive(
  draft: RunDraft,
  { step, eventId }: EventWait,
  { keptSeq, data = null }: { keptSeq: number | null; data?: Uint8Array | null },
): JournalEntry {
  draft.removeWait(step);
  return draft.append("event_received", step, { data: { eventId, keptSeq }, body: data });
}
