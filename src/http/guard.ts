import { bearerToken } from "./auth.ts";
import { type HostRules, hostGuard } from "./host.ts";
import { attachPrincipal, type Principal } from "./principal.ts";
import { type AnswerHeaders, type ProblemCode, refuse } from "./problem.ts";

/** What `guard` decides by. */
export interface GuardOptions extends HostRules {
  readonly tokens: TokenVerifier;
}

/** Knows the valid tokens. */
export interface TokenVerifier {
  /** What a presented token allows, or null when it is not valid. */
  verify(token: string): Principal | null;
}

/** Methods that change nothing (RFC 9110, section 9.2.1), as far as the API has them. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The control routes of running endpoints, which have tokens of their own: `api/steps.ts` and
 * `api/history.ts` check them.
 */
const CAPABILITY_ROUTES = /^(?:POST \/v1\/runs\/[^/]+\/steps|GET \/v1\/runs\/[^/]+\/history)\/?$/;

/** Paths that probes and third parties reach under whatever name they know us by. */
const ANY_HOST = /^\/(?:hooks\/|livez$|readyz$)/;

/**
 * Checks who asks before anything of the request is read: host, origin, token. Routes learn it by
 * `principalOf`; which of them are open to tokens of one project, `docs` says (`scope`).
 *
 * It goes by path, not by route, so that a route that is added under `/v1` is closed from its first
 * day, and unknown paths there tell nothing to strangers.
 */
export function guard(
  options: GuardOptions,
): (request: Request, set: AnswerHeaders) => Response | undefined {
  const hosts = hostGuard(options);

  function refusalOf(request: Request, path: string): ProblemCode | null {
    const wrongHost = hosts.checkHost(request);
    if (wrongHost !== null) return wrongHost;
    if (!path.startsWith("/v1/") && path !== "/v1") return null;

    const isSafe = SAFE.has(request.method);
    if (!isSafe && hosts.checkOrigin(request) !== null) return "origin_not_allowed";
    if (CAPABILITY_ROUTES.test(`${request.method} ${path}`)) return null;

    const token = bearerToken(request.headers);
    const principal = token === null ? null : options.tokens.verify(token);
    if (principal === null) return "unauthorized";
    attachPrincipal(request, principal);
    return principal.access === "read" && !isSafe ? "forbidden" : null;
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
