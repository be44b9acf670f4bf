import { type Static, Type } from "@sinclair/typebox";
import { RETRIES_MAX } from "../core/run/limits.ts";
import { EXAMPLES } from "./examples.ts";
import { AnyJson, Instant, RunIdText, RunStatus } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

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
