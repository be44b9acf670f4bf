import { bearerToken, type TokenHashes, tokenVerifier } from "./auth.ts";
import { type HostRules, hostGuard } from "./host.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "./problem.ts";

/** What `guard` decides by. */
export interface GuardOptions extends HostRules {
  readonly tokens: TokenHashes;
}

/** Methods that change nothing (RFC 9110, section 9.2.1), as far as the API has them. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The one control route that has a token of its own: `api/steps.ts` checks it. */
const STEPS_PATH = /^\/v1\/runs\/[^/]+\/steps\/?$/;

/** Paths that probes and third parties reach under whatever name they know us by. */
const ANY_HOST = /^\/(?:hooks\/|livez$|readyz$)/;

/**
 * Checks who asks before anything of the request is read: host, origin, token.
 *
 * It goes by path, not by route, so that a route that is added under `/v1` is closed from its first
 * day, and unknown paths there tell nothing to strangers.
 */
export function guard(
  options: GuardOptions,
): (request: Request, set: AnswerHeaders) => Response | undefined {
  const hosts = hostGuard(options);
  const verify = tokenVerifier(options.tokens);

  function refusalOf(request: Request, path: string): ProblemCode | null {
    const wrongHost = hosts.checkHost(request);
    if (wrongHost !== null) return wrongHost;
    if (!path.startsWith("/v1/") && path !== "/v1") return null;

    const isSafe = SAFE.has(request.method);
    if (!isSafe && hosts.checkOrigin(request) !== null) return "origin_not_allowed";
    if (request.method === "POST" && STEPS_PATH.test(path)) return null;

    const token = bearerToken(request.headers);
    const access = token === null ? null : verify(token);
    if (access === null) return "unauthorized";
    return access === "read" && !isSafe ? "forbidden" : null;
  }

  return (request, set) => {
    // Bun leaves the URL relative when the Host header does not parse; no route could be found.
    if (request.url.startsWith("/")) return refuse(set, "invalid_host");
    const path = pathOf(request.url);
    if (ANY_HOST.test(path)) return undefined;
    const code = refusalOf(request, path);
    if (code === null) return undefined;
    return code === "unauthorized" ? refuseUnauthorized(set) : refuse(set, code);
  };
}

/** 401 with the challenge that RFC 9110 asks for. */
export function refuseUnauthorized(set: AnswerHeaders): Response {
  return refuse(set, "unauthorized", {
    headers: { "www-authenticate": 'Bearer realm="hookline"' },
  });
}

/** The raw path, cut out of an absolute URL exactly as Elysia's router does it. */
function pathOf(url: string): string {
  const from = url.indexOf("/", "http://".length);
  const query = url.indexOf("?", from + 1);
  return query === -1 ? url.slice(from) : url.slice(from, query);
}
