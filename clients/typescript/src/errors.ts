import { type Duration, durationMs } from "./duration.ts";

/** Why something failed, as recorded in the run's journal. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/**
 * Throw it in a step or in the workflow to fail at once: no retries are made.
 *
 * Thrown in a step, it fails that step for good; the workflow code then sees a `WorkflowStepError`.
 */
export class WorkflowNonRetryableError extends Error {
  override name = "WorkflowNonRetryableError";
}

/**
 * Throw it in a step or in the workflow to be tried again, but not before `retryAfter` has passed.
 * It uses up one of the retries like any other error.
 */
export class WorkflowRetryAfterError extends Error {
  override name = "WorkflowRetryAfterError";
  readonly retryAfterMs: number;

  constructor(message: string, retryAfter: Duration, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = durationMs(retryAfter);
  }
}

/**
 * A step has failed for good: its retries are used up, or it asked for none. It is thrown into the
 * workflow code, again on every replay, so `try`/`catch` around a step works.
 *
 * Left uncaught it fails the run without further retries.
 */
export class WorkflowStepError extends Error {
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
    super(`step "${step}" failed after ${tries}: ${failure.message}`, { cause: failure });
    this.step = step;
    this.failure = failure;
    this.attempts = attempts;
    this.code = failure.code;
  }
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
