import { Elysia } from "elysia";
import type { ApiDeps } from "../api/deps.ts";
import { type HealthDeps, healthRoutes } from "../api/health.ts";
import { hookRoutes } from "../api/hooks.ts";
import { journalRoutes } from "../api/journal.ts";
import { runRoutes } from "../api/runs.ts";
import { signingKeyRoutes } from "../api/signing-keys.ts";
import { stepRoutes } from "../api/steps.ts";
import { hookIngress, type IngressDeps } from "../ingress/hooks.ts";

/** What the documented routes need together. */
export type RouteDeps = ApiDeps & IngressDeps & HealthDeps;

/** Every route that the OpenAPI document describes. */
export function routes(deps: RouteDeps) {
  return new Elysia({ name: "server.routes", normalize: false })
    .use(hookIngress(deps))
    .use(stepRoutes(deps))
    .use(runRoutes(deps))
    .use(journalRoutes(deps))
    .use(hookRoutes(deps))
    .use(signingKeyRoutes(deps))
    .use(healthRoutes(deps));
}
