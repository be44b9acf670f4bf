import { WorkflowStepError } from "../errors.ts";
import { Doubt } from "./doubt.ts";
import { type Ending, leftOut, type Mismatch, nonDeterminism, otherKind } from "./ending.ts";
import type { ExecutionObserver } from "./execution.ts";
import { History } from "./history.ts";
import { type NewStep, newStep, StepIds, usageError } from "./new-step.ts";
import type { RegistrationTarget } from "./registration.ts";
import { Requested } from "./requested.ts";
import type { StepSource, StepSpec } from "./step.ts";
import { type RegisteredStep, StepWork } from "./step-work.ts";
import { nextTurn } from "./turn.ts";
import type { ClosingEntry, Invocation } from "./wire.ts";

/** What a replay needs beside the invocation. */
export interface ReplaySetting {
  readonly target: RegistrationTarget;
  /** Told of steps that are executed here. */
  readonly observer?: ExecutionObserver | null;
  /** From then on, by `performance.now`, the invocation ends as soon as it can be continued. */
  readonly yieldAt?: number | null;
  /** Called when code goes on that the invocation did not wait for, with the step it asks for. */
  readonly onLate?: (step: string) => void;
}

/** Code that awaits something that is nearly there (a request's body) is back by then. */
const QUIET_TURNS = 3;

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
 * **Determinism.** While the journal has steps that the code has not asked for yet (see `History`),
 * new ones only stand in a queue. When the code is at rest, has got all results there are, and has
 * still not asked for a recorded step, it is not the code that made the journal: the run fails.
 *
 * **Suspension.** The promise of a step that has to wait is never settled. When nothing is being
 * executed or registered, nothing can be handed out and a step is waiting, the invocation is over.
 */
export class Replay implements StepSource {
  readonly #history: History;
  readonly #work: StepWork;
  readonly #yieldAt: number | null;
  readonly #onLate: ((step: string) => void) | undefined;
  readonly #onEnd: (ending: Ending) => void;
  /** Nothing is executed or registered. */
  readonly #isDry: boolean;
  readonly #ids = new StepIds();
  readonly #doubt = new Doubt();
  /** Steps whose result is known and has not been handed out yet. */
  readonly #held = new Map<string, Requested>();
  /** New steps, until the code has asked for all recorded ones. */
  #queue: NewStep[] = [];
  /** How the code has ended, until it is certain that it matches its journal. */
  #final: { readonly ending: Ending; readonly inWords: string } | null = null;
  /** Steps that will not have a result in this invocation. */
  #waiting = 0;
  /** Nothing is handed out or begun any more. */
  #isFrozen = false;
  /** Frozen because of the time: the code could go on. */
  #isYielding = false;
  #isTurnDue = false;
  #quietTurns = 0;
  #isOver = false;
  #isSuspended = false;

