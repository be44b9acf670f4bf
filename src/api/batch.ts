import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import type { Start } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";
import { callerIpOf } from "../http/caller-ip.ts";
import { jsonParser } from "../http/json-body.ts";
import { principalOf } from "../http/principal.ts";
import { PROBLEMS, refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { decideStart } from "./start-run.ts";
import {
  type RefusedRun,
  type StartedRun,
  StartedRuns,
  StartRunsRequest,
} from "./start-schemas.ts";

/** `startRuns`: many runs with one request, in one transaction. */
export function batchRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.batch", normalize: false }).post(
    "/v1/runs/batch",
    async ({ body, request, set, server }) => {
      const principal = principalOf(request);
      const callerIp = callerIpOf(server, request);
      const starts: { readonly runId: RunId; readonly command: Start }[] = [];
      for (const [index, one] of body.runs.entries()) {
        const decision = decideStart(deps, { request: one, principal, callerIp });
        if (!decision.ok) {
          const { code, field, detail } = decision;
          return refuse(set, code, { field: `runs[${index}].${field}`, detail });
        }
        starts.push(decision);
      }
      // Given to the engine within one turn of the event loop: one transaction.
      const outcomes = await Promise.all(
        starts.map(({ runId, command }) => deps.engine.apply(runId, command)),
      );
      return { runs: outcomes.map((outcome, index) => resultOf(starts[index]?.runId, outcome)) };
    },
    {
      parse: jsonParser(deps.controlBodyMax),
      body: StartRunsRequest,
      ...docs({
        operationId: "startRuns",
        tag: "Runs",
        summary: "Start many runs",
        description:
          "All are checked first: one that is invalid has the whole request refused, and `field` " +
          "says which. Then all are started in one transaction. One whose `runId` is taken by a " +
          "run with other content is `refused` in its place of the answer, and the others are " +
          "started all the same: so the request can be repeated safely, as can each of them.",
        security: "token",
        scope: "project",
        ok: { 200: StartedRuns },
        refusals: [
          ...ANY_WRITE,
          ...ANY_JSON,
          "invalid_id",
          "url_not_allowed",
          "invalid_header",
          "limit_exceeded",
        ],
      }),
    },
  );
}

function resultOf(runId: RunId | undefined, outcome: Outcome): StartedRun | RefusedRun {
  if (!outcome.ok) {
    const { status, detail } = PROBLEMS[outcome.code];
    return { runId: runId ?? "", refused: { code: outcome.code, status, detail } };
  }
  const { runId: started, status, createdAt } = outcome.state;
  return { runId: started, status, createdAt, deduplicated: !outcome.changed };
}
