import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of Elysia's context that is used; Elysia itself is not a dependency. */
export interface ElysiaContextLike {
  readonly request: Request;
}

/**
 * Serves a workflow from an Elysia route:
 * `app.post("/order", serve(async (context) => { … }), { parse: "none" })`.
 *
 * Signatures cover the body byte for byte. Elysia parses bodies only where a handler or a hook uses
 * them; `parse: "none"` keeps it so whatever hooks the app has.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): (context: ElysiaContextLike) => Promise<Response> {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `/workflows/:name`: the last segment chooses. */
export function serveMany(
  workflows: WorkflowSet,
  options?: ServeOptions,
): (context: ElysiaContextLike) => Promise<Response> {
  return mount(chooseEndpoint(workflows, options));
}

// Elysia reads the source of handlers to learn which parts of the context they use.
function mount(endpoint: Endpoint) {
  return ({ request }: ElysiaContextLike): Promise<Response> => answerRequest(endpoint, request);
}
