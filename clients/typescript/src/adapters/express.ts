import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerNode, type NodeRequestLike, type NodeResponseLike } from "./node.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** A handler of Express, or of anything with Node's requests and responses. */
export type ExpressHandler = (
  request: NodeRequestLike,
  response: NodeResponseLike,
) => Promise<void>;

/**
 * Serves a workflow from Express: `app.post("/order", serve(async (context) => { … }))`, or with
 * `app.use`.
 *
 * Signatures cover the body byte for byte, so this is best mounted before any body parser. A parser
 * that came first is coped with: `express.raw()`, `express.text()` and `request.rawBody` give the
 * bytes; what `express.json()` parsed is written as JSON again, which gives the same bytes for what
 * a Hookline server sends, and is refused with a clear error should it not.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): ExpressHandler {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `/workflows/:name`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): ExpressHandler {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): ExpressHandler {
  return (request, response) => answerNode(endpoint, request, response);
}
