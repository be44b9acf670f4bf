import type { StepKind } from "./step.ts";
import type { ClosingEntry, Entry, Invocation } from "./wire.ts";

const KINDS = {
  step_completed: "run",
  step_failed: null, // of any kind: the opening entry tells, if there is one
  sleep_started: "sleep",
  sleep_completed: "sleep",
  call_started: "call",
  call_completed: "call",
  hook_created: "hook",
  wait_started: "wait",
  hook_received: "wait",
  wait_timed_out: "wait",
} as const satisfies Record<Entry["type"], StepKind | null>;

const WAITING_KINDS = { retry: "run", sleep: "sleep", call: "call", hook: "wait" } as const;

/** What the server knows of the run's steps, and the order in which their results take effect. */
export class History {
  readonly #kinds = new Map<string, StepKind>();
  readonly #closings = new Map<string, ClosingEntry>();
  readonly #open = new Set<string>();
  /** Closing entries by `seq`: the journal's, then those of this invocation. */
  readonly #order: ClosingEntry[] = [];
  #cursor = 0;
  /** Passed over because the code had not asked for the step. */
  readonly #skipped = new Map<string, ClosingEntry>();
  /** Skipped ones that the code has asked for since. */
  readonly #late: ClosingEntry[] = [];

  constructor(invocation: Invocation) {
    for (const entry of invocation.journal) {
      const kind = KINDS[entry.type];
      if (kind !== null) this.#kinds.set(entry.step, kind);
      if (!isClosing(entry)) continue;
      this.#closings.set(entry.step, entry);
      this.#order.push(entry);
    }
    for (const { step, kind, ready } of invocation.waiting) {
      this.#kinds.set(step, WAITING_KINDS[kind]);
      if (ready !== true) this.#open.add(step);
    }
  }

  /** The kind a step is recorded as, or null when nothing is known that would contradict any. */
  kindOf(step: string): StepKind | null {
    return this.#kinds.get(step) ?? null;
  }

  /** Whether the step's result was known when the invocation began. */
  isClosed(step: string): boolean {
    return this.#closings.has(step);
  }

  /** Whether the step is waiting for something that happens outside of this invocation. */
  isOpen(step: string): boolean {
    return this.#open.has(step);
  }

  /** The code has asked for a step whose result is known. */
  ask(step: string): void {
    const skipped = this.#skipped.get(step);
    if (skipped === undefined) return;
    this.#skipped.delete(step);
    this.#late.push(skipped);
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
   * whose result is known. Only to be called when the code has come to rest: what it has not asked
   * for by then is passed over.
   */
  next(asked: ReadonlyMap<string, unknown>): ClosingEntry | null {
    if (asked.size === 0) return null;
    const late = this.#late.shift();
    if (late !== undefined) return late;
    for (let at = this.#cursor; at < this.#order.length; at += 1) {
      const entry = this.#order[at];
      if (entry === undefined || !asked.has(entry.step)) continue;
      for (const passed of this.#order.slice(this.#cursor, at)) {
        this.#skipped.set(passed.step, passed);
      }
      this.#cursor = at + 1;
      return entry;
    }
    return null;
  }
}

function isClosing(entry: Entry): entry is ClosingEntry {
  return (
    entry.type !== "sleep_started" && entry.type !== "call_started" && entry.type !== "wait_started"
  );
}
