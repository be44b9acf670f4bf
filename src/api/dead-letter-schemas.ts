import { type Static, Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { runFilterQuery } from "./run-filters.ts";
import { AttemptView, RunSummary } from "./run-schemas.ts";
import { Failure, RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** What became of telling the failure. */
export const CallbackStatus = Type.Union(
  [
    Type.Literal("pending"),
    Type.Literal("handled"),
    Type.Literal("no_handler"),
    Type.Literal("failed"),
  ],
  {
    $id: "CallbackStatus",
    description:
      "What became of telling the failure, to the workflow's failure function or the failure URL.",
  },
);
export type CallbackStatus = Static<typeof CallbackStatus>;

export const deadLetterFilterQuery = {
  ...runFilterQuery,
  failureCallback: Type.Optional(CallbackStatus),
};

const deadLetterFields = {
  failure: Failure,
  failedStep: Type.Union([Type.String(), Type.Null()], {
    description: "The step whose failure the workflow did not catch: a resume begins with it.",
  }),
  failureCallback: CallbackStatus,
};

export const DeadLetterSummary = Type.Object(
  { ...RunSummary.properties, ...deadLetterFields },
  { ...STRICT, $id: "DeadLetterSummary" },
);
export type DeadLetterSummary = Static<typeof DeadLetterSummary>;

export const DeadLetter = Type.Object(
  {
    ...RunSummary.properties,
    ...deadLetterFields,
    lastAttempt: Type.Union([AttemptView, Type.Null()], {
      description: "The request that failed last: an invocation, or a call of the failed step.",
    }),
  },
  { ...STRICT, $id: "DeadLetter", description: "A failed run that can be resumed or restarted." },
);
export type DeadLetter = Static<typeof DeadLetter>;

export const DeadLetterList = Type.Object(
  {
    deadLetters: Type.Array(DeadLetterSummary, { description: "Newest run first." }),
    cursor: Type.Union([Type.String(), Type.Null()], {
      description: "For the next page, if any. With filters a page may be shorter than its limit.",
    }),
  },
  { ...STRICT, $id: "DeadLetterList" },
);

const ResumedRun = { runId: RunIdText, status: Type.Literal("running") };

export const Resumed = Type.Object(ResumedRun, {
  ...{ ...STRICT, $id: "ResumedRun", examples: [EXAMPLES.resumed] },
});

export const Restarted = Type.Object(
  { runId: RunIdText, restartedAs: RunIdText },
  { ...STRICT, $id: "RestartedRun", examples: [EXAMPLES.restarted] },
);

export const Discarded = Type.Object(
  { runId: RunIdText },
  { ...STRICT, $id: "DiscardedRun", examples: [EXAMPLES.discarded] },
);

export const CallbackRequested = Type.Object(
  { runId: RunIdText, failureCallback: Type.Literal("pending") },
  { ...STRICT, $id: "CallbackRequested", examples: [EXAMPLES.callbackRequested] },
);
