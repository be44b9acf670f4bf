import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import type { EntryType } from "../core/run/journal.ts";
import { bearerToken } from "../http/auth.ts";
import { principalOf } from "../http/principal.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "../http/problem.ts";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { eventStream } from "./event-stream.ts";
import { FeedSource, type FeedSourceOptions, RunSource } from "./live-sources.ts";
import { visibleRun } from "./project-scope.ts";
import { queryInteger } from "./query.ts";
import { RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Positions are counts of journal entries. */
const POSITION_MAX = 1_000_000_000_000_000;

const StreamQuery = Type.Object(
  {
    after: queryInteger({
      description: "The `id` of the last event seen. A `Last-Event-ID` header goes before it.",
      minimum: 0,
      maximum: POSITION_MAX,
    }),
    types: Type.Optional(
      Type.String({
        description: "Only entries of these types, separated by commas.",
        pattern: "^[a-z_]{1,64}(,[a-z_]{1,64}){0,63}$",
        examples: ["run_failed,run_succeeded"],
      }),
    ),
  },
  STRICT,
);
type StreamQuery = typeof StreamQuery.static;

const EventStreamText = Type.String({ description: "Events, as they happen." });

const FORMAT =
  "`event` is the type of a journal entry, `data` is JSON: `runId`, `seq`, `at`, `type`, `step` " +
  "and `data`, without bodies. Connect again with the last `id` as `Last-Event-ID`: nothing is " +
  "missed and nothing comes twice.";

/** Live streams of journal entries, as Server-Sent Events. */
export function liveRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.live", normalize: false })
    .get(
      "/v1/events",
      async ({ query, request, set, server }) => {
        const asked = askedOf(deps, { request, server }, query);
        if (asked === null) return refuse(set, "invalid_cursor", { field: "last-event-id" });
        const { project } = principalOf(request);
        const open = async () => {
          const position = asked.after ?? (await deps.storage.feedHead());
          return new FeedSource({ ...asked.options, position, project });
        };
        return await answer(deps, { request, set, server, runId: null, open });
      },
      {
        query: StreamQuery,
        ...docs({
          operationId: "streamEvents",
          tag: "Live",
          summary: "Watch all runs",
          description: `Begins now, unless told where. ${FORMAT}`,
          security: "token",
          scope: "project",
          ok: { 200: EventStreamText },
          okType: "text/event-stream",
          refusals: REFUSALS,
        }),
      },
    )
    .get(
      "/v1/runs/:runId/events",
      async ({ params, query, request, set, server }) => {
        const runId = params.runId as RunId;
        const run = await visibleRun(deps, principalOf(request), runId);
        if (run === null) return refuse(set, "run_not_found");
        const asked = askedOf(deps, { request, server }, query);
        if (asked === null) return refuse(set, "invalid_cursor", { field: "last-event-id" });
        const open = async () =>
          new RunSource({ ...asked.options, position: asked.after ?? -1, runId });
        return await answer(deps, { request, set, server, runId, open });
      },
      {
        params: Type.Object({ runId: RunIdText }),
        query: StreamQuery,
        ...docs({
          operationId: "streamRunEvents",
          tag: "Live",
          summary: "Watch a run",
          description:
            `Begins with the run's start, unless told where, and ends when the run has: the last ` +
            `event is \`end\`, with its \`status\`. ${FORMAT}`,
          security: "token",
          scope: "project",
          ok: { 200: EventStreamText },
          okType: "text/event-stream",
          refusals: [...REFUSALS, "invalid_id", "run_not_found"],
        }),
      },
    );
}

const REFUSALS = [
  ...ANY_CONTROL,
  "validation_failed",
  "invalid_cursor",
  "too_many_streams",
] as const satisfies readonly ProblemCode[];

interface Asked {
  /** The position of the last event that the reader has seen, or null. */
  readonly after: number | null;
  readonly options: Omit<FeedSourceOptions, "position" | "project">;
}

interface Connection {
  readonly request: Request;
  /** Null in tests without sockets. */
  readonly server: { timeout(request: Request, seconds: number): void } | null;
}

/** Null when the reader's last id is not one of ours. */
function askedOf(
  deps: ApiDeps,
  { request, server }: Connection,
  { after, types }: StreamQuery,
): Asked | null {
  const last = request.headers.get("last-event-id");
  if (last !== null && !/^(?:0|[1-9]\d{0,14})$/.test(last)) return null;
  const position = last ?? after;
  const token = bearerToken(request.headers) ?? "";
  return {
    after: position === undefined ? null : Number(position),
    options: {
      storage: deps.storage,
      rest: deps.live.rest,
      types: types === undefined ? null : new Set(types.split(",") as EntryType[]),
      // A stream can outlive its token.
      isAllowed: () => deps.tokens.verify(token) !== null,
      cutOff: () => server?.timeout(request, 1),
    },
  };
}

interface Opening extends Connection {
  readonly set: AnswerHeaders;
  readonly runId: RunId | null;
  readonly open: () => Promise<FeedSource | RunSource>;
}

async function answer(deps: ApiDeps, opening: Opening): Promise<Response> {
  const { request, set, server, runId, open } = opening;
  const headers = { "content-type": "text/event-stream" };
  if (request.method === "HEAD") return new Response(null, { headers });
  const source = await open();
  const stream = deps.live.open(runId, principalOf(request).project);
  if (stream === null) return refuse(set, "too_many_streams");
  // For Bun a connection is idle when nothing comes from its client, whatever we send.
  server?.timeout(request, 0);
  return new Response(eventStream(stream, source), { headers });
}
