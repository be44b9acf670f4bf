import { type Registration, type RegistrationTarget, registerSteps } from "./registration.ts";
import type { Operation, RaceBranchSetting, StepAnswer } from "./wire.ts";

/** As many operations as the server takes in one request. */
const OPERATIONS_MAX = 1_000;

/** Characters of results and bodies in one request: far below the server's limit for a body. */
const PAYLOAD_LENGTH_MAX = 1_000_000;

/** Characters that may ride along with an answer: servers read little of an answer. */
const RIDE_ALONG_LENGTH_MAX = 100_000;

/** An operation and the step that waits for its outcome. */
export interface Pending<Step> {
  readonly operation: Operation;
  readonly step: Step;
}

/** What the owner of an outbox is told. */
export interface OutboxEvents<Step> {
  /**
   * A request was applied; `answers` are in the order of `sent`. With `again`, something has
   * happened in the run that this invocation has not seen.
   */
  applied(sent: readonly Pending<Step>[], answers: readonly StepAnswer[], again: boolean): void;
  /** The server will never accept this operation. */
  refused(pending: Pending<Step>, code: string, detail: string): void;
  /** Nothing more can be registered in this invocation. */
  ended(registration: Exclude<Registration, { type: "applied" | "refused" }>): void;
}

/**
 * Collects operations and registers them, one request at a time.
 *
 * All that is put in during one run of the microtask queue, or while a request is under way, goes
 * with the next request. One at a time keeps the answers in the order of the journal, and under
 * load makes the batches larger by itself.
 */
export class Outbox<Step> {
  readonly #target: RegistrationTarget;
  readonly #events: OutboxEvents<Step>;
  #waiting: Pending<Step>[] = [];
  #deferred: Pending<Step>[] = [];
  #deferredLength = 0;
  /** So many of the next operations are sent each by itself: one of them was refused. */
  #singly = 0;
  #state: "idle" | "scheduled" | "sending" | "closed" = "idle";

  constructor(target: RegistrationTarget, events: OutboxEvents<Step>) {
    this.#target = target;
    this.#events = events;
  }

  /** Whether a request is under way or about to be sent. */
  get busy(): boolean {
    return this.#state === "scheduled" || this.#state === "sending" || this.#waiting.length > 0;
  }

  /** How many operations wait for something to go along with. */
  get deferredCount(): number {
    return this.#deferred.length;
  }

  /** Registers with the next request, together with whatever was deferred. */
  put(pending: Pending<Step>): void {
    this.flush();
    this.#waiting.push(pending);
    this.#schedule();
  }

  /** Keeps an operation until something else is sent, or until the invocation's answer takes it. */
  defer(pending: Pending<Step>): void {
    this.#deferred.push(pending);
    this.#deferredLength += payloadLength(pending.operation);
    const isFull =
      this.#deferred.length >= OPERATIONS_MAX || this.#deferredLength > RIDE_ALONG_LENGTH_MAX;
    if (isFull) this.flush();
  }

  /** Sends what was deferred. */
  flush(): void {
    if (this.#deferred.length === 0) return;
    this.#waiting.push(...this.#deferred);
    this.#deferred = [];
    this.#deferredLength = 0;
    this.#schedule();
  }

  /** Gives up everything that has not been sent, and returns what was deferred. */
  close(): readonly Operation[] {
    this.#state = "closed";
    this.#waiting = [];
    return this.#deferred.map((pending) => pending.operation);
  }

  #schedule(): void {
    if (this.#state !== "idle" || this.#waiting.length === 0) return;
    this.#state = "scheduled";
    queueMicrotask(() => void this.#send());
  }

  async #send(): Promise<void> {
    if (this.#isClosed()) return;
    this.#state = "sending";
    const batch = this.#takeBatch();
    const operations = batch.map((pending) => pending.operation);
    const registration = await registerSteps(this.#target, operations);
    if (this.#isClosed()) return;

    this.#state = "idle";
    this.#report(batch, registration);
    this.#schedule();
  }

  #report(batch: Pending<Step>[], registration: Registration): void {
    switch (registration.type) {
      case "applied":
        this.#events.applied(batch, registration.steps, registration.again);
        break;
      case "refused":
        this.#refuse(batch, registration.code, registration.detail);
        break;
      default:
        this.close();
        this.#events.ended(registration);
    }
  }

  /** One bad operation spoils a batch: the others get another chance, each by itself. */
  #refuse(batch: Pending<Step>[], code: string, detail: string): void {
    const [only] = batch;
    if (only !== undefined && batch.length === 1) {
      this.#events.refused(only, code, detail);
      return;
    }
    this.#singly += batch.length;
    this.#waiting.unshift(...batch);
  }

  #takeBatch(): Pending<Step>[] {
    if (this.#singly > 0) {
      this.#singly -= 1;
      return this.#waiting.splice(0, 1);
    }
    if (this.#waiting.length === 1) return this.#waiting.splice(0, 1);
    let length = 0;
    let count = 0;
    for (const { operation } of this.#waiting) {
      length += payloadLength(operation);
      if (count > 0 && (count >= OPERATIONS_MAX || length > PAYLOAD_LENGTH_MAX)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  #isClosed(): boolean {
    return this.#state === "closed";
  }
}

function payloadLength(operation: Operation): number {
  switch (operation.op) {
    case "complete_step":
      return operation.result.length;
    case "call":
      return operation.body?.length ?? 0;
    case "notify":
      return operation.data?.length ?? 0;
    case "invoke":
      return operation.input?.length ?? 0;
    case "race":
      return operation.branches.reduce((sum, branch) => sum + inputLength(branch), 0);
    default:
      return 0;
  }
}

function inputLength(branch: RaceBranchSetting): number {
  return branch.on === "child" ? (branch.input?.length ?? 0) : 0;
}
