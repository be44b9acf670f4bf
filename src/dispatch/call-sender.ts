import type { AttemptReport, CallResult, CommandOf } from "../core/run/command.ts";
import type { EntryOf } from "../core/run/journal.ts";
import type { BegunCall, Clock, Ids } from "../engine/ports.ts";
import { answerExcerpt } from "./answer-excerpt.ts";
import { headerOf, place } from "./failed-attempt.ts";
import type { HttpCaller, HttpFailureCode, HttpOutcome } from "./http-caller.ts";
import { type DispatchReads, wasGivenUp } from "./invocation-sender.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** The largest answer to a `call` step, in bytes: it goes into the journal. */
export const CALL_ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Failures that the same request would meet again; repeating it would only repeat its effects. */
const FINAL: ReadonlySet<HttpFailureCode> = new Set([
  "url_not_allowed",
  "invalid_request",
  "response_too_large",
]);

/** What a `CallSender` is made of. */
export interface CallSenderOptions {
  readonly storage: DispatchReads;
  readonly caller: Pick<HttpCaller, "send">;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "jitter">;
  /** Of this server; sent as user agent unless the call brings its own. */
  readonly version: string;
  readonly answerBytesMax?: number;
}

/** Sends the requests of `call` steps. */
export class CallSender {
  readonly #options: CallSenderOptions;

  constructor(options: CallSenderOptions) {
    this.#options = options;
  }

  /**
   * Sends one attempt of a call and resolves with the command that tells the engine how it went;
   * null when the engine need not be told, because the step is closed or the request given up.
   *
   * @throws whatever reading from storage throws.
   */
  async send(work: BegunCall, controller: AbortController): Promise<CommandOf<"end_call"> | null> {
    const { storage, clock, ids } = this.#options;
    const { runId, step, attempt } = work;
    const startedAt = clock.now();
    const fact = (await storage.loadSteps(runId, [step])).get(step);
    const opened = fact?.opened;
    if (opened?.type !== "call_started" || fact?.closed !== null) return null;
    if (controller.signal.aborted) return null;

    const outcome = await this.#request(opened, work.timeoutMs, controller);
    if (wasGivenUp(outcome)) return null;
    const at = clock.now();
    return {
      type: "end_call",
      at,
      jitter: ids.jitter(),
      step,
      attempt,
      result: resultOf(outcome, opened.data.request.url, at),
      report: reportOf(outcome, startedAt),
    };
  }

  #request(
    { data, body }: EntryOf<"call_started">,
    timeoutMs: number,
    controller: AbortController,
  ): Promise<HttpOutcome> {
    const { caller, version, answerBytesMax } = this.#options;
    const { url, method, headers } = data.request;
    const hasAgent = headers.some(([name]) => name.toLowerCase() === "user-agent");
    return caller.send({
      method,
      url,
      headers: hasAgent ? headers : [...headers, ["user-agent", `hookline/${version}`]],
      body,
      timeoutMs,
      bytesMax: answerBytesMax ?? CALL_ANSWER_BYTES_MAX,
      controller,
    });
  }
}

function resultOf(outcome: HttpOutcome, url: string, at: number): CallResult {
  if (!outcome.ok) {
    const { code, message } = outcome;
    const failure = {
      name: "CallError",
      message: `The request to ${place(url)} failed: ${message}`,
      code,
    };
    return { type: "failed", failure, retryable: !FINAL.has(code) };
  }
  const { status, headers, body } = outcome;
  const mayAskForTime = status === 429 || status === 503;
  const retryAfterMs = mayAskForTime ? parseRetryAfter(headerOf(outcome, "retry-after"), at) : null;
  return { type: "response", status, headers, body, retryAfterMs };
}

function reportOf(outcome: HttpOutcome, startedAt: AttemptReport["startedAt"]): AttemptReport {
  const durationMs = Math.round(outcome.durationMs);
  if (!outcome.ok) {
    const { code, message } = outcome;
    const errors = { errorCode: code, errorMessage: message };
    return { startedAt, durationMs, status: null, ...errors, answer: null };
  }
  // The body of an answer that is tried again is kept nowhere else.
  const answer = outcome.status >= 400 ? answerExcerpt(outcome.body) : null;
  const { status } = outcome;
  return { startedAt, durationMs, status, errorCode: null, errorMessage: null, answer };
}
