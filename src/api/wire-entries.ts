import { Type } from "@sinclair/typebox";
import { Failure, HeaderPairs } from "./schemas.ts";

/** Journal entries as an endpoint reads them; section 1 of `docs/protocol.md`. */

/** A step on the wire. */
export const step = Type.String({
  description: "`<name>#<occurrence>`, occurrence from 1.",
  examples: ["charge#1"],
});

/** A JSON document inside JSON: the server keeps it byte for byte. */
export const JsonText = (description: string) =>
  Type.String({ description: `${description} A string that holds a JSON document.` });

const entry = { seq: Type.Integer(), at: Type.Integer({ description: "Epoch ms." }), step };

const call = {
  hookId: Type.String(),
  callId: Type.String(),
  request: Type.Object({
    method: Type.String(),
    url: Type.String(),
    headers: HeaderPairs,
    body: Type.String({ description: "Base64." }),
  }),
};

const event = {
  eventId: Type.String(),
  data: Type.Union([JsonText("What was told."), Type.Null()]),
};

const child = {
  childRunId: Type.String(),
  status: Type.Union([Type.Literal("succeeded"), Type.Literal("failed"), Type.Literal("canceled")]),
  output: Type.Union([JsonText("What the child returned."), Type.Null()]),
  failure: Type.Optional(Failure),
};

const on = Type.Union([
  Type.Literal("hook"),
  Type.Literal("event"),
  Type.Literal("sleep"),
  Type.Literal("child"),
]);

const timeout = { timeoutMs: Type.Integer(), timeoutAt: Type.Integer() };

/** Entries that open a step. */
export const OpeningEntry = Type.Union(
  [
    Type.Object({
      ...entry,
      type: Type.Literal("sleep_started"),
      dueAt: Type.Integer(),
      requested: Type.Union([
        Type.Object({ durationMs: Type.Integer() }),
        Type.Object({ until: Type.Integer() }),
      ]),
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("call_started"),
      url: Type.String(),
      method: Type.String(),
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("wait_started"),
      hookId: Type.String(),
      ...timeout,
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("event_wait_started"),
      eventId: Type.String(),
      ...timeout,
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("child_started"),
      childRunId: Type.String(),
      url: Type.String(),
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("race_started"),
      branches: Type.Array(Type.Object({ key: Type.String(), on })),
    }),
  ],
  { $id: "OpeningEntry" },
);

const won = { ...entry, type: Type.Literal("race_won"), key: Type.String() };

/** Entries that close a step. */
export const ClosingEntry = Type.Union(
  [
    Type.Object({
      ...entry,
      type: Type.Literal("step_completed"),
      result: Type.Optional(JsonText("Left out where the reader has just sent it.")),
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("step_failed"),
      failure: Failure,
      attempts: Type.Integer(),
    }),
    Type.Object({ ...entry, type: Type.Literal("sleep_completed") }),
    Type.Object({
      ...entry,
      type: Type.Literal("call_completed"),
      status: Type.Integer(),
      headers: HeaderPairs,
      body: Type.String({ description: "Base64." }),
    }),
    Type.Object({
      ...entry,
      type: Type.Literal("hook_created"),
      hookId: Type.String(),
      url: Type.String(),
    }),
    Type.Object({ ...entry, type: Type.Literal("hook_received"), ...call }),
    Type.Object({ ...entry, type: Type.Literal("wait_timed_out"), hookId: Type.String() }),
    Type.Object({ ...entry, type: Type.Literal("event_received"), ...event }),
    Type.Object({ ...entry, type: Type.Literal("event_wait_timed_out"), eventId: Type.String() }),
    Type.Object({
      ...entry,
      type: Type.Literal("event_notified"),
      eventId: Type.String(),
      waiters: Type.Array(Type.Object({ runId: Type.String(), kept: Type.Boolean() })),
      total: Type.Integer({ description: "Runs that were told; `waiters` lists the first 1,000." }),
    }),
    Type.Object({ ...entry, type: Type.Literal("child_completed"), ...child }),
    Type.Object({ ...won, on: Type.Literal("hook"), ...call }),
    Type.Object({ ...won, on: Type.Literal("event"), ...event }),
    Type.Object({ ...won, on: Type.Literal("sleep") }),
    Type.Object({ ...won, on: Type.Literal("child"), ...child }),
  ],
  { $id: "ClosingEntry" },
);
