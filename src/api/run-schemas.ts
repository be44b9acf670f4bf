import { type Static, Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { HookView } from "./hook-schemas.ts";
import { AnyJson, Failure, HeaderPairs, Instant, RunIdText, RunStatus } from "./schemas.ts";
import { StepGroup, StepView } from "./step-schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Steps in one answer; `stepsNext` leads to the rest. */
export const STEPS_SHOWN_MAX = 1_000;

const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(
  schema: Schema,
  description: string,
) => Type.Union([schema, Type.Null()], { description });

const runSummary = {
  runId: RunIdText,
  status: RunStatus,
  url: Type.String({ description: "The workflow endpoint." }),
  labels: Type.Array(Type.String()),
  retries: Type.Integer(),
  createdAt: Instant("When the run was started, epoch ms."),
  finishedAt: Type.Union([Type.Integer(), Type.Null()], { description: "Epoch ms." }),
  journalLength: Type.Integer({ description: "How many entries the run's journal has." }),
  project: Type.String(),
  notBefore: orNull(Type.Integer(), "When its first invocation is due, if it was delayed."),
  callerIp: orNull(Type.String(), "The address that the start came from."),
  flowControlKey: orNull(Type.String(), "The key whose limits hold for its invocations."),
  parent: orNull(
    Type.Object({ runId: RunIdText, step: Type.String() }, STRICT),
    "The run that has invoked this one, and the step it did it with.",
  ),
  deadLetter: Type.Boolean({ description: "It has failed and can be resumed or restarted." }),
};

export const RunSummary = Type.Object(runSummary, {
  ...STRICT,
  $id: "RunSummary",
  examples: [EXAMPLES.runSummary],
});
export type RunSummary = Static<typeof RunSummary>;

export const WaitView = Type.Object(
  {
    step: Type.String(),
    kind: Type.Union([
      Type.Literal("hook"),
      Type.Literal("event"),
      Type.Literal("sleep"),
      Type.Literal("call"),
      Type.Literal("retry"),
      Type.Literal("child"),
      Type.Literal("race"),
    ]),
    dueAt: orNull(
      Type.Integer(),
      "When it ends at the latest, or is looked at again; null: when something happens.",
    ),
    hookId: Type.Optional(Type.String()),
    eventId: Type.Optional(Type.String()),
    childRunId: Type.Optional(Type.String()),
    attempt: Type.Optional(Type.Integer()),
    branches: Type.Optional(
      Type.Array(Type.String(), { description: "The keys of a race's branches." }),
    ),
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

const InvocationView = Type.Object(
  {
    number: Type.Integer({ description: "`ref` of its attempts." }),
    phase: Type.Union([Type.Literal("due"), Type.Literal("leased")], {
      description: "`due`: to be sent at `at`; `leased`: the endpoint has it, until `at`.",
    }),
    attempt: Type.Integer({ description: "Which try this is or will be, from 1." }),
    at: Type.Integer({ description: "Epoch ms." }),
  },
  { ...STRICT, $id: "InvocationView", description: "The request to the endpoint that comes next." },
);

const FailureCallback = Type.Object(
  {
    url: Type.String({ description: "Who is told: the failure URL, or the workflow itself." }),
    status: Type.Union(
      [
        Type.Literal("pending"),
        Type.Literal("handled"),
        Type.Literal("no_handler"),
        Type.Literal("failed"),
      ],
      { description: "`no_handler`: the workflow has no failure function." },
    ),
    result: AnyJson("What the failure function returned, if anything."),
    failure: orNull(Failure, "Why it could not be told, when that `failed`."),
  },
  { ...STRICT, $id: "FailureCallback", description: "What became of telling the failure." },
);

const ChildView = Type.Object(
  {
    runId: RunIdText,
    step: Type.String({ description: "The step that has invoked it." }),
    url: Type.String(),
    status: orNull(RunStatus, "Null when it could not be started."),
  },
  { ...STRICT, $id: "ChildView", description: "A run that a step of this page has invoked." },
);
export type ChildView = Static<typeof ChildView>;

const integerOrNull = Type.Union([Type.Integer(), Type.Null()]);

const FlowControlView = Type.Object(
  {
    key: Type.String(),
    parallelism: integerOrNull,
    rate: integerOrNull,
    periodMs: integerOrNull,
  },
  { ...STRICT, $id: "FlowControlView", description: "As asked for; null: nothing was said." },
);

const RedactView = Type.Object(
  {
    body: Type.Boolean(),
    headers: Type.Union([Type.Literal(true), Type.Array(Type.String())]),
  },
  { ...STRICT, $id: "RedactView", description: "What of the run is not shown." },
);

export const RunDetails = Type.Object(
  {
    ...runSummary,
    headers: HeaderPairs,
    retryDelay: orNull(Type.String(), "The expression for pauses, if one was given."),
    flowControl: orNull(FlowControlView, "Limits of its invocations."),
    failureUrl: orNull(Type.String(), "Told of a failure in place of the workflow."),
    redact: orNull(RedactView, "What is shown as `REDACTED:<sha256>`."),
    input: AnyJson("What the run was started with; null when that was nothing."),
    output: AnyJson("What the workflow returned; null while there is none."),
    failure: orNull(Failure, "Why it has failed."),
    failedStep: orNull(Type.String(), "The step whose failure the workflow did not catch."),
    cancelReason: orNull(Type.String(), "Why it was canceled, if that was said."),
    failureCallback: orNull(FailureCallback, "Of a run that has failed."),
    invocation: orNull(InvocationView, "What the server sends next, or has sent."),
    steps: Type.Array(StepView, { description: "In the order in which they were recorded." }),
    groups: Type.Array(StepGroup, {
      description:
        "The steps of this page, grouped: one after the other, or open at the same time.",
    }),
    stepsNext: orNull(Type.Integer(), "There are more steps: `stepsFrom` of the next page."),
    waits: Type.Array(WaitView),
    attempts: Type.Array(AttemptView, { description: "The newest first." }),
    hooks: Type.Array(HookView),
    children: Type.Array(ChildView),
  },
  { ...STRICT, $id: "RunDetails" },
);
export type RunDetails = Static<typeof RunDetails>;
