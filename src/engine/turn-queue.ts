import type { FlowKeyCommand } from "../core/flow-control/command.ts";
import type { FlowKeyState } from "../core/flow-control/key.ts";
import type { RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";
import type { Scheduler, Unschedule } from "./ports.ts";

/** Commands of one transaction. More would keep the first of them waiting for too long. */
const BATCH_SIZE_MAX = 512;

/** Invocations and calls that one turn begins when nobody calls a hook. */
const BEGINNINGS_MAX = 64;

/** How many of them even a flood of hook calls leaves over: resuming slows down, but goes on. */
const BEGINNINGS_MIN = 1;

/** Hook calls count half after this time, in ms: the pauses of a caller that waits for answers. */
const HALF_LIFE_MS = 10;

/** Under a flood, a turn that could only begin something waits this long for others, in ms. */
const PAUSE_MS = 5;

/** A command and whoever waits for its outcome. */
export interface Pending {
  readonly runId: RunId;
  readonly command: RunCommand;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What an operator asks of a flow-control key, and whoever waits for the answer. */
export interface PendingChange {
  readonly name: FlowKeyName;
  readonly change: FlowKeyCommand;
  /** With the key as it is now, or null when there is no such key. */
  readonly resolve: (state: FlowKeyState | null) => void;
  readonly reject: (error: unknown) => void;
}

/** What one turn of the engine does. */
export interface Turn {
  readonly pending: readonly Pending[];
  readonly changes: readonly PendingChange[];
  /** How many more invocations and calls it may begin. */
  readonly room: number;
}

/** Where a `TurnQueue` gets its turns and its time from. */
export interface TurnTime {
  readonly scheduler: Scheduler;
  /** A clock for intervals, in ms. */
  readonly monotonicNow: () => number;
}

/**
 * Gathers commands into turns: all that arrive within one turn of the event loop go together.
 *
 * Acknowledging comes before resuming. A third party waits for the answer to its call, while the
 * run that it wakes has waited anyway; so the more hook calls there were lately, the fewer
 * invocations a turn begins. What a flood delays is in storage and in the dispatcher's queue, and
 * catches up.
 */
export class TurnQueue {
  readonly #run: (turn: Turn) => Promise<void>;
  readonly #now: () => number;
  readonly #scheduler: Scheduler;
  #urgent: Pending[] = [];
  #beginnings: Pending[] = [];
  #changes: PendingChange[] = [];
  /** A turn is wanted though nothing may be waiting. */
  #isWanted = false;
  #state: "idle" | "soon" | "later" | "running" = "idle";
  #unschedule: Unschedule = () => {};
  #hookCalls = 0;
  #countedAt = 0;
  #waiters: (() => void)[] = [];

  /** `run` must not reject. */
  constructor(run: (turn: Turn) => Promise<void>, time: TurnTime) {
    this.#run = run;
    this.#now = time.monotonicNow;
    this.#scheduler = time.scheduler;
  }

  /** Commands that wait for their turn. */
  get length(): number {
    return this.#urgent.length + this.#beginnings.length + this.#changes.length;
  }

  push(pending: Pending): void {
    const { type } = pending.command;
    if (type === "grant_lease" || type === "begin_call") this.#beginnings.push(pending);
    else this.#urgent.push(pending);
    this.#arm();
  }

  pushChange(change: PendingChange): void {
    this.#changes.push(change);
    this.#arm();
  }

  /** Asks for a turn: time has come for something that waits elsewhere. */
  want(): void {
    this.#isWanted = true;
    this.#arm();
  }

  /** Takes everything that waits out of the queue. */
  clear(): (Pending | PendingChange)[] {
    return [...this.#urgent.splice(0), ...this.#beginnings.splice(0), ...this.#changes.splice(0)];
  }

  /** Resolves when every command pushed so far has had its turn. */
  drained(): Promise<void> {
    if (this.#state === "idle") return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #arm(): void {
    if (this.#state === "running" || this.#state === "soon") return;
    const isUrgent = this.#urgent.length > 0 || this.#changes.length > 0 || this.#isWanted;
    if (isUrgent || this.#room() > BEGINNINGS_MIN) {
      this.#unschedule();
      this.#state = "soon";
      this.#scheduler.soon(this.#turn);
    } else if (this.#state === "idle") {
      this.#state = "later";
      this.#unschedule = this.#scheduler.after(PAUSE_MS, this.#turn);
    }
  }

  readonly #turn = async (): Promise<void> => {
    this.#state = "running";
    await this.#run(this.#take());
    this.#state = "idle";
    if (this.length > 0 || this.#isWanted) this.#arm();
    else for (const resolve of this.#waiters.splice(0)) resolve();
  };

  #take(): Turn {
    const urgent = this.#urgent.splice(0, BATCH_SIZE_MAX);
    this.#count(urgent);
    const room = this.#room();
    const begun = this.#beginnings.splice(0, room);
    this.#isWanted = false;
    const changes = this.#changes.splice(0);
    return { pending: [...begun, ...urgent], changes, room: room - begun.length };
  }

  #count(pending: readonly Pending[]): void {
    let hookCalls = 0;
    for (const { command } of pending) if (command.type === "deliver_hook") hookCalls += 1;
    const now = this.#now();
    this.#hookCalls = this.#level(now) + hookCalls;
    this.#countedAt = now;
  }

  #room(): number {
    const room = BEGINNINGS_MAX - Math.round(this.#level(this.#now()));
    return Math.max(BEGINNINGS_MIN, room);
  }

  /** The hook calls of late, older ones counting less. */
  #level(now: number): number {
    return this.#hookCalls * 2 ** ((this.#countedAt - now) / HALF_LIFE_MS);
  }
}
