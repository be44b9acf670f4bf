import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import { bearerToken } from "../http/auth.ts";
import { refuseUnauthorized, type TokenVerifier } from "../http/guard.ts";
import { hasLoopbackHost } from "../http/host.ts";
import { refuse } from "../http/problem.ts";
import { docs } from "../http/route-docs.ts";
import type { Health } from "./deps.ts";

/** What the health routes need. */
export interface HealthDeps {
  readonly health: Health;
  readonly tokens: TokenVerifier;
}

const Alive = Type.Object(
  { status: Type.Literal("ok") },
  { additionalProperties: false, $id: "Alive" },
);

const ALIVE = { status: "ok" as const };

/** `/livez`, `/readyz` for probes, open and without detail; `/metrics`. */
export function healthRoutes({ health, tokens }: HealthDeps) {
  return new Elysia({ name: "api.health", normalize: false })
    .get(
      "/livez",
      () => ALIVE,
      docs({
        operationId: "livez",
        tag: "Health",
        summary: "Whether the process runs",
        security: "open",
        ok: { 200: Alive },
        refusals: [],
      }),
    )
    .get(
      "/readyz",
      ({ set }) => (health.ready() ? ALIVE : refuse(set, "unavailable")),
      docs({
        operationId: "readyz",
        tag: "Health",
        summary: "Whether the server accepts work",
        security: "open",
        ok: { 200: Alive },
        refusals: ["unavailable"],
      }),
    )
    .get(
      "/metrics",
      async ({ request, server, set }) => {
        const token = bearerToken(request.headers);
        if (token === null) {
          const address = server?.requestIP(request)?.address;
          if (!isLocal(request, address)) return refuseUnauthorized(set);
        } else {
          const principal = tokens.verify(token);
          if (principal === null) return refuseUnauthorized(set);
          // The figures are those of all projects together.
          if (principal.project !== null) return refuse(set, "forbidden");
        }
        return new Response(await health.metricsText(), { headers: PROMETHEUS });
      },
      docs({
        operationId: "metrics",
        tag: "Health",
        summary: "Metrics in the Prometheus text format",
        description:
          "On the server's own machine no token is needed, elsewhere one of all projects.",
        security: "token",
        scope: "own",
        ok: { 200: Type.String({ description: "All metrics." }) },
        okType: "text/plain",
        refusals: ["unauthorized", "forbidden", "invalid_host", "host_not_allowed"],
      }),
    );
}

const PROMETHEUS = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };

const LOOPBACK_ADDRESSES = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** What proxies add. Behind one on this machine, everybody seems to be local. */
const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

function isLocal(request: Request, address: string | undefined): boolean {
  if (address === undefined || !LOOPBACK_ADDRESSES.has(address)) return false;
  return hasLoopbackHost(request) && !PROXY_HEADERS.some((name) => request.headers.has(name));
}
