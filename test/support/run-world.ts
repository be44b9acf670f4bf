import { type EpochMs, type HookId, type RunId, type StepId, stepId } from "../../src/core/ids.ts";
import type { AttemptReport, Operation, RunCommand } from "../../src/core/run/command.ts";
import type { Facts, StepFact } from "../../src/core/run/facts.ts";
import { type JournalEntry, phaseOf } from "../../src/core/run/journal.ts";
import type { NewHookCall, Outcome } from "../../src/core/run/outcome.ts";
import type { ActiveRun, RunState } from "../../src/core/run/state.ts";
import { transition } from "../../src/core/run/transition.ts";
import { PLAIN_START } from "./start-command.ts";

export const RUN = "run_1" as RunId;
export const HOOK = "hook_1" as HookId;
export const T0 = 1_000_000 as EpochMs;

export const at = (seconds: number): EpochMs => (T0 + seconds * 1_000) as EpochMs;
export const step = (name: string, occurrence = 1): StepId => stepId(name, occurrence);
export const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

export const REPORT: AttemptReport = {
  startedAt: T0,
  durationMs: 1,
  status: 200,
  errorCode: null,
  errorMessage: null,
  answer: null,
};

export const FAILURE = { name: "Error", message: "boom" };

/** What a world of several runs knows of the others. */
export type OthersFacts = (command: RunCommand) => Pick<Facts, "waiters" | "receivers">;

const NO_OTHERS = { waiters: new Map(), receivers: new Map() };

export type StoredCall = NewHookCall & { consumedBy: number | null };

/**
 * One run with everything storage would keep for it: the smallest shell around the pure core. It
 * looks facts up in its own history, so a test reads as a list of commands.
 */
export class RunWorld {
  readonly runId: RunId;
  state: RunState | null = null;
  readonly journal: JournalEntry[] = [];
  readonly calls: StoredCall[] = [];
  readonly outcomes: Outcome[] = [];
  /** Closing entries that a resume has opened again, by seq. */
  readonly #reopened = new Set<number>();
  readonly #others: OthersFacts;

  constructor(runId = RUN, others: OthersFacts = () => NO_OTHERS) {
    this.runId = runId;
    this.#others = others;
  }

  apply(command: RunCommand): Outcome {
    const situation = { runId: this.runId, run: this.state, facts: this.#facts(command) };
    const outcome = transition(situation, command);
    this.outcomes.push(outcome);
    if (!outcome.ok || !outcome.changed) return outcome;

    this.state = outcome.state;
    this.journal.push(...outcome.entries);
    this.calls.push(...outcome.calls);
    for (const { seq } of outcome.reopened) this.#reopened.add(seq);
    for (const { hookId, seq, consumedBy } of outcome.consumed) {
      const call = this.calls.find((stored) => stored.hookId === hookId && stored.seq === seq);
      if (call === undefined) throw new Error("consumed a call that was never stored");
      if (call.consumedBy !== null) throw new Error("consumed a call twice");
      Object.assign(call, { consumedBy });
    }
    return outcome;
  }

  get active(): ActiveRun {
    if (this.state?.status !== "running") throw new Error("the run is not active");
    return this.state;
  }

  /** The epoch of the live lease, or 0. */
  get epoch(): number {
    const lease = this.active.invocations.find((invocation) => invocation.phase === "leased");
    return lease?.phase === "leased" ? lease.epoch : 0;
  }

  start(options: Partial<Extract<RunCommand, { type: "start" }>> = {}): this {
    this.apply({
      type: "start",
      at: T0,
      url: "http://app.test/flow",
      ...PLAIN_START,
      input: json({ order: 1 }),
      ...options,
    });
    return this;
  }

  lease(when: EpochMs = T0): this {
    const [due] = this.active.invocations;
    const invocationId = due?.invocationId ?? 0;
    this.apply({ type: "grant_lease", at: when, invocationId, leaseMs: 60_000 });
    return this;
  }

  register(operations: Operation[], options: { at?: EpochMs; epoch?: number } = {}): Outcome {
    const { at: when = T0, epoch = this.epoch } = options;
    return this.apply({ type: "register_steps", at: when, jitter: 0.5, epoch, operations });
  }

  suspend(when: EpochMs = T0, operations: Operation[] = []): Outcome {
    const result = { type: "suspended", again: false } as const;
    const { epoch } = this;
    const end = { type: "end_invocation", at: when, jitter: 0.5, epoch, operations } as const;
    return this.apply({ ...end, result, report: REPORT });
  }

  deliver(body: string, options: { at?: EpochMs; deliveryId?: string; hookId?: HookId } = {}) {
    const { at: when = T0, deliveryId = null, hookId = HOOK } = options;
    const blank = { method: "POST", path: "", query: "", headers: [], remoteAddress: null };
    const request = { ...blank, deliveryId };
    const bytes = new TextEncoder().encode(body);
    return this.apply({ type: "deliver_hook", at: when, hookId, request, body: bytes });
  }

  fire(when: EpochMs): Outcome {
    return this.apply({ type: "fire_timer", at: when, jitter: 0.5 });
  }

  /** Types of the journal's entries, in order. */
  get story(): string[] {
    return this.journal.map((entry) => entry.type);
  }

  #facts(command: RunCommand): Facts {
    const steps = new Map<StepId, StepFact>();
    for (const entry of this.journal) {
      const phase = phaseOf(entry.type);
      if (phase === null || entry.step === null || this.#reopened.has(entry.seq)) continue;
      const known = steps.get(entry.step) ?? { opened: null, closed: null };
      steps.set(entry.step, { ...known, [phase]: entry });
    }
    const duplicateSeq = this.#duplicateSeq(command);
    return { steps, duplicateSeq, ...this.#others(command) };
  }

  #duplicateSeq(command: RunCommand): number | null {
    if (command.type !== "deliver_hook" || command.request.deliveryId === null) return null;
    const { hookId, request } = command;
    const same = this.calls.find(
      (call) => call.hookId === hookId && call.request.deliveryId === request.deliveryId,
    );
    return same?.seq ?? null;
  }
}
