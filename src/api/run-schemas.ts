import { type Static, Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { HookView } from "./hook-schemas.ts";
import { AnyJson, Failure, Instant, RunIdText, RunStatus } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

const runSummary = {
  runId: RunIdText,
  status: RunStatus,
  url: Type.String({ description: "The workflow endpoint." }),
  labels: Type.Array(Type.String()),
  retries: Type.Integer(),
  createdAt: Instant("When the run was started, epoch ms."),
  finishedAt: Type.Union([Type.Integer(), Type.Null()], { description: "Epoch ms." }),
  journalLength: Type.Integer({ description: "How many entries the run's journal has." }),
};

export const RunSummary = Type.Object(runSummary, {
  ...STRICT,
  $id: "RunSummary",
  examples: [EXAMPLES.runSummary],
});
export type RunSummary = Static<typeof RunSummary>;

export const StepView = Type.Object(
  {
    step: Type.String({ description: "`<name>#<occurrence>`" }),
    name: Type.String(),
    occurrence: Type.Integer(),
    kind: Type.Union(
      [
        Type.Literal("run"),
        Type.Literal("sleep"),
        Type.Literal("call"),
        Type.Literal("hook"),
        Type.Literal("wait"),
      ],
      { description: "`hook` makes a hook, `wait` waits for one to be called." },
    ),
    status: Type.Union([
      Type.Literal("pending"),
      Type.Literal("retrying"),
      Type.Literal("succeeded"),
      Type.Literal("failed"),
      Type.Literal("timed_out"),
    ]),
    openedAt: Type.Union([Type.Integer(), Type.Null()]),
    closedAt: Type.Union([Type.Integer(), Type.Null()]),
    attempts: Type.Integer({ description: "Attempts that ended so far." }),
    result: Type.Optional(AnyJson("Of a `run` step that succeeded, unless it is large.")),
    failure: Type.Optional(Failure),
    retryAt: Type.Optional(Type.Integer({ description: "When it is tried again, epoch ms." })),
    dueAt: Type.Optional(Type.Integer({ description: "When the sleep or wait ends, epoch ms." })),
    hookId: Type.Optional(Type.String()),
    callId: Type.Optional(Type.String({ description: "The call that the wait got." })),
    responseStatus: Type.Optional(Type.Integer({ description: "HTTP status that a call got." })),
    bodySize: Type.Optional(Type.Integer({ description: "Bytes of the result or response." })),
  },
  { ...STRICT, $id: "StepView" },
);
export type StepView = Static<typeof StepView>;

export const WaitView = Type.Object(
  {
    step: Type.String(),
    kind: Type.Union([
      Type.Literal("hook"),
      Type.Literal("sleep"),
      Type.Literal("call"),
      Type.Literal("retry"),
    ]),
    dueAt: Type.Integer({ description: "When it resolves at the latest, or is looked at again." }),
    hookId: Type.Optional(Type.String()),
    attempt: Type.Optional(Type.Integer()),
  },
  { ...STRICT, $id: "WaitView", description: "Something the run waits for now." },
);
export type WaitView = Static<typeof WaitView>;

export const AttemptView = Type.Object(
  {
    kind: Type.Union([Type.Literal("invocation"), Type.Literal("call")]),
    ref: Type.String({ description: "Number of the invocation, or the step of the call." }),
    attempt: Type.Integer({ description: "From 1." }),
    startedAt: Type.Integer(),
    durationMs: Type.Number(),
    status: Type.Union([Type.Integer(), Type.Null()], { description: "HTTP status, if any came." }),
    errorCode: Type.Union([Type.String(), Type.Null()]),
    errorMessage: Type.Union([Type.String(), Type.Null()]),
    answer: Type.Union([Type.String(), Type.Null()], {
      description: "The start of an unexpected answer.",
    }),
  },
  { ...STRICT, $id: "AttemptView", description: "One outgoing request: what to debug with." },
);
export type AttemptView = Static<typeof AttemptView>;

export const RunDetails = Type.Object(
  {
    ...runSummary,
    input: AnyJson("What the run was started with; null when that was nothing."),
    output: AnyJson("What the workflow returned; null while there is none."),
    failure: Type.Union([Failure, Type.Null()]),
    steps: Type.Array(StepView, { description: "In the order in which they were recorded." }),
    stepsTruncated: Type.Boolean({ description: "There are more steps: read the journal." }),
    waits: Type.Array(WaitView),
    attempts: Type.Array(AttemptView),
    hooks: Type.Array(HookView),
  },
  { ...STRICT, $id: "RunDetails" },
);
export type RunDetails = Static<typeof RunDetails>;
