import type { ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { serve as serveFetch } from "./fetch.ts";

/** The exports of a route file. */
export interface NextWorkflow {
  readonly POST: (request: Request) => Promise<Response>;
}

/**
 * Serves a workflow from a Next.js route handler:
 * `export const { POST } = serve(async (context) => { … })` in `app/…/route.ts`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions,
): NextWorkflow {
  const { POST } = serveFetch(workflow, options);
  return { POST };
}
