/** Fields that belong to one connection or to one request's framing (RFC 9110, section 7.6.1). */
const FRAMING: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Fields of a name that say how a request was carried, not what it says. `name` is lower case. */
export function isFramingHeader(name: string): boolean {
  return FRAMING.has(name);
}

/** Fields that the server itself sends to endpoints. `name` is lower case. */
export function isReservedHeader(name: string): boolean {
  return name.startsWith("webhook-") || name.startsWith("hookline-");
}

/** A field name (RFC 9110, section 5.6.2). */
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A field value as Latin-1: no control characters but tab, nothing above U+00FF. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
