import { assert } from "../core/assert.ts";
import type { EpochMs, RunId, StepId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import { type Facts, factKeys, type StepFact } from "../core/run/facts.ts";
import { phaseOf } from "../core/run/journal.ts";
import type { Accepted, Outcome } from "../core/run/outcome.ts";
import { inFlight, nextTimerAt, wakeAt } from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import { transition } from "../core/run/transition.ts";
import type { NewRun, RunCommit, Storage } from "../storage/storage.ts";

/**
 * The commands of one turn, decided one after the other on a working copy and committed together.
 *
 * A command sees what the commands before it in the batch have changed, though nothing of it is on
 * disk yet; that is safe because nobody is told before all of it is.
 */
export class Batch {
  readonly #storage: Storage;
  readonly #runs = new Map<RunId, WorkingRun>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Reads what the commands need, where `cached` does not know the run. */
  async load(
    commands: Iterable<{ runId: RunId; command: RunCommand }>,
    cached: (runId: RunId) => RunState | null,
  ): Promise<void> {
    const reads: Promise<void>[] = [];
    for (const { runId, command } of commands) {
      let run = this.#runs.get(runId);
      if (run === undefined) {
        run = new WorkingRun(runId, cached(runId));
        this.#runs.set(runId, run);
        if (run.state === null && !isNew(command)) reads.push(run.loadState(this.#storage));
      }
      run.loadFacts(this.#storage, command, reads);
    }
    if (reads.length > 0) await Promise.all(reads);
  }

  /** Decides one command on the working copy. The run must have been loaded. */
  decide(runId: RunId, command: RunCommand): Outcome {
    return this.#run(runId).decide(command);
  }

  /** Notes that the dispatcher will be told of a due invocation or call of this run. */
  announce(runId: RunId, what: number | StepId): void {
    this.#run(runId).announced.add(what);
  }

  /** One commit for each run that changed. */
  commits(): RunCommit[] {
    const commits: RunCommit[] = [];
    for (const run of this.#runs.values()) if (run.isChanged) commits.push(run.commit());
    return commits;
  }

  /** Each run that changed, with its new state and the instant of its next alarm. */
  *changes(): Iterable<{ runId: RunId; state: RunState; timerAt: EpochMs | null }> {
    for (const run of this.#runs.values()) {
      if (!run.isChanged || run.state === null) continue;
      const { runId, state, announced } = run;
      yield { runId, state, timerAt: nextTimerAt(state, announced) };
    }
  }

  #run(runId: RunId): WorkingRun {
    const run = this.#runs.get(runId);
    assert(run !== undefined, "a command's run is loaded before it is decided");
    return run;
  }
}

/** A start with a fresh id needs no look into storage: nobody else can have made the run. */
function isNew(command: RunCommand): boolean {
  return command.type === "start" && command.digest === "";
}

class WorkingRun {
  readonly runId: RunId;
  readonly announced = new Set<number | StepId>();
  readonly #steps = new Map<StepId, StepFact>();
  readonly #deliveries = new Map<string, number>();
  readonly #accepted: Accepted[] = [];
  #before: RunState | null;
  #created: NewRun | null = null;
  state: RunState | null;

  constructor(runId: RunId, state: RunState | null) {
    this.runId = runId;
    this.#before = state;
    this.state = state;
  }

  get isChanged(): boolean {
    return this.#accepted.length > 0;
  }

  async loadState(storage: Storage): Promise<void> {
    this.state = await storage.loadRun(this.runId);
    this.#before = this.state;
  }

  loadFacts(storage: Storage, command: RunCommand, reads: Promise<void>[]): void {
    const { steps, delivery } = factKeys(command);
    if (steps.length > 0) reads.push(this.#loadSteps(storage, steps));
    if (delivery === null) return;

    const { hookId, deliveryId } = delivery;
    const read = storage.findDelivery(hookId, deliveryId).then((seq) => {
      if (seq !== null) this.#deliveries.set(`${hookId} ${deliveryId}`, seq);
    });
    reads.push(read);
  }

  async #loadSteps(storage: Storage, steps: readonly StepId[]): Promise<void> {
    const known = await storage.loadSteps(this.runId, steps);
    for (const [step, fact] of known) this.#steps.set(step, fact);
  }

  decide(command: RunCommand): Outcome {
    const facts: Facts = { steps: this.#steps, duplicateSeq: this.#duplicateOf(command) };
    const outcome = transition({ runId: this.runId, run: this.state, facts }, command);
    if (!outcome.ok || !outcome.changed) return outcome;

    if (command.type === "start") this.#created = command;
    this.state = outcome.state;
    this.#accepted.push(outcome);
    this.#remember(outcome);
    return outcome;
  }

  #duplicateOf(command: RunCommand): number | null {
    if (command.type !== "deliver_hook" || command.request.deliveryId === null) return null;
    return this.#deliveries.get(`${command.hookId} ${command.request.deliveryId}`) ?? null;
  }

  /** Later commands of the batch must see this one's steps and calls, which no read shows yet. */
  #remember({ entries, calls }: Accepted): void {
    for (const entry of entries) {
      const phase = phaseOf(entry.type);
      if (phase === null || entry.step === null) continue;
      const known = this.#steps.get(entry.step) ?? { opened: null, closed: null };
      this.#steps.set(entry.step, { ...known, [phase]: entry });
    }
    for (const { hookId, seq, request } of calls) {
      if (request.deliveryId !== null) this.#deliveries.set(`${hookId} ${request.deliveryId}`, seq);
    }
  }

  commit(): RunCommit {
    const { state } = this;
    assert(state !== null, "a changed run has a state");
    const [only] = this.#accepted;
    const merged = this.#accepted.length === 1 && only !== undefined ? only : merge(this.#accepted);
    return {
      runId: this.runId,
      expectedVersion: this.#before?.version ?? null,
      state,
      created: this.#created,
      entries: merged.entries,
      hooks: merged.hooks,
      calls: merged.calls,
      consumed: merged.consumed,
      attempts: merged.attempts,
      wakeAt: wakeAt(state),
      inFlight: inFlight(state),
    };
  }
}

type Rows = Pick<Accepted, "entries" | "hooks" | "calls" | "consumed" | "attempts">;

function merge(accepted: readonly Accepted[]): Rows {
  return {
    entries: accepted.flatMap((one) => one.entries),
    hooks: accepted.flatMap((one) => one.hooks),
    calls: accepted.flatMap((one) => one.calls),
    consumed: accepted.flatMap((one) => one.consumed),
    attempts: accepted.flatMap((one) => one.attempts),
  };
}