  constructor(invocation: Invocation, setting: ReplaySetting, onEnd: (ending: Ending) => void) {
    this.#history = new History(invocation);
    this.#isDry = invocation.kind === "check";
    this.#yieldAt = setting.yieldAt ?? null;
    this.#onLate = setting.onLate;
    this.#onEnd = onEnd;
    const { target, observer = null } = setting;
    // On a repeated attempt nothing rides along, so that a refusal reaches the step it is about.
    const mayDefer = invocation.run.attempt === 1;
    this.#work = new StepWork(
      { target, observer, mayDefer },
      {
        registered: (outcomes, again) => this.#registered(outcomes, again),
        moved: () => this.#takeTurn(),
        cutShort: (ending) => this.end(ending),
      },
    );
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
      return rejection(usageError(error));
    }
  }

  /** The code ends its run. The promise is never settled, so nothing after it is done. */
  cancel(reason?: string): Promise<never> {
    if (this.#work.isInside) {
      const error = new TypeError("context.cancel cannot be called inside of a step");
      return rejection(usageError(error));
    }
    this.finish(
      { status: "canceled", ...(reason === undefined ? {} : { reason }) },
      "its cancellation",
    );
    return new Promise(nothing);
  }

  /** The code has come to an end, as a faithful replay does after all that is recorded. */
  finish(ending: Ending, inWords: string): void {
    this.#final ??= { ending, inWords };
    if (this.#history.isCovered) this.#conclude(this.#final.ending);
    else this.#takeTurn();
  }

  /** Ends the invocation. Whatever the code still does is of no consequence. */
  end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#doubt.clear();
    this.#queue = [];
    this.#work.close();
    this.#onEnd(ending);
  }

  #conclude(ending: Ending): void {
    this.end(this.#isDry ? { status: "matches", next: [] } : ending);
  }

  #identify(name: string): string {
    if (this.#work.isInside) {
      throw new TypeError(`step "${name}" is inside of another step: steps cannot be nested`);
    }
    return this.#ids.next(name);
  }

  #route(step: Requested, spec: StepSpec<unknown>): void {
    if (this.#isOver) {
      if (this.#isSuspended) this.#onLate?.(step.id);
      return;
    }
    this.#stir();
    const recorded = this.#history.ask(step.id);
    if (recorded !== null && recorded.kind !== null && recorded.kind !== spec.kind) {
      this.#differ(otherKind(step.id, recorded.kind, spec.kind));
    } else if (recorded?.state === "closed") {
      this.#held.set(step.id, step);
      this.#takeTurn();
    } else if (recorded?.state === "open") {
      this.#waiting += 1;
      this.#takeTurn();
    } else {
      this.#add(newStep(step, spec));
    }
  }

  #add(step: NewStep): void {
    if (!this.#isDry && this.#history.isCovered && this.#queue.length === 0) {
      this.#begin(step);
    } else {
      this.#queue.push(step);
      this.#takeTurn();
    }
  }

  #begin(step: NewStep): void {
    if (this.#isTimeOver()) this.#yield();
    if (!this.#isFrozen) {
      this.#work.begin(step);
    } else {
      this.#waiting += 1;
      this.#takeTurn();
    }
  }

  #registered(outcomes: readonly RegisteredStep[], again: boolean): void {
    this.#stir();
    if (again) this.#isFrozen = true;
    for (const { step, entry } of outcomes) {
      if (entry === null) {
        this.#waiting += 1;
      } else {
        this.#held.set(step.id, step);
        this.#history.add(entry);
      }
    }
    // An answer arrives in a turn of its own: unless one is due, the code is at rest.
    if (!this.#isTurnDue) this.#turn();
  }

  /** Something has moved: the code has to come to rest anew. */
  #stir(): void {
    this.#quietTurns = 0;
    this.#doubt.clear();
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

  /** The code has gone as far as it can: hands out the next result, or begins what is new. */
  #turn(): void {
    if (this.#isOver) return;
    if (this.#history.isCovered) this.#goOn();
    if (this.#isOver) return;
    if (this.#held.size > 0 && this.#isTimeOver()) this.#yield();
    const entry = this.#isFrozen ? null : this.#history.next(this.#held);
    if (entry !== null) {
      this.#handOut(entry);
      return;
    }
    const isBlocked = this.#held.size > 0 && !this.#isFrozen;
    if (this.#work.isBusy && !isBlocked) return;
    if (this.#quietTurns < QUIET_TURNS) {
      this.#quietTurns += 1;
      this.#takeTurn();
    } else {
      this.#settle(isBlocked ? this.#history.nextAsked(this.#held) : null);
    }
  }

  /** The code has asked for all that is recorded: what it wants beyond that is done. */
  #goOn(): void {
    if (this.#final !== null) this.#conclude(this.#final.ending);
    if (this.#isDry) return;
    const queue = this.#queue;
    this.#queue = [];
    for (const step of queue) this.#begin(step);
  }

  #handOut(entry: ClosingEntry): void {
    this.#stir();
    const step = this.#held.get(entry.step);
    this.#held.delete(entry.step);
    if (entry.type === "step_failed") {
      step?.reject(new WorkflowStepError(entry.step, entry.failure, entry.attempts));
    } else {
      step?.resolve(entry);
    }
    this.#takeTurn();
  }

  /** The code is at rest. `late` is a result that others were passed over for. */
  #settle(late: ClosingEntry | null): void {
    if (late !== null) this.#handOut(late);
    else if (!this.#history.isCovered) this.#suspect();
    else if (this.#isDry) this.#report();
    else this.#suspend();
  }

  /** Everything that can be done in this invocation is done. */
  #suspend(): void {
    // Else the code waits for something that is not a step, and goes on by itself.
    const hasToWait = this.#waiting > 0 || this.#isFrozen || this.#work.hasDeferred;
    if (!hasToWait) return;
    const operations = this.#work.hasDeferred ? { operations: this.#work.close() } : {};
    const again = this.#isYielding ? { again: true } : {};
    this.#isSuspended = true;
    this.end({ status: "suspended", ...operations, ...again });
  }

  /** The end of a dry replay: the code would go on with something new, or wait. */
  #report(): void {
    if (this.#queue.length === 0 && this.#waiting === 0) return;
    this.end({ status: "matches", next: this.#queue.map(({ step }) => step.id) });
  }

  /** The code is at rest and has not asked for a recorded step. Is that for good? */
  #suspect(): void {
    const isIdle = this.#queue.length === 0 && this.#waiting === 0 && this.#final === null;
    const { missing } = this.#history;
    // Idle, it waits for something that is not a step, and may well ask afterwards.
    if (isIdle || missing === null || !this.#doubt.isOver(this.#onDoubtOver)) return;
    const [first] = this.#queue;
    const inWords = this.#final?.inWords ?? "a wait that is still open";
    this.#differ(
      first === undefined
        ? leftOut(missing, inWords, inWords)
        : leftOut(missing, first.step.id, `step "${first.step.id}"`),
    );
  }

  readonly #onDoubtOver = (): void => {
    this.#quietTurns = 0;
    this.#takeTurn();
  };

  #differ(mismatch: Mismatch): void {
    const difference = { status: "differs", ...mismatch } as const;
    this.end(this.#isDry ? difference : nonDeterminism(mismatch.detail));
  }

  /** An invocation that has achieved nothing must go on: the next one would not get further. */
  #isTimeOver(): boolean {
    if (this.#yieldAt === null || this.#isFrozen || !this.#work.hasAchieved) return false;
    return performance.now() >= this.#yieldAt;
  }

  #yield(): void {
    this.#isFrozen = true;
    this.#isYielding = true;
  }
}

/** Whoever awaits it sees it; whoever does not must not have the process end. */
function rejection(error: unknown): Promise<never> {
  const rejected = Promise.reject(error);
  rejected.catch(nothing);
  return rejected;
}

function nothing(): void {}
