import { type Static, Type } from "@sinclair/typebox";
import { AnyJson, Failure } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** How a step can be. */
const StepStatus = Type.Union([
  Type.Literal("pending"),
  Type.Literal("retrying"),
  Type.Literal("succeeded"),
  Type.Literal("failed"),
  Type.Literal("timed_out"),
  Type.Literal("canceled"),
]);

const StepRetry = Type.Object(
  {
    attempt: Type.Integer({ description: "The attempt that failed, from 1." }),
    at: Type.Integer(),
    retryAt: Type.Integer(),
    failure: Failure,
  },
  { ...STRICT, $id: "StepRetry", description: "An attempt that failed, and was repeated." },
);

const RaceBranch = Type.Object(
  {
    key: Type.String({ description: "The workflow's name for it." }),
    on: Type.Union([
      Type.Literal("hook"),
      Type.Literal("event"),
      Type.Literal("sleep"),
      Type.Literal("child"),
    ]),
    hookId: Type.Optional(Type.String()),
    eventId: Type.Optional(Type.String()),
    dueAt: Type.Optional(Type.Integer()),
    childRunId: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
  },
  { ...STRICT, $id: "RaceBranch" },
);

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
        Type.Literal("event"),
        Type.Literal("notify"),
        Type.Literal("child"),
        Type.Literal("race"),
      ],
      {
        description:
          "`hook` makes a hook, `wait` waits for one to be called; `event` waits for an event.",
      },
    ),
    status: StepStatus,
    seq: Type.Integer({ description: "Its first entry in the journal." }),
    closedSeq: Type.Union([Type.Integer(), Type.Null()], { description: "The entry it ended by." }),
    openedAt: Type.Union([Type.Integer(), Type.Null()]),
    closedAt: Type.Union([Type.Integer(), Type.Null()]),
    attempts: Type.Integer({ description: "Attempts that ended so far." }),
    result: Type.Optional(
      AnyJson(
        "Of a `run`; the data of an event; the output of a child run. Not when it is large, or " +
          "when the event was kept before the wait began: the journal has it.",
      ),
    ),
    failure: Type.Optional(Failure),
    retryAt: Type.Optional(Type.Integer({ description: "When it is tried again, epoch ms." })),
    retries: Type.Optional(Type.Array(StepRetry, { description: "The last ones, in order." })),
    dueAt: Type.Optional(Type.Integer({ description: "When the sleep or wait ends, epoch ms." })),
    hookId: Type.Optional(Type.String()),
    callId: Type.Optional(Type.String({ description: "The call that the wait got." })),
    eventId: Type.Optional(Type.String()),
    notified: Type.Optional(Type.Integer({ description: "How many runs the event was told to." })),
    url: Type.Optional(Type.String({ description: "What is called, or invoked." })),
    method: Type.Optional(Type.String()),
    responseStatus: Type.Optional(Type.Integer({ description: "HTTP status that a call got." })),
    bodySize: Type.Optional(Type.Integer({ description: "Bytes of the result or response." })),
    childRunId: Type.Optional(Type.String()),
    branches: Type.Optional(Type.Array(RaceBranch, { description: "Of a race." })),
    winner: Type.Optional(Type.String({ description: "The key of the branch that won." })),
  },
  { ...STRICT, $id: "StepView" },
);
export type StepView = Static<typeof StepView>;

export const StepGroup = Type.Object(
  {
    type: Type.Union([Type.Literal("sequential"), Type.Literal("parallel")], {
      description: "`parallel`: steps that were open at the same time.",
    }),
    steps: Type.Array(Type.String(), { description: "`step` of each, in order." }),
  },
  { ...STRICT, $id: "StepGroup" },
);
export type StepGroup = Static<typeof StepGroup>;
