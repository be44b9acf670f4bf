import { type TSchema, Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { jsonParser } from "../http/json-body.ts";
import { flowControlOf } from "../http/operation-fields.ts";
import { principalOf } from "../http/principal.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import {
  type DeadLetterAct,
  type PreparedAct,
  performActs,
  prepareAct,
} from "./dead-letter-acts.ts";
import {
  type RestartRequest,
  RestartRequest as RestartSchema,
  ResumeRequest,
} from "./dead-letter-requests.ts";
import { CallbackRequested, Discarded, Restarted, Resumed } from "./dead-letter-schemas.ts";
import type { ApiDeps } from "./deps.ts";
import { visibleRun } from "./project-scope.ts";
import { RunIdText } from "./schemas.ts";

const params = Type.Object({ runId: RunIdText });

/** What is done with one dead letter. */
export function deadLetterActRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  return new Elysia({ name: "api.dead-letters.acts", normalize: false })
    .post(
      "/v1/dead-letters/:runId/resume",
      async ({ params: { runId }, body, request, set }) => {
        const act = resumeAct(body ?? {});
        const done = await actOn(deps, { act, runId: runId as RunId, request, set });
        return done instanceof Response ? done : { runId, status: "running" as const };
      },
      {
        ...{ parse, params, body: Type.Optional(ResumeRequest) },
        ...actDocs("resumeDeadLetter", Resumed, {
          summary: "Resume a failed run",
          description:
            "The same run goes on from the step that failed, with everything it has recorded. " +
            "What came for it meanwhile (hook calls, events, ends of child runs) is there.",
        }),
      },
    )
    .post(
      "/v1/dead-letters/:runId/restart",
      async ({ params: { runId }, body, request, set }) => {
        const act = restartAct(body ?? {});
        if ("fault" in act) return refuse(set, "validation_failed", act.fault);
        const done = await actOn(deps, { act, runId: runId as RunId, request, set });
        if (done instanceof Response) return done;
        return { runId, restartedAs: done.restartedAs ?? "" };
      },
      {
        ...{ parse, params, body: Type.Optional(RestartSchema) },
        ...actDocs("restartDeadLetter", Restarted, {
          summary: "Start a failed run anew",
          description:
            "Starts another run with the same input, headers, labels and options, and takes the " +
            "failed one out of the dead letters, both in one transaction.",
        }),
      },
    )
    .delete(
      "/v1/dead-letters/:runId",
      async ({ params: { runId }, request, set }) => {
        const act = { type: "discard" } as const;
        const done = await actOn(deps, { act, runId: runId as RunId, request, set });
        return done instanceof Response ? done : { runId };
      },
      {
        params,
        ...actDocs("discardDeadLetter", Discarded, {
          summary: "Give a failed run up",
          description: "The run stays, but cannot be resumed and receives nothing any more.",
        }),
      },
    )
    .post(
      "/v1/dead-letters/:runId/failure-callback",
      async ({ params: { runId }, request, set }) => {
        const act = { type: "failure-callback" } as const;
        const done = await actOn(deps, { act, runId: runId as RunId, request, set });
        if (done instanceof Response) return done;
        return { runId, failureCallback: "pending" as const };
      },
      {
        params,
        ...actDocs("retryFailureCallback", CallbackRequested, {
          summary: "Tell the endpoint of the failure once more",
          description: "Calls the workflow's failure function, or the failure URL, again.",
        }),
      },
    );
}

/** The act that a checked body asks for. */
export function resumeAct({ retries }: { readonly retries?: number }): DeadLetterAct {
  return { type: "resume", retries: retries ?? null };
}

/** The act that a checked body asks for, or what is wrong with it. */
export function restartAct({
  flowControl,
  ...options
}: RestartRequest): DeadLetterAct | { readonly fault: { field: string; detail: string } } {
  if (flowControl === undefined) return { type: "restart", options, flow: null };
  const read = flowControlOf(flowControl);
  if (read.ok) return { type: "restart", options, flow: read.flow };
  const field = read.field === "" ? "flowControl" : `flowControl.${read.field}`;
  return { fault: { field, detail: `${field}: ${read.detail}.` } };
}

interface ActRequest {
  readonly act: DeadLetterAct;
  readonly runId: RunId;
  readonly request: Request;
  readonly set: AnswerHeaders;
}

/** Does it, or gives the refusal. */
async function actOn(
  deps: ApiDeps,
  { act, runId, request, set }: ActRequest,
): Promise<PreparedAct | Response> {
  const run = await visibleRun(deps, principalOf(request), runId);
  if (run === null) return refuse(set, "run_not_found");
  const prepared = await prepareAct(deps, run, act);
  const [outcome] = await performActs(deps, [prepared]);
  return outcome?.ok === false ? refuse(set, outcome.code) : prepared;
}

function actDocs<Ok extends TSchema>(
  operationId: string,
  answer: Ok,
  texts: { readonly summary: string; readonly description: string },
) {
  return docs({
    ...{ operationId, tag: "Dead letters", security: "token", scope: "project" },
    ...texts,
    ok: { 200: answer },
    refusals: [...ANY_WRITE, ...ANY_JSON, ...ACT_REFUSALS],
  });
}

const ACT_REFUSALS = [
  "invalid_id",
  "run_not_found",
  "not_a_dead_letter",
  "limit_exceeded",
] as const satisfies readonly ProblemCode[];
