import type { RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { Effect } from "../core/run/effect.ts";
import type { Outcome } from "../core/run/outcome.ts";
import { type Storage, StorageError } from "../storage/storage.ts";
import { Batch } from "./batch.ts";
import { Claims, perform, type RunEffect } from "./effects.ts";
import type { DispatchPort, TimerPort } from "./ports.ts";
import { RunCache } from "./run-cache.ts";
import { type Pending, type Turn, TurnQueue, type TurnTime } from "./turn-queue.ts";

/** How often a batch is decided anew when another writer was first. */
const COMMIT_ATTEMPTS_MAX = 5;

/** What the engine works with; `server/` chooses the implementations. */
export interface EngineOptions extends TurnTime {
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
  readonly #turns: TurnQueue;
  #isStopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#turns = new TurnQueue((turn) => this.#process(turn), options);
  }

  /** Commands that wait for their turn. */
  get queueLength(): number {
    return this.#turns.length;
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
      this.#turns.push({ runId, command, resolve, reject });
    });
  }

  /** Resolves when every command applied so far is answered. */
  drain(): Promise<void> {
    return this.#turns.drained();
  }

  async #process({ pending, room }: Turn): Promise<void> {
    if (pending.length === 0) return;
    for (let attempt = 1; ; attempt += 1) {
      const claims = new Claims(this.#options.dispatch, room);
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
    const { storage, timers, dispatch, onCommit, monotonicNow } = this.#options;
    const begun = monotonicNow();
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
    onCommit?.(pending.length, monotonicNow() - begun);
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
    for (const { reject } of this.#turns.clear()) reject(error);
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
