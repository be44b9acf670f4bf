const EMPTY = new Uint8Array(0);

/** The bytes of a body, or why there are none. */
export type BodyBytes = Uint8Array | "payload_too_large" | "invalid_body";

/**
 * Reads a request's body, never holding more than `limit` bytes (and the chunk at hand).
 *
 * A body that says it is too large is not read at all. `invalid_body`: the sender went away.
 */
export async function readBody(request: Request, limit: number): Promise<BodyBytes> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limit) return "payload_too_large";
  if (declared === "0") return EMPTY;
  try {
    if (declared === null) {
      const { body } = request;
      return body === null ? EMPTY : await readStream(body, limit);
    }
    // To look at `request.body` would make a stream, which costs more than all else here.
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > limit ? "payload_too_large" : bytes;
  } catch {
    return "invalid_body";
  }
}

/** Chunked bodies do not say how long they are. */
async function readStream(stream: ReadableStream<Uint8Array>, limit: number): Promise<BodyBytes> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      // Not awaited: a sender that keeps the stream open must not keep us.
      reader.cancel().catch(() => {});
      return "payload_too_large";
    }
    chunks.push(value);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : concat(chunks, size);
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
