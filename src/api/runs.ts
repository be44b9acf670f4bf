import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { jsonParser } from "../http/json-body.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { RunFilter, RunRecord } from "../storage/storage.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { integerOf, queryInteger } from "./query.ts";
import { loadRunDetails, summaryOf } from "./run-details.ts";
import { RunDetails, RunSummary } from "./run-schemas.ts";
import { RunIdText, RunStatus } from "./schemas.ts";
import { startCommand } from "./start-run.ts";
import { PutRunRequest, StartedRun, StartRunRequest } from "./start-schemas.ts";

const RunParams = Type.Object({ runId: RunIdText });

const STRICT = { additionalProperties: false } as const;

/** Runs in one page of the list. */
const PAGE_DEFAULT = 50;

const ListQuery = Type.Object(
  {
    status: Type.Optional(RunStatus),
    url: Type.Optional(Type.String({ description: "Only runs of this endpoint." })),
    label: Type.Optional(Type.String({ description: "Only runs with this label." })),
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
      ({ body, set }) => {
        const { runId, ...request } = body;
        const chosen = (runId ?? null) as RunId | null;
        return start(deps, { request, runId: chosen ?? deps.ids.runId(), chosen, set });
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
          ok: START_OK,
          refusals: START_REFUSALS,
        }),
      },
    )
    .put(
      "/v1/runs/:runId",
      ({ params, body, set }) => {
        const runId = params.runId as RunId;
        return start(deps, { request: body, runId, chosen: runId, set });
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
          ok: START_OK,
          refusals: START_REFUSALS,
        }),
      },
    )
    .use(readRoutes(deps))
    .use(cancelRoute(deps));
}

function readRoutes({ storage }: ApiDeps) {
  return new Elysia({ name: "api.runs.read", normalize: false })
    .get(
      "/v1/runs",
      async ({ query, set }) => {
        const limit = integerOf(query.limit, PAGE_DEFAULT);
        const filter = filterOf(query, limit + 1);
        if (filter === null) return refuse(set, "invalid_cursor", { field: "cursor" });
        const records = await storage.listRuns(filter);
        const page = records.slice(0, limit);
        return { runs: page.map(summaryOf), cursor: records.length > limit ? nextOf(page) : null };
      },
      {
        query: ListQuery,
        ...docs({
          operationId: "listRuns",
          tag: "Runs",
          summary: "List runs, newest first",
          security: "token",
          ok: { 200: RunList },
          refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
        }),
      },
    )
    .get(
      "/v1/runs/:runId",
      async ({ params, set }) => {
        const details = await loadRunDetails(storage, params.runId as RunId);
        return details ?? refuse(set, "run_not_found");
      },
      {
        params: RunParams,
        ...docs({
          operationId: "getRun",
          tag: "Runs",
          summary: "Read a run with its steps, waits, attempts and hooks",
          security: "token",
          ok: { 200: RunDetails },
          refusals: [...ANY_CONTROL, "invalid_id", "run_not_found"],
        }),
      },
    );
}

function cancelRoute({ engine, storage, clock, controlBodyMax }: ApiDeps) {
  return new Elysia({ name: "api.runs.cancel", normalize: false }).post(
    "/v1/runs/:runId/cancel",
    async ({ params, body, set }) => {
      const runId = params.runId as RunId;
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
        ok: { 200: CanceledRun },
        refusals: [...ANY_WRITE, ...ANY_JSON, "invalid_id", "run_not_found", "run_finished"],
      }),
    },
  );
}

interface StartStep {
  readonly request: PutRunRequest;
  readonly runId: RunId;
  /** The same id when the caller chose it. */
  readonly chosen: RunId | null;
  readonly set: AnswerHeaders & { status?: number | string };
}

async function start(deps: ApiDeps, { request, runId, chosen, set }: StartStep) {
  const decision = startCommand(request, {
    at: deps.clock.now(),
    checkUrl: deps.checkUrl,
    retryBaseMs: deps.retryBaseMs,
    hasChosenId: chosen !== null,
  });
  if (!decision.ok) return refuse(set, decision.code, { field: decision.field });
  const outcome = await deps.engine.apply(runId, decision.command);
  if (!outcome.ok) return refuse(set, outcome.code);

  const { status, createdAt } = outcome.state;
  const deduplicated = !outcome.changed;
  set.status = deduplicated ? 200 : 201;
  return { runId, status, createdAt, deduplicated };
}

/** Null when the cursor is not one of ours. */
function filterOf(query: typeof ListQuery.static, limit: number): RunFilter | null {
  const { status, url, label, cursor } = query;
  const before = cursor === undefined ? undefined : decodeCursor(cursor);
  if (before === null) return null;
  return {
    limit,
    ...(status === undefined ? {} : { status }),
    ...(url === undefined ? {} : { url }),
    ...(label === undefined ? {} : { label }),
    ...(before === undefined ? {} : { before }),
  };
}

function nextOf(page: readonly RunRecord[]): string | null {
  const last = page.at(-1);
  return last === undefined ? null : encodeCursor(last);
}
