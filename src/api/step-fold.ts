import { parseStepId } from "../core/ids.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import { jsonOf } from "./json-text.ts";
import type { StepView } from "./run-schemas.ts";

/** How much a fold keeps. */
export interface StepFoldOptions {
  readonly stepsMax: number;
  /** Whether a result is small enough to be shown. */
  readonly isShown: (body: Uint8Array) => boolean;
}

/** Steps as a reader wants them, from the journal entries that tell of them one by one. */
export class StepFold {
  readonly #options: StepFoldOptions;
  readonly #steps = new Map<string, StepView>();
  /** Whether there was a step that found no room. */
  isFull = false;

  constructor(options: StepFoldOptions) {
    this.#options = options;
  }

  /** The steps, in the order of their first entries. */
  steps(): StepView[] {
    return [...this.#steps.values()];
  }

  /** Takes the next entry, in order of `seq`. */
  add(entry: JournalEntry): void {
    if (entry.step === null) return;
    const known = this.#steps.get(entry.step);
    if (known === undefined && this.#steps.size === this.#options.stepsMax) {
      this.isFull = true;
      return;
    }
    const step = known ?? blank(entry);
    const change = this.#changeOf(entry, step);
    // What is over is not tried again; how an earlier attempt failed is in the journal.
    const { failure, retryAt, ...rest } = step;
    const base = change.closedAt === undefined ? step : rest;
    this.#steps.set(entry.step, { ...base, ...change });
  }

  #changeOf(entry: JournalEntry, step: StepView): Partial<StepView> {
    const { at, body } = entry;
    const size = body === null ? {} : { bodySize: body.length };
    switch (entry.type) {
      case "step_completed": {
        const isShown = body !== null && this.#options.isShown(body);
        const result = isShown ? { result: jsonOf(body) } : {};
        const { attempt: attempts } = entry.data;
        return { status: "succeeded", closedAt: at, attempts, ...size, ...result };
      }
      case "step_retrying":
      case "call_retrying": {
        const { attempt, failure, retryAt } = entry.data;
        return { status: "retrying", attempts: attempt, failure: { ...failure }, retryAt };
      }
      case "step_failed": {
        const { attempts, failure } = entry.data;
        return { status: "failed", closedAt: at, attempts, failure: { ...failure } };
      }
      case "sleep_started":
        return { kind: "sleep", openedAt: at, dueAt: entry.data.dueAt };
      case "sleep_completed":
        return { status: "succeeded", closedAt: at };
      case "call_started":
        return { kind: "call", openedAt: at };
      case "call_completed": {
        const { attempt: attempts, status: responseStatus } = entry.data;
        return { status: "succeeded", closedAt: at, attempts, responseStatus, ...size };
      }
      default:
        return waitChangeOf(entry, step);
    }
  }
}

function waitChangeOf(entry: JournalEntry, step: StepView): Partial<StepView> {
  const { at } = entry;
  switch (entry.type) {
    case "hook_created":
      return { kind: "hook", status: "succeeded", closedAt: at, hookId: entry.data.hookId };
    case "wait_started":
      return { kind: "wait", openedAt: at, hookId: entry.data.hookId, dueAt: entry.data.timeoutAt };
    case "hook_received": {
      const { hookId, callSeq } = entry.data;
      const callId = `${hookId}.${callSeq}`;
      return { kind: "wait", status: "succeeded", closedAt: at, hookId, callId };
    }
    case "wait_timed_out":
      return { kind: "wait", status: "timed_out", closedAt: at, hookId: entry.data.hookId };
    default:
      return step;
  }
}

/** A step of which nothing is known yet; `run` steps have no opening entry. */
function blank(entry: JournalEntry): StepView {
  const step = entry.step ?? ("" as NonNullable<JournalEntry["step"]>);
  return {
    step,
    ...parseStepId(step),
    kind: "run",
    status: "pending",
    openedAt: null,
    closedAt: null,
    attempts: 0,
  };
}
