import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of a Fastify instance that is used; Fastify itself is not a dependency. */
export interface FastifyLike {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    contentType: string,
    options: { readonly parseAs: "buffer"; readonly bodyLimit: number },
    parser: (request: unknown, body: Uint8Array) => Promise<Uint8Array>,
  ): unknown;
  all(
    path: string,
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => unknown,
  ): unknown;
}

/** The part of Fastify's request that is used. */
export interface FastifyRequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** The part of Fastify's reply that is used. */
export interface FastifyReplyLike {
  code(status: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
  send(body: string): unknown;
}

/** A plugin to be registered under the workflow's path. */
export type FastifyWorkflow = (instance: FastifyLike) => Promise<void>;

/** What Fastify accepts by default, 1 MiB, is less than the recorded steps of a run can have. */
const BODY_LIMIT = 64 * 1_024 * 1_024;

/**
 * Serves a workflow as a Fastify plugin:
 * `app.register(serve(async (context) => { … }), { prefix: "/order" })`.
 *
 * A plugin, because signatures cover the body byte for byte: inside of it, and only there, bodies
 * are not parsed.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): FastifyWorkflow {
  return mount(createEndpoint(workflow, options), "/");
}

/** Serves several workflows under one prefix; the last segment of the path chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): FastifyWorkflow {
  return mount(chooseEndpoint(workflows, options), "/:name");
}

function mount(endpoint: Endpoint, path: string): FastifyWorkflow {
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    const options = { parseAs: "buffer", bodyLimit: BODY_LIMIT } as const;
    instance.addContentTypeParser("*", options, async (_request, body) => body);
    instance.all(path, (request, reply) => answer(endpoint, request, reply));
  };
}

async function answer(
  endpoint: Endpoint,
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
): Promise<unknown> {
  const { status, headers, body } = await endpoint({
    method: request.method,
    url: request.url,
    header: (name) => request.headers[name]?.toString() ?? null,
    body: async () => (request.body instanceof Uint8Array ? request.body : new Uint8Array()),
  });
  reply.code(status);
  reply.headers(headers);
  return reply.send(body);
}
