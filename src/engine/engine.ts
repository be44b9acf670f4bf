import type { FlowKeyCommand } from "../core/flow-control/command.ts";
import type { FlowKeyState } from "../core/flow-control/key.ts";
import type { RunId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";
import { type Storage, StorageError } from "../storage/storage.ts";
import { Batch } from "./batch.ts";
import { Decisions } from "./decisions.ts";
import { Claims, perform } from "./effects.ts";
import { FlowAlarms } from "./flow-alarms.ts";
import { type FlowCounts, FlowKeys } from "./flow-keys.ts";
import { FlowTurn, type FlowWorld } from "./flow-turn.ts";
import type { Clock, DispatchPort, TimerPort } from "./ports.ts";
import { RunCache } from "./run-cache.ts";
import { type Turn, TurnQueue, type TurnTime } from "./turn-queue.ts";

/** How often a batch is decided anew when another writer was first. */
const COMMIT_ATTEMPTS_MAX = 5;

/** The pause before lines are looked at again after a turn that could not be stored, in ms. */
const ALARM_PAUSE_MS = 1_000;

/** What the engine works with; `server/` chooses the implementations. */
export interface EngineOptions extends TurnTime {
  readonly storage: Storage;
  readonly timers: TimerPort;
  readonly dispatch: DispatchPort;
  /** Tells when windows of flow-control keys end. Commands bring their own time. */
  readonly clock: Clock;
  /** How long an invocation may hold its lease, in ms. */
  readonly leaseMs: number;
  /** A broken invariant or a failed disk: the process must stop, writing nothing more. */
  readonly onFatal: (error: unknown) => void;
  /** Told of every batch that was committed: number of commands, duration in ms. */
  readonly onCommit?: (commands: number, durationMs: number) => void;
  /** Told of every commit that has changed runs, after it is on disk. */
  readonly onChange?: (runIds: readonly RunId[]) => void;
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
  readonly #flow: FlowWorld;
  #isStopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#turns = new TurnQueue((turn) => this.#process(turn), options);
    const { storage, clock, scheduler } = options;
    let order = 0;
    this.#flow = {
      keys: new FlowKeys(storage),
      alarms: new FlowAlarms({ clock, scheduler, ring: () => this.#turns.want() }),
      nextOrder: () => {
        order += 1;
        return order;
      },
    };
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

  /**
   * Changes a flow-control key and lets begin what may begin then. Resolves with the key once that
   * is on disk; with null when nothing has used the key and the change does not make it.
   *
   * @throws StorageError when it could not be stored; then nothing has changed.
   */
  changeFlowKey(name: FlowKeyName, change: FlowKeyCommand): Promise<FlowKeyState | null> {
    if (this.#isStopped) {
      return Promise.reject(new StorageError("failed", "the engine has stopped"));
    }
    return new Promise((resolve, reject) => {
      this.#turns.pushChange({ name, change, resolve, reject });
    });
  }

  /** How many requests of a flow-control key there are; without a name, of all keys together. */
  flowCounts(name: FlowKeyName | null): FlowCounts {
    return name === null ? this.#flow.keys.counts() : this.#flow.keys.countsOf(name);
  }

  /** Resolves when every command applied so far is answered. */
  drain(): Promise<void> {
    return this.#turns.drained();
  }

  /** Lets nothing more begin by itself, and drains. For the end of the process. */
  stop(): Promise<void> {
    this.#flow.alarms.stop();
    return this.#turns.drained();
  }

  async #process(turn: Turn): Promise<void> {
    let pauseMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      const work = this.#begin(turn);
      try {
        await this.#commitTurn(turn, work);
        break;
      } catch (error) {
        work.claims.release();
        work.flow.rollBack();
        for (const runId of work.batch.runIds) this.#cache.delete(runId);
        const isConflict = error instanceof StorageError && error.kind === "conflict";
        if (isConflict && attempt < COMMIT_ATTEMPTS_MAX) continue;
        for (const { reject } of [...turn.pending, ...turn.changes]) reject(error);
        if (isFatal(error)) this.#stop(error);
        pauseMs = ALARM_PAUSE_MS;
        break;
      }
    }
    this.#flow.alarms.arm(pauseMs);
  }

  #begin({ pending, room }: Turn): TurnWork {
    const { storage, dispatch, clock, leaseMs } = this.#options;
    const batch = new Batch(storage);
    const claims = new Claims(dispatch, room);
    let at = clock.now();
    for (const { command } of pending) if (command.at > at) ({ at } = command);
    const flow = new FlowTurn(this.#flow, at);
    const cached = this.#cache.get;
    return {
      batch,
      claims,
      flow,
      decisions: new Decisions({ batch, claims, flow, cached, leaseMs }),
    };
  }

  async #commitTurn({ pending, changes }: Turn, work: TurnWork): Promise<void> {
    const { onCommit, monotonicNow } = this.#options;
    const begun = monotonicNow();
    const { batch, flow, decisions } = work;
    await batch.load(pending, this.#cache.get);
    const loading = this.#flow.keys.load(changes.map(({ name }) => name));
    if (loading !== null) await loading;
    const isKnown = changes.map(({ name, change }) => flow.change(name, change) !== null);

    const outcomes: Outcome[] = [];
    for (const { runId, command } of pending) {
      const decided = decisions.decide(runId, command);
      outcomes.push(decided instanceof Promise ? await decided : decided);
    }
    await decisions.drain();
    const keys = changes.map(({ name }) => this.#flow.keys.get(name).state);
    const changed = await this.#store(work);
    this.#perform(work, changed);

    for (const [index, { resolve }] of pending.entries()) resolve(outcomes[index] as Outcome);
    for (const [index, { resolve }] of changes.entries()) {
      resolve(isKnown[index] === true ? (keys[index] ?? null) : null);
    }
    if (pending.length > 0) onCommit?.(pending.length, monotonicNow() - begun);
  }

  /** Commits what was decided, and gives the runs that it has changed. */
  async #store({ batch, flow }: TurnWork): Promise<readonly RunId[]> {
    const commits = batch.commits();
    const rows = flow.rows();
    if (commits.length > 0 || rows.length > 0) await this.#options.storage.commit(commits, rows);
    return commits.map((commit) => commit.runId);
  }

  /**
   * Does what the committed decisions ask for. A defect in it stops the engine, but the callers
   * get their answers: what they asked for is on disk, and the next process performs it.
   */
  #perform(work: TurnWork, changed: readonly RunId[]): void {
    try {
      this.#performAll(work, changed);
    } catch (error) {
      this.#stop(error);
    }
  }

  #performAll({ batch, flow, decisions }: TurnWork, changed: readonly RunId[]): void {
    const { timers, dispatch, onChange } = this.#options;
    if (changed.length > 0) onChange?.(changed);
    for (const { runId, cached, timerAt } of batch.changes((run) => flow.held(run))) {
      this.#cache.set(runId, cached);
      timers.set(runId, timerAt);
    }
    flow.settle();
    for (const effect of decisions.effects) perform(dispatch, effect, batch.fresh(effect.runId));
    for (const { runId, what } of decisions.offers) {
      if (typeof what === "number") dispatch.enqueueInvocation({ runId, invocationId: what });
      else dispatch.enqueueCall({ runId, step: what });
    }
  }

  #stop(error: unknown): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    for (const { reject } of this.#turns.clear()) reject(error);
    this.#options.onFatal(error);
  }
}

/** What a turn is worked on with. */
interface TurnWork {
  readonly batch: Batch;
  readonly claims: Claims;
  readonly flow: FlowTurn;
  readonly decisions: Decisions;
}

/** Out of space or locked heals by itself; anything else must not be written over. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof StorageError)) return true;
  return error.kind === "failed" || error.kind === "corrupt";
}
