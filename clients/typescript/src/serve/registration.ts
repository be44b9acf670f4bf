import type { Operation, StepAnswer } from "./wire.ts";

/** Where and as whom one invocation registers its steps. */
export interface RegistrationTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Pauses between tries; their number is the number of retries. */
  readonly retryDelaysMs: readonly number[];
}

/** What became of a registration. All of its operations were applied, or none. */
export type Registration =
  | { readonly type: "applied"; readonly steps: readonly StepAnswer[]; readonly again: boolean }
  /** The run has ended, or another invocation has taken over: nothing may be done any more. */
  | { readonly type: "stopped" }
  /** The server does not accept these operations, and never will. */
  | { readonly type: "refused"; readonly code: string; readonly detail: string }
  /** A step is recorded with other content: the code is not what it was. */
  | { readonly type: "conflict"; readonly detail: string }
  /** The server cannot be talked to: this attempt of the invocation is lost. */
  | { readonly type: "lost"; readonly detail: string };

/** A restarting server is back within seconds; beyond that the server's own retry is better. */
export const RETRY_DELAYS_MS: readonly number[] = [50, 100, 200, 400, 800, 1_600, 3_200];

/** An answer takes one commit: a server that needs longer than this is not going to answer. */
const ANSWER_TIMEOUT_MS = 30_000;

/** The longest pause taken from a `Retry-After`: the invocation's lease is running. */
const RETRY_AFTER_MS_MAX = 5_000;

/** The target for a run. `token` is the capability of this invocation, never a user's. */
export function registrationTarget(
  serverUrl: string,
  runId: string,
  token: string,
): RegistrationTarget {
  const base = serverUrl.endsWith("/") ? serverUrl.slice(0, -1) : serverUrl;
  return {
    url: `${base}/v1/runs/${encodeURIComponent(runId)}/steps`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    retryDelaysMs: RETRY_DELAYS_MS,
  };
}

/**
 * Registers operations, trying again while the server does not answer or says 429 or 5xx.
 *
 * Repeating is safe: the server answers a repeated request as it answered the first one. Never
 * throws.
 */
export async function registerSteps(
  target: RegistrationTarget,
  operations: readonly Operation[],
): Promise<Registration> {
  const body = JSON.stringify({ operations });
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await send(target, body, operations.length);
    if (!("retry" in outcome)) return outcome;
    const delayMs = target.retryDelaysMs[attempt];
    if (delayMs === undefined) return { type: "lost", detail: outcome.retry };
    await pause(Math.max(delayMs * (0.5 + Math.random()), outcome.afterMs));
  }
}

/** Worth another try, after at least `afterMs`. */
interface Retry {
  readonly retry: string;
  readonly afterMs: number;
}

async function send(
  target: RegistrationTarget,
  body: string,
  count: number,
): Promise<Registration | Retry> {
  const controller = new AbortController();
  const timeout = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const { signal } = controller;
    const { url, headers } = target;
    // A redirect would turn the POST into a GET: better to see it.
    const init = { method: "POST", headers, body, signal, redirect: "manual" } as const;
    const response = await fetch(url, init);
    const text = await response.text();
    if (response.status === 200) return readApplied(text, count);
    return readProblem(response, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { retry: `no answer from the Hookline server: ${reason}`, afterMs: 0 };
  } finally {
    clearTimeout(timeout);
  }
}

function readApplied(text: string, count: number): Registration | Retry {
  const answer = parseObject(text);
  if (!Array.isArray(answer.steps) || answer.steps.length !== count) {
    return { retry: "the Hookline server's answer was not understood", afterMs: 0 };
  }
  return { type: "applied", steps: answer.steps, again: answer.again === true };
}

function readProblem(response: Response, text: string): Registration | Retry {
  const { status } = response;
  const answer = parseObject(text);
  const code = typeof answer.code === "string" ? answer.code : `http_${status}`;
  const said = typeof answer.detail === "string" ? answer.detail : `answered ${status}`;
  const field = typeof answer.field === "string" ? ` (${answer.field})` : "";
  const detail = `${said}${field}`;

  if (status >= 500 || status === 429) {
    return { retry: `the Hookline server refused: ${code}: ${detail}`, afterMs: pauseOf(response) };
  }
  if (status === 409) {
    if (code === "step_conflict") return { type: "conflict", detail };
    return { type: "stopped" };
  }
  // What is wrong with the request's content is the step's affair, all else the deployment's.
  if (status === 422 || status === 413 || code === "hook_not_found") {
    return { type: "refused", code, detail };
  }
  return { type: "lost", detail: `the Hookline server refused: ${code}: ${detail}` };
}

function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return seconds > 0 ? Math.min(seconds * 1_000, RETRY_AFTER_MS_MAX) : 0;
}

/** The fields that are read of an answer or a problem; each may be anything. */
type ServerAnswer = {
  readonly [Field in "steps" | "again" | "code" | "detail" | "field"]?: unknown;
};

function parseObject(text: string): ServerAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
