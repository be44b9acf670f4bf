/** Bytes that own their buffer, as `Request` and WebCrypto want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

interface NativeBase64 {
  fromBase64?(text: string): Bytes;
  prototype: { toBase64?(this: Uint8Array): string };
}

/** `fromCharCode` takes its input as arguments; engines limit how many. */
const CHUNK_LENGTH = 8_192;

const native = Uint8Array as unknown as NativeBase64;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes as standard base64, padded. */
export function toBase64(bytes: Uint8Array): string {
  if (native.prototype.toBase64 !== undefined) return native.prototype.toBase64.call(bytes);
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHUNK_LENGTH) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_LENGTH));
  }
  return btoa(binary);
}

/** The inverse of `toBase64`. Throws on what is not base64. */
export function fromBase64(text: string): Bytes {
  if (native.fromBase64 !== undefined) return native.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Text as UTF-8. */
export function toUtf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

/** UTF-8 as text; what is not UTF-8 becomes U+FFFD, and a byte order mark is dropped. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
