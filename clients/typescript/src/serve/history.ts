import type { StepKind } from "./step.ts";
import type { ClosingEntry, Entry, Invocation, OpeningEntry, WaitingStep } from "./wire.ts";

const KINDS = {
  step_completed: "run",
  step_failed: null, // of any kind: the opening entry tells, if there is one
  step_reopened: null,
  sleep_started: "sleep",
  sleep_completed: "sleep",
  call_started: "call",
  call_completed: "call",
  hook_created: "hook",
  wait_started: "wait",
  hook_received: "wait",
  wait_timed_out: "wait",
  event_wait_started: "event",
  event_received: "event",
  event_wait_timed_out: "event",
  event_notified: "notify",
  child_started: "child",
  child_completed: "child",
  race_started: "race",
  race_won: "race",
} as const satisfies Record<Entry["type"], StepKind | null>;

const WAITING_KINDS = {
  retry: "run",
  sleep: "sleep",
  call: "call",
  hook: "wait",
  event: "event",
  child: "child",
  race: "race",
} as const satisfies Record<WaitingStep["kind"], StepKind>;

const OPENING_TYPES: ReadonlySet<string> = new Set<OpeningEntry["type"]>([
  "sleep_started",
  "call_started",
  "wait_started",
  "event_wait_started",
  "child_started",
  "race_started",
]);

/** What is known of a step from the time before this invocation. */
export interface RecordedStep {
  /** Null when nothing is known that would contradict any kind. */
  readonly kind: StepKind | null;
  /** Its result is known; or it waits for something outside; or it may be executed again. */
  readonly state: "closed" | "open" | "ready";
}

/**
 * What the server knows of the run's steps, and the order in which their results take effect.
 *
 * Code sees a result only after it was recorded, and sees results in the journal's order. So it had
 * asked for each recorded step at a point that a faithful replay reaches too, and reaches before it
 * can need anything new. This is what `missing` is for: while it is not null, something new is a
 * sign that the code has changed. Not expected are steps that followed a failure which has since
 * been taken back (the run was resumed at the failed step): it may have led to them.
 */
export class History {
  readonly #steps = new Map<string, RecordedStep>();
  /** Recorded steps that the code has to ask for and has not yet. */
  readonly #unasked = new Set<string>();
  /** Closing entries by `seq`: the journal's, then those of this invocation. */
  readonly #order: ClosingEntry[] = [];
  #cursor = 0;
  /** Passed over because the code had not asked for the step. */
  readonly #passed = new Map<string, ClosingEntry>();
  /** Passed over, and asked for since. */
  readonly #late: ClosingEntry[] = [];

  constructor({ journal, waiting }: Pick<Invocation, "journal" | "waiting">) {
    const takenBack = new Set<number>();
    for (const entry of journal) {
      if (entry.type === "step_reopened") takenBack.add(entry.closedSeq);
    }
    const expectedUntil = Math.min(...takenBack);
    for (const entry of journal) {
      if (!takenBack.has(entry.seq)) this.#read(entry, expectedUntil);
    }
    for (const { step, kind, ready } of waiting) {
      const isNew = !this.#steps.has(step);
      const state = ready === true ? "ready" : "open";
      this.#steps.set(step, { kind: WAITING_KINDS[kind], state });
      if (isNew && takenBack.size === 0) this.#unasked.add(step);
    }
  }

  #read(entry: Entry, expectedUntil: number): void {
    const { step, seq, type } = entry;
    if (type === "step_reopened") return;
    const known = this.#steps.get(step);
    const kind = KINDS[type] ?? known?.kind ?? null;
    this.#steps.set(step, { kind, state: isClosing(entry) ? "closed" : "open" });
    if (known === undefined && seq < expectedUntil) this.#unasked.add(step);
    if (isClosing(entry)) this.#order.push(entry);
  }

  /** The first recorded step that the code has not asked for though it has to; null if none. */
  get missing(): string | null {
    for (const step of this.#unasked) return step;
    return null;
  }

  /** Whether the code has asked for all that it has to ask for. */
  get isCovered(): boolean {
    return this.#unasked.size === 0;
  }

  /** The code asks for a step: what is known of it, or null when it is new. */
  ask(step: string): RecordedStep | null {
    const recorded = this.#steps.get(step);
    if (recorded === undefined) return null;
    this.#unasked.delete(step);
    const passed = this.#passed.get(step);
    if (passed !== undefined) {
      this.#passed.delete(step);
      this.#late.push(passed);
    }
    return recorded;
  }

  /** Adds a result of this invocation. They arrive by rising `seq`, or nearly so. */
  add(entry: ClosingEntry): void {
    let at = this.#order.length;
    while (at > this.#cursor && (this.#order[at - 1]?.seq ?? 0) > entry.seq) at -= 1;
    if (at === this.#order.length) this.#order.push(entry);
    else this.#order.splice(at, 0, entry);
  }

  /**
   * Takes the next result to hand out, where `asked` are the steps that the code waits for and
   * whose result is known. Null when there is none, or when the code has not asked for the next.
   */
  next(asked: ReadonlyMap<string, unknown>): ClosingEntry | null {
    if (asked.size === 0) return null;
    const late = this.#late.shift();
    if (late !== undefined) return late;
    const entry = this.#order[this.#cursor];
    if (entry === undefined || !asked.has(entry.step)) return null;
    this.#cursor += 1;
    return entry;
  }

  /** Like `next`, but passes over what the code has not asked for, now that it is at rest. */
  nextAsked(asked: ReadonlyMap<string, unknown>): ClosingEntry | null {
    for (;;) {
      const found = this.next(asked);
      const blocking = this.#order[this.#cursor];
      if (found !== null || asked.size === 0 || blocking === undefined) return found;
      this.#passed.set(blocking.step, blocking);
      this.#cursor += 1;
    }
  }
}

function isClosing(entry: Entry): entry is ClosingEntry {
  return entry.type !== "step_reopened" && !OPENING_TYPES.has(entry.type);
}
