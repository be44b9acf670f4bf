import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/**
 * Serves a workflow from a route of `Bun.serve`:
 * `Bun.serve({ routes: { "/order": serve(async (context) => { … }) } })`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): (request: Request) => Promise<Response> {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `"/workflows/:name"`: the last segment chooses. */
export function serveMany(
  workflows: WorkflowSet,
  options?: ServeOptions,
): (request: Request) => Promise<Response> {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint) {
  return (request: Request): Promise<Response> => answerRequest(endpoint, request);
}
