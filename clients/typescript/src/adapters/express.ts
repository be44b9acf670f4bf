import { toUtf8 } from "../serve/bytes.ts";
import { createEndpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { type EndpointResponse, problem } from "../serve/problem.ts";

/** The part of Express's request that is used; Express itself is not a dependency. */
export interface ExpressRequestLike extends AsyncIterable<unknown> {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Set by a body parser. */
  readonly body?: unknown;
  /** Whether the body has been read to its end. */
  readonly readableEnded?: boolean;
}

/** The part of Express's response that is used. */
export interface ExpressResponseLike {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: string): unknown;
}

/**
 * Serves a workflow from Express: `app.post("/order", serve(async (context) => { … }))`.
 *
 * Signatures cover the body byte for byte, so this is best mounted before any body parser. A parser
 * that came first is coped with: `express.raw()`, `express.text()` and `request.rawBody` give the
 * bytes; what `express.json()` parsed is written as JSON again, which gives the same bytes for what
 * a Hookline server sends, and is refused with a clear error should it not.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions,
): (request: ExpressRequestLike, response: ExpressResponseLike) => Promise<void> {
  const endpoint = createEndpoint(workflow, options);
  return async (request, response) => {
    let isRewritten = false;
    const answer = await endpoint({
      method: request.method,
      header: (name) => headerOf(request, name),
      body: async () => {
        const received = receivedBytes(request);
        if (received !== null) return received;
        if (request.readableEnded !== true) return readAll(request);
        isRewritten = true;
        return rewrittenBytes(request.body);
      },
    });
    const isUnverifiable = isRewritten && answer.status === 401;
    const { status, headers, body } = isUnverifiable ? rawBodyNeeded() : answer;
    response.writeHead(status, headers);
    response.end(body);
  };
}

const RAW_BODY_NEEDED =
  "The signature cannot be verified. Either it is not by a key of this endpoint, or it needs the " +
  "raw request body, which a body parser has consumed: mount this route before express.json(), " +
  "or keep the bytes as request.rawBody.";

function rawBodyNeeded(): EndpointResponse {
  return problem(500, "raw_body_needed", RAW_BODY_NEEDED);
}

function headerOf({ headers }: ExpressRequestLike, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

function receivedBytes(request: ExpressRequestLike): Uint8Array | null {
  const { body, rawBody } = request as { readonly body?: unknown; readonly rawBody?: unknown };
  for (const candidate of [rawBody, body]) {
    if (candidate instanceof Uint8Array) return candidate;
    if (typeof candidate === "string") return toUtf8(candidate);
  }
  return null;
}

async function readAll(request: ExpressRequestLike): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function rewrittenBytes(body: unknown): Uint8Array {
  return toUtf8(JSON.stringify(body) ?? "");
}
