import type { HttpFailure } from "./http-caller.ts";

type Described = Pick<HttpFailure, "ok" | "code" | "message">;

/** System codes of connections that could not be made, or broke. */
const CONNECTION: Record<string, string> = {
  ECONNREFUSED: "Nobody listens at the address and port (connection refused).",
  ECONNRESET: "The connection was closed before the answer was complete.",
  EPIPE: "The connection was closed before the request was sent.",
  EHOSTUNREACH: "The host cannot be reached.",
  ENETUNREACH: "The network cannot be reached.",
  ETIMEDOUT: "The connection timed out.",
  ECONNABORTED: "The connection was given up by this machine.",
  EADDRNOTAVAIL: "This machine has no free port for another connection.",
  EMFILE: "This machine has no free file descriptor for another connection.",
};

/** How the codes of a failed handshake or certificate check begin; OpenSSL has dozens. */
const TLS_PREFIXES = [
  "EPROTO",
  "ERR_TLS",
  "ERR_SSL",
  "CERT_",
  "DEPTH_",
  "SELF_SIGNED",
  "UNABLE_TO_",
  "HOSTNAME_",
  "INVALID_CA",
  "PATH_LENGTH",
  "AKID_",
];

/**
 * Says in our words why `fetch` failed. Bun marks its errors with a system code, an OpenSSL code or
 * a name of its own (`Malformed_HTTP_Response`); all that is not known is a protocol error.
 */
export function describeFetchError(error: unknown): Described {
  const code = codeOf(error);
  const connection = CONNECTION[code];
  if (connection !== undefined) return { ok: false, code: "connect_error", message: connection };
  if (TLS_PREFIXES.some((prefix) => code.startsWith(prefix))) {
    return { ok: false, code: "tls_error", message: `The TLS connection failed (${code}).` };
  }
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) {
    return { ok: false, code: "dns_error", message: "The name does not resolve." };
  }
  if (code.startsWith("ResponseHeader")) {
    return {
      ok: false,
      code: "response_too_large",
      message: "The answer's headers are too large.",
    };
  }
  if (code.startsWith("ERR_INVALID") || code === "ERR_HTTP_INVALID_HEADER_VALUE") {
    return { ok: false, code: "invalid_request", message: `The request cannot be sent (${code}).` };
  }
  return { ok: false, code: "protocol_error", message: `The answer is not valid HTTP (${code}).` };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name;
}
