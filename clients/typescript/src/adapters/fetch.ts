import type { Env } from "../serve/env.ts";
import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";

/** A workflow for anything that speaks the Web's `Request` and `Response`. */
export interface FetchWorkflow {
  /** Answers one request. A second argument that is not an object is ignored. */
  readonly handler: (request: Request) => Promise<Response>;
  /** The same, under the name that file-based routers look for. */
  readonly POST: (request: Request) => Promise<Response>;
}

/** Serves a workflow with plain `fetch` semantics: Workers, Deno, SvelteKit, Remix, Astro, … */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions,
): FetchWorkflow {
  const endpoint = createEndpoint(workflow, options);
  const handler = (request: Request) => answerRequest(endpoint, request);
  return { handler, POST: handler };
}

/** Lets an endpoint answer a Web request. `env` is what the runtime gave with it. */
export async function answerRequest(
  endpoint: Endpoint,
  request: Request,
  env?: Env,
): Promise<Response> {
  const { status, headers, body } = await endpoint({
    method: request.method,
    header: (name) => request.headers.get(name),
    body: async () => new Uint8Array(await request.arrayBuffer()),
    env,
  });
  return new Response(body, { status, headers });
}
