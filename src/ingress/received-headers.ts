import type { HeaderList } from "../core/run/journal.ts";
import { HEADER_NAME, HEADER_VALUE, isFramingHeader } from "../http/header-rules.ts";

/** Fields of one call: more than any sender of webhooks has, and as many as we may send on. */
export const HEADERS_MAX = 100;

/** Characters of all names and values: what Bun takes, so this only guards other front ends. */
export const HEADERS_LENGTH_MAX = 16 * 1_024;

/** Credentials of the sender towards us or a proxy. A run's journal must not keep them. */
const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "cookie"]);

/** What proxies between the sender and us have added: about our network, not about the call. */
const PROXY: ReadonlySet<string> = new Set([
  "cf-connecting-ip",
  "fly-client-ip",
  "forwarded",
  "true-client-ip",
  "via",
  "x-client-ip",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-real-ip",
]);

/** Whether fields that are dropped by default are kept. */
export interface HeaderPolicy {
  readonly keepCredentials: boolean;
  readonly keepProxyHeaders: boolean;
}

/**
 * The fields of a call that are kept, or null when there are too many.
 *
 * What is kept can always be sent on and be made into a Request again: a single field that cannot
 * would break every replay of the workflow that gets it. Of the order and spelling in which fields
 * arrived Bun keeps nothing: names are lower case, and values of a repeated field are joined by
 * ", " (those of `set-cookie` are kept apart).
 */
export function keepHeaders(received: Headers, policy: HeaderPolicy): HeaderList | null {
  const kept: [string, string][] = [];
  const named = received.get("connection");
  let length = 0;
  for (const [name, value] of received) {
    if (isDropped(name, policy) || !HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) continue;
    if (named !== null && isNamedBy(named, name)) continue;
    length += name.length + value.length;
    if (kept.push([name, value]) > HEADERS_MAX || length > HEADERS_LENGTH_MAX) return null;
  }
  return kept;
}

function isDropped(name: string, { keepCredentials, keepProxyHeaders }: HeaderPolicy): boolean {
  if (isFramingHeader(name)) return true;
  return (!keepCredentials && CREDENTIALS.has(name)) || (!keepProxyHeaders && PROXY.has(name));
}

/** The Connection field names further ones that are for the next hop only. */
function isNamedBy(connection: string, name: string): boolean {
  if (connection === "keep-alive" || connection === "close") return false;
  return connection.split(",").some((option) => option.trim().toLowerCase() === name);
}
