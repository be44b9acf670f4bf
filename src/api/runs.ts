import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { callerIpOf } from "../http/caller-ip.ts";
import { jsonParser } from "../http/json-body.ts";
import { principalOf } from "../http/principal.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { RunRecord } from "../storage/storage.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { visibleRun } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import { loadRunDetails, summaryOf } from "./run-details.ts";
import { narrowingOf, runFilterQuery, statusFilterQuery, wrongTextFilter } from "./run-filters.ts";
import { RunDetails, RunSummary, STEPS_SHOWN_MAX } from "./run-schemas.ts";
import { RunIdText } from "./schemas.ts";
import { type AskedStart, decideStart } from "./start-run.ts";
import { PutRunRequest, StartedRun, StartRunRequest } from "./start-schemas.ts";

const RunParams = Type.Object({ runId: RunIdText });

const STRICT = { additionalProperties: false } as const;

/** Runs in one page of the list. */
const PAGE_DEFAULT = 50;

const ListQuery = Type.Object(
  {
    ...statusFilterQuery,
    ...runFilterQuery,
    limit: queryInteger({
      description: "How many runs.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
    cursor: Type.Optional(Type.String({ description: "Continues an earlier page." })),
  },
  STRICT,
);

const RunList = Type.Object(
  {
    runs: Type.Array(RunSummary),
    cursor: Type.Union([Type.String(), Type.Null()], { description: "For the next page, if any." }),
  },
  { ...STRICT, $id: "RunList" },
);

const DetailsQuery = Type.Object(
  {
    stepsFrom: queryInteger({
      description: "Steps that were recorded from this `seq` on: `stepsNext` of an earlier answer.",
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    }),
    stepsLimit: queryInteger({
      description: "How many steps.",
      minimum: 1,
      maximum: STEPS_SHOWN_MAX,
      default: STEPS_SHOWN_MAX,
    }),
  },
  STRICT,
);

const CancelRunRequest = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 1_000, description: "Kept with the run." })) },
  { ...STRICT, $id: "CancelRunRequest", examples: [EXAMPLES.cancel], "x-optional": true },
);

const CanceledRun = Type.Object(
  { runId: RunIdText, status: Type.Literal("canceled") },
  { ...STRICT, $id: "CanceledRun", examples: [EXAMPLES.canceledRun] },
);

const START_OK = { 201: StartedRun, 200: StartedRun };

const START_REFUSALS = [
  ...ANY_WRITE,
  ...ANY_JSON,
  "invalid_id",
  "url_not_allowed",
  "invalid_header",
  "idempotency_mismatch",
  "limit_exceeded",
] as const;

/** `/v1/runs`: start, find, read and cancel runs. */
export function runRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  return new Elysia({ name: "api.runs", normalize: false })
    .post(
      "/v1/runs",
      ({ body, request, set, server }) => {
        const callerIp = callerIpOf(server, request);
        return start(deps, { request: body, principal: principalOf(request), callerIp }, set);
      },
      {
        parse,
        body: StartRunRequest,
        ...docs({
          operationId: "startRun",
          tag: "Runs",
          summary: "Start a run",
          description:
            "With a `runId` of your own the request can be repeated safely: the second one " +
            "answers `200` with `deduplicated: true`.",
          security: "token",
          scope: "project",
          ok: START_OK,
          refusals: START_REFUSALS,
        }),
      },
    )
    .put(
      "/v1/runs/:runId",
      ({ params, body, request, set, server }) => {
        const callerIp = callerIpOf(server, request);
        const named = { ...body, runId: params.runId };
        return start(deps, { request: named, principal: principalOf(request), callerIp }, set);
      },
      {
        parse,
        params: RunParams,
        body: PutRunRequest,
        ...docs({
          operationId: "putRun",
          tag: "Runs",
          summary: "Start a run under an id of your own",
          security: "token",
          scope: "project",
          ok: START_OK,
          refusals: START_REFUSALS,
        }),
      },
    )
    .use(readRoutes(deps))
    .use(cancelRoute(deps));
}

function readRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.runs.read", normalize: false })
    .get(
      "/v1/runs",
      async ({ query, request, set }) => {
        const limit = integerOf(query.limit, PAGE_DEFAULT);
        const wrong = wrongTextFilter(query);
        if (wrong !== null) return refuse(set, "validation_failed", { field: wrong });
        const narrowing = narrowingOf(query, principalOf(request));
        if (narrowing === null) return refuse(set, "forbidden", { field: "project" });
        const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
        if (before === null) return refuse(set, "invalid_cursor", { field: "cursor" });
        const page = before === undefined ? {} : { before };
        const records = await storage.listRuns({ ...narrowing, ...page, limit: limit + 1 });
        const runs = records.slice(0, limit);
        return { runs: runs.map(summaryOf), cursor: records.length > limit ? nextOf(runs) : null };
      },
      {
        query: ListQuery,
        ...docs({
          operationId: "listRuns",
          tag: "Runs",
          summary: "List runs, newest first",
          description:
            "All filters must match; of one that is repeated, any value will do. A cursor stands " +
            "for a place in the list: runs that are started meanwhile do not move the pages.",
          security: "token",
          scope: "project",
          ok: { 200: RunList },
          refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
        }),
      },
    )
    .get(
      "/v1/runs/:runId",
      async ({ params, query, request, set }) => {
        const run = await visibleRun(deps, principalOf(request), params.runId as RunId);
        if (run === null) return refuse(set, "run_not_found");
        const from = integerOf(query.stepsFrom, 0);
        const limit = integerOf(query.stepsLimit, STEPS_SHOWN_MAX);
        return await loadRunDetails(storage, run, { from, limit });
      },
      {
        params: RunParams,
        query: DetailsQuery,
        ...docs({
          operationId: "getRun",
          tag: "Runs",
          summary: "Read a run with its steps, waits, attempts, hooks and child runs",
          security: "token",
          scope: "project",
          ok: { 200: RunDetails },
          refusals: [...ANY_CONTROL, "invalid_id", "validation_failed", "run_not_found"],
        }),
      },
    );
}

function cancelRoute(deps: ApiDeps) {
  const { engine, storage, clock, controlBodyMax } = deps;
  return new Elysia({ name: "api.runs.cancel", normalize: false }).post(
    "/v1/runs/:runId/cancel",
    async ({ params, body, request, set }) => {
      const runId = params.runId as RunId;
      const run = await visibleRun(deps, principalOf(request), runId);
      if (run === null) return refuse(set, "run_not_found");
      const reason = body?.reason ?? null;
      const outcome = await engine.apply(runId, { type: "cancel", at: clock.now(), reason });
      const canceled = { runId, status: "canceled" as const };
      if (outcome.ok) return canceled;
      if (outcome.code !== "run_finished") return refuse(set, outcome.code);
      // How a run ended is final, so this read cannot be too late.
      const state = await storage.loadRun(runId);
      return state?.status === "canceled" ? canceled : refuse(set, "run_finished");
    },
    {
      parse: jsonParser(controlBodyMax),
      params: RunParams,
      body: Type.Optional(CancelRunRequest),
      ...docs({
        operationId: "cancelRun",
        tag: "Runs",
        summary: "Cancel a run",
        description: "Repeating it changes nothing. A run that ended otherwise is `run_finished`.",
        security: "token",
        scope: "project",
        ok: { 200: CanceledRun },
        refusals: [...ANY_WRITE, ...ANY_JSON, "invalid_id", "run_not_found", "run_finished"],
      }),
    },
  );
}

type Status = { status?: number | string };

async function start(deps: ApiDeps, asked: AskedStart, set: AnswerHeaders & Status) {
  const decision = decideStart(deps, asked);
  if (!decision.ok) {
    const { code, field, detail } = decision;
    return refuse(set, code, { field, detail });
  }
  const { runId, command } = decision;
  const outcome = await deps.engine.apply(runId, command);
  if (!outcome.ok) return refuse(set, outcome.code);

  const { status, createdAt } = outcome.state;
  const deduplicated = !outcome.changed;
  set.status = deduplicated ? 200 : 201;
  return { runId, status, createdAt, deduplicated };
}

function nextOf(page: readonly RunRecord[]): string | null {
  const last = page.at(-1);
  return last === undefined ? null : encodeCursor(last);
}
