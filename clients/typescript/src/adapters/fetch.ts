import type { Env } from "../serve/env.ts";
import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { rawBodyNeeded } from "./raw-body.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** A workflow for anything that speaks the Web's `Request` and `Response`. */
export interface FetchWorkflow {
  /** Answers one request. A second argument that is not an object is ignored. */
  readonly handler: (request: Request) => Promise<Response>;
  /** The same, under the name that file-based routers look for. */
  readonly POST: (request: Request) => Promise<Response>;
}

/** The part of a `Request` that is used. */
export interface FetchRequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly bodyUsed?: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Serves a workflow with plain `fetch` semantics: for whatever has no adapter of its own. */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): FetchWorkflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows; the last segment of a request's path chooses. See `createWorkflow`. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): FetchWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): FetchWorkflow {
  const handler = (request: Request) => answerRequest(endpoint, request);
  return { handler, POST: handler };
}

/** Lets an endpoint answer a Web request. `env` is what the runtime gave with it. */
export async function answerRequest(
  endpoint: Endpoint,
  request: FetchRequestLike,
  env?: unknown,
): Promise<Response> {
  const isBodyGone = request.bodyUsed === true && request.method === "POST";
  const answer = await (isBodyGone ? rawBodyNeeded() : endpoint(requestOf(request, env)));
  const { status, headers, body } = answer;
  return new Response(body, { status, headers });
}

function requestOf(request: FetchRequestLike, env: unknown) {
  return {
    method: request.method,
    url: request.url,
    header: (name: string) => request.headers.get(name),
    body: async () => new Uint8Array(await request.arrayBuffer()),
    env: isEnv(env) ? env : undefined,
  };
}

function isEnv(value: unknown): value is Env {
  return typeof value === "object" && value !== null;
}
