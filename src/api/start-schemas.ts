import { type Static, Type } from "@sinclair/typebox";
import {
  FLOW_KEY_PATTERN,
  PARALLELISM_MAX,
  PERIOD_MS_MAX,
  PERIOD_MS_MIN,
  RATE_MAX,
} from "../core/flow-control/limits.ts";
import { RETRY_EXPRESSION_LENGTH_MAX } from "../core/retry-expression.ts";
import { RETRIES_MAX, WAIT_MS_MAX } from "../core/run/limits.ts";
import { LABEL_PATTERN, LABELS_MAX } from "../http/labels.ts";
import { EXAMPLES } from "./examples.ts";
import { RedactRequest } from "./redaction.ts";
import { AnyJson, Instant, ProjectText, RunIdText, RunStatus } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Retries of a run that does not say: as many as the SDKs promise. */
export const RETRIES_DEFAULT = 3;

/** Runs of one batch: they are one transaction, and one answer. */
export const BATCH_MAX = 100;

/** Limits that requests with the same key share. */
export const FlowControl = Type.Object(
  {
    key: Type.String({
      description: "Requests with the same key share its limits.",
      pattern: FLOW_KEY_PATTERN,
    }),
    parallelism: Type.Optional(
      Type.Integer({
        description: "How many may be under way at once.",
        minimum: 1,
        maximum: PARALLELISM_MAX,
      }),
    ),
    rate: Type.Optional(
      Type.Integer({
        description: "How many may begin within `periodMs`.",
        minimum: 1,
        maximum: RATE_MAX,
      }),
    ),
    periodMs: Type.Optional(
      Type.Integer({
        description: "The period of the rate; a second by default.",
        minimum: PERIOD_MS_MIN,
        maximum: PERIOD_MS_MAX,
      }),
    ),
  },
  {
    ...STRICT,
    $id: "FlowControl",
    description: "Limits by key. The newest values given for a key count.",
    examples: [EXAMPLES.flowControl],
  },
);

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
    Type.Array(Type.String({ pattern: LABEL_PATTERN }), {
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
  retryDelay: Type.Optional(
    Type.String({
      description:
        "The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with " +
        "`+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.",
      minLength: 1,
      maxLength: RETRY_EXPRESSION_LENGTH_MAX,
      examples: ["pow(2, retried) * 1000"],
    }),
  ),
  delayMs: Type.Optional(
    Type.Integer({
      description: "The first invocation is sent so much later. Not together with `notBefore`.",
      minimum: 0,
      maximum: WAIT_MS_MAX,
    }),
  ),
  notBefore: Type.Optional(Instant("The first invocation is not sent before, epoch ms.")),
  flowControl: Type.Optional(FlowControl),
  failureUrl: Type.Optional(
    Type.String({
      description: "Told when the run has failed, in place of the workflow's failure function.",
    }),
  ),
  project: Type.Optional(ProjectText),
  redact: Type.Optional(RedactRequest),
};

export const PutRunRequest = Type.Object(startFields, {
  ...STRICT,
  $id: "PutRunRequest",
  examples: [EXAMPLES.putRun],
});
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
  { ...STRICT, $id: "StartedRun", examples: [EXAMPLES.startedRun] },
);
export type StartedRun = Static<typeof StartedRun>;

export const StartRunsRequest = Type.Object(
  { runs: Type.Array(StartRunRequest, { minItems: 1, maxItems: BATCH_MAX }) },
  { ...STRICT, $id: "StartRunsRequest", examples: [EXAMPLES.startRuns] },
);

/** A run of a batch that was not started, while others were. */
export const RefusedRun = Type.Object(
  {
    runId: RunIdText,
    refused: Type.Object(
      {
        code: Type.String({ description: "As in a problem.", examples: ["idempotency_mismatch"] }),
        status: Type.Integer({ description: "As if it had been started by itself." }),
        detail: Type.String(),
      },
      STRICT,
    ),
  },
  { ...STRICT, $id: "RefusedRun" },
);
export type RefusedRun = Static<typeof RefusedRun>;

export const StartedRuns = Type.Object(
  {
    runs: Type.Array(Type.Union([StartedRun, RefusedRun]), {
      description: "In the order of the request.",
    }),
  },
  { ...STRICT, $id: "StartedRuns", examples: [EXAMPLES.startedRuns] },
);
