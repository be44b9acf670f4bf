import type { RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { Effect } from "../core/run/effect.ts";
import type { Outcome } from "../core/run/outcome.ts";
import { type Storage, StorageError } from "../storage/storage.ts";
import { Batch } from "./batch.ts";
import { Claims, perform, type RunEffect } from "./effects.ts";
import type { DispatchPort, TimerPort } from "./ports.ts";
import { RunCache } from "./run-cache.ts";

/** How often a batch is decided anew when another writer was first. */
const COMMIT_ATTEMPTS_MAX = 5;

/** Commands of one transaction. More would keep the first of them waiting for too long. */
const BATCH_SIZE_MAX = 512;

/** Invocations and calls that one batch begins when nobody calls a hook. */
const BEGINNINGS_MAX = 64;

/** How many of them even a flood of hook calls leaves over: resuming slows down, but goes on. */
const BEGINNINGS_MIN = 4;

export interface EngineOptions {
  readonly storage: Storage;
  readonly timers: TimerPort;
  readonly dispatch: DispatchPort;
  /** How long an invocation may hold its lease, in ms. */
  readonly leaseMs: number;
  /** A broken invariant or a failed disk: the process must stop, writing nothing more. */
  readonly onFatal: (error: unknown) => void;
  /** Told of every batch that was committed: number of commands, duration in ms. */
  readonly onCommit?: (commands: number, durationMs: number) => void;
}

interface Pending {
  readonly runId: RunId;
  readonly command: RunCommand;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Decided {
  readonly outcome: Outcome;
  readonly pending: Pending;
}

/**
 * The only writer of runs: load, decide, commit, then perform the effects.
 *
 * Commands that arrive within one turn of the event loop are decided together and committed in one
 * transaction (group commit); `apply` resolves after that transaction is on disk, never before.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #cache = new RunCache();
  #queue: Pending[] = [];
  /** Wishes of the dispatcher to begin something: they make room for everybody else's commands. */
  #beginnings: Pending[] = [];
  #isScheduled = false;
  #isStopped = false;
  #idle: (() => void)[] = [];

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Commands that wait for their turn. */
  get queueLength(): number {
    return this.#queue.length + this.#beginnings.length;
  }

  /**
   * Applies one command to a run and resolves with the outcome once it is on disk.
   *
   * @throws StorageError when it could not be stored; then nothing has changed.
   */
  apply(runId: RunId, command: RunCommand): Promise<Outcome> {
    if (this.#isStopped) {
      return Promise.reject(new StorageError("failed", "the engine has stopped"));
    }
    return new Promise((resolve, reject) => {
      const queue = isBeginning(command) ? this.#beginnings : this.#queue;
      queue.push({ runId, command, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when every command applied so far is answered. */
  drain(): Promise<void> {
    if (!this.#isScheduled) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#turn);
  }

  readonly #turn = async (): Promise<void> => {
    const rest = this.#queue.length > BATCH_SIZE_MAX ? this.#queue.splice(BATCH_SIZE_MAX) : [];
    const pending = this.#queue;
    this.#queue = rest;
    const room = beginningsOf(pending);
    const begun = this.#beginnings.splice(0, room);
    await this.#process([...begun, ...pending], room - begun.length);

    this.#isScheduled = false;
    if (this.queueLength > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  };

  async #process(pending: readonly Pending[], beginnings: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const claims = new Claims(this.#options.dispatch, beginnings);
      try {
        await this.#commitBatch(pending, claims);
        return;
      } catch (error) {
        claims.release();
        for (const { runId } of pending) this.#cache.delete(runId);
        const isConflict = error instanceof StorageError && error.kind === "conflict";
        if (isConflict && attempt < COMMIT_ATTEMPTS_MAX) continue;
        for (const { reject } of pending) reject(error);
        if (isFatal(error)) this.#stop(error);
        return;
      }
    }
  }

  async #commitBatch(pending: readonly Pending[], claims: Claims): Promise<void> {
    const { storage, timers, dispatch, onCommit } = this.#options;
    const begun = performance.now();
    const batch = new Batch(storage);
    await batch.load(pending, this.#cache.get);

    const effects: RunEffect[] = [];
    const decided: Decided[] = pending.map((one) => {
      const outcome = batch.decide(one.runId, one.command);
      this.#collect(batch, { runId: one.runId, command: one.command, outcome, claims, effects });
      return { outcome, pending: one };
    });

    const commits = batch.commits();
    if (commits.length > 0) await storage.commit(commits);

    for (const { runId, cached, timerAt } of batch.changes()) {
      this.#cache.set(runId, cached);
      timers.set(runId, timerAt);
    }
    for (const effect of effects) perform(dispatch, effect, batch.fresh(effect.runId));
    for (const { outcome, pending: one } of decided) one.resolve(outcome);
    onCommit?.(pending.length, performance.now() - begun);
  }

  /**
   * Collects a decision's effects. A due invocation or call that finds a free place is leased in
   * the same transaction, which saves a commit between "due" and "sent".
   */
  #collect(batch: Batch, step: CollectStep): void {
    const { runId, command, outcome, claims, effects } = step;
    if (!outcome.ok) return;
    for (const effect of outcome.effects) {
      const claimed = this.#claim(batch, { runId, effect, at: command.at, claims });
      if (claimed !== null) this.#collect(batch, { ...step, outcome: claimed });
      else effects.push({ runId, effect, state: outcome.state });
    }
  }

  #claim(batch: Batch, { runId, effect, at, claims }: ClaimStep): Outcome | null {
    if (effect.type === "invoke") {
      const { invocationId } = effect;
      batch.announce(runId, invocationId);
      if (!claims.invocation()) return null;
      const { leaseMs } = this.#options;
      const granted = batch.decide(runId, { type: "grant_lease", at, invocationId, leaseMs });
      if (!granted.ok) claims.giveBackInvocation();
      return granted.ok ? granted : null;
    }
    if (effect.type === "call") {
      batch.announce(runId, effect.step);
      if (!claims.call()) return null;
      const begun = batch.decide(runId, { type: "begin_call", at, step: effect.step });
      if (!begun.ok) claims.giveBackCall();
      return begun.ok ? begun : null;
    }
    return null;
  }

  #stop(error: unknown): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const { reject } of this.#queue.splice(0)) reject(error);
    for (const { reject } of this.#beginnings.splice(0)) reject(error);
    this.#options.onFatal(error);
  }
}

interface CollectStep {
  readonly runId: RunId;
  readonly command: RunCommand;
  readonly outcome: Outcome;
  readonly claims: Claims;
  readonly effects: RunEffect[];
}

interface ClaimStep {
  readonly runId: RunId;
  readonly effect: Effect;
  readonly at: RunCommand["at"];
  readonly claims: Claims;
}

/** Out of space or locked heals by itself; anything else must not be written over. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof StorageError)) return true;
  return error.kind === "failed" || error.kind === "corrupt";
}

function isBeginning({ type }: RunCommand): boolean {
  return type === "grant_lease" || type === "begin_call";
}

/**
 * How many invocations and calls a batch may begin. Acknowledging comes before resuming: a third
 * party waits for the answer to its call, while the run it wakes has waited anyway.
 */
function beginningsOf(pending: readonly Pending[]): number {
  let hookCalls = 0;
  for (const { command } of pending) if (command.type === "deliver_hook") hookCalls += 1;
  return Math.max(BEGINNINGS_MIN, BEGINNINGS_MAX - 2 * hookCalls);
}
