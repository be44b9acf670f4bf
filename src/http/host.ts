/** Names that mean this machine. A page on the web cannot have one of them as its origin. */
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** A host as it may stand in a Host header: a name, an IPv4 or a bracketed IPv6, and a port. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?$/;

/** Which hosts and origins may reach the control API. */
export interface HostRules {
  readonly publicUrl: string;
  /** More host names (without port) that this server answers for. */
  readonly allowedHosts: readonly string[];
}

/** Verdicts on the `Host` and `Origin` of a request. */
export interface HostGuard {
  /** Null when the host is ours. Against DNS rebinding: a foreign page's host never is. */
  checkHost(request: Request): "invalid_host" | "host_not_allowed" | null;
  /** Null when there is no origin (not a browser) or it is this server's own. */
  checkOrigin(request: Request): "origin_not_allowed" | null;
}

/** Makes the guard. Ports are not compared for hosts, only for origins. */
export function hostGuard(rules: HostRules): HostGuard {
  const publicUrl = new URL(rules.publicUrl);
  const allowed = new Set([...LOOPBACK, publicUrl.hostname]);
  for (const host of rules.allowedHosts) allowed.add(host.toLowerCase());
  /** The last header that was found good: almost every request brings the same one. */
  let lastGood: string | null = null;
  return {
    checkHost(request) {
      const header = request.headers.get("host");
      if (header !== null && header === lastGood) return null;
      const hostname = hostnameOf(hostOf(request));
      if (hostname === null) return "invalid_host";
      if (!allowed.has(hostname)) return "host_not_allowed";
      lastGood = header;
      return null;
    },
    checkOrigin(request) {
      const origin = request.headers.get("origin");
      if (origin === null || origin === publicUrl.origin) return null;
      const own = hostOf(request);
      return origin === `http://${own}` || origin === `https://${own}`
        ? null
        : "origin_not_allowed";
    },
  };
}

/** Whether the request names this machine itself as its host. */
export function hasLoopbackHost(request: Request): boolean {
  const hostname = hostnameOf(hostOf(request));
  return hostname !== null && LOOPBACK.has(hostname);
}

/** The Host header, lower-cased. A Request made in a test has none: then the URL's. */
function hostOf(request: Request): string {
  const header = request.headers.get("host") ?? URL.parse(request.url)?.host ?? "";
  return header.toLowerCase();
}

/** Bun joins two Host headers with ", ", which the pattern refuses. */
function hostnameOf(host: string): string | null {
  const name = HOST.exec(host)?.[1];
  if (name === undefined) return null;
  return name.endsWith(".") ? name.slice(0, -1) : name;
}
