/** The parts of a hook's address as a third party called it. */
export interface HookAddress {
  readonly token: string;
  /** What followed the token: "" or "/…". */
  readonly path: string;
  /** Raw, with its "?", or "". */
  readonly query: string;
}

const PREFIX = "/hooks/";

/**
 * Takes a request's absolute URL apart without decoding anything: the workflow gets it as it was
 * sent. Null when it is not the URL of a hook.
 *
 * Path and query can always be made into a URL again: the URL parser refuses no text after a host.
 */
export function parseHookAddress(url: string): HookAddress | null {
  const origin = url.indexOf("/", url.indexOf("//") + 2);
  if (!url.startsWith(PREFIX, origin)) return null;
  const from = origin + PREFIX.length;
  const hash = url.indexOf("#", from);
  const end = hash === -1 ? url.length : hash;
  const mark = url.indexOf("?", from);
  const queryAt = mark === -1 || mark > end ? end : mark;
  const slash = url.indexOf("/", from);
  const pathAt = slash === -1 || slash > queryAt ? queryAt : slash;
  const token = url.slice(from, pathAt);
  const path = url.slice(pathAt, queryAt);
  const query = url.slice(queryAt, end);
  return { token, path, query };
}
