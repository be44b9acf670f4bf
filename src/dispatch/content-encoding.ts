import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";

/** A decompressed body, or why there is none. */
export type DecodedContent =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly code: "response_too_large" | "protocol_error" };

type Decompress = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const DECODERS: ReadonlyMap<string, Decompress> = new Map([
  ["gzip", promisify(gunzip) as Decompress],
  ["x-gzip", promisify(gunzip) as Decompress],
  ["deflate", promisify(inflate) as Decompress],
  ["br", promisify(brotliDecompress) as Decompress],
  ["zstd", promisify(zstdDecompress) as Decompress],
]);

/**
 * Decompresses an answer, up to `bytesMax` bytes: a few kilobytes can stand for gigabytes.
 *
 * Null when there is nothing to do: no encoding, one that we do not know, or no body.
 */
export async function decodeContent(
  body: Uint8Array,
  encoding: string | null,
  bytesMax: number,
): Promise<DecodedContent | null> {
  if (encoding === null || body.byteLength === 0) return null;
  const decompress = DECODERS.get(encoding.trim().toLowerCase());
  if (decompress === undefined) return null;
  try {
    return { ok: true, body: await decompress(body, { maxOutputLength: Math.max(bytesMax, 1) }) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const isTooLarge = code === "ERR_BUFFER_TOO_LARGE";
    return { ok: false, code: isTooLarge ? "response_too_large" : "protocol_error" };
  }
}
