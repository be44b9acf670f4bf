import { assert } from "../assert.ts";
import type { EpochMs, StepId } from "../ids.ts";
import type { Effect } from "./effect.ts";
import type { Facts, StepFact } from "./facts.ts";
import { type EntryData, type EntryType, type JournalEntry, phaseOf } from "./journal.ts";
import type {
  Accepted,
  ConsumedCall,
  NewAttempt,
  NewHook,
  NewHookCall,
  Reply,
  Unchanged,
} from "./outcome.ts";
import type { ActiveRun, FinishedRun, FinishedStatus, Hook, Invocation, Wait } from "./state.ts";

const DONE: Reply = { type: "done" };
const NOTHING: StepFact = { opened: null, closed: null };

/**
 * A successor state in the making: one decision's scratch pad.
 *
 * It is mutable inside one transition only. Several operations of one command fold over the same
 * draft, each seeing what those before it did; if one refuses, the draft is thrown away.
 */
export class RunDraft {
  readonly at: EpochMs;
  readonly jitter: number;
  readonly #before: ActiveRun;
  readonly #facts: Facts;
  readonly #steps = new Map<StepId, StepFact>();
  readonly #entries: JournalEntry[] = [];
  readonly #effects: Effect[] = [];
  readonly #hooks: NewHook[] = [];
  readonly #calls: NewHookCall[] = [];
  readonly #consumed: ConsumedCall[] = [];
  readonly #attempts: NewAttempt[] = [];
  #run: ActiveRun;

  constructor(run: ActiveRun, facts: Facts, moment: { at: EpochMs; jitter?: number }) {
    this.#before = run;
    this.#run = run;
    this.#facts = facts;
    this.at = moment.at;
    this.jitter = moment.jitter ?? 0;
  }

  /** The state as changed so far. */
  get run(): ActiveRun {
    return this.#run;
  }

  /** What is known of a step, entries of this draft included. */
  step(step: StepId): StepFact {
    return this.#steps.get(step) ?? this.#facts.steps.get(step) ?? NOTHING;
  }

  /** Appends an entry to the journal and returns it. */
  append<Type extends EntryType>(
    type: Type,
    step: StepId | null,
    content: { data: EntryData[Type]; body?: Uint8Array | null },
  ): JournalEntry {
    const seq = this.#run.journalLength;
    const { data, body = null } = content;
    const entry = { type, seq, at: this.at, step, data, body } as JournalEntry;
    this.#entries.push(entry);
    this.#run = { ...this.#run, journalLength: seq + 1 };
    if (step !== null) this.#remember(step, entry);
    return entry;
  }

  #remember(step: StepId, entry: JournalEntry): void {
    const phase = phaseOf(entry.type);
    if (phase === null) return;
    const known = this.step(step);
    assert(known[phase] === null, "a step is opened once and closed once");
    this.#steps.set(step, { ...known, [phase]: entry });
  }

  setInvocations(invocations: readonly Invocation[]): void {
    this.#run = { ...this.#run, invocations };
  }

  /** Takes the next epoch. */
  nextEpoch(): number {
    const epoch = this.#run.epoch + 1;
    this.#run = { ...this.#run, epoch };
    return epoch;
  }

  /** Takes the next invocation number. */
  nextInvocation(): number {
    const invocationCount = this.#run.invocationCount + 1;
    this.#run = { ...this.#run, invocationCount };
    return invocationCount;
  }

  findWait(step: StepId): Wait | null {
    return this.#run.waits.find((wait) => wait.step === step) ?? null;
  }

  /** Opens a wait, or replaces the one of the same step in place. */
  putWait(wait: Wait): void {
    const { waits } = this.#run;
    const at = waits.findIndex((candidate) => candidate.step === wait.step);
    const next = at < 0 ? [...waits, wait] : waits.with(at, wait);
    this.#run = { ...this.#run, waits: next };
  }

  removeWait(step: StepId): void {
    const waits = this.#run.waits.filter((wait) => wait.step !== step);
    if (waits.length !== this.#run.waits.length) this.#run = { ...this.#run, waits };
  }

  findHook(hookId: Hook["hookId"]): Hook | null {
    return this.#run.hooks.find((hook) => hook.hookId === hookId) ?? null;
  }

  putHook(hook: Hook): void {
    const { hooks } = this.#run;
    const at = hooks.findIndex((candidate) => candidate.hookId === hook.hookId);
    this.#run = { ...this.#run, hooks: at < 0 ? [...hooks, hook] : hooks.with(at, hook) };
  }

  insertHook(hook: NewHook): void {
    this.#hooks.push(hook);
  }

  insertCall(call: NewHookCall): void {
    this.#calls.push(call);
  }

  consumeCall(call: ConsumedCall): void {
    this.#consumed.push(call);
  }

  logAttempt(attempt: NewAttempt): void {
    this.#attempts.push(attempt);
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  hasEffect(predicate: (effect: Effect) => boolean): boolean {
    return this.#effects.some(predicate);
  }

  /** Ends the run: nothing of it is open any more. */
  finish(status: FinishedStatus, reply: Reply = DONE): Accepted {
    const { runId, journalLength, epoch, createdAt, digest } = this.#run;
    const version = this.#before.version + 1;
    const base = { runId, version, journalLength, epoch, createdAt, digest };
    const state: FinishedRun = { ...base, status, finishedAt: this.at };
    return this.#accept(state, [{ type: "abort" }], reply);
  }

  /** The decision so far; `Unchanged` when nothing happened. */
  done(reply: Reply = DONE): Accepted | Unchanged {
    const effects = this.#effects;
    if (this.#run === this.#before && this.#attempts.length === 0) {
      return { ok: true, changed: false, state: this.#before, effects, reply };
    }
    return this.#accept({ ...this.#run, version: this.#before.version + 1 }, effects, reply);
  }

  #accept(state: ActiveRun | FinishedRun, effects: readonly Effect[], reply: Reply): Accepted {
    return {
      ok: true,
      changed: true,
      state,
      entries: this.#entries,
      hooks: this.#hooks,
      calls: this.#calls,
      consumed: this.#consumed,
      attempts: this.#attempts,
      effects,
      reply,
    };
  }
}
