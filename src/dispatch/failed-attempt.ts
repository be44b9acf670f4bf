import type { EpochMs } from "../core/ids.ts";
import { answerExcerpt } from "./answer-excerpt.ts";
import type { HttpAnswer, HttpFailure, HttpFailureCode } from "./http-caller.ts";
import type { DecodedAnswer } from "./protocol.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** The name under which the workflow's failure is shown when the endpoint gave none. */
const NAME = "EndpointError";

/** Statuses by which an endpoint says: never again. 489 is of the QStash protocol, 410 of HTTP. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([410, 489]);

const HINTS: Record<number, string> = {
  400: "It could not read the request: is it a Hookline endpoint?",
  401: "It rejected the signature: give it this server's public key.",
  403: "It rejected the request: check its signing key and what stands before it.",
  404: "Check the URL, and that the endpoint is deployed.",
  405: "It does not take POST: check the URL.",
  410: "It is gone, so the run is not tried again.",
  413: "The history is too large for it: raise its limit for request bodies.",
  429: "It is asked too often.",
  489: "It asked not to be tried again.",
};

interface Attempt {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number | null;
  readonly errorCode?: string;
  readonly status?: number;
  readonly answer?: string;
}

/** The attempt failed without an answer: nobody there, too late, too large, not allowed. */
export function failedRequest(failure: HttpFailure, url: string): DecodedAnswer {
  const { code, hint } = UNANSWERED[failure.code];
  return failedAttempt({
    code,
    message: sentence(`The request to ${place(url)} failed: ${failure.message}`, hint),
    // An address that is not allowed may become so: names move, and settings are mended.
    retryable: failure.code !== "invalid_request",
    errorCode: failure.code,
  });
}

/** The endpoint answered with a status other than 200. */
export function failedStatus(answer: HttpAnswer, url: string, at: EpochMs): DecodedAnswer {
  const { status } = answer;
  const isRedirect = status >= 300 && status <= 399;
  const mayAskForTime = status === 429 || status === 503;
  const hint = isRedirect
    ? "Redirects are not followed: start the run with the final URL."
    : (HINTS[status] ?? "Its log says why.");
  return failedAttempt({
    code: isRedirect ? "redirect_not_followed" : "endpoint_status",
    message: sentence(`The endpoint at ${place(url)} answered with status ${status}.`, hint),
    retryable: !FINAL_STATUSES.has(status),
    retryAfterMs: mayAskForTime ? parseRetryAfter(headerOf(answer, "retry-after"), at) : null,
    status,
    answer: answerExcerpt(answer.body),
  });
}

/** The endpoint answered 200 with something that this protocol does not know. */
export function unusableAnswer(answer: HttpAnswer, url: string, fault: string): DecodedAnswer {
  return failedAttempt({
    code: "protocol_error",
    message: sentence(
      `The endpoint at ${place(url)} answered 200, but not as a Hookline endpoint does: ${fault}.`,
      "Check the URL and the version of its SDK.",
    ),
    retryable: true,
    status: answer.status,
    answer: answerExcerpt(answer.body),
  });
}

/** The value of a header by its lower-case name, repeated ones joined as HTTP says; or null. */
export function headerOf({ headers }: HttpAnswer, wanted: string): string | null {
  const values = headers.filter(([name]) => name.toLowerCase() === wanted);
  return values.length === 0 ? null : values.map(([, value]) => value).join(", ");
}

/** A URL as it may be shown: its query may hold secrets. */
export function place(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? "an invalid URL" : `${parsed.origin}${parsed.pathname}`;
}

const UNANSWERED: Record<HttpFailureCode, { readonly code: string; readonly hint: string }> = {
  connect_error: { code: "endpoint_unreachable", hint: "Check that it runs and the URL is right." },
  dns_error: { code: "endpoint_unreachable", hint: "Check the host name." },
  tls_error: { code: "endpoint_unreachable", hint: "Check its certificate and the URL's scheme." },
  timeout: { code: "endpoint_timeout", hint: "Let it do long work in several steps." },
  aborted: { code: "endpoint_unreachable", hint: "It is tried again." },
  response_too_large: { code: "response_too_large", hint: "Let steps return less." },
  protocol_error: { code: "protocol_error", hint: "Check that the URL is that of an HTTP server." },
  url_not_allowed: { code: "url_not_allowed", hint: "" },
  invalid_request: { code: "invalid_request", hint: "" },
};

function failedAttempt(attempt: Attempt): DecodedAnswer {
  const { code, message, retryable } = attempt;
  return {
    operations: [],
    result: {
      type: "failed",
      failure: { name: NAME, message, code },
      step: null,
      retryable,
      retryAfterMs: attempt.retryAfterMs ?? null,
    },
    status: attempt.status ?? null,
    errorCode: attempt.errorCode ?? code,
    errorMessage: message,
    answer: attempt.answer ?? null,
  };
}

function sentence(what: string, hint: string): string {
  return hint === "" ? what : `${what} ${hint}`;
}
