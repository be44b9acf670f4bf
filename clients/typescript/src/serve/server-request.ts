/** As much of `fetch` as is used. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

/** A request to the Hookline server on behalf of one invocation. */
export interface ServerRequest {
  readonly url: string;
  /** With the capability of this invocation, never a user's token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Pauses between tries; their number is the number of retries. */
  readonly retryDelaysMs: readonly number[];
  /** Sent with POST; without it the request is a GET. */
  readonly body?: string;
  /** Sends it. Default: the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
}

/** Why the server did not do as it was asked. */
export type Refusal =
  /** The run has ended, or another invocation has taken over: nothing may be done any more. */
  | { readonly type: "stopped" }
  /** The server does not accept this content, and never will. */
  | { readonly type: "refused"; readonly code: string; readonly detail: string }
  /** A step is recorded with other content: the code is not what it was. */
  | { readonly type: "conflict"; readonly detail: string }
  /** The server cannot be talked to: this attempt of the invocation is lost. */
  | { readonly type: "lost"; readonly detail: string };

/** The fields that are read of an answer or a problem; each may be anything. */
export type ServerAnswer = {
  readonly [Field in
    | "steps"
    | "again"
    | "journal"
    | "journalNext"
    | "code"
    | "detail"
    | "field"]?: unknown;
};

/** A restarting server is back within seconds; beyond that the server's own retry is better. */
export const RETRY_DELAYS_MS: readonly number[] = [50, 100, 200, 400, 800, 1_600, 3_200];

/** An answer takes one commit: a server that needs longer than this is not going to answer. */
const ANSWER_TIMEOUT_MS = 30_000;

/** The longest pause taken from a `Retry-After`: the invocation's lease is running. */
const RETRY_AFTER_MS_MAX = 5_000;

/**
 * Sends a request, again while the server does not answer or says 429 or 5xx. So it must be one
 * that can be repeated. `read` makes something of a 200, or null of what it does not understand.
 * Never throws.
 */
export async function askServer<Answer>(
  request: ServerRequest,
  read: (answer: ServerAnswer) => Answer | null,
): Promise<Answer | Refusal> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await tryOnce(request, read);
    if (!isRetry(outcome)) return outcome;
    const delayMs = request.retryDelaysMs[attempt];
    if (delayMs === undefined) return { type: "lost", detail: outcome.retry };
    await pause(Math.max(delayMs * (0.5 + Math.random()), outcome.afterMs));
  }
}

/** Worth another try, after at least `afterMs`. */
interface Retry {
  readonly retry: string;
  readonly afterMs: number;
}

function isRetry(outcome: unknown): outcome is Retry {
  return typeof outcome === "object" && outcome !== null && "retry" in outcome;
}

async function tryOnce<Answer>(
  { url, headers, body, fetch: send = fetch }: ServerRequest,
  read: (answer: ServerAnswer) => Answer | null,
): Promise<Answer | Refusal | Retry> {
  const controller = new AbortController();
  const timeout = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  try {
    const content = body === undefined ? { method: "GET" } : { method: "POST", body };
    // A redirect would turn a POST into a GET: better to see it.
    const init = { ...content, headers, signal: controller.signal, redirect: "manual" } as const;
    const response = await send(url, init);
    const text = await response.text();
    if (response.status !== 200) return readProblem(response, text);
    const answer = read(parseObject(text));
    return answer ?? { retry: "the Hookline server's answer was not understood", afterMs: 0 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { retry: `no answer from the Hookline server: ${reason}`, afterMs: 0 };
  } finally {
    clearTimeout(timeout);
  }
}

function readProblem(response: Response, text: string): Refusal | Retry {
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
