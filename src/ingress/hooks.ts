import { hash } from "node:crypto";
import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { assert } from "../core/assert.ts";
import { callId } from "../core/ids.ts";
import type { RefusalCode } from "../core/run/outcome.ts";
import type { Clock } from "../engine/ports.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "../http/problem.ts";
import { readBody } from "../http/read-body.ts";
import { docs } from "../http/route-docs.ts";
import type { RunWriter } from "../http/run-writer.ts";
import type { Storage } from "../storage/storage.ts";
import { deliveryIdOf } from "./delivery-id.ts";
import { parseHookAddress } from "./hook-address.ts";
import { type HeaderPolicy, keepHeaders } from "./received-headers.ts";

/** What the ingress needs from the world. */
export interface IngressDeps {
  readonly engine: RunWriter;
  readonly storage: Pick<Storage, "findHook">;
  readonly clock: Clock;
  /** Largest body accepted, in bytes. */
  readonly ingressBodyMax: number;
  readonly headerPolicy: HeaderPolicy;
}

const HookCallAccepted = Type.Object(
  {
    callId: Type.String(),
    outcome: Type.Union(
      [Type.Literal("consumed"), Type.Literal("stored"), Type.Literal("duplicate")],
      { description: "Whether a wait got it, it waits for one, or it was here before." },
    ),
  },
  {
    additionalProperties: false,
    $id: "HookCallAccepted",
    examples: [{ callId: "hook_01k0000000000000000000000b.0", outcome: "consumed" }],
  },
);

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const REFUSALS = [
  "hook_not_found",
  "hook_closed",
  "inbox_full",
  "payload_too_large",
  "headers_too_large",
  "invalid_body",
  "invalid_host",
  "upgrade_not_supported",
  "storage_full",
  "unavailable",
  "internal",
] as const;

/**
 * What third parties call: `/hooks/<token>` and everything below it. The busiest routes of all.
 *
 * The routes are listed one by one because Elysia's `.all()` fails on short host names.
 */
export function hookIngress(deps: IngressDeps) {
  const app = new Elysia({ name: "ingress.hooks", normalize: false });
  for (const method of METHODS) {
    // Elysia's compiler reads the handler's source to see which parts of the context it uses.
    const handler = ({ request, set, server }: IngressContext) =>
      receive(deps, { request, set, server });
    const documented = docs({
      operationId: `callHook${method[0]?.toUpperCase()}${method.slice(1)}`,
      tag: "Ingress",
      summary: `Call a hook with ${method.toUpperCase()}`,
      description:
        "Any path and query may follow the token; the workflow gets them with the request. A " +
        "`webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The " +
        "answer comes when the call is on disk.",
      security: "open",
      ok: { 202: HookCallAccepted },
      ...(method === "get"
        ? {}
        : { body: { type: "*/*", schema: Type.Unknown(), required: false } }),
      refusals: REFUSALS,
    });
    // No `response`: what is answered is made here, and checking it would cost more than making it.
    const hook = { parse: "none" as const, detail: documented.detail };
    app.route(method.toUpperCase(), "/hooks/:token", handler, hook);
    app.route(method.toUpperCase(), "/hooks/:token/*", handler, { parse: "none", ...HIDDEN });
  }
  for (const path of ["/hooks/:token", "/hooks/:token/*"]) {
    app.head(path, probe, HIDDEN);
    app.options(path, probe, HIDDEN);
  }
  return app;
}

const HIDDEN = { detail: { hide: true } };

interface IngressContext {
  readonly request: Request;
  readonly set: AnswerHeaders & { status?: number | string };
  readonly server: { requestIP(request: Request): { address: string } | null } | null;
}

const ALLOW = { allow: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT" };

/** HEAD and OPTIONS only ask; they are answered alike for every token, and never stored. */
function probe(): Response {
  return new Response(null, { status: 204, headers: ALLOW });
}

/** From the request to a durable call. A refusal is decided as early as it can be known. */
async function receive(deps: IngressDeps, { request, set, server }: IngressContext) {
  // Elysia hands a HEAD to the GET route, whatever routes for HEAD there are.
  if (request.method === "HEAD") return probe();
  const { headers } = request;
  if (headers.get("upgrade")?.toLowerCase() === "websocket") {
    return refuse(set, "upgrade_not_supported");
  }
  const declared = headers.get("content-length");
  if (declared !== null && Number(declared) > deps.ingressBodyMax) {
    return refuse(set, "payload_too_large");
  }
  const address = parseHookAddress(request.url);
  if (address === null) return refuse(set, "hook_not_found");

  // Every token costs the same work: a hash and one look-up by it.
  const tokenHash = hash("sha256", address.token, "hex");
  const hook = await deps.storage.findHook(tokenHash);
  if (hook === null) return refuse(set, "hook_not_found");

  const kept = keepHeaders(headers, deps.headerPolicy);
  if (kept === null) return refuse(set, "headers_too_large");
  const body = await readBody(request, deps.ingressBodyMax);
  if (typeof body === "string") return refuse(set, body);

  const { runId, hookId } = hook;
  const outcome = await deps.engine.apply(runId, {
    type: "deliver_hook",
    at: deps.clock.now(),
    hookId,
    request: {
      method: request.method,
      path: address.path,
      query: address.query,
      headers: kept,
      deliveryId: deliveryIdOf(headers),
      remoteAddress: server?.requestIP(request)?.address ?? null,
    },
    body,
  });
  if (!outcome.ok) return refuse(set, publicCode(outcome.code));
  const { reply } = outcome;
  assert(reply.type === "delivered", "deliver_hook is answered with the call");
  set.status = 202;
  set.headers["content-type"] = "application/json";
  // Both parts are plain ASCII of our own, so this is JSON without an encoder.
  return `{"callId":"${callId(hookId, reply.callSeq)}","outcome":"${reply.outcome}"}`;
}

/** The end of a run is the end of its hooks; the caller knows of hooks only. */
function publicCode(code: RefusalCode): ProblemCode {
  if (code === "run_finished") return "hook_closed";
  return code === "run_not_found" ? "hook_not_found" : code;
}
