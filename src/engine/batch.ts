import { assert } from "../core/assert.ts";
import type { EpochMs, RunId, StepId } from "../core/ids.ts";
import type { RunCommand } from "../core/run/command.ts";
import { receiverOf } from "../core/run/event.ts";
import {
  type Facts,
  factKeys,
  type Notification,
  notificationsOf,
  type Receiver,
  receiverKey,
  type StepFact,
} from "../core/run/facts.ts";
import { phaseOf } from "../core/run/journal.ts";
import type { Accepted, Outcome } from "../core/run/outcome.ts";
import {
  type AwaitedEvent,
  awaitedEvents,
  inFlight,
  isOpen,
  nextTimerAt,
  wakeAt,
} from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import { transition } from "../core/run/transition.ts";
import type { NewRun, RunCommit, Storage, Waiter } from "../storage/storage.ts";
import type { FreshHistory } from "./ports.ts";
import type { CachedRun } from "./run-cache.ts";

/** Steps that one notification wakes at most: they are one transaction. */
const WAITERS_MAX = 100_000;

/**
 * The commands of one turn, decided one after the other on a working copy and committed together.
 *
 * A command sees what the commands before it in the batch have changed, though nothing of it is on
 * disk yet; that is safe because nobody is told before all of it is.
 */
export class Batch {
  readonly #storage: Storage;
  readonly #runs = new Map<RunId, WorkingRun>();
  /** For each event that a command notifies: who waits for it, as storage has it. */
  readonly #stored = new Map<string, readonly Waiter[]>();

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
      const run = this.#working(runId, isNew(command) ? newRun() : cached(runId), reads);
      run.loadFacts(this.#storage, command, reads);
      for (const notification of notificationsOf(command)) {
        if (notification.runId === null) reads.push(this.#loadWaiters(notification.eventId));
        else this.#working(notification.runId, cached(notification.runId), reads);
      }
    }
    if (reads.length > 0) await Promise.all(reads);
  }

  #working(runId: RunId, known: KnownRun | null, reads: Promise<void>[]): WorkingRun {
    const present = this.#runs.get(runId);
    if (present !== undefined) return present;
    const run = new WorkingRun(runId, known);
    this.#runs.set(runId, run);
    if (known === null) reads.push(run.loadState(this.#storage));
    return run;
  }

  async #loadWaiters(eventId: string): Promise<void> {
    const limit = WAITERS_MAX;
    this.#stored.set(eventId, await this.#storage.listWaiters({ eventId, limit }));
  }

