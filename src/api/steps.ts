import { Elysia } from "elysia";
import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type { Operation } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Accepted, StepReply, Unchanged } from "../core/run/outcome.ts";
import type { RunState } from "../core/run/state.ts";
import { bearerToken } from "../http/auth.ts";
import { shownField } from "../http/field-path.ts";
import { type FieldProblem, isRecord } from "../http/field-reader.ts";
import { refuseUnauthorized } from "../http/guard.ts";
import { readJson } from "../http/json-body.ts";
import { mintHook } from "../http/mint-hook.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import { decodeOperations, entryToWire, type WireContext, type WireEntry } from "../http/wire.ts";
import type { Storage } from "../storage/storage.ts";
import type { ApiDeps } from "./deps.ts";
import { RegisteredSteps, RegisterStepsRequest } from "./wire-schemas.ts";

const CLOSED_RESULT_OMITTED: WireContext = { omitResult: true };

/**
 * `registerSteps`: what endpoints write while they run. The busiest route of the control API: its
 * body is decoded by hand and its answer is not checked against the schema again.
 */
export function stepRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.steps", normalize: false }).post(
    "/v1/runs/:runId/steps",
    ({ request, params, set }) => registerSteps(deps, { request, runId: params.runId, set }),
    {
      parse: "none" as const,
      // No `response`: the answer is made here, and checking it would cost more than making it.
      detail: docs({
        operationId: "registerSteps",
        tag: "Steps",
        summary: "Register steps of a running invocation",
        description:
          "For endpoints, with the capability token of their invocation. All operations are " +
          "applied or none; repeating the request changes nothing and gives the same answer.",
        security: "capability",
        ok: { 200: RegisteredSteps },
        body: { type: "application/json", schema: RegisterStepsRequest, required: true },
        refusals: [
          ...ANY_WRITE,
          ...ANY_JSON,
          "run_not_found",
          "run_finished",
          "stale_invocation",
          "step_conflict",
          "hook_not_found",
          "url_not_allowed",
          "limit_exceeded",
        ],
      }).detail,
    },
  );
}

interface StepsRequest {
  readonly request: Request;
  readonly runId: string;
  readonly set: AnswerHeaders;
}

async function registerSteps(deps: ApiDeps, { request, runId, set }: StepsRequest) {
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

function decodeRequest(deps: ApiDeps, body: unknown): DecodedRequest {
  if (!isRecord(body)) return invalid("", "The body must be an object with operations.");
  const surplus = Object.keys(body).find((key) => key !== "operations");
  if (surplus !== undefined) return invalid(surplus, "is not a known field");
  const decoded = decodeOperations(body.operations, () => mintHook(deps.ids, deps.publicUrl));
  if (!decoded.ok) return decoded;
  if (decoded.value.length === 0) return invalid("operations", "must not be empty");
  const calls = decoded.value.findIndex(
    (operation) => operation.op === "call" && deps.checkUrl(operation.request.url) !== null,
  );
  if (calls === -1) return decoded;
  const detail = "The server may not send requests to this URL.";
  return { ok: false, code: "url_not_allowed", field: `operations[${calls}].url`, detail };
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

/** Only a received call is not in its entry: it is stored with the hook. */
async function contextOf(
  storage: Storage,
  state: RunState,
  entry: JournalEntry,
): Promise<WireContext> {
  if (entry.type !== "hook_received") return CLOSED_RESULT_OMITTED;
  const { hookId, callSeq } = entry.data;
  const call = await storage.loadHookCall(hookId, callSeq);
  const hooks = state.status === "running" ? state.hooks : [];
  const hook = hooks.find((candidate) => candidate.hookId === hookId);
  assert(call !== null && hook !== undefined, "a received call is stored with its hook");
  return { received: { request: call.request, body: call.body, hookUrl: hook.url } };
}
