import { Elysia } from "elysia";
import { answerErrors } from "../http/errors.ts";
import { guard } from "../http/guard.ts";
import type { ProblemCode } from "../http/problem.ts";
import { requestIds } from "../http/request-id.ts";
import { routeMethods } from "../http/route-methods.ts";
import { StorageError } from "../storage/storage.ts";
import { errorPages } from "./error-pages.ts";
import { openapiRoute } from "./openapi.ts";
import { type RouteDeps, routes } from "./routes.ts";
import { swaggerUi } from "./swagger-ui.ts";

/** What the whole HTTP surface needs. */
export interface AppDeps extends RouteDeps {
  /** More host names that the control API answers for, beside loopback and the public one. */
  readonly allowedHosts: readonly string[];
  /** Begins every request id: unlike that of any other process. */
  readonly requestIdPrefix: string;
  /** Told of every failure that nobody foresaw. Its answer shows the request id only. */
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/**
 * Everything that speaks HTTP, on one Elysia instance. It listens nowhere yet.
 *
 * Elysia's own router is used in place of Bun's (`systemRouter`): they differ in details (slashes,
 * HEAD, decoding), and the guard must see the same path as the route.
 */
export function createApp(deps: AppDeps) {
  const nextRequestId = requestIds(deps.requestIdPrefix);
  const check = guard(deps);
  const methodsOf = routeMethods(() => app.routes);
  const answerError = answerErrors({
    codeOf: codeOfStorage,
    methodsOf,
    onInternalError: deps.onInternalError,
  });

  const app = new Elysia({
    name: "hookline",
    normalize: false,
    systemRouter: false,
    // Without this a Host shorter than four characters ("app") hides every route but fixed ones.
    handler: { standardHostname: false },
  })
    .onRequest(({ request, set }) => {
      const { headers } = set;
      headers["x-request-id"] = nextRequestId();
      headers["x-content-type-options"] = "nosniff";
      // Hook URLs are secrets and must not travel as a referrer.
      headers["referrer-policy"] = "no-referrer";
      headers["cache-control"] = "no-store";
      const refused = check(request, set);
      // Not `return check(…)`: Elysia would take the hook for one that may be asynchronous.
      return refused;
    })
    .onError({ as: "global" }, ({ code, error, path, set }) =>
      answerError({ code, error, path, set }),
    )
    .use(routes(deps))
    .use(openapiRoute())
    .use(swaggerUi())
    .use(errorPages());
  return app;
}

/** What storage could not do, in the words of the API. Damage is nobody's expected failure. */
function codeOfStorage(error: unknown): ProblemCode | null {
  if (!(error instanceof StorageError)) return null;
  if (error.kind === "full") return "storage_full";
  return error.kind === "corrupt" ? null : "unavailable";
}
