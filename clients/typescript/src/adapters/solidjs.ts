import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of SolidStart's `APIEvent` that is used. */
export interface SolidEventLike {
  readonly request: Request;
}

/** The exports of an API route. */
export interface SolidWorkflow {
  readonly POST: (event: SolidEventLike) => Promise<Response>;
}

/**
 * Serves a workflow from an API route of SolidStart:
 * `export const { POST } = serve(async (context) => { … })` in `src/routes/…`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): SolidWorkflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `workflows/[name].ts`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): SolidWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): SolidWorkflow {
  return { POST: ({ request }) => answerRequest(endpoint, request) };
}