  /** Decides one command on the working copy. The run must have been loaded. */
  decide(runId: RunId, command: RunCommand): Outcome {
    const run = this.#run(runId);
    return run.decide(command, this.#othersFacts(run, notificationsOf(command)));
  }

  #othersFacts(run: WorkingRun, notifications: readonly Notification[]): OthersFacts {
    if (notifications.length === 0) return NO_OTHERS;
    const waiters = new Map<string, readonly RunId[]>();
    const receivers = new Map<string, Receiver>();
    for (const { eventId, runId } of notifications) {
      if (runId === null) waiters.set(eventId, this.#waitersOf(eventId, run));
      else receivers.set(receiverKey(runId, eventId), this.#receiver(eventId, runId, run));
    }
    return { waiters, receivers };
  }

  /** As storage has it, but for the runs of this batch, which may have changed since. */
  #waitersOf(eventId: string, sender: WorkingRun): readonly RunId[] {
    const waiters = new Set<RunId>();
    for (const { runId, project } of this.#stored.get(eventId) ?? []) {
      if (project === sender.project && !this.#runs.has(runId)) waiters.add(runId);
    }
    for (const { runId, project, state } of this.#runs.values()) {
      if (state === null || project !== sender.project) continue;
      if (awaitedEvents(state).some((one) => one.eventId === eventId)) waiters.add(runId);
    }
    return [...waiters];
  }

  #receiver(eventId: string, runId: RunId, sender: WorkingRun): Receiver {
    const { state, project } = this.#run(runId);
    return project === sender.project ? receiverOf(state, eventId) : "gone";
  }

  /** The run's state after all that was decided so far; null when there is no such run. */
  stateOf(runId: RunId): RunState | null {
    return this.#run(runId).state;
  }

  /** Notes that the dispatcher will be told of a due invocation or call of this run. */
  announce(runId: RunId, what: number | StepId): void {
    this.#run(runId).announced.add(what);
  }

  /** Has the run's alarm set anew, though the run may not have changed. */
  touch(runId: RunId): void {
    this.#run(runId).isTouched = true;
  }

  /** Every run that was loaded. */
  get runIds(): Iterable<RunId> {
    return this.#runs.keys();
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
   *
   * `held` names due work that needs no alarm, because it waits elsewhere.
   */
  *changes(held: (run: RunState) => Iterable<number | StepId>): Iterable<RunChange> {
    for (const run of this.#runs.values()) {
      const isTouched = run.isChanged || run.isTouched || run.announced.size > 0;
      if (!isTouched || run.state === null) continue;
      const { runId, state, announced, knownSteps } = run;
      for (const what of held(state)) announced.add(what);
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

interface RunChange {
  readonly runId: RunId;
  readonly cached: CachedRun;
  readonly timerAt: EpochMs | null;
}

/** What is known of a run before it is loaded. */
type KnownRun = CachedRun | ReturnType<typeof newRun>;

type OthersFacts = Pick<Facts, "waiters" | "receivers">;

const NO_OTHERS: OthersFacts = { waiters: new Map(), receivers: new Map() };

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
  isTouched = false;
  /** Every step of the journal, entries of this batch included; null when not known. */
  readonly knownSteps: Set<StepId> | null;
  readonly #steps = new Map<StepId, StepFact>();
  readonly #deliveries = new Map<string, number>();
  readonly #accepted: Accepted[] = [];
  #rows: Rows | null = null;
  #before: RunState | null;
  #created: NewRun | null = null;
  state: RunState | null;

  constructor(runId: RunId, known: KnownRun | null) {
    this.runId = runId;
    this.#before = known?.state ?? null;
    this.state = this.#before;
    // The cache's own set: when the batch fails, the cache forgets the run.
    this.knownSteps = known?.steps ?? null;
  }

  /** Null for a run that has ended, or does not exist. */
  get project(): string | null {
    return this.state !== null && isOpen(this.state) ? this.state.project : null;
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

  decide(command: RunCommand, others: OthersFacts): Outcome {
    const duplicateSeq = this.#duplicateOf(command);
    const facts: Facts = { steps: this.#steps, duplicateSeq, ...others };
    const outcome = transition({ runId: this.runId, run: this.state, facts }, command);
    if (!outcome.ok || !outcome.changed) return outcome;

    if (command.type === "start") this.#created = command;
    this.state = outcome.state;
    this.#accepted.push(outcome);
    this.#rows = null;
    this.#remember(outcome);
    return outcome;
  }

  #duplicateOf(command: RunCommand): number | null {
    if (command.type !== "deliver_hook" || command.request.deliveryId === null) return null;
    return this.#deliveries.get(`${command.hookId} ${command.request.deliveryId}`) ?? null;
  }

  /** Later commands of the batch must see this one's steps and calls, which no read shows yet. */
  #remember({ entries, calls, reopened }: Accepted): void {
    for (const { step } of reopened) {
      const known = this.#steps.get(step) ?? { opened: null, closed: null };
      this.#steps.set(step, { ...known, closed: null });
    }
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
      previousStatus: this.#before?.status ?? null,
      state,
      created: this.#created,
      ...this.rows(),
      awaited: this.#newlyAwaited(state),
      wakeAt: wakeAt(state),
      inFlight: inFlight(state),
    };
  }

  #newlyAwaited(state: RunState): readonly AwaitedEvent[] | null {
    const before = this.#before === null ? [] : awaitedEvents(this.#before);
    const now = awaitedEvents(state);
    if (before.length === 0 && now.length === 0) return null;
    return JSON.stringify(before) === JSON.stringify(now) ? null : now;
  }

  /** The rows of all that was accepted, in order. Asked for by the commit and by each effect. */
  rows(): Rows {
    this.#rows ??= this.#gather();
    return this.#rows;
  }

  #gather(): Rows {
    const accepted = this.#accepted;
    const { entries, hooks, calls, consumed, attempts, reopened } = accepted[0] ?? NO_ROWS;
    if (accepted.length < 2) return { entries, hooks, calls, consumed, attempts, reopened };
    return {
      entries: accepted.flatMap((one) => one.entries),
      hooks: accepted.flatMap((one) => one.hooks),
      calls: accepted.flatMap((one) => one.calls),
      consumed: accepted.flatMap((one) => one.consumed),
      attempts: accepted.flatMap((one) => one.attempts),
      reopened: accepted.flatMap((one) => one.reopened),
    };
  }
}

type Rows = Pick<Accepted, "entries" | "hooks" | "calls" | "consumed" | "attempts" | "reopened">;

const NO_ROWS: Rows = {
  ...{ entries: [], hooks: [], calls: [], consumed: [], attempts: [] },
  reopened: [],
};
