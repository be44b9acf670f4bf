import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type { Operation } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Accepted, StepReply, Unchanged } from "../core/run/outcome.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import { readPointers } from "../engine/journal-reader.ts";
import { bearerToken } from "../http/auth.ts";
import { shownField } from "../http/field-path.ts";
import { type FieldProblem, isRecord } from "../http/field-reader.ts";
import { refuseUnauthorized } from "../http/guard.ts";
import { readJson } from "../http/json-body.ts";
import { mintHook } from "../http/mint-hook.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import {
  decodeOperations,
  entryToWire,
  contextOf as pointersOf,
  type WireContext,
  type WireEntry,
} from "../http/wire.ts";
import type { Storage } from "../storage/storage.ts";
import type { ApiDeps } from "./deps.ts";

const CLOSED_RESULT_OMITTED: WireContext = { omitResult: true };

/** What registering steps needs of the world. */
export type RegistrationDeps = Pick<
  ApiDeps,
  | "engine"
  | "storage"
  | "clock"
  | "ids"
  | "publicUrl"
  | "controlBodyMax"
  | "verifyCapability"
  | "checkUrl"
>;

/** A request to `registerSteps`. */
export interface StepsRequest {
  readonly request: Request;
  readonly runId: string;
  readonly set: AnswerHeaders;
}

/** Registers an endpoint's steps: the answer as JSON text, or a refusal. Knows no web framework. */
export async function registerSteps(
  deps: RegistrationDeps,
  { request, runId, set }: StepsRequest,
): Promise<string | Response> {
  const token = bearerToken(request.headers);
  const capability = token === null ? null : deps.verifyCapability(token);
  if (capability === null || capability.runId !== runId) return refuseUnauthorized(set);
  const body = await readJson(request, deps.controlBodyMax);
  if (!body.ok) return refuse(set, body.code);
  const decoded = decodeRequest(deps, body.value);
  if (!decoded.ok) return refuseField(set, decoded);

  const { epoch } = capability;
  const outcome = await deps.engine.apply(capability.runId, {
    type: "register_steps",
    at: deps.clock.now(),
    jitter: deps.ids.jitter(),
    epoch,
    operations: decoded.value,
  });
  if (!outcome.ok) return refuse(set, outcome.code);
  const answer = await answerOf(deps.storage, outcome, epoch);
  // A text, not a Response: Elysia would make a second one to add the common headers.
  set.headers["content-type"] = "application/json";
  return JSON.stringify(answer);
}

type DecodedRequest = { readonly ok: true; readonly value: readonly Operation[] } | FieldProblem;

function decodeRequest(deps: RegistrationDeps, body: unknown): DecodedRequest {
  if (!isRecord(body)) return invalid("", "The body must be an object with operations.");
  const surplus = Object.keys(body).find((key) => key !== "operations");
  if (surplus !== undefined) return invalid(surplus, "is not a known field");
  const mint = {
    hook: () => mintHook(deps.ids, deps.publicUrl),
    runId: () => deps.ids.runId(),
  };
  const decoded = decodeOperations(body.operations, mint);
  if (!decoded.ok) return decoded;
  if (decoded.value.length === 0) return invalid("operations", "must not be empty");
  const at = decoded.value.findIndex((operation) =>
    targetsOf(operation).some((url) => deps.checkUrl(url) !== null),
  );
  if (at === -1) return decoded;
  const detail = "The server may not send requests to this URL.";
  return { ok: false, code: "url_not_allowed", field: `operations[${at}].url`, detail };
}

/** The URLs that an operation has the server send requests to. */
function targetsOf(operation: Operation): readonly string[] {
  if (operation.op === "call") return [operation.request.url];
  if (operation.op === "invoke") return [operation.url];
  if (operation.op !== "race") return [];
  return operation.branches.flatMap((one) => (one.on === "child" ? [one.child.url] : []));
}

function invalid(field: string, detail: string): FieldProblem {
  return { ok: false, code: "validation_failed", field, detail };
}

/** A `FieldProblem`'s detail is either a sentence or the rest of one that begins with the field. */
function refuseField(set: AnswerHeaders, problem: FieldProblem): Response {
  const field = shownField(problem.field);
  const isSentence = /^[A-Z]/.test(problem.detail);
  const detail = isSentence ? problem.detail : `${field ?? "A field"} ${problem.detail}.`;
  return refuse(set, problem.code, { field, detail });
}

interface StepsAnswer {
  readonly runId: RunId;
  readonly steps: readonly StepAnswer[];
  readonly again?: true;
}

type StepAnswer =
  | { readonly step: string; readonly status: "pending" }
  | { readonly step: string; readonly status: "closed"; readonly entry: WireEntry | null };

async function answerOf(
  storage: Storage,
  { state, reply }: Accepted | Unchanged,
  epoch: number,
): Promise<StepsAnswer> {
  assert(reply.type === "registered", "register_steps is answered with its steps");
  const steps: StepAnswer[] = [];
  for (const one of reply.steps) steps.push(await stepAnswer(storage, state, one));
  const isBehind =
    state.status === "running" &&
    state.invocations.some((one) => one.phase === "leased" && one.epoch === epoch && one.again);
  return isBehind ? { runId: state.runId, steps, again: true } : { runId: state.runId, steps };
}

async function stepAnswer(
  storage: Storage,
  state: RunState,
  { step, closed }: StepReply,
): Promise<StepAnswer> {
  if (closed === null) return { step, status: "pending" };
  const context = await contextOf(storage, state, closed);
  return { step, status: "closed", entry: entryToWire(closed, context) };
}

/** What an entry points at is loaded too: a call is stored with its hook, an event was kept. */
async function contextOf(
  storage: Storage,
  state: RunState,
  entry: JournalEntry,
): Promise<WireContext> {
  if (entry.type === "step_completed") return CLOSED_RESULT_OMITTED;
  const hooks = isOpen(state) ? state.hooks : [];
  return pointersOf(await readPointers(storage, { runId: state.runId, hooks }, entry), entry.seq);
}
