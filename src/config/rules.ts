import { isIP } from "node:net";

/**
 * Rules of single settings and between settings that a schema cannot state. Each returns a
 * complaint that completes the sentence "<setting> …", or null. None quotes the value.
 */

/** Requests that Bun sends at once before it queues silently; 256, less a margin of our own. */
export const FETCH_CONCURRENCY_MAX = 250;

/** The variable that raises Bun's limit. It is read at the start of the process only. */
export const FETCH_LIMIT_VARIABLE = "BUN_CONFIG_MAX_HTTP_REQUESTS";

/** Is only this machine able to connect to a server that listens there? */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

export function complainAboutHost(host: string): string | null {
  if (isIP(host) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)) return null;
  return "must be an IP address or a host name, without scheme, port or brackets.";
}

export function complainAboutPublicUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    return "must begin with http:// or https:// and name a host.";
  }
  if (url.username !== "" || url.password !== "") return "must not contain a user or password.";
  if (url.pathname !== "/") return "must not have a path; give Hookline a host name of its own.";
  if (/[?#]/.test(text)) return "must not have a query or fragment.";
  return null;
}

/** A name as it may stand in a Host header; ports are not compared. */
export function complainAboutAllowedHost(host: string): string | null {
  if (/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)$/.test(host)) return null;
  return "must hold host names such as hooks.example.com, without scheme, port or path.";
}

export function complainAboutCidr(text: string): string | null {
  const [address = "", length = "", ...rest] = text.split("/");
  const family = isIP(address);
  const lengthMax = family === 4 ? 32 : 128;
  const wellFormed = family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length);
  if (wellFormed && Number(length) <= lengthMax) return null;
  return "must hold address ranges such as 10.1.0.0/16 or fd00::/8.";
}

/**
 * Bun queues requests above its limit without telling: invocations would then wait for calls and
 * leases would run out in the queue.
 */
export function complainAboutConcurrency(sum: number, fetchLimit: string | undefined) {
  if (sum <= FETCH_CONCURRENCY_MAX) return null;
  if (fetchLimit !== undefined && Number(fetchLimit) >= sum) return null;
  return (
    `and callConcurrency add up to ${sum}, more than the ${FETCH_CONCURRENCY_MAX} requests Bun ` +
    `sends at once: set ${FETCH_LIMIT_VARIABLE}=${sum} or more in the environment of the server.`
  );
}
