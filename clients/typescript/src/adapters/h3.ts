import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest, type FetchRequestLike } from "./fetch.ts";
import { answerNodeRequest, type NodeRequestLike } from "./node.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The parts of h3's event that are used: of version 2, and of version 1 in Node and elsewhere. */
export interface H3EventLike {
  /** A Web request in version 2; in version 1 the same as `node.req`. */
  readonly req?: unknown;
  readonly web?: { readonly request?: Request | undefined } | undefined;
  readonly node?: { readonly req?: unknown } | undefined;
  readonly context?: unknown;
}

/** A handler for both versions of h3. */
export interface H3Handler {
  (event: H3EventLike): Promise<Response>;
  /** What `eventHandler()` of version 1 sets. */
  __is_handler__: true;
}

/** A workflow for h3, Nitro and Nuxt. */
export interface H3Workflow {
  readonly handler: H3Handler;
}

/**
 * Serves a workflow from h3, Nitro and Nuxt: `const { handler } = serve(…)`, then
 * `app.post("/order", handler)`, or `export default handler` in `server/api/order.post.ts`.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): H3Workflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `/workflows/:name`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): H3Workflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): H3Workflow {
  const answer = (event: H3EventLike) => answerEvent(endpoint, event);
  return { handler: Object.assign(answer, { __is_handler__: true as const }) };
}

async function answerEvent(endpoint: Endpoint, event: H3EventLike): Promise<Response> {
  const request = event.web?.request ?? event.req;
  if (isWebRequest(request)) return answerRequest(endpoint, request, envOf(event));
  const node = (event.node?.req ?? event.req) as NodeRequestLike;
  const { status, headers, body } = await answerNodeRequest(endpoint, node);
  return new Response(body, { status, headers });
}

function isWebRequest(request: unknown): request is FetchRequestLike {
  return typeof (request as Partial<FetchRequestLike> | undefined)?.arrayBuffer === "function";
}

/** The bindings, where Nitro runs on Cloudflare. */
function envOf({ context }: H3EventLike): unknown {
  type CloudflareContext = { readonly cloudflare?: { readonly env?: unknown } } | undefined;
  return (context as CloudflareContext)?.cloudflare?.env;
}
