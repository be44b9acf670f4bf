import { parseStepId, type StepId } from "../core/ids.ts";
import type { StepFact } from "../core/run/facts.ts";
import { type JournalEntry, phaseOf } from "../core/run/journal.ts";
import type { Wait } from "../core/run/state.ts";
import { type StepShowing, stepChangeOf } from "./step-change.ts";
import type { StepGroup, StepView } from "./step-schemas.ts";

/** How much a fold keeps, and how it is shown. */
export interface StepFoldOptions extends StepShowing {
  readonly stepsMax: number;
}

/**
 * Steps as a reader wants them, from the journal entries that tell of them one by one.
 *
 * A fold may begin in the middle of a journal: then it holds the steps whose first entry it has
 * seen. Of others it meets the ends only, and leaves them out.
 */
export class StepFold {
  readonly #options: StepFoldOptions;
  readonly #steps = new Map<StepId, StepView>();
  /** Steps that began before this fold did. */
  readonly #earlier = new Set<StepId>();
  /** Steps of which only an end was seen that may not be their first entry. */
  readonly #doubtful = new Set<StepId>();
  #next: number | null = null;

  constructor(options: StepFoldOptions) {
    this.#options = options;
  }

  /** The seq of the first entry that begins a step for which there was no room, or null. */
  get next(): number | null {
    return this.#next;
  }

  /** The steps, in the order of their first entries. */
  steps(): StepView[] {
    return [...this.#steps.values()];
  }

  /** Steps of which storage knows more than the fold has seen. */
  unsure(): StepId[] {
    const open = this.#next === null ? [] : this.steps().filter((one) => one.closedSeq === null);
    return [...new Set([...this.#doubtful, ...open.map((one) => one.step as StepId)])];
  }

  /** Takes the next entry, in order of `seq`. */
  add(entry: JournalEntry): void {
    const { step: id } = entry;
    if (id === null || this.#earlier.has(id)) return;
    if (!this.#steps.has(id)) {
      if (!mayBegin(entry)) {
        this.#earlier.add(id);
        return;
      }
      if (this.#steps.size === this.#options.stepsMax) {
        this.#next ??= entry.seq;
        return;
      }
      if (entry.type === "step_failed") this.#doubtful.add(id);
    }
    this.#change(id, entry);
  }

  /** Takes what storage knows of a step: its end may come long after its beginning. */
  learn(id: StepId, { opened, closed }: StepFact): void {
    const step = this.#steps.get(id);
    if (step === undefined) return;
    if (opened !== null && opened.seq < step.seq) this.#steps.delete(id);
    else if (closed !== null && closed.seq > (step.closedSeq ?? step.seq)) this.#change(id, closed);
  }

  /** Takes what the run waits for now: a step may have been tried again after what was seen. */
  learnWait(wait: Wait): void {
    const step = this.#steps.get(wait.step);
    if (step === undefined || (wait.kind !== "retry" && wait.kind !== "call")) return;
    const attempts = wait.kind === "retry" ? wait.attempts : wait.attempt - 1;
    if (attempts <= step.attempts) return;
    this.#steps.set(wait.step, { ...step, status: "retrying", attempts, retryAt: wait.dueAt });
  }

  #change(id: StepId, entry: JournalEntry): void {
    const step = this.#steps.get(id) ?? blank(id, entry);
    const change = stepChangeOf(entry, step, this.#options);
    const phase = phaseOf(entry.type);
    if (phase === null && entry.type !== "step_reopened") {
      this.#steps.set(id, { ...step, ...change });
      return;
    }
    if (phase === "opened") {
      this.#steps.set(id, { ...step, ...change, openedAt: entry.at });
      return;
    }
    // What is over is not tried again; how an earlier attempt failed is among the retries.
    const { failure, retryAt, ...rest } = step;
    const end = phase === "closed" ? entry : null;
    const ended = { closedAt: end?.at ?? null, closedSeq: end?.seq ?? null };
    this.#steps.set(id, { ...rest, ...change, ...ended });
  }
}

/** Types that end a step which another entry has begun. */
const ENDS: ReadonlySet<JournalEntry["type"]> = new Set([
  ...(["sleep_completed", "call_retrying", "call_completed", "hook_received"] as const),
  ...(["wait_timed_out", "event_received", "event_wait_timed_out"] as const),
  ...(["child_completed", "race_won", "step_reopened"] as const),
]);

/** Whether this can be the first entry of its step. */
function mayBegin(entry: JournalEntry): boolean {
  if (entry.type === "step_completed" || entry.type === "step_retrying") {
    return entry.data.attempt === 1;
  }
  if (entry.type === "step_failed") return entry.data.attempts === 1;
  return !ENDS.has(entry.type);
}

/** A step of which nothing is known yet; `run` steps have no opening entry. */
function blank(step: StepId, { seq }: JournalEntry): StepView {
  return {
    step,
    ...parseStepId(step),
    kind: "run",
    status: "pending",
    seq,
    closedSeq: null,
    openedAt: null,
    closedAt: null,
    attempts: 0,
  };
}

/**
 * The steps, grouped. Steps that are open at the same time, by the order of their entries in the
 * journal, are one parallel group; the others follow each other.
 */
export function groupSteps(steps: readonly StepView[]): StepGroup[] {
  const groups: StepGroup[] = [];
  for (const overlapping of overlaps(steps)) {
    const last = groups.at(-1);
    const ids = overlapping.map((one) => one.step);
    if (ids.length > 1) groups.push({ type: "parallel", steps: ids });
    else if (last?.type === "sequential") last.steps.push(...ids);
    else groups.push({ type: "sequential", steps: ids });
  }
  return groups;
}

function overlaps(steps: readonly StepView[]): StepView[][] {
  const groups: StepView[][] = [];
  let endsAt = -1;
  for (const step of steps) {
    const end = step.closedSeq ?? Number.POSITIVE_INFINITY;
    if (step.seq < endsAt) groups.at(-1)?.push(step);
    else groups.push([step]);
    endsAt = Math.max(endsAt, end);
  }
  return groups;
}
