import { askServer, RETRY_DELAYS_MS, type Refusal, type ServerRequest } from "./server-request.ts";
import type { Operation, StepAnswer } from "./wire.ts";

/** Where and as whom one invocation registers its steps. */
export type RegistrationTarget = Pick<ServerRequest, "url" | "headers" | "retryDelaysMs" | "fetch">;

/** What became of a registration. All of its operations were applied, or none. */
export type Registration =
  | { readonly type: "applied"; readonly steps: readonly StepAnswer[]; readonly again: boolean }
  | Refusal;

/** The target for a run. `token` is the capability of this invocation, never a user's. */
export function registrationTarget(
  serverUrl: string,
  runId: string,
  token: string,
): RegistrationTarget {
  return {
    url: runUrl(serverUrl, runId, "steps"),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    retryDelaysMs: RETRY_DELAYS_MS,
  };
}

/** The address of something of a run on the server. */
export function runUrl(serverUrl: string, runId: string, what: "steps" | "history"): string {
  const base = serverUrl.endsWith("/") ? serverUrl.slice(0, -1) : serverUrl;
  return `${base}/v1/runs/${encodeURIComponent(runId)}/${what}`;
}

/**
 * Registers operations, trying again while the server does not answer or says 429 or 5xx.
 *
 * Repeating is safe: the server answers a repeated request as it answered the first one. Never
 * throws.
 */
export function registerSteps(
  target: RegistrationTarget,
  operations: readonly Operation[],
): Promise<Registration> {
  const request = { ...target, body: JSON.stringify({ operations }) };
  return askServer<Registration>(request, ({ steps, again }) => {
    if (!Array.isArray(steps) || steps.length !== operations.length) return null;
    return { type: "applied", steps, again: again === true };
  });
}
