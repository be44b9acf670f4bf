import { type Duration, durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { fromJsonText } from "../json-text.ts";
import { type ServerSpec, unexpectedEntry } from "../step.ts";
import type { ReceivedEvent } from "../wire.ts";

/** How long a wait for an event lasts that does not say. */
const TIMEOUT_DEFAULT: Duration = "7d";

/** Options of `context.waitForEvent`. */
export interface WaitEventOptions {
  /** How long to wait. Default: 7 days. */
  readonly timeout?: Duration;
}

/** What `context.waitForEvent` gives. */
export interface WaitStepResponse<EventData = unknown> {
  /** Whether the time ran out before the event came. */
  readonly timeout: boolean;
  /** What the event was sent with; undefined on a timeout, or when it was sent without data. */
  readonly eventData: EventData;
}

/** The next event of this id, or one that was kept for this run, within `timeout`. */
export function waitForEventSpec<EventData>(
  eventId: string,
  { timeout = TIMEOUT_DEFAULT }: WaitEventOptions = {},
): ServerSpec<WaitStepResponse<EventData>> {
  return {
    kind: "event",
    deferrable: false,
    operation: (step) => ({
      op: "wait_for_event",
      step,
      eventId: readEventId("context.waitForEvent", eventId),
      timeoutMs: durationMs(timeout),
    }),
    decode(entry) {
      if (entry.type === "event_wait_timed_out") {
        return { timeout: true, eventData: undefined as EventData };
      }
      if (entry.type !== "event_received") return unexpectedEntry(entry);
      return { timeout: false, eventData: eventDataOf(entry) as EventData };
    },
  };
}

/** An event's data, as the workflow sees it. */
export function eventDataOf({ data }: ReceivedEvent): unknown {
  return fromJsonText(data);
}

/** Checks an event id; `method` is named in the error. */
export function readEventId(method: string, eventId: string): string {
  if (typeof eventId === "string" && eventId !== "") return eventId;
  throw new WorkflowNonRetryableError(`${method} needs an event id: a text that is not empty`);
}
