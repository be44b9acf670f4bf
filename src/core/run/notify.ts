import { assert } from "../assert.ts";
import type { RunId } from "../ids.ts";
import type { Notify } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { awaitsEvent, hasRoom, type IncomingEvent, receiverOf, takeEvent } from "./event.ts";
import { receiverKey } from "./facts.ts";
import type { NotifiedRun } from "./journal.ts";
import type { RefusalCode, StepReply } from "./outcome.ts";

/**
 * Runs that the entry of a notification lists: the endpoint gets the entry with every replay. All
 * others are told too, and counted.
 */
export const NOTIFIED_LISTED_MAX = 1_000;

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

  const told = runId === null ? broadcast(draft, eventId) : address(draft, operation);
  const waiters = told.slice(0, NOTIFIED_LISTED_MAX);
  const content = { data: { eventId, runId, waiters, total: told.length }, body: data };
  const entry = draft.append("event_notified", step, content);
  const event = { eventId, data, keep: runId !== null };
  for (const { runId: receiver } of told) tell(draft, receiver, event);
  return { step, closed: entry };
}

/** Other runs are told by message; this one at once, before the operations that come after. */
function tell(draft: RunDraft, runId: RunId, event: IncomingEvent): void {
  if (runId !== draft.run.runId) {
    draft.send({ runId, command: { type: "deliver_event", at: draft.at, ...event } });
    return;
  }
  const receipt = takeEvent(draft, event);
  assert(receipt !== "inbox_full", "a run that is listed has room for the event");
}

function broadcast(draft: RunDraft, eventId: string): NotifiedRun[] {
  const { runId: self, waits } = draft.run;
  const known = draft.facts.waiters.get(eventId) ?? [];
  const others = known.filter((runId) => runId !== self && !draft.hasTold(runId, eventId));
  // The facts are as of before the command; the run's own waits may have come with it.
  const isWaiting = waits.some((wait) => awaitsEvent(wait, eventId));
  const waiting = isWaiting ? [...others, self] : others;
  return waiting.map((runId) => ({ runId, kept: false }));
}

/** Nobody, too, when the run can keep no more. */
function address(draft: RunDraft, { eventId, runId, data }: Notify): NotifiedRun[] {
  if (runId === null) return [];
  const isSelf = runId === draft.run.runId;
  const receiver = isSelf
    ? receiverOf(draft.run, eventId)
    : (draft.facts.receivers.get(receiverKey(runId, eventId)) ?? "gone");
  if (receiver === "gone") return [];
  if (receiver.isWaiting && !draft.hasTold(runId, eventId)) return [{ runId, kept: false }];

  const { count, bytes } = draft.keptBy(runId);
  const { kept } = receiver;
  const size = data?.length ?? 0;
  if (!hasRoom({ count: kept.count + count, bytes: kept.bytes + bytes }, size)) return [];
  if (!isSelf) draft.noteKept(runId, size);
  return [{ runId, kept: true }];
}
