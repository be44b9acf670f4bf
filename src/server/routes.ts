import { Elysia } from "elysia";
import { batchRoutes } from "../api/batch.ts";
import { cancelRunsRoutes } from "../api/cancel-runs.ts";
import { checkRoutes } from "../api/check.ts";
import { deadLetterRoutes } from "../api/dead-letters.ts";
import type { ApiDeps } from "../api/deps.ts";
import { eventRoutes } from "../api/events.ts";
import { flowControlRoutes } from "../api/flow-control.ts";
import { type HealthDeps, healthRoutes } from "../api/health.ts";
import { historyRoutes } from "../api/history.ts";
import { hookRoutes } from "../api/hooks.ts";
import { journalRoutes } from "../api/journal.ts";
import { liveRoutes } from "../api/live.ts";
import { runRoutes } from "../api/runs.ts";
import { scheduleRoutes } from "../api/schedules.ts";
import { signingKeyRoutes } from "../api/signing-keys.ts";
import { stepRoutes } from "../api/steps.ts";
import { tokenRoutes } from "../api/tokens.ts";
import { waiterRoutes } from "../api/waiters.ts";
import { waitRoutes } from "../api/waits.ts";
import { hookIngress, type IngressDeps } from "../ingress/hooks.ts";

/** What the documented routes need together. */
export type RouteDeps = ApiDeps & IngressDeps & HealthDeps;

/** Every route that the OpenAPI document describes. */
export function routes(deps: RouteDeps) {
  return new Elysia({ name: "server.routes", normalize: false })
    .use(hookIngress(deps))
    .use(stepRoutes(deps))
    .use(historyRoutes(deps))
    .use(runRoutes(deps))
    .use(waitRoutes(deps))
    .use(batchRoutes(deps))
    .use(cancelRunsRoutes(deps))
    .use(checkRoutes(deps))
    .use(journalRoutes(deps))
    .use(liveRoutes(deps))
    .use(eventRoutes(deps))
    .use(waiterRoutes(deps))
    .use(deadLetterRoutes(deps))
    .use(hookRoutes(deps))
    .use(signingKeyRoutes(deps))
    .use(scheduleRoutes(deps))
    .use(flowControlRoutes(deps))
    .use(tokenRoutes(deps))
    .use(healthRoutes(deps));
}
