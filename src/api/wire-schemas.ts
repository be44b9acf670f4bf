import { Type } from "@sinclair/typebox";
import { RACE_BRANCHES_MAX, RETRIES_MAX } from "../core/run/limits.ts";
import { OPERATIONS_MAX } from "../http/operation.ts";
import { EXAMPLES } from "./examples.ts";
import { Failure, HeaderPairs } from "./schemas.ts";
import { FlowControl } from "./start-schemas.ts";
import { ClosingEntry, JsonText, OpeningEntry, step } from "./wire-entries.ts";

/**
 * The native protocol's part of the OpenAPI document. These schemas describe; what is accepted is
 * decided by `http/operation.ts`, which also says more precisely what is wrong.
 */

const STRICT = { additionalProperties: false } as const;

const durationMs = (description: string) => Type.Integer({ description, minimum: 0 });

const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

const retryDelay = orNull(
  Type.String({ description: "The pause before the next try: an expression in ms of `retried`." }),
);
const retries = Type.Optional(
  Type.Integer({ description: "Instead of the run's own.", minimum: 0, maximum: RETRIES_MAX }),
);
const eventId = Type.String({ description: "The name of an event." });

const sleep = {
  durationMs: Type.Optional(durationMs("Either this or `until`.")),
  until: Type.Optional(Type.Integer({ description: "Epoch ms." })),
};

const child = {
  url: Type.String({ description: "The workflow endpoint of the child run." }),
  input: orNull(JsonText("Given to the child.")),
  headers: Type.Optional(HeaderPairs),
  labels: Type.Optional(Type.Array(Type.String())),
  retries,
  retryDelay,
  flowControl: orNull(FlowControl),
  runId: orNull(Type.String({ description: "The child's id, if it shall be a chosen one." })),
};

const key = Type.String({ description: "The workflow's name for the branch." });

const RaceBranchRequest = Type.Union(
  [
    Type.Object({ key, on: Type.Literal("hook"), hookId: Type.String() }, STRICT),
    Type.Object({ key, on: Type.Literal("event"), eventId }, STRICT),
    Type.Object({ key, on: Type.Literal("sleep"), ...sleep }, STRICT),
    Type.Object({ key, on: Type.Literal("child"), ...child }, STRICT),
  ],
  { $id: "RaceBranchRequest" },
);

const StepOperations = [
  Type.Object(
    { op: Type.Literal("complete_step"), step, result: JsonText("What the step returned.") },
    STRICT,
  ),
  Type.Object(
    {
      op: Type.Literal("fail_step"),
      step,
      failure: Failure,
      retryable: Type.Boolean(),
      retryAfterMs: Type.Optional(durationMs("Try again no sooner than after this time.")),
      retries,
      retryDelay,
    },
    STRICT,
  ),
  Type.Object({ op: Type.Literal("sleep"), step, ...sleep }, STRICT),
  Type.Object(
    {
      op: Type.Literal("call"),
      step,
      url: Type.String(),
      method: Type.String(),
      headers: Type.Optional(HeaderPairs),
      body: Type.Optional(Type.String({ description: "Base64." })),
      timeoutMs: Type.Optional(durationMs("Of each attempt.")),
      retries: Type.Optional(Type.Integer({ minimum: 0 })),
      retryDelay,
      flowControl: orNull(FlowControl),
    },
    STRICT,
  ),
];

const WaitOperations = [
  Type.Object({ op: Type.Literal("create_hook"), step }, STRICT),
  Type.Object(
    {
      op: Type.Literal("wait_for_hook"),
      step,
      hookId: Type.String(),
      timeoutMs: durationMs("How long to wait."),
    },
    STRICT,
  ),
  Type.Object(
    {
      op: Type.Literal("wait_for_event"),
      step,
      eventId,
      timeoutMs: durationMs("How long to wait."),
    },
    STRICT,
  ),
  Type.Object(
    {
      op: Type.Literal("notify"),
      step,
      eventId,
      data: orNull(JsonText("Given to those who wait for it.")),
      runId: orNull(
        Type.String({ description: "Only this run is told, and keeps it until it waits." }),
      ),
    },
    STRICT,
  ),
  Type.Object({ op: Type.Literal("invoke"), step, ...child }, STRICT),
  Type.Object(
    {
      op: Type.Literal("race"),
      step,
      branches: Type.Array(RaceBranchRequest, { minItems: 1, maxItems: RACE_BRANCHES_MAX }),
    },
    STRICT,
  ),
];

const Operation = Type.Union([...StepOperations, ...WaitOperations], {
  $id: "Operation",
  description: "What an endpoint asks for one step.",
});

/** The body of `registerSteps`. */
export const RegisterStepsRequest = Type.Object(
  { operations: Type.Array(Operation, { minItems: 1, maxItems: OPERATIONS_MAX }) },
  { ...STRICT, $id: "RegisterStepsRequest", examples: [EXAMPLES.registerSteps] },
);

/** The answer of `registerSteps`. */
export const RegisteredSteps = Type.Object(
  {
    runId: Type.String(),
    steps: Type.Array(
      Type.Union([
        Type.Object({ step, status: Type.Literal("pending") }),
        Type.Object({ step, status: Type.Literal("closed"), entry: ClosingEntry }),
      ]),
      { description: "In the order of the operations." },
    ),
    again: Type.Optional(
      Type.Literal(true, {
        description: "Something happened that this invocation has not seen: suspend soon.",
      }),
    ),
  },
  { $id: "RegisteredSteps", examples: [EXAMPLES.registeredSteps] },
);

/** The answer of `getHistory`. */
export const HistoryPage = Type.Object(
  {
    journal: Type.Array(Type.Union([OpeningEntry, ClosingEntry]), {
      description: "Entries that open or close steps, in order of `seq`.",
    }),
    journalNext: Type.Union([Type.Integer(), Type.Null()], {
      description: "`from` of the next page; null at the end.",
    }),
  },
  { $id: "HistoryPage", examples: [EXAMPLES.historyPage] },
);
