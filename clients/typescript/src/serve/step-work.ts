import { WorkflowStepError } from "../errors.ts";
import { type Ending, nonDeterminism } from "./ending.ts";
import {
  completion,
  Execution,
  type ExecutionObserver,
  failedAttempt,
  isThenable,
} from "./execution.ts";
import type { NewStep } from "./new-step.ts";
import { Outbox, type Pending } from "./outbox.ts";
import type { Registration, RegistrationTarget } from "./registration.ts";
import type { Requested } from "./requested.ts";
import type { InlineSpec } from "./step.ts";
import type { ClosingEntry, Operation, StepAnswer } from "./wire.ts";

/** What the owner of new steps is told. */
export interface StepWorkEvents {
  /** A request was answered. With `again`, something has happened that was not seen here. */
  registered(outcomes: readonly RegisteredStep[], again: boolean): void;
  /** Something has moved without a request. */
  moved(): void;
  /** Nothing more can be done in this invocation. */
  cutShort(ending: Ending): void;
}

/** A registered step; `entry` is null for one that has to wait. */
export interface RegisteredStep {
  readonly step: Requested;
  readonly entry: ClosingEntry | null;
}

/** As whom steps are registered, and who looks on. */
export interface StepWorkSetting {
  readonly target: RegistrationTarget;
  /** Told of steps that are executed here. */
  readonly observer?: ExecutionObserver | null;
  /** Whether what has to wait anyway may ride along with the invocation's answer. */
  readonly mayDefer: boolean;
}

/** Does new steps: executes those that are functions, and registers them all. */
export class StepWork {
  readonly #execution: Execution;
  readonly #outbox: Outbox<Requested>;
  readonly #mayDefer: boolean;
  readonly #events: StepWorkEvents;
  #executing = 0;
  #hasRegistered = false;
  #isClosed = false;

  constructor({ target, observer = null, mayDefer }: StepWorkSetting, events: StepWorkEvents) {
    this.#execution = new Execution(observer);
    this.#mayDefer = mayDefer;
    this.#events = events;
    this.#outbox = new Outbox(target, {
      applied: (sent, answers, again) => this.#applied(sent, answers, again),
      refused: (pending, code, detail) => this.#refused(pending, code, detail),
      ended: (registration) => this.#ended(registration),
    });
  }

  /** Whether a step's function is on the stack right now. */
  get isInside(): boolean {
    return this.#execution.isInside;
  }

  /** Whether something is being executed or registered. */
  get isBusy(): boolean {
    return this.#executing > 0 || this.#outbox.busy;
  }

  /** Whether operations are to ride along with the answer: those that `close` gives. */
  get hasDeferred(): boolean {
    return this.#outbox.deferredCount > 0;
  }

  /** Whether the run has got further by this invocation. */
  get hasAchieved(): boolean {
    return this.#hasRegistered || this.hasDeferred;
  }

  /** Executes or registers a step. */
  begin({ step, spec, operation }: NewStep): void {
    if (operation === null) this.#execute(step, spec);
    else this.#register({ step, operation }, spec.deferrable);
  }

  /** Stops, and returns what was to ride along. */
  close(): readonly Operation[] {
    this.#isClosed = true;
    return this.#outbox.close();
  }

  #execute(step: Requested, spec: InlineSpec<unknown>): void {
    this.#executing += 1;
    let result: unknown;
    try {
      result = this.#execution.begin(step.name, spec);
    } catch (error) {
      this.#executed(step, failedAttempt(step, spec, error));
      return;
    }
    if (!isThenable(result)) {
      this.#executed(step, completion(step, result));
      return;
    }
    // What was deferred should not have to wait until the step is done.
    this.#outbox.flush();
    result.then(
      (value) => this.#executed(step, completion(step, value)),
      (error) => this.#executed(step, failedAttempt(step, spec, error)),
    );
  }

  #executed(step: Requested, operation: Operation): void {
    this.#executing -= 1;
    if (!this.#isClosed) this.#outbox.put({ step, operation });
  }

  /** Something that would have to wait anyway rides along with the answer: a request is saved. */
  #register(pending: Pending<Requested>, isDeferrable: boolean): void {
    const rides = isDeferrable && this.#mayDefer && this.#executing === 0;
    if (rides) this.#outbox.defer(pending);
    else this.#outbox.put(pending);
    this.#events.moved();
  }

  #applied(
    sent: readonly Pending<Requested>[],
    answers: readonly StepAnswer[],
    again: boolean,
  ): void {
    this.#hasRegistered = true;
    const outcomes = sent.map(({ step }, at) => ({ step, entry: answers[at]?.entry ?? null }));
    this.#events.registered(outcomes, again);
  }

  /**
   * Records the refusal as the step's failure, so that every replay sees it too and a step is not
   * executed again only because its result is too large.
   */
  #refused({ step, operation }: Pending<Requested>, code: string, detail: string): void {
    const message = `the Hookline server refused the step: ${detail}`;
    const failure = { name: "HooklineError", message, code };
    if (operation.op === "fail_step" && operation.failure.name === failure.name) {
      step.reject(new WorkflowStepError(step.id, failure, 1));
      this.#events.moved();
      return;
    }
    const failed = { op: "fail_step", step: step.id, failure, retryable: false } as const;
    this.#outbox.put({ step, operation: failed });
  }

  #ended(registration: Exclude<Registration, { type: "applied" | "refused" }>): void {
    switch (registration.type) {
      case "stopped":
        this.#events.cutShort({ status: "suspended" });
        break;
      case "conflict": {
        const message = `the code does not match its journal: ${registration.detail}`;
        this.#events.cutShort(nonDeterminism(message, "step_conflict"));
        break;
      }
      case "lost":
        this.#events.cutShort({ status: "lost", detail: registration.detail });
        break;
    }
  }
}
