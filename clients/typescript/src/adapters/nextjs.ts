import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";
import { answerNode, type NodeRequestLike, type NodeResponseLike } from "./node.ts";

export {
  createWorkflow,
  createWorkflow as createWorkflowPagesRouter,
} from "../serve/workflows.ts";

/** The exports of a route file of the App Router. */
export interface NextWorkflow {
  readonly POST: (request: Request) => Promise<Response>;
}

/** The default export of an API route of the Pages Router. */
export interface NextPagesWorkflow {
  readonly handler: (request: NodeRequestLike, response: NodeResponseLike) => Promise<void>;
}

/**
 * Serves a workflow from a route of the App Router:
 * `export const { POST } = serve(async (context) => { … })` in `app/…/route.ts`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): NextWorkflow {
  return mount(createEndpoint(workflow, options));
}

/**
 * Serves a workflow from the Pages Router: `const { handler } = servePagesRouter(…)` and
 * `export default handler` in `pages/api/….ts`.
 *
 * Next.js parses bodies of at most 1 MB unless the file says
 * `export const config = { api: { bodyParser: false } }`, which is recommended.
 */
export function servePagesRouter<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): NextPagesWorkflow {
  return mountPages(createEndpoint(workflow, options));
}

/** Serves several workflows from `app/…/[name]/route.ts`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): NextWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

/** The same for the Pages Router, from `pages/api/…/[name].ts`. */
export function serveManyPagesRouter(
  workflows: WorkflowSet,
  options?: ServeOptions,
): NextPagesWorkflow {
  return mountPages(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): NextWorkflow {
  return { POST: (request) => answerRequest(endpoint, request) };
}

function mountPages(endpoint: Endpoint): NextPagesWorkflow {
  return { handler: (request, response) => answerNode(endpoint, request, response) };
}
