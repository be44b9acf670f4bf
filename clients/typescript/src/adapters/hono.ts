import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of Hono's context that is used; Hono itself is not a dependency. */
export interface HonoContextLike<Bindings = unknown, Variables = unknown> {
  readonly req: { readonly raw: Request; arrayBuffer(): Promise<ArrayBuffer> };
  readonly env?: Bindings;
  readonly var?: Variables;
}

/**
 * Serves a workflow from a Hono route: `app.post("/order", serve(async (context) => { … }))`.
 *
 * On runtimes without `process.env` the settings, and `context.env`, come from Hono's bindings.
 * The type parameters `Bindings` and `Variables` are those of the app, and need not be given.
 */
export function serve<Payload = unknown, Bindings = unknown, Variables = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): (context: HonoContextLike<Bindings, Variables>) => Promise<Response> {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `/workflows/:name`: the last segment chooses. */
export function serveMany(
  workflows: WorkflowSet,
  options?: ServeOptions,
): (context: HonoContextLike) => Promise<Response> {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint) {
  return ({ req, env }: HonoContextLike): Promise<Response> => {
    const { method, url, headers } = req.raw;
    // Hono keeps a body that a middleware has read; the raw request does not.
    const request = { method, url, headers, arrayBuffer: () => req.arrayBuffer() };
    return answerRequest(endpoint, request, env);
  };
}
