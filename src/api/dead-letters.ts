import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { bulkRoutes } from "./dead-letter-bulk.ts";
import { deadLetterActRoutes } from "./dead-letter-routes.ts";
import { DeadLetter, DeadLetterList, deadLetterFilterQuery } from "./dead-letter-schemas.ts";
import { findDeadLetters } from "./dead-letter-search.ts";
import { deadLetterOf, loadDeadLetter, loadSummary } from "./dead-letter-views.ts";
import type { ApiDeps } from "./deps.ts";
import { visibleRun } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import { narrowingOf, wrongTextFilter } from "./run-filters.ts";
import { RunIdText } from "./schemas.ts";

/** Dead letters in one page. */
const PAGE_DEFAULT = 50;

/** Runs that one page looks through at most, where a filter has no index. */
const SCANNED_MAX = 1_000;

const ListQuery = Type.Object(
  {
    ...deadLetterFilterQuery,
    limit: queryInteger({
      description: "How many dead letters.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
    cursor: Type.Optional(Type.String({ description: "Continues an earlier page." })),
  },
  { additionalProperties: false },
);

/** `/v1/dead-letters`: failed runs, and what to do with them. */
export function deadLetterRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.dead-letters", normalize: false })
    .get(
      "/v1/dead-letters",
      async ({ query, request, set }) => {
        const { limit: asked, cursor, failureCallback, ...filters } = query;
        const before = cursor === undefined ? undefined : decodeCursor(cursor);
        if (before === null) return refuse(set, "invalid_cursor", { field: "cursor" });
        const wrong = wrongTextFilter(filters);
        if (wrong !== null) return refuse(set, "validation_failed", { field: wrong });
        const narrowing = narrowingOf(filters, principalOf(request));
        if (narrowing === null) return refuse(set, "forbidden", { field: "project" });
        const limit = integerOf(asked, PAGE_DEFAULT);
        const search = { narrowing, failureCallback, before, limit, scannedMax: SCANNED_MAX };
        const { found, next } = await findDeadLetters(storage, search);
        const deadLetters = await Promise.all(found.map((one) => loadSummary(storage, one)));
        return { deadLetters, cursor: next === null ? null : encodeCursor(next) };
      },
      {
        query: ListQuery,
        ...docs({
          operationId: "listDeadLetters",
          tag: "Dead letters",
          summary: "List the runs that have failed, newest first",
          security: "token",
          scope: "project",
          ok: { 200: DeadLetterList },
          refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
        }),
      },
    )
    .get(
      "/v1/dead-letters/:runId",
      async ({ params, request, set }) => {
        const run = await visibleRun(deps, principalOf(request), params.runId as RunId);
        if (run === null) return refuse(set, "run_not_found");
        const deadLetter = deadLetterOf(run);
        if (deadLetter === null) return refuse(set, "not_a_dead_letter");
        return await loadDeadLetter(storage, deadLetter);
      },
      {
        params: Type.Object({ runId: RunIdText }),
        ...docs({
          operationId: "getDeadLetter",
          tag: "Dead letters",
          summary: "Read why a run has failed",
          security: "token",
          scope: "project",
          ok: { 200: DeadLetter },
          refusals: [...ANY_CONTROL, "invalid_id", "run_not_found", "not_a_dead_letter"],
        }),
      },
    )
    .use(deadLetterActRoutes(deps))
    .use(bulkRoutes(deps));
}
