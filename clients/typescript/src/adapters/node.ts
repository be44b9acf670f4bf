import { toUtf8 } from "../serve/bytes.ts";
import type { Endpoint } from "../serve/handler.ts";
import type { EndpointResponse } from "../serve/problem.ts";
import { bytesOf, rawBodyNeeded } from "./raw-body.ts";

/** The part of Node's `IncomingMessage` that is used, and what frameworks add to it. */
export interface NodeRequestLike extends AsyncIterable<unknown> {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The URL as it came, where `url` is shortened for a mounted route. */
  readonly originalUrl?: string;
  /** Set by a body parser. */
  readonly body?: unknown;
  /** Whether the body has been read to its end. */
  readonly readableEnded?: boolean;
}

/** The part of Node's `ServerResponse` that is used. */
export interface NodeResponseLike {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: string): unknown;
}

/** Lets an endpoint answer a request in Node's form. */
export async function answerNode(
  endpoint: Endpoint,
  request: NodeRequestLike,
  response: NodeResponseLike,
): Promise<void> {
  const { status, headers, body } = await answerNodeRequest(endpoint, request);
  response.writeHead(status, headers);
  response.end(body);
}

/**
 * The same, for a framework that writes the response itself.
 *
 * What a parser made of a JSON body is written as JSON again, which gives the same bytes for what a
 * Hookline server sends. Should it not, the answer says what to do.
 */
export async function answerNodeRequest(
  endpoint: Endpoint,
  request: NodeRequestLike,
): Promise<EndpointResponse> {
  let isRewritten = false;
  const answer = await endpoint({
    method: request.method ?? "GET",
    url: request.originalUrl ?? request.url ?? "/",
    header: (name) => headerOf(request, name),
    body: async () => {
      const received = await receivedBytes(request);
      if (received !== null) return received;
      if (request.readableEnded !== true) return readAll(request);
      isRewritten = true;
      return toUtf8(JSON.stringify(request.body) ?? "");
    },
  });
  return isRewritten && answer.status === 401 ? rawBodyNeeded() : answer;
}

function headerOf({ headers }: NodeRequestLike, name: string): string | null {
  const value = headers[name];
  return typeof value === "string" ? value : (value?.join(", ") ?? null);
}

async function receivedBytes(request: NodeRequestLike): Promise<Uint8Array | null> {
  const { body, rawBody } = request as { readonly body?: unknown; readonly rawBody?: unknown };
  return (await bytesOf(rawBody)) ?? (await bytesOf(body));
}

async function readAll(request: NodeRequestLike): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
