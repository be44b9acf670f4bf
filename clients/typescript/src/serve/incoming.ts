import { fromUtf8 } from "./bytes.ts";
import type { FailureInvocation, Invocation } from "./wire.ts";

/** Whatever the server sends to an endpoint. */
export type Incoming = Invocation | FailureInvocation;

/** Reads a request's body; null for whatever does not have the parts that are used. */
export function parseIncoming(body: Uint8Array): Incoming | null {
  try {
    const value = JSON.parse(fromUtf8(body)) as Incoming;
    const { run } = value;
    if (typeof run.id !== "string" || !Array.isArray(run.headers)) return null;
    const isKnown = value.kind === "failure" ? isFailure(value) : isInvocation(value);
    return isKnown ? value : null;
  } catch {
    return null;
  }
}

function isFailure({ failure }: FailureInvocation): boolean {
  return typeof failure.name === "string" && typeof failure.message === "string";
}

/** A newer server may send other kinds: running them as if they were invocations would be wrong. */
function isInvocation({ kind, lease, server, waiting, journal }: Invocation): boolean {
  return (
    (kind === undefined || kind === "run" || kind === "check") &&
    typeof lease.token === "string" &&
    typeof server.url === "string" &&
    Array.isArray(waiting) &&
    Array.isArray(journal)
  );
}
