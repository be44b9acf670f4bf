import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { type HookId, parseCallId, type RunId } from "../core/ids.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_CONTROL, docs } from "../http/route-docs.ts";
import type { ApiDeps } from "./deps.ts";
import { HookCallView, HookView } from "./hook-schemas.ts";
import { hookCallView, hookView, loadHookUrl } from "./hook-views.ts";
import { visibleHook, visibleRun } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import { redactorOf } from "./redaction.ts";
import { CallIdText, HookIdText, RunIdText } from "./schemas.ts";

const STRICT = { additionalProperties: false } as const;

const HookParams = Type.Object({ hookId: HookIdText });

const CallParams = Type.Object({ callId: CallIdText });

/** Calls in one page. */
const PAGE_DEFAULT = 50;

const PageQuery = Type.Object(
  {
    from: queryInteger({
      description: "The first `seq` wanted.",
      minimum: 0,
      maximum: 1_000_000_000,
      default: 0,
    }),
    limit: queryInteger({
      description: "How many calls.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
  },
  STRICT,
);

const HookList = Type.Object({ hooks: Type.Array(HookView) }, { ...STRICT, $id: "HookList" });

const HookCallList = Type.Object(
  {
    calls: Type.Array(HookCallView, { description: "In order of arrival." }),
    next: Type.Union([Type.Integer(), Type.Null()], { description: "`from` of the next page." }),
  },
  { ...STRICT, $id: "HookCallList" },
);

/** Reading hooks and what they received. */
export function hookRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.hooks", normalize: false })
    .get(
      "/v1/runs/:runId/hooks",
      async ({ params, request, set }) => {
        const runId = params.runId as RunId;
        const run = await visibleRun(deps, principalOf(request), runId);
        if (run === null) return refuse(set, "run_not_found");
        const hooks = await storage.listHooks(runId);
        return { hooks: hooks.map((hook) => hookView(hook)) };
      },
      {
        params: Type.Object({ runId: RunIdText }),
        ...docs({
          operationId: "listRunHooks",
          tag: "Hooks",
          summary: "List a run's hooks",
          security: "token",
          scope: "project",
          ok: { 200: HookList },
          refusals: [...ANY_CONTROL, "invalid_id", "run_not_found"],
        }),
      },
    )
    .get(
      "/v1/hooks/:hookId",
      async ({ params, request, set }) => {
        const found = await visibleHook(deps, principalOf(request), params.hookId as HookId);
        if (found === null) return refuse(set, "hook_not_found");
        const { hook } = found;
        const url = await loadHookUrl(storage, hook.runId, hook.step);
        return hookView(hook, url ?? undefined);
      },
      {
        params: HookParams,
        ...docs({
          operationId: "getHook",
          tag: "Hooks",
          summary: "Read a hook, with its URL",
          security: "token",
          scope: "project",
          ok: { 200: HookView },
          refusals: [...ANY_CONTROL, "invalid_id", "hook_not_found"],
        }),
      },
    )
    .get(
      "/v1/hooks/:hookId/calls",
      async ({ params, query, request, set }) => {
        const hookId = params.hookId as HookId;
        const found = await visibleHook(deps, principalOf(request), hookId);
        if (found === null) return refuse(set, "hook_not_found");
        const { hook, run } = found;
        const redactor = redactorOf(run.redact);
        const from = integerOf(query.from, 0);
        const limit = integerOf(query.limit, PAGE_DEFAULT);
        const calls = await storage.listHookCalls(hookId, from, limit);
        const next = (calls.at(-1)?.seq ?? from) + 1;
        const views = calls.map((call) => hookCallView(call, redactor));
        return { calls: views, next: next < hook.received ? next : null };
      },
      {
        params: HookParams,
        query: PageQuery,
        ...docs({
          operationId: "listHookCalls",
          tag: "Hooks",
          summary: "List the calls that a hook received",
          security: "token",
          scope: "project",
          ok: { 200: HookCallList },
          refusals: [...ANY_CONTROL, "invalid_id", "validation_failed", "hook_not_found"],
        }),
      },
    )
    .use(callRoutes(deps));
}

function callRoutes(deps: ApiDeps) {
  const { storage } = deps;
  return new Elysia({ name: "api.calls", normalize: false })
    .get(
      "/v1/calls/:callId",
      async ({ params, request, set }) => {
        const call = parseCallId(params.callId);
        if (call === null) return refuse(set, "invalid_id", { field: "callId" });
        const owner = await visibleHook(deps, principalOf(request), call.hookId);
        if (owner === null) return refuse(set, "call_not_found");
        // Of a list no body is loaded.
        const [found] = await storage.listHookCalls(call.hookId, call.seq, 1);
        if (found?.seq !== call.seq) return refuse(set, "call_not_found");
        return hookCallView(found, redactorOf(owner.run.redact));
      },
      {
        params: CallParams,
        ...docs({
          operationId: "getHookCall",
          tag: "Hooks",
          summary: "Read one call of a hook, without its body",
          security: "token",
          scope: "project",
          ok: { 200: HookCallView },
          refusals: [...ANY_CONTROL, "invalid_id", "call_not_found"],
        }),
      },
    )
    .get(
      "/v1/calls/:callId/body",
      async ({ params, request, set }) => {
        const call = parseCallId(params.callId);
        if (call === null) return refuse(set, "invalid_id", { field: "callId" });
        const owner = await visibleHook(deps, principalOf(request), call.hookId);
        if (owner === null) return refuse(set, "call_not_found");
        const found = await storage.loadHookCall(call.hookId, call.seq);
        if (found === null) return refuse(set, "call_not_found");
        const body = redactorOf(owner.run.redact).bytes(found.body);
        return new Response(body, { headers: DOWNLOAD });
      },
      {
        params: CallParams,
        ...docs({
          operationId: "getHookCallBody",
          tag: "Hooks",
          summary: "Download the body of a call, byte for byte",
          security: "token",
          scope: "project",
          ok: { 200: Type.String({ description: "The body as received.", format: "binary" }) },
          okType: "application/octet-stream",
          refusals: [...ANY_CONTROL, "invalid_id", "call_not_found"],
        }),
      },
    );
}

/** A stranger wrote the body: a browser must save it, never show or run it. */
const DOWNLOAD = {
  "content-type": "application/octet-stream",
  "content-disposition": 'attachment; filename="body"',
  "content-security-policy": "sandbox; default-src 'none'",
};
