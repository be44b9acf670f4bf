import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { integerOf, queryInteger } from "./query.ts";
import { readHistory } from "./read-history.ts";
import { RunIdText } from "./schemas.ts";
import { HistoryPage } from "./wire-schemas.ts";

const HistoryQuery = Type.Object(
  {
    from: queryInteger({
      description: "The first `seq` wanted: `journalNext` of what came before.",
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    }),
  },
  { additionalProperties: false },
);

/** `getHistory`: the rest of a journal that was too long for an invocation. */
export function historyRoutes(deps: ApiDeps) {
  const documented = docs({
    operationId: "getHistory",
    tag: "Steps",
    summary: "Read a page of the journal of an invocation",
    description:
      "For endpoints, with the capability token of their invocation. The pages are the journal " +
      "as of the invocation's start: what was recorded later is not among them.",
    security: "capability",
    ok: { 200: HistoryPage },
    refusals: [
      ...ANY_CONTROL,
      "invalid_id",
      "validation_failed",
      "run_not_found",
      "run_finished",
      "stale_invocation",
    ],
  });
  return new Elysia({ name: "api.history", normalize: false }).get(
    "/v1/runs/:runId/history",
    ({ request, params, query, set }) => {
      const from = integerOf(query.from, 0);
      return readHistory(deps, { request, runId: params.runId, from, set });
    },
    {
      params: Type.Object({ runId: RunIdText }),
      query: HistoryQuery,
      // No `response`: the answer is made here, and checking it would cost more than making it.
      detail: documented.detail,
    },
  );
}
