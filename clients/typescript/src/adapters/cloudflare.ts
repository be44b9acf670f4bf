import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of the context of a Pages Function that is used. */
export interface PagesContextLike {
  readonly request: Request;
  readonly env: unknown;
}

/** The default export of a Worker. */
export interface CloudflareWorkflow {
  /** Takes a request and its bindings (Workers), or a context that holds both (Pages). */
  readonly fetch: (first: Request | PagesContextLike, env?: unknown) => Promise<Response>;
}

/**
 * Serves a workflow from Cloudflare: `export default serve(async (context) => { … })` in a Worker;
 * in a Pages Function `export const onRequest = serve(…).fetch`.
 *
 * Settings, and `context.env`, come from the bindings.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): CloudflareWorkflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows: the last segment of the path chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): CloudflareWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): CloudflareWorkflow {
  const fetch: CloudflareWorkflow["fetch"] = (first, env) =>
    "request" in first
      ? answerRequest(endpoint, first.request, first.env)
      : answerRequest(endpoint, first, env);
  return { fetch };
}
