import { fromJsonText, toJsonText } from "../json-text.ts";
import { type ServerSpec, unexpectedEntry } from "../step.ts";
import type { NotifiedWaiter } from "../wire.ts";
import { readEventId } from "./wait-for-event.ts";

/** One run that a notification reached. */
export interface NotifyResponse {
  readonly workflowRunId: string;
  /** Nobody was waiting: the event is kept for this run until it waits for it. */
  readonly kept: boolean;
}

/** What `context.notify` gives. */
export interface NotifyStepResponse {
  readonly eventId: string;
  /** What was sent, as the waiters see it. */
  readonly eventData: unknown;
  /** Whom it reached, the first 1,000 of them. Empty: nobody, and the event is lost. */
  readonly notifyResponse: NotifyResponse[];
}

/** What to notify of. With `workflowRunId`, only that run, which keeps it for later. */
export interface Notification {
  readonly eventId: string;
  readonly eventData: unknown;
  readonly workflowRunId?: string | undefined;
}

/** Wakes the runs that wait for an event. */
export function notifySpec(notification: Notification): ServerSpec<NotifyStepResponse> {
  const eventId = readEventId("context.notify", notification.eventId);
  const data = toJsonText(notification.eventData);
  const { workflowRunId: runId } = notification;
  return {
    kind: "notify",
    deferrable: false,
    operation: (step) => ({
      op: "notify",
      step,
      eventId,
      data,
      ...(runId === undefined ? {} : { runId }),
    }),
    decode(entry) {
      if (entry.type !== "event_notified") return unexpectedEntry(entry);
      const notifyResponse = entry.waiters.map(responseOf);
      return { eventId: entry.eventId, eventData: fromJsonText(data), notifyResponse };
    },
  };
}

function responseOf({ runId, kept }: NotifiedWaiter): NotifyResponse {
  return { workflowRunId: runId, kept };
}
