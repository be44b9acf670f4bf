import { WorkflowNonRetryableError, WorkflowStepError } from "../errors.ts";
import { failureOf, isFinal, retryAfterMsOf } from "./failure.ts";
import { History } from "./history.ts";
import { Outbox, type Pending } from "./outbox.ts";
import type { Registration, RegistrationTarget } from "./registration.ts";
import { Requested } from "./requested.ts";
import type { InlineSpec, ServerSpec, StepKind, StepSpec } from "./step.ts";
import { encodeResult } from "./steps/run.ts";
import { nextTurn } from "./turn.ts";
import type { ClosingEntry, Invocation, InvocationResult, StepAnswer } from "./wire.ts";

/** How an invocation ends. */
export type Ending =
  | InvocationResult
  /** This attempt is lost: the endpoint answers with an error, and the server tries again. */
  | { readonly status: "lost"; readonly detail: string };

/** As the server has it. */
const STEP_NAME_LENGTH_MAX = 256;

/**
 * Runs workflow code against its journal: recorded steps get their recorded result, new ones are
 * executed and registered, and when the code can only wait, the invocation is suspended.
 *
 * **Order.** Results are handed to the code one at a time, in the order in which the journal has
 * them, each after everything that the one before it set in motion has come to rest (a turn of the
 * event loop, see `nextTurn`). So the code sees the same sequence of events live and on every
 * replay, and `Promise.race` has the same winner. For the same reason nothing is handed out any
 * more once the server says that something has happened which this invocation has not seen.
 *
 * **Suspension.** The promise of a step that has to wait is never settled. When nothing is being
 * executed or registered, nothing can be handed out and a step is waiting, the invocation is over.
 */
export class Replay {
  readonly #history: History;
  readonly #outbox: Outbox<Requested>;
  readonly #onEnd: (ending: Ending) => void;
  /** On a repeated attempt nothing rides along, so that a refusal reaches the step it is about. */
  readonly #mayDefer: boolean;
  readonly #occurrences = new Map<string, number>();
  /** Steps whose result is known and has not been handed out yet. */
  readonly #held = new Map<string, Requested>();
  #executing = 0;
  /** Steps that will not have a result in this invocation. */
  #waiting = 0;
  #isFrozen = false;
  #isInsideStep = false;
  #isTurnDue = false;
  #isOver = false;

