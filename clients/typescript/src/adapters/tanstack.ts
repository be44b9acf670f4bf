import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of the context of a server route that is used. */
export interface TanstackContextLike {
  readonly request: Request;
}

/** The handlers of a server route. */
export interface TanstackWorkflow {
  readonly POST: (context: TanstackContextLike) => Promise<Response>;
}

/**
 * Serves a workflow from a server route of TanStack Start:
 * `server: { handlers: serve(async (context) => { … }) }` in `createFileRoute`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): TanstackWorkflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `/workflows/$name`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): TanstackWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): TanstackWorkflow {
  return { POST: ({ request }) => answerRequest(endpoint, request) };
}
