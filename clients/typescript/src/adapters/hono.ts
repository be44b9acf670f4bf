import type { Env } from "../serve/env.ts";
import { createEndpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { answerRequest } from "./fetch.ts";

/** The part of Hono's context that is used; Hono itself is not a dependency. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request };
  readonly env?: unknown;
}

/**
 * Serves a workflow from a Hono route: `app.post("/order", serve(async (context) => { … }))`.
 *
 * On runtimes without `process.env` the settings, and `context.env`, come from Hono's bindings.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions,
): (context: HonoContextLike) => Promise<Response> {
  const endpoint = createEndpoint(workflow, options);
  return ({ req, env }) => answerRequest(endpoint, req.raw, isEnv(env) ? env : undefined);
}

function isEnv(value: unknown): value is Env {
  return typeof value === "object" && value !== null;
}
