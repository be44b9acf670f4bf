import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { windowAt } from "../core/flow-control/admit.ts";
import type { FlowKeyCommand } from "../core/flow-control/command.ts";
import type { FlowKeyState } from "../core/flow-control/key.ts";
import { jsonParser } from "../http/json-body.ts";
import { principalOf } from "../http/principal.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";
import { decodePosition, encodePosition } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import {
  FlowKeyList,
  FlowKeyText,
  FlowKeyView,
  GlobalParallelism,
  PinFlowKeyRequest,
  UnpinFlowKeyRequest,
} from "./flow-control-schemas.ts";
import { maySee, projectFilter, projectOf } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import { ProjectText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

/** Keys in one page of the list. */
const PAGE_DEFAULT = 50;

const KeyParams = Type.Object({ key: FlowKeyText });

const KeyQuery = Type.Object({ project: Type.Optional(ProjectText) }, STRICT);

const ListQuery = Type.Object(
  {
    project: Type.Optional(ProjectText),
    limit: queryInteger({
      description: "How many keys.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
    cursor: Type.Optional(Type.String({ description: "Continues an earlier page." })),
  },
  STRICT,
);

/** `/v1/flow-control` and `/v1/global-parallelism`: what limits how much is under way. */
export function flowControlRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.flow-control", normalize: false })
    .use(readRoutes(deps))
    .use(plainRoutes(deps))
    .use(pinRoutes(deps))
    .get(
      "/v1/global-parallelism",
      () => deps.globalParallelism(),
      docs({
        operationId: "getGlobalParallelism",
        tag: "Flow control",
        summary: "Read how much is under way on this server",
        description: "The limits are settings of the server: its concurrency.",
        security: "token",
        ok: { 200: GlobalParallelism },
        refusals: ANY_CONTROL,
      }),
    );
}

function readRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.flow-control.read", normalize: false })
    .get(
      "/v1/flow-control",
      async ({ query: { project, ...query }, request, set }) => {
        const principal = principalOf(request);
        const limit = integerOf(query.limit, PAGE_DEFAULT);
        const after = query.cursor === undefined ? undefined : nameAt(query.cursor);
        if (after === null) return refuse(set, "invalid_cursor", { field: "cursor" });
        if (project !== undefined && !maySee(principal, project)) return refuse(set, "forbidden");
        const rows = await storage.flowKeys.listKeys({
          ...projectFilter(principal),
          ...(project === undefined ? {} : { project }),
          ...(after === undefined ? {} : { after }),
          limit: limit + 1,
        });
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1) : undefined;
        const cursor = last === undefined ? null : cursorOf(last.project, last.state.key);
        return { keys: page.map((row) => viewOf(deps, row.project, row.state)), cursor };
      },
      {
        query: ListQuery,
        ...docs({
          operationId: "listFlowKeys",
          tag: "Flow control",
          summary: "List the flow-control keys",
          security: "token",
          scope: "project",
          ok: { 200: FlowKeyList },
          refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
        }),
      },
    )
    .get(
      "/v1/flow-control/:key",
      async ({ params, query, request, set }) => {
        const project = projectOf(principalOf(request), query.project);
        if (project === null) return refuse(set, "forbidden");
        const state = await storage.flowKeys.loadKey({ project, key: params.key });
        return state === null ? refuse(set, "flow_key_not_found") : viewOf(deps, project, state);
      },
      {
        params: KeyParams,
        query: KeyQuery,
        ...docs({
          operationId: "getFlowKey",
          tag: "Flow control",
          summary: "Read a flow-control key: its limits, and how much is under way and waits",
          description: OF_PROJECT,
          security: "token",
          scope: "project",
          ok: { 200: FlowKeyView },
          refusals: [...ANY_CONTROL, "invalid_id", "validation_failed", "flow_key_not_found"],
        }),
      },
    );
}

const OF_PROJECT = "The key of the project that is named, or of the token's own.";

const MAKES = "It may be one that nothing has used yet.";

