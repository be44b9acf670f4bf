import type { ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { serve as serveFetch } from "./fetch.ts";

/**
 * Serves a workflow from a route of `Bun.serve`:
 * `Bun.serve({ routes: { "/order": serve(async (context) => { … }) } })`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions,
): (request: Request) => Promise<Response> {
  return serveFetch(workflow, options).handler;
}
