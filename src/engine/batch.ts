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
import type { FreshHistory } from "./ports.ts";
import type { CachedRun } from "./run-cache.ts";

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
    cached: (runId: RunId) => CachedRun | null,
  ): Promise<void> {
    const reads: Promise<void>[] = [];
    for (const { runId, command } of commands) {
      let run = this.#runs.get(runId);
      if (run === undefined) {
        const known = isNew(command) ? newRun() : cached(runId);
        run = new WorkingRun(runId, known);
        this.#runs.set(runId, run);
        if (known === null) reads.push(run.loadState(this.#storage));
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

  /**
   * Each run that changed, with what to remember of it and the instant of its next alarm. One that
   * only announced something is among them: its alarm has rung, and other deadlines are left.
   */
  *changes(): Iterable<{ runId: RunId; cached: CachedRun; timerAt: EpochMs | null }> {
    for (const run of this.#runs.values()) {
      const isTouched = run.isChanged || run.announced.size > 0;
      if (!isTouched || run.state === null) continue;
      const { runId, state, announced, knownSteps } = run;
      yield { runId, cached: { state, steps: knownSteps }, timerAt: nextTimerAt(state, announced) };
    }
  }

  /** What the batch has added to the run's history. */
  fresh(runId: RunId): FreshHistory {
    return this.#run(runId).rows();
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

/** What is known of a run that does not exist yet. */
function newRun() {
  return { state: null, steps: new Set<StepId>() };
}

class WorkingRun {
  readonly runId: RunId;
  readonly announced = new Set<number | StepId>();
  /** Every step of the journal, entries of this batch included; null when not known. */
  readonly knownSteps: Set<StepId> | null;
  readonly #steps = new Map<StepId, StepFact>();
  readonly #deliveries = new Map<string, number>();
  readonly #accepted: Accepted[] = [];
  #before: RunState | null;
  #created: NewRun | null = null;
  state: RunState | null;

  constructor(runId: RunId, known: CachedRun | ReturnType<typeof newRun> | null) {
    this.runId = runId;
    this.#before = known?.state ?? null;
    this.state = this.#before;
    // The cache's own set: when the batch fails, the cache forgets the run.
    this.knownSteps = known?.steps ?? null;
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
    const unsure = steps.filter((step) => this.knownSteps?.has(step) ?? true);
    if (unsure.length > 0) reads.push(this.#loadSteps(storage, unsure));
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
      this.knownSteps?.add(entry.step);
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
    return {
      runId: this.runId,
      expectedVersion: this.#before?.version ?? null,
      state,
      created: this.#created,
      ...this.rows(),
      wakeAt: wakeAt(state),
      inFlight: inFlight(state),
    };
  }

  /** The rows of all that was accepted, in order. */
  rows(): Rows {
    const accepted = this.#accepted;
    const { entries, hooks, calls, consumed, attempts } = accepted[0] ?? NO_ROWS;
    if (accepted.length < 2) return { entries, hooks, calls, consumed, attempts };
    return {
      entries: accepted.flatMap((one) => one.entries),
      hooks: accepted.flatMap((one) => one.hooks),
      calls: accepted.flatMap((one) => one.calls),
      consumed: accepted.flatMap((one) => one.consumed),
      attempts: accepted.flatMap((one) => one.attempts),
    };
  }
}

type Rows = Pick<Accepted, "entries" | "hooks" | "calls" | "consumed" | "attempts">;

const NO_ROWS: Rows = { entries: [], hooks: [], calls: [], consumed: [], attempts: [] };
