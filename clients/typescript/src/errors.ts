import { type Duration, durationMs } from "./duration.ts";

/** Why something failed, as recorded in the run's journal. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** The base of all errors that workflow code meets: see those below for which there are. */
export class WorkflowError extends Error {
  override name = "WorkflowError";
}

/**
 * The base of the errors that a workflow throws to say how it goes on. It is here for code that was
 * written for `@upstash/workflow`, where a pause throws one: here no pause throws anything, so
 * `if (error instanceof WorkflowAbort) throw error;` does no harm and is not needed.
 */
export class WorkflowAbort extends WorkflowError {
  override name = "WorkflowAbort";
}

/**
 * Throw it in a step or in the workflow to fail at once: no retries are made.
 *
 * Thrown in a step, it fails that step for good; the workflow code then sees a `WorkflowStepError`.
 */
export class WorkflowNonRetryableError extends WorkflowAbort {
  override name = "WorkflowNonRetryableError";
}

/**
 * Throw it in a step or in the workflow to be tried again, but not before `retryAfter` has passed.
 * It uses up one of the retries like any other error.
 */
export class WorkflowRetryAfterError extends WorkflowAbort {
  override name = "WorkflowRetryAfterError";
  /** As it was given: seconds, or a text such as "5m". */
  readonly retryAfter: Duration;
  readonly retryAfterMs: number;

  /** @throws RangeError when `retryAfter` is not a duration. */
  constructor(message: string, retryAfter: Duration, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
    this.retryAfterMs = durationMs(retryAfter);
  }
}

/**
 * An attempt of a step took longer than the step's `timeout`. It is tried again like any other
 * failed attempt; when that was the last one it is the `cause` of a `WorkflowStepError`.
 */
export class WorkflowStepTimeoutError extends WorkflowError {
  override name = "WorkflowStepTimeoutError";
  readonly code = "step_timeout";
  readonly timeoutMs: number;

  constructor(step: string, timeoutMs: number) {
    super(`step "${step}" took longer than its timeout of ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/**
 * A step has failed for good: its retries are used up, or it asked for none. It is thrown into the
 * workflow code, again on every replay, so `try`/`catch` around a step works, and so does cleaning
 * up after it. Its `cause` is an `Error` with the name, message and stack of the step's last error.
 *
 * Left uncaught it fails the run without further retries.
 */
export class WorkflowStepError extends WorkflowError {
  override name = "WorkflowStepError";
  /** The step's id: `<name>#<occurrence>`. */
  readonly step: string;
  /** The last error of the step itself. */
  readonly failure: Failure;
  /** How often the step was tried. */
  readonly attempts: number;
  /** The failure's code, where it has one. */
  readonly code: string | undefined;

  constructor(step: string, failure: Failure, attempts: number) {
    const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
    super(`step "${step}" failed after ${tries}: ${failure.message}`, { cause: revive(failure) });
    this.step = step;
    this.failure = failure;
    this.attempts = attempts;
    this.code = failure.code;
  }
}

/** The recorded error as an error again; its class is lost, its name is not. */
function revive({ name, message, code, stack }: Failure): Error {
  const error = new Error(message);
  const fields: Record<string, string> = { name, stack: stack ?? `${name}: ${message}` };
  if (code !== undefined) fields.code = code;
  for (const [field, value] of Object.entries(fields)) {
    Object.defineProperty(error, field, { value, configurable: true, writable: true });
  }
  return error;
}

/** A request of `Client` was refused (`status` and `code` tell why) or got no answer. */
export class HooklineError extends Error {
  override name = "HooklineError";
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number;
  /** The server's stable code, such as `run_not_found`; `unreachable` when there was no answer. */
  readonly code: string;
  /** Finds the request in the server's log. */
  readonly requestId: string | null;

  constructor(message: string, details: HooklineErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId ?? null;
  }
}

/** What a `HooklineError` is made of. */
export interface HooklineErrorDetails {
  readonly status: number;
  readonly code: string;
  readonly requestId?: string | null | undefined;
  readonly cause?: unknown;
}
