import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { EpochMs, RunId, StepId } from "../core/ids.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { Waiter } from "../storage/storage.ts";
import type { ApiDeps } from "./deps.ts";
import { EventIdText, WaiterList } from "./event-schemas.ts";
import { projectFilter } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";

/** Waiters in one page. */
const PAGE_DEFAULT = 50;

const WaitersQuery = Type.Object(
  {
    limit: queryInteger({
      description: "How many waiters.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
    cursor: Type.Optional(Type.String({ description: "Continues an earlier page." })),
  },
  { additionalProperties: false },
);

/** `listWaiters`: who waits for an event. */
export function waiterRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.waiters", normalize: false }).get(
    "/v1/events/:eventId/waiters",
    async ({ params, query, request, set }) => {
      const after = query.cursor === undefined ? undefined : decodePosition(query.cursor);
      if (after === null) return refuse(set, "invalid_cursor", { field: "cursor" });
      const limit = integerOf(query.limit, PAGE_DEFAULT);
      const found = await deps.storage.listWaiters({
        ...{ eventId: params.eventId, limit: limit + 1 },
        ...(after === undefined ? {} : { after }),
        ...projectFilter(principalOf(request)),
      });
      const waiters = found.slice(0, limit).map(({ project: _, ...waiter }) => waiter);
      const last = waiters.at(-1);
      const hasMore = found.length > limit && last !== undefined;
      return { waiters, cursor: hasMore ? encodePosition(last) : null };
    },
    {
      params: Type.Object({ eventId: EventIdText }),
      query: WaitersQuery,
      ...docs({
        operationId: "listWaiters",
        tag: "Events",
        summary: "List the steps that wait for an event",
        security: "token",
        scope: "project",
        ok: { 200: WaiterList },
        refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
      }),
    },
  );
}

type Position = Pick<Waiter, "since" | "runId" | "step">;

/** Step names are any text: JSON keeps the three apart. */
function encodePosition({ since, runId, step }: Position): string {
  const text = JSON.stringify([since, runId, step]);
  return Buffer.from(`${Bun.hash.crc32(text).toString(16)} ${text}`).toString("base64url");
}

/** The inverse of `encodePosition`, or null for any other text: see `cursor.ts`. */
function decodePosition(cursor: string): Position | null {
  const text = Buffer.from(cursor, "base64url").toString();
  const match = /^[0-9a-f]{1,8} \[(\d{1,16}),("[^"]*"),(".*")\]$/s.exec(text);
  const [, since, runId, step] = match ?? [];
  if (since === undefined || runId === undefined || step === undefined) return null;
  try {
    const position = {
      since: Number(since) as EpochMs,
      runId: JSON.parse(runId) as RunId,
      step: JSON.parse(step) as StepId,
    };
    return encodePosition(position) === cursor ? position : null;
  } catch {
    return null;
  }
}
