import { type Static, Type } from "@sinclair/typebox";
import { ID_PATTERN } from "../core/ids.ts";
import { RETRIES_MAX } from "../core/run/limits.ts";

/**
 * The shapes of the control API. A schema with `$id` becomes a named component of the OpenAPI
 * document and a named type of the generated client. `x-code` names the problem code for a value
 * that the schema refuses; without it that is `validation_failed`.
 */

const STRICT = { additionalProperties: false } as const;

/** Epoch milliseconds. */
export const Instant = (description: string) => Type.Integer({ description, minimum: 0 });

/** A JSON value of the user's own. */
export const AnyJson = (description: string) => Type.Unknown({ description });

export const RunIdText = Type.String({
  description: "A run: made by the server, or chosen by whoever starts the run.",
  pattern: ID_PATTERN,
  "x-code": "invalid_id",
  examples: ["order-4711"],
});

export const HookIdText = Type.String({
  description: "A hook.",
  pattern: "^[A-Za-z0-9_:-]{1,64}$",
  "x-code": "invalid_id",
});

export const CallIdText = Type.String({
  description: "One call of a hook: `<hookId>.<seq>`.",
  pattern: "^[A-Za-z0-9_:-]{1,64}\\.(0|[1-9][0-9]{0,8})$",
  "x-code": "invalid_id",
});

/** How a run can be. */
export const RunStatus = Type.Union(
  [
    Type.Literal("running"),
    Type.Literal("succeeded"),
    Type.Literal("failed"),
    Type.Literal("canceled"),
  ],
  { $id: "RunStatus" },
);

export const Failure = Type.Object(
  {
    name: Type.String(),
    message: Type.String(),
    code: Type.Optional(Type.String()),
    stack: Type.Optional(Type.String()),
  },
  { $id: "Failure", description: "Why something failed." },
);

export const HeaderPairs = Type.Array(Type.Tuple([Type.String(), Type.String()]), {
  $id: "HeaderPairs",
  description: "Header fields: pairs of name and value.",
});

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

export const RunSummary = Type.Object(runSummary, { ...STRICT, $id: "RunSummary" });
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

export const HookView = Type.Object(
  {
    hookId: HookIdText,
    runId: RunIdText,
    step: Type.String({ description: "The step that made it." }),
    createdAt: Type.Integer(),
    received: Type.Integer({ description: "Calls received so far." }),
    consumed: Type.Integer({ description: "Calls that waits got so far." }),
    url: Type.Optional(
      Type.String({ description: "What third parties call. Secret; only `getHook` shows it." }),
    ),
  },
  { ...STRICT, $id: "HookView" },
);
export type HookView = Static<typeof HookView>;

export const HookCallView = Type.Object(
  {
    callId: CallIdText,
    hookId: HookIdText,
    seq: Type.Integer(),
    receivedAt: Type.Integer(),
    method: Type.String(),
    path: Type.String({ description: "What followed the hook's URL: empty, or from its slash." }),
    query: Type.String({ description: "Raw, with its question mark, or empty." }),
    headers: HeaderPairs,
    deliveryId: Type.Union([Type.String(), Type.Null()]),
    remoteAddress: Type.Union([Type.String(), Type.Null()]),
    bodySize: Type.Integer(),
    consumedBy: Type.Union([Type.Integer(), Type.Null()], {
      description: "The journal entry that consumed it; null while it is stored.",
    }),
  },
  { ...STRICT, $id: "HookCallView" },
);
export type HookCallView = Static<typeof HookCallView>;

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

/** Retries of a run that does not say: as many as the SDKs promise. */
export const RETRIES_DEFAULT = 3;

/** Labels of one run: each is a row of an index. */
export const LABELS_MAX = 20;

const startFields = {
  url: Type.String({
    description: "The workflow endpoint: an absolute http or https URL.",
    examples: ["https://app.example.com/api/order"],
  }),
  input: Type.Optional(AnyJson("Given to the workflow.")),
  headers: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: "Given to the workflow as the run's headers.",
    }),
  ),
  labels: Type.Optional(
    Type.Array(Type.String({ pattern: "^[A-Za-z0-9_.-]{1,64}$" }), {
      description: "To find the run by.",
      maxItems: LABELS_MAX,
    }),
  ),
  retries: Type.Optional(
    Type.Integer({
      // No `default` keyword: generators of types take such a field for one that is always there.
      description: `How often an invocation or step is tried again; ${RETRIES_DEFAULT} by default.`,
      minimum: 0,
      maximum: RETRIES_MAX,
    }),
  ),
};

export const PutRunRequest = Type.Object(startFields, { ...STRICT, $id: "PutRunRequest" });
export type PutRunRequest = Static<typeof PutRunRequest>;

export const StartRunRequest = Type.Object(
  { ...startFields, runId: Type.Optional(RunIdText) },
  {
    ...STRICT,
    $id: "StartRunRequest",
    examples: [{ url: "https://app.example.com/api/order", input: { order: 4711 } }],
  },
);
export type StartRunRequest = Static<typeof StartRunRequest>;

export const StartedRun = Type.Object(
  {
    runId: RunIdText,
    status: RunStatus,
    createdAt: Instant("When the run was started, epoch ms."),
    deduplicated: Type.Boolean({ description: "The run existed already, with the same content." }),
  },
  { ...STRICT, $id: "StartedRun" },
);
export type StartedRun = Static<typeof StartedRun>;
