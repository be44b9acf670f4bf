import { WorkflowStepTimeoutError } from "../errors.ts";
import { failureOf, isFinal, retryAfterMsOf } from "./failure.ts";
import type { Requested } from "./requested.ts";
import type { InlineSpec, RunningStep } from "./step.ts";
import { encodeResult } from "./steps/run.ts";
import type { Operation } from "./wire.ts";

/** Is told of each execution of a step's function. Neither method may throw or reject. */
export interface ExecutionObserver {
  beforeExecution(stepName: string): Promise<void>;
  /** Only of one that did not throw. */
  afterExecution(stepName: string, result: unknown): Promise<void>;
}

/** Timers hold no more than 31 bits: 24 days. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Executes the functions of `run` steps. */
export class Execution {
  readonly #observer: ExecutionObserver | null;
  #isInside = false;

  constructor(observer: ExecutionObserver | null) {
    this.#observer = observer;
  }

  /** Whether a step's function is on the stack right now. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /**
   * Calls the function: its result, or a promise of it. A function that is not asynchronous is done
   * when this returns. Throws what the function throws.
   */
  begin(name: string, spec: InlineSpec<unknown>): unknown {
    return this.#observer === null
      ? this.#call(name, spec)
      : this.#observed(this.#observer, name, spec);
  }

  async #observed(observer: ExecutionObserver, name: string, spec: InlineSpec<unknown>) {
    await observer.beforeExecution(name);
    const result = await this.#call(name, spec);
    await observer.afterExecution(name, result);
    return result;
  }

  #call(name: string, spec: InlineSpec<unknown>): unknown {
    const running = new Running();
    const result = this.#enter(() => spec.execute(running));
    if (!isThenable(result)) return result;
    const { timeoutMs } = spec;
    if (timeoutMs === undefined) return result;
    return limit(result, timeoutMs, () => {
      const error = new WorkflowStepTimeoutError(name, timeoutMs);
      // The attempt fails of the timeout, not of the abortion: that comes a microtask later.
      running.abort(error);
      return error;
    });
  }

  #enter(call: () => unknown): unknown {
    this.#isInside = true;
    try {
      return call();
    } finally {
      this.#isInside = false;
    }
  }
}

/** What is registered for a function that returned `result`, which the step keeps. */
export function completion(step: Requested, result: unknown): Operation {
  try {
    const { text, value } = encodeResult(result);
    step.keep(value);
    return { op: "complete_step", step: step.id, result: text };
  } catch (error) {
    const { name, message } = failureOf(error);
    const failure = { name, message: `the result cannot be stored as JSON: ${message}` };
    return { op: "fail_step", step: step.id, failure, retryable: false };
  }
}

/** What is registered for a function that threw. */
export function failedAttempt(
  step: Requested,
  { retries, retryDelay }: InlineSpec<unknown>,
  error: unknown,
): Operation {
  const retryAfterMs = retryAfterMsOf(error);
  return {
    op: "fail_step",
    step: step.id,
    failure: failureOf(error),
    retryable: !isFinal(error),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(retries === undefined ? {} : { retries }),
    ...(retryDelay === undefined ? {} : { retryDelay }),
  };
}

/** Whether the value is a promise, or acts like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

/** Most functions do not look at the signal, so it is made when one does. */
class Running implements RunningStep {
  #controller: AbortController | null = null;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}

function limit(
  result: PromiseLike<unknown>,
  timeoutMs: number,
  onTimeout: () => Error,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fire = () => reject(onTimeout());
    const timer = setTimeout(fire, Math.min(timeoutMs, TIMER_MS_MAX));
    const settle = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    result.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}
