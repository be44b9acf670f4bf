import { type Static, Type } from "@sinclair/typebox";
import { RETRIES_MAX, WAIT_MS_MAX } from "../core/run/limits.ts";
import { CallbackStatus } from "./dead-letter-schemas.ts";
import { EXAMPLES } from "./examples.ts";
import { runFilterBody } from "./run-filters.ts";
import { RunIdText } from "./schemas.ts";
import { FlowControl } from "./start-schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Dead letters that one request changes: they are one transaction, with their inputs. */
export const BULK_MAX = 100;

const resumeOptions = {
  retries: Type.Optional(
    Type.Integer({
      description: "From now on, in place of the run's own.",
      minimum: 0,
      maximum: RETRIES_MAX,
    }),
  ),
};

const restartOptions = {
  ...resumeOptions,
  flowControl: Type.Optional(FlowControl),
  delayMs: Type.Optional(
    Type.Integer({
      description: "The first invocation is sent so much later.",
      minimum: 0,
      maximum: WAIT_MS_MAX,
    }),
  ),
};

export const ResumeRequest = Type.Object(resumeOptions, {
  ...{ ...STRICT, $id: "ResumeRequest", examples: [{ retries: 5 }], "x-optional": true },
});

export const RestartRequest = Type.Object(restartOptions, {
  ...{ ...STRICT, $id: "RestartRequest", examples: [{ delayMs: 60_000 }], "x-optional": true },
});
export type RestartRequest = Static<typeof RestartRequest>;

const selection = {
  runIds: Type.Optional(
    Type.Array(RunIdText, {
      description: "These. Not together with filters.",
      minItems: 1,
      maxItems: BULK_MAX,
    }),
  ),
  ...runFilterBody,
  failureCallback: Type.Optional(CallbackStatus),
  all: Type.Optional(
    Type.Literal(true, { description: "Every dead letter. Not together with filters." }),
  ),
  count: Type.Optional(
    Type.Integer({
      description: `At most so many, the newest first; ${BULK_MAX} by default.`,
      minimum: 1,
      maximum: BULK_MAX,
    }),
  ),
};

/** Which dead letters a request is about. */
export const SelectionRequest = Type.Object(selection, {
  ...{ ...STRICT, $id: "DeadLetterSelection", examples: [EXAMPLES.selectDeadLetters] },
});
export type SelectionRequest = Static<typeof SelectionRequest>;

export const ResumeManyRequest = Type.Object(
  { ...selection, ...resumeOptions },
  { ...STRICT, $id: "ResumeManyRequest", examples: [EXAMPLES.selectDeadLetters] },
);

export const RestartManyRequest = Type.Object(
  { ...selection, ...restartOptions },
  { ...STRICT, $id: "RestartManyRequest", examples: [EXAMPLES.selectDeadLetters] },
);

const DeadLetterResult = Type.Object(
  {
    runId: RunIdText,
    done: Type.Boolean(),
    restartedAs: Type.Optional(RunIdText),
    code: Type.Optional(
      Type.String({ description: "Why it was not done.", examples: ["not_a_dead_letter"] }),
    ),
  },
  { ...STRICT, $id: "DeadLetterResult" },
);
export type DeadLetterResult = Static<typeof DeadLetterResult>;

export const DeadLetterResults = Type.Object(
  {
    runs: Type.Array(DeadLetterResult),
    more: Type.Boolean({ description: "There are more of the kind: repeat the request." }),
  },
  { ...STRICT, $id: "DeadLetterResults", examples: [EXAMPLES.deadLetterResults] },
);
export type DeadLetterResults = Static<typeof DeadLetterResults>;
