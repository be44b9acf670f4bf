/** Larger payloads are left out of answers: a page of them must stay a page. */
export const SHOWN_BYTES_MAX = 64 * 1024;

const utf8 = new TextDecoder();

/** Whether a payload is small enough to be part of an answer. */
export function isShown(body: Uint8Array): boolean {
  return body.length <= SHOWN_BYTES_MAX;
}

/**
 * Stored JSON text as a value.
 *
 * The server never checked that an endpoint's text is JSON it can show: what does not parse, or
 * nests too deeply for `JSON.stringify`, is shown as the text it is.
 */
export function jsonOf(body: Uint8Array | null): unknown {
  if (body === null) return null;
  const text = utf8.decode(body);
  try {
    const value: unknown = JSON.parse(text);
    JSON.stringify(value);
    return value;
  } catch {
    return text;
  }
}
