import { Type } from "@sinclair/typebox";
import { EXAMPLES } from "./examples.ts";
import { Failure, HeaderPairs } from "./schemas.ts";

/**
 * The native protocol's part of the OpenAPI document. These schemas describe; what is accepted is
 * decided by `http/operation.ts`, which also says more precisely what is wrong.
 */

const STRICT = { additionalProperties: false } as const;

const step = Type.String({
  description: "`<name>#<occurrence>`, occurrence from 1.",
  examples: ["charge#1"],
});

const durationMs = (description: string) => Type.Integer({ description, minimum: 0 });

const JsonText = (description: string) =>
  Type.String({ description: `${description} A string that holds a JSON document.` });

const Operation = Type.Union(
  [
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
        retries: Type.Optional(Type.Integer({ description: "Instead of the run's own number." })),
      },
      STRICT,
    ),
    Type.Object(
      {
        op: Type.Literal("sleep"),
        step,
        durationMs: Type.Optional(durationMs("Either this or `until`.")),
        until: Type.Optional(Type.Integer({ description: "Epoch ms." })),
      },
      STRICT,
    ),
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
      },
      STRICT,
    ),
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
  ],
  { $id: "Operation", description: "What an endpoint asks for one step." },
);

/** The body of `registerSteps`. */
export const RegisterStepsRequest = Type.Object(
  { operations: Type.Array(Operation, { minItems: 1, maxItems: 1_000 }) },
  { ...STRICT, $id: "RegisterStepsRequest", examples: [EXAMPLES.registerSteps] },
);

const closing = { seq: Type.Integer(), at: Type.Integer(), step };

/** Entries that close a step, as an endpoint reads them. */
const ClosingEntry = Type.Union(
  [
    Type.Object({
      ...closing,
      type: Type.Literal("step_completed"),
      result: Type.Optional(JsonText("Left out where the reader has just sent it.")),
    }),
    Type.Object({
      ...closing,
      type: Type.Literal("step_failed"),
      failure: Failure,
      attempts: Type.Integer(),
    }),
    Type.Object({ ...closing, type: Type.Literal("sleep_completed") }),
    Type.Object({
      ...closing,
      type: Type.Literal("call_completed"),
      status: Type.Integer(),
      headers: HeaderPairs,
      body: Type.String({ description: "Base64." }),
    }),
    Type.Object({
      ...closing,
      type: Type.Literal("hook_created"),
      hookId: Type.String(),
      url: Type.String(),
    }),
    Type.Object({
      ...closing,
      type: Type.Literal("hook_received"),
      hookId: Type.String(),
      callId: Type.String(),
      request: Type.Object({
        method: Type.String(),
        url: Type.String(),
        headers: HeaderPairs,
        body: Type.String({ description: "Base64." }),
      }),
    }),
    Type.Object({ ...closing, type: Type.Literal("wait_timed_out"), hookId: Type.String() }),
  ],
  { $id: "ClosingEntry" },
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
