import { type Static, Type } from "@sinclair/typebox";
import { EVENT_ID_LENGTH_MAX } from "../http/event-id.ts";
import { EXAMPLES } from "./examples.ts";
import { AnyJson, Instant, ProjectText, RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** An event in a path: any text, percent-encoded. */
export const EventIdText = Type.String({
  description:
    `The event: any text of 1 to ${EVENT_ID_LENGTH_MAX} characters that can be shown, ` +
    "except `.` and `..`, percent-encoded.",
  pattern: `^(?!\\.{1,2}$)[^\\u0000-\\u001f\\u007f-\\u009f]{1,${EVENT_ID_LENGTH_MAX}}$`,
  examples: ["paid-4711"],
});

const data = Type.Optional(AnyJson("Given to the workflow; absent for none."));

export const NotifyRequest = Type.Object(
  { data, project: Type.Optional(ProjectText) },
  { ...STRICT, $id: "NotifyRequest", examples: [EXAMPLES.notify], "x-optional": true },
);
export type NotifyRequest = Static<typeof NotifyRequest>;

export const NotifyRunRequest = Type.Object(
  { data },
  { ...STRICT, $id: "NotifyRunRequest", examples: [EXAMPLES.notify], "x-optional": true },
);

const waiterFields = {
  runId: RunIdText,
  step: Type.String({ description: "The step that waits: `<name>#<occurrence>`." }),
  url: Type.String({ description: "The workflow endpoint." }),
};

export const Notified = Type.Object(
  {
    waiters: Type.Array(Type.Object(waiterFields, { ...STRICT, $id: "NotifiedWaiter" }), {
      description: "The steps that the event has ended.",
    }),
    lost: Type.Boolean({ description: "Nobody waited: the event is gone." }),
  },
  { ...STRICT, $id: "Notified", examples: [EXAMPLES.notified] },
);
export type Notified = Static<typeof Notified>;

export const NotifiedRun = Type.Object(
  {
    runId: RunIdText,
    outcome: Type.Union([Type.Literal("delivered"), Type.Literal("kept")], {
      description: "`kept`: the run does not wait for it yet, and will get it when it does.",
    }),
  },
  { ...STRICT, $id: "NotifiedRun", examples: [EXAMPLES.notifiedRun] },
);

export const WaiterView = Type.Object(
  {
    ...waiterFields,
    since: Instant("When the wait began, epoch ms."),
    timeoutAt: Type.Union([Type.Integer(), Type.Null()], {
      description: "When it ends at the latest, epoch ms; null for a race without a sleep.",
    }),
  },
  { ...STRICT, $id: "WaiterView", description: "A step that waits for an event." },
);

export const WaiterList = Type.Object(
  {
    waiters: Type.Array(WaiterView, { description: "Those that wait the longest come first." }),
    cursor: Type.Union([Type.String(), Type.Null()], { description: "For the next page, if any." }),
  },
  { ...STRICT, $id: "WaiterList" },
);