/** The changes that need no body. */
function plainRoutes(deps: ApiDeps) {
  const route = (operationId: string, summary: string, description = OF_PROJECT) => ({
    params: KeyParams,
    query: KeyQuery,
    ...docs({
      ...{ operationId, summary, description },
      ...CHANGE_DOCS,
      refusals: CHANGE_REFUSALS,
    }),
  });
  return new Elysia({ name: "api.flow-control.plain", normalize: false })
    .post(
      "/v1/flow-control/:key/pause",
      (asked) => change(deps, asked, { type: "pause" }),
      route("pauseFlowKey", "Let nothing of a key begin", `What is under way ends. ${MAKES}`),
    )
    .post(
      "/v1/flow-control/:key/resume",
      (asked) => change(deps, asked, { type: "resume" }),
      route("resumeFlowKey", "Let a paused key go on"),
    )
    .post(
      "/v1/flow-control/:key/reset",
      (asked) => change(deps, asked, { type: "reset_rate" }),
      route(
        "resetFlowKey",
        "End the window of the rate at once",
        "What begins next begins a new one; until then nothing has been counted.",
      ),
    );
}

function pinRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  const shared = { parse, params: KeyParams, query: KeyQuery };
  const refusals = [...CHANGE_REFUSALS, ...ANY_JSON] as const;
  return new Elysia({ name: "api.flow-control.pin", normalize: false })
    .post(
      "/v1/flow-control/:key/pin",
      (asked) => change(deps, asked, { type: "pin", limits: asked.body ?? {} }),
      {
        ...shared,
        body: Type.Optional(PinFlowKeyRequest),
        ...docs({
          operationId: "pinFlowKey",
          summary: "Set limits of a key that new runs and calls do not change",
          description: `Without any, the limits are pinned as they are. ${MAKES}`,
          ...CHANGE_DOCS,
          refusals,
        }),
      },
    )
    .post(
      "/v1/flow-control/:key/unpin",
      (asked) => change(deps, asked, { type: "unpin", ...partsOf(asked.body ?? {}) }),
      {
        ...shared,
        body: Type.Optional(UnpinFlowKeyRequest),
        ...docs({
          operationId: "unpinFlowKey",
          summary: "Let new runs and calls change the limits of a key again",
          description: "Until they do, the limits stay. Without a body all are unpinned.",
          ...CHANGE_DOCS,
          refusals,
        }),
      },
    );
}

const CHANGE_DOCS = {
  tag: "Flow control",
  security: "token",
  scope: "project",
  ok: { 200: FlowKeyView },
} as const;

const CHANGE_REFUSALS = [
  ...ANY_WRITE,
  "invalid_id",
  "validation_failed",
  "flow_key_not_found",
] as const;

function partsOf({ parallelism, rate }: typeof UnpinFlowKeyRequest.static) {
  if (parallelism === undefined && rate === undefined) return { parallelism: true, rate: true };
  return { parallelism: parallelism ?? false, rate: rate ?? false };
}

/** What an Elysia handler gets, as far as `change` reads it. */
interface Asked {
  readonly params: typeof KeyParams.static;
  readonly query: typeof KeyQuery.static;
  readonly request: Request;
  readonly set: AnswerHeaders;
}

async function change(
  deps: ApiDeps,
  { params, query, request, set }: Asked,
  command: FlowKeyCommand,
) {
  const project = projectOf(principalOf(request), query.project);
  if (project === null) return refuse(set, "forbidden");
  const state = await deps.flow.changeFlowKey({ project, key: params.key }, command);
  return state === null ? refuse(set, "flow_key_not_found") : viewOf(deps, project, state);
}

function viewOf({ flow, clock }: ApiDeps, project: string, state: FlowKeyState): FlowKeyView {
  const { key, parallelism, rate, periodMs, paused, pinnedParallelism, pinnedRate } = state;
  const { waiting, active } = flow.flowCounts({ project, key });
  const window = windowAt(state, clock.now());
  return {
    ...{ key, project, waiting },
    parallelismMax: parallelism,
    parallelismCount: active,
    rateMax: rate,
    rateCount: window?.count ?? 0,
    periodMs,
    windowStartedAt: window?.startedAt ?? null,
    ...{ paused, pinnedParallelism, pinnedRate },
  };
}

/** Neither a project nor a key has a space. */
function cursorOf(project: string, key: string): string {
  return encodePosition(`${project} ${key}`);
}

/** Null when the cursor is not one of ours. */
function nameAt(cursor: string): FlowKeyName | null {
  const [project, key, ...rest] = decodePosition(cursor)?.split(" ") ?? [];
  if (project === undefined || key === undefined || rest.length > 0) return null;
  return { project, key };
}
