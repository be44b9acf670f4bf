import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of the arguments of an action that is used. */
export interface ActionArgumentsLike {
  readonly request: Request;
}

/**
 * Serves a workflow from a resource route of React Router in framework mode:
 * `export const action = serve(async (context) => { … })`. The route exports no component.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): (args: ActionArgumentsLike) => Promise<Response> {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `workflows/:name`: the last segment chooses. */
export function serveMany(
  workflows: WorkflowSet,
  options?: ServeOptions,
): (args: ActionArgumentsLike) => Promise<Response> {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint) {
  return ({ request }: ActionArgumentsLike): Promise<Response> => answerRequest(endpoint, request);
}
