import { assert } from "../assert.ts";
import type { EpochMs, RunId, StepId } from "../ids.ts";
import type { Effect } from "./effect.ts";
import { type Facts, type KeptSize, receiverKey, type StepFact } from "./facts.ts";
import { type EntryData, type EntryType, type JournalEntry, phaseOf } from "./journal.ts";
import type {
  Accepted,
  ConsumedCall,
  NewAttempt,
  NewHook,
  NewHookCall,
  ReopenedStep,
  Reply,
  RunMessage,
  Unchanged,
} from "./outcome.ts";
import type { EndedRun, Hook, Invocation, OpenRun, RunState, Wait } from "./state.ts";

const DONE: Reply = { type: "done" };
const NOTHING: StepFact = { opened: null, closed: null };
const NOTHING_KEPT: KeptSize = { count: 0, bytes: 0 };

/**
 * A successor state in the making: one decision's scratch pad.
 *
 * It is mutable inside one transition only. Several operations of one command fold over the same
 * draft, each seeing what those before it did; if one refuses, the draft is thrown away.
 */
export class RunDraft {
  readonly at: EpochMs;
  readonly jitter: number;
  readonly #before: OpenRun;
  readonly #facts: Facts;
  readonly #steps = new Map<StepId, StepFact>();
  readonly #entries: JournalEntry[] = [];
  readonly #effects: Effect[] = [];
  readonly #hooks: NewHook[] = [];
  readonly #calls: NewHookCall[] = [];
  readonly #consumed: ConsumedCall[] = [];
  readonly #attempts: NewAttempt[] = [];
  readonly #reopened: ReopenedStep[] = [];
  readonly #messages: RunMessage[] = [];
  /** By `receiverKey`: whom this decision tells of an event. */
  readonly #told = new Set<string>();
  /** What this decision has other runs keep. */
  readonly #keptBy = new Map<RunId, KeptSize>();
  #run: OpenRun;

  constructor(run: OpenRun, facts: Facts, moment: { at: EpochMs; jitter?: number }) {
    this.#before = run;
    this.#run = run;
    this.#facts = facts;
    this.at = moment.at;
    this.jitter = moment.jitter ?? 0;
  }

  /** The state as changed so far. */
  get run(): OpenRun {
    return this.#run;
  }

  /** Points of the history and of other runs that the decision may look at. */
  get facts(): Facts {
    return this.#facts;
  }

  /** Puts another state in place of the one so far: the run has failed, say, or goes on. */
  become(run: OpenRun): void {
    this.#run = run;
  }

  setKeptEvents(keptEvents: OpenRun["keptEvents"]): void {
    this.#run = { ...this.#run, keptEvents };
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

  /** Makes a closed step open again: its closing entry stays, but closes nothing any more. */
  reopen(step: StepId, seq: number): void {
    this.append("step_reopened", step, { data: { closedSeq: seq } });
    this.#reopened.push({ step, seq });
    this.#steps.set(step, { ...this.step(step), closed: null });
  }

  /** Sends a command to another run, to be decided in the same transaction. */
  send(message: RunMessage): void {
    const { runId, command } = message;
    this.#messages.push(message);
    if (command.type === "deliver_event") this.#told.add(receiverKey(runId, command.eventId));
  }

  /** Whether this decision sends the event to the run already, which ends its waits for it. */
  hasTold(runId: RunId, eventId: string): boolean {
    return this.#told.has(receiverKey(runId, eventId));
  }

  /** What this decision has the other run keep so far. */
  keptBy(runId: RunId): KeptSize {
    return this.#keptBy.get(runId) ?? NOTHING_KEPT;
  }

  /** Notes that the other run will keep one more event, of `size` bytes. */
  noteKept(runId: RunId, size: number): void {
    const { count, bytes } = this.keptBy(runId);
    this.#keptBy.set(runId, { count: count + 1, bytes: bytes + size });
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

  /** Ends the run for good: nothing of it is open any more. */
  finish(status: EndedRun["status"], reply: Reply = DONE): Accepted {
    const { runId, journalLength, epoch, createdAt, digest } = this.#run;
    const version = this.#before.version + 1;
    const base = { runId, version, journalLength, epoch, createdAt, digest };
    const state: EndedRun = { ...base, status, finishedAt: this.at };
    return this.#accept(state, [{ type: "abort" }], reply);
  }

  /** The decision so far; `Unchanged` when nothing happened. */
  done(reply: Reply = DONE): Accepted | Unchanged {
    const effects = this.#effects;
    const messages = this.#messages;
    if (this.#run === this.#before && this.#attempts.length === 0) {
      return { ok: true, changed: false, state: this.#before, messages, effects, reply };
    }
    return this.#accept({ ...this.#run, version: this.#before.version + 1 }, effects, reply);
  }

  #accept(state: RunState, effects: readonly Effect[], reply: Reply): Accepted {
    return {
      ok: true,
      changed: true,
      state,
      entries: this.#entries,
      hooks: this.#hooks,
      calls: this.#calls,
      consumed: this.#consumed,
      attempts: this.#attempts,
      reopened: this.#reopened,
      messages: this.#messages,
      effects,
      reply,
    };
  }
}
