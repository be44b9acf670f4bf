import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { jsonParser } from "../http/json-body.ts";
import { type Principal, principalOf } from "../http/principal.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { RunRecord } from "../storage/storage.ts";
import { type DeadLetterAct, performActs, prepareAct } from "./dead-letter-acts.ts";
import {
  BULK_MAX,
  type DeadLetterResult,
  DeadLetterResults,
  RestartManyRequest,
  ResumeManyRequest,
  SelectionRequest,
} from "./dead-letter-requests.ts";
import { restartAct, resumeAct } from "./dead-letter-routes.ts";
import { findDeadLetters } from "./dead-letter-search.ts";
import type { ApiDeps } from "./deps.ts";
import { visibleRun } from "./project-scope.ts";
import { isNarrowed, narrowingOf } from "./run-filters.ts";

/** What is done with many dead letters at once. */
export function bulkRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  return new Elysia({ name: "api.dead-letters.bulk", normalize: false })
    .post(
      "/v1/dead-letters/resume",
      async ({ body: { retries, ...selection }, request, set }) => {
        const act = resumeAct(retries === undefined ? {} : { retries });
        return await actOnMany(deps, { act, selection, request, set });
      },
      {
        ...{ parse, body: ResumeManyRequest },
        ...bulkDocs("resumeDeadLetters", "Resume failed runs"),
      },
    )
    .post(
      "/v1/dead-letters/restart",
      async ({ body: { retries, flowControl, delayMs, ...selection }, request, set }) => {
        const act = restartAct({
          ...(retries === undefined ? {} : { retries }),
          ...(flowControl === undefined ? {} : { flowControl }),
          ...(delayMs === undefined ? {} : { delayMs }),
        });
        if ("fault" in act) return refuse(set, "validation_failed", act.fault);
        return await actOnMany(deps, { act, selection, request, set });
      },
      {
        ...{ parse, body: RestartManyRequest },
        ...bulkDocs("restartDeadLetters", "Start failed runs anew"),
      },
    )
    .post(
      "/v1/dead-letters/delete",
      async ({ body: selection, request, set }) =>
        await actOnMany(deps, { act: { type: "discard" }, selection, request, set }),
      {
        ...{ parse, body: SelectionRequest },
        ...bulkDocs("discardDeadLetters", "Give failed runs up"),
      },
    )
    .post(
      "/v1/dead-letters/failure-callback",
      async ({ body: selection, request, set }) =>
        await actOnMany(deps, { act: { type: "failure-callback" }, selection, request, set }),
      {
        ...{ parse, body: SelectionRequest },
        ...bulkDocs(
          "retryFailureCallbacks",
          "Tell the endpoints of failures once more",
          "Without `failureCallback` and `runIds` only of those that could not be told.",
        ),
      },
    );
}

function bulkDocs(operationId: string, summary: string, more = "") {
  const description =
    "Say which: `runIds`, or filters, or `all`. Done in one transaction; the answer says for " +
    `each what became of it. Repeat the request while it says \`more\`. ${more}`;
  return docs({
    ...{ operationId, tag: "Dead letters", summary, security: "token", scope: "project" },
    description: description.trim(),
    ok: { 200: DeadLetterResults },
    refusals: [...ANY_WRITE, ...ANY_JSON, "invalid_id"],
  });
}

interface BulkRequest {
  readonly act: DeadLetterAct;
  readonly selection: SelectionRequest;
  readonly request: Request;
  readonly set: AnswerHeaders;
}

async function actOnMany(
  deps: ApiDeps,
  { act, selection, request, set }: BulkRequest,
): Promise<DeadLetterResults | Response> {
  const fault = faultOf(selection);
  if (fault !== null) return refuse(set, "validation_failed", { detail: fault });
  const wanted = act.type === "failure-callback" ? UNTOLD : {};
  const chosen = await choose(deps, { ...wanted, ...selection }, principalOf(request));
  if (chosen === null) return refuse(set, "forbidden", { field: "project" });

  const acts = await Promise.all(chosen.runs.map((run) => prepareAct(deps, run, act)));
  const outcomes = await performActs(deps, acts);
  const runs = outcomes.map((outcome, index): DeadLetterResult => {
    const { runId = "", restartedAs = null } = acts[index] ?? {};
    if (!outcome.ok) return { runId, done: false, code: outcome.code };
    return restartedAs === null ? { runId, done: true } : { runId, done: true, restartedAs };
  });
  const unknown = chosen.unknown.map((runId) => ({
    ...{ runId: runId as string, done: false, code: "run_not_found" as const },
  }));
  return { runs: [...runs, ...unknown], more: chosen.more };
}

/** Those that are told again are not of the kind any more: so the request can be repeated. */
const UNTOLD = { failureCallback: "failed" } as const;

/** A request must say in exactly one way which it means: none shall mean all by accident. */
function faultOf(selection: SelectionRequest): string | null {
  const { runIds, all, count, failureCallback, ...filters } = selection;
  if (runIds !== undefined) {
    const isAlone =
      all === undefined &&
      count === undefined &&
      failureCallback === undefined &&
      !isNamed(filters);
    return isAlone ? null : "runIds cannot go with filters, count or all.";
  }
  const isFiltered = isNarrowed(filters) || failureCallback !== undefined;
  if (all === undefined && !isFiltered) return "Say which: give runIds, filters, or all.";
  return all !== undefined && isFiltered ? "Give one of these only: filters, or all." : null;
}

function isNamed(filters: { readonly project?: string }): boolean {
  return filters.project !== undefined || isNarrowed(filters);
}

interface Chosen {
  readonly runs: readonly RunRecord[];
  readonly unknown: readonly RunId[];
  readonly more: boolean;
}

/** Null when another project was named. */
async function choose(
  deps: ApiDeps,
  selection: SelectionRequest,
  principal: Principal,
): Promise<Chosen | null> {
  const { runIds, all: _, count = BULK_MAX, failureCallback, ...filters } = selection;
  if (runIds !== undefined) return await chooseNamed(deps, runIds as RunId[], principal);
  const narrowing = narrowingOf(filters, principal);
  if (narrowing === null) return null;
  const search = { narrowing, failureCallback, before: undefined, limit: count };
  const scannedMax = Number.POSITIVE_INFINITY;
  const { found, next } = await findDeadLetters(deps.storage, { ...search, scannedMax });
  return { runs: found, unknown: [], more: next !== null };
}

async function chooseNamed(
  deps: ApiDeps,
  runIds: readonly RunId[],
  principal: Principal,
): Promise<Chosen> {
  const runs: RunRecord[] = [];
  const unknown: RunId[] = [];
  for (const runId of new Set(runIds)) {
    const run = await visibleRun(deps, principal, runId);
    if (run === null) unknown.push(runId);
    else runs.push(run);
  }
  return { runs, unknown, more: false };
}