  constructor(invocation: Invocation, target: RegistrationTarget, onEnd: (ending: Ending) => void) {
    this.#history = new History(invocation);
    this.#mayDefer = invocation.run.attempt === 1;
    this.#onEnd = onEnd;
    this.#outbox = new Outbox(target, {
      applied: (sent, answers, again) => this.#applied(sent, answers, again),
      refused: (pending, code, detail) => this.#refused(pending, code, detail),
      ended: (registration) => this.#cutShort(registration),
    });
  }

  /**
   * The code asks for a step. Its id depends on the order of these calls, so nothing here waits.
   * `makeSpec` may throw on bad arguments; that, like any failure, comes out of the promise.
   */
  request<Value>(name: string, makeSpec: () => StepSpec<Value>): Promise<Value> {
    try {
      const spec = makeSpec();
      const step = new Requested(this.#identify(name), spec.decode);
      this.#route(step, spec);
      return step.promise as Promise<Value>;
    } catch (error) {
      return Promise.reject(usageError(error));
    }
  }

  /** Ends the invocation. Whatever the code still does is of no consequence. */
  end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#outbox.close();
    this.#onEnd(ending);
  }

  #identify(name: string): string {
    if (typeof name !== "string" || name.length === 0 || name.length > STEP_NAME_LENGTH_MAX) {
      throw new TypeError(`a step needs a name of 1 to ${STEP_NAME_LENGTH_MAX} characters`);
    }
    if (this.#isInsideStep) {
      throw new TypeError(`step "${name}" is inside of another step: steps cannot be nested`);
    }
    const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
    this.#occurrences.set(name, occurrence);
    return `${name}#${occurrence}`;
  }

  #route(step: Requested, spec: StepSpec<unknown>): void {
    if (this.#isOver) return;
    const recorded = this.#history.kindOf(step.id);
    if (recorded !== null && recorded !== spec.kind) {
      this.end(nonDeterminism(step.id, recorded, spec.kind));
    } else if (this.#history.isClosed(step.id)) {
      this.#held.set(step.id, step);
      this.#history.ask(step.id);
      this.#takeTurn();
    } else if (this.#isFrozen || this.#history.isOpen(step.id)) {
      this.#waiting += 1;
      this.#takeTurn();
    } else if (spec.kind === "run") {
      this.#execute(step, spec);
    } else {
      this.#register(step, spec);
    }
  }

  #execute(step: Requested, spec: InlineSpec<unknown>): void {
    this.#executing += 1;
    let result: unknown;
    this.#isInsideStep = true;
    try {
      result = spec.execute();
    } catch (error) {
      this.#fail(step, spec, error);
      return;
    } finally {
      this.#isInsideStep = false;
    }
    if (!isThenable(result)) {
      this.#complete(step, result);
      return;
    }
    // What was deferred should not have to wait until the step is done.
    this.#outbox.flush();
    result.then(
      (value) => this.#complete(step, value),
      (error) => this.#fail(step, spec, error),
    );
  }

  #complete(step: Requested, result: unknown): void {
    this.#executing -= 1;
    if (this.#isOver) return;
    try {
      const { text, value } = encodeResult(result);
      step.keep(value);
      this.#outbox.put({
        step,
        operation: { op: "complete_step", step: step.id, result: text },
      });
    } catch (error) {
      const { name, message } = failureOf(error);
      const failure = { name, message: `the result cannot be stored as JSON: ${message}` };
      const operation = { op: "fail_step", step: step.id, failure, retryable: false } as const;
      this.#outbox.put({ step, operation });
    }
  }

  #fail(step: Requested, spec: InlineSpec<unknown>, error: unknown): void {
    this.#executing -= 1;
    if (this.#isOver) return;
    const retryAfterMs = retryAfterMsOf(error);
    this.#outbox.put({
      step,
      operation: {
        op: "fail_step",
        step: step.id,
        failure: failureOf(error),
        retryable: !isFinal(error),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        ...(spec.retries === undefined ? {} : { retries: spec.retries }),
      },
    });
  }

  /** Something that would have to wait anyway rides along with the answer: a request is saved. */
  #register(step: Requested, spec: ServerSpec<unknown>): void {
    const pending = { step, operation: spec.operation(step.id) };
    const rides = spec.deferrable && this.#mayDefer && this.#executing === 0;
    if (rides) this.#outbox.defer(pending);
    else this.#outbox.put(pending);
    this.#takeTurn();
  }

  #applied(
    sent: readonly Pending<Requested>[],
    answers: readonly StepAnswer[],
    again: boolean,
  ): void {
    if (again) this.#isFrozen = true;
    sent.forEach(({ step }, index) => {
      const entry = answers[index]?.entry;
      if (entry === undefined || entry === null) {
        this.#waiting += 1;
        return;
      }
      this.#held.set(step.id, step);
      this.#history.add(entry);
    });
    // An answer arrives in a turn of its own: unless one is due, the code is at rest.
    if (!this.#isTurnDue) this.#turn();
  }

  /**
   * Records the refusal as the step's failure, so that every replay sees it too and a step is not
   * executed again only because its result is too large.
   */
  #refused({ step, operation }: Pending<Requested>, code: string, detail: string): void {
    const message = `the Hookline server refused the step: ${detail}`;
    const failure = { name: "HooklineError", message, code };
    if (operation.op === "fail_step") {
      step.reject(new WorkflowStepError(step.id, failure, 1));
      this.#takeTurn();
      return;
    }
    const failed = { op: "fail_step", step: step.id, failure, retryable: false } as const;
    this.#outbox.put({ step, operation: failed });
  }

  #cutShort(registration: Exclude<Registration, { type: "applied" | "refused" }>): void {
    switch (registration.type) {
      case "stopped":
        this.end({ status: "suspended" });
        break;
      case "conflict": {
        const message = `the code does not match its journal: ${registration.detail}`;
        this.end(failed(message, "step_conflict"));
        break;
      }
      case "lost":
        this.end({ status: "lost", detail: registration.detail });
        break;
    }
  }

  /** Sees to it that things go on when the code has come to rest. */
  #takeTurn(): void {
    if (this.#isTurnDue || this.#isOver) return;
    this.#isTurnDue = true;
    nextTurn(this.#onTurn);
  }

  readonly #onTurn = (): void => {
    this.#isTurnDue = false;
    this.#turn();
  };

  /** The code is at rest: hands out the next result, or suspends if there is only waiting left. */
  #turn(): void {
    if (this.#isOver) return;
    const entry = this.#isFrozen ? null : this.#history.next(this.#held);
    if (entry !== null) {
      this.#handOut(entry);
      this.#takeTurn();
      return;
    }
    if (this.#executing > 0 || this.#outbox.busy) return;
    if (this.#waiting === 0 && !this.#isFrozen && this.#outbox.deferredCount === 0) return;
    const operations = this.#outbox.close();
    this.end({ status: "suspended", ...(operations.length === 0 ? {} : { operations }) });
  }

  #handOut(entry: ClosingEntry): void {
    const step = this.#held.get(entry.step);
    this.#held.delete(entry.step);
    if (entry.type === "step_failed") {
      step?.reject(new WorkflowStepError(entry.step, entry.failure, entry.attempts));
    } else {
      step?.resolve(entry);
    }
  }
}

function nonDeterminism(step: string, recorded: StepKind, requested: StepKind): Ending {
  const message =
    `the code does not match its journal: step "${step}" is recorded as "${recorded}", ` +
    `and the code now asks for "${requested}"`;
  return failed(message, "non_determinism");
}

function failed(message: string, code: string): Ending {
  const failure = { name: "WorkflowNonDeterminismError", message, code };
  return { status: "failed", failure, retryable: false };
}

/** Wrong arguments stay wrong: repeating the invocation would not help. */
function usageError(error: unknown): unknown {
  if (isFinal(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new WorkflowNonRetryableError(message, { cause: error });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
