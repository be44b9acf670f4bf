import { type Static, Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { jsonParser } from "../http/json-body.ts";
import { type Principal, principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { EXAMPLES } from "./examples.ts";
import { visibleRun } from "./project-scope.ts";
import { isNarrowed, narrowingOf, type RunNarrowing, runFilterBody } from "./run-filters.ts";
import { RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Runs that one request cancels: it must end within the time that callers wait. */
const CANCEL_MAX = 1_000;

/** Runs that one request cancels when it does not say. */
const CANCEL_DEFAULT = 100;

/** Runs read and canceled at a time: their states are all in memory at once. */
const PAGE = 100;

const CancelRunsRequest = Type.Object(
  {
    runIds: Type.Optional(
      Type.Array(RunIdText, {
        description: "These runs. Not together with filters.",
        minItems: 1,
        maxItems: CANCEL_MAX,
      }),
    ),
    ...runFilterBody,
    all: Type.Optional(
      Type.Literal(true, { description: "Every running run. Not together with filters." }),
    ),
    count: Type.Optional(
      Type.Integer({
        description: `At most so many, the newest first; ${CANCEL_DEFAULT} by default.`,
        minimum: 1,
        maximum: CANCEL_MAX,
      }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 1_000, description: "Kept with the runs." })),
  },
  { ...STRICT, $id: "CancelRunsRequest", examples: [EXAMPLES.cancelRuns] },
);
type CancelRunsRequest = Static<typeof CancelRunsRequest>;

const CanceledRuns = Type.Object(
  {
    canceled: Type.Integer({
      description: "How many. Unknown runs and those that had ended do not count.",
    }),
    more: Type.Boolean({ description: "There are more runs of the kind: repeat the request." }),
  },
  { ...STRICT, $id: "CanceledRuns", examples: [EXAMPLES.canceledRuns] },
);

/** `cancelRuns`: cancels many runs with one request. */
export function cancelRunsRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.cancel-runs", normalize: false }).post(
    "/v1/runs/cancel",
    async ({ body, request, set }) => {
      const fault = faultOf(body);
      if (fault !== null) return refuse(set, "validation_failed", fault);
      const principal = principalOf(request);
      const reason = body.reason ?? null;
      if (body.runIds !== undefined) {
        const runIds = await visibleIds(deps, principal, body.runIds as RunId[]);
        return { canceled: await cancelAll(deps, runIds, reason), more: false };
      }
      const narrowing = narrowingOf(body, principal);
      if (narrowing === null) return refuse(set, "forbidden", { field: "project" });
      const count = body.count ?? CANCEL_DEFAULT;
      return await cancelMatching(deps, { narrowing, count, reason });
    },
    {
      parse: jsonParser(deps.controlBodyMax),
      body: CancelRunsRequest,
      ...docs({
        operationId: "cancelRuns",
        tag: "Runs",
        summary: "Cancel many runs",
        description:
          "Say which: `runIds`, or filters, or `all`. All filters must match; of several values " +
          "for one, any will do. Repeat the request while the answer says `more`.",
        security: "token",
        scope: "project",
        ok: { 200: CanceledRuns },
        refusals: [...ANY_WRITE, ...ANY_JSON, "invalid_id"],
      }),
    },
  );
}

/** A request must say in exactly one way which runs it means: none shall mean all by accident. */
function faultOf(body: CancelRunsRequest): { field?: string; detail: string } | null {
  const { runIds, all, count, reason: _, ...filters } = body;
  const ways = [runIds !== undefined, all !== undefined, isNarrowed(filters)];
  const isMixed = runIds !== undefined && (count !== undefined || filters.project !== undefined);
  if (isMixed) return { field: "runIds", detail: "runIds cannot go with anything but a reason." };
  const named = ways.filter(Boolean).length;
  if (named === 1) return null;
  if (named === 0) return { detail: "Say which runs: give runIds, filters, or all." };
  return { detail: "Give one of these only: runIds, filters, or all." };
}

async function visibleIds(
  deps: ApiDeps,
  principal: Principal,
  runIds: readonly RunId[],
): Promise<readonly RunId[]> {
  const named = [...new Set(runIds)];
  if (principal.project === null) return named;
  const visible: RunId[] = [];
  for (const runId of named) {
    if ((await visibleRun(deps, principal, runId)) !== null) visible.push(runId);
  }
  return visible;
}

interface Matching {
  readonly narrowing: RunNarrowing;
  readonly count: number;
  readonly reason: string | null;
}

/** Goes through the list page by page, so that a run that cannot be canceled is met only once. */
async function cancelMatching(
  deps: ApiDeps,
  { narrowing, count, reason }: Matching,
): Promise<Static<typeof CanceledRuns>> {
  const filter = { ...narrowing, status: "running" } as const;
  let canceled = 0;
  let page = {};
  while (canceled < count) {
    const limit = Math.min(PAGE, count - canceled);
    const runs = await deps.storage.listRuns({ ...filter, ...page, limit });
    const runIds = runs.map((run) => run.runId);
    canceled += await cancelAll(deps, runIds, reason);
    const last = runs.at(-1);
    if (last === undefined || runs.length < limit) return { canceled, more: false };
    page = { before: { createdAt: last.createdAt, runId: last.runId } };
  }
  const [next] = await deps.storage.listRuns({ ...filter, ...page, limit: 1 });
  return { canceled, more: next !== undefined };
}

/** Cancels the runs, a page to a transaction, and counts those that this has ended. */
async function cancelAll(
  { engine, clock }: ApiDeps,
  runIds: readonly RunId[],
  reason: string | null,
): Promise<number> {
  let canceled = 0;
  for (let from = 0; from < runIds.length; from += PAGE) {
    const page = runIds.slice(from, from + PAGE);
    const command = { type: "cancel", at: clock.now(), reason } as const;
    const outcomes = await Promise.all(page.map((runId) => engine.apply(runId, command)));
    canceled += outcomes.filter((outcome) => outcome.ok && outcome.changed).length;
  }
  return canceled;
}
