import { toUtf8 } from "../serve/bytes.ts";
import { type EndpointResponse, problem } from "../serve/problem.ts";

const RAW_BODY_NEEDED =
  "The signature cannot be verified. Either it is not by a key of this endpoint, or it needs the " +
  "raw request body, which a body parser has consumed: mount this route before it " +
  "(in Express: before express.json()), or keep the bytes as request.rawBody.";

/** The answer when something before the workflow has read the body and not kept its bytes. */
export function rawBodyNeeded(): EndpointResponse {
  return problem(500, "raw_body_needed", RAW_BODY_NEEDED);
}

/** A body as a parser or a platform has left it, as bytes; null when these are not its bytes. */
export async function bytesOf(body: unknown): Promise<Uint8Array | null> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === "string") return toUtf8(body);
  if (!isRaw(body)) return null;
  return new Uint8Array(await new Response(body).arrayBuffer());
}

function isRaw(body: unknown): body is ArrayBuffer | Blob | ReadableStream {
  return (
    body instanceof ArrayBuffer ||
    body instanceof Blob ||
    (body instanceof ReadableStream && !body.locked)
  );
}
