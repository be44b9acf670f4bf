import type { EpochMs, HookId, RunId, StepId } from "../ids.ts";

/**
 * The state of a run: what the next decision needs, and nothing that grows with its history.
 *
 * The history is the journal (`journal.ts`), stored apart and only appended to. Everything here is
 * immutable; a transition makes a new state.
 */
export type RunState = ActiveRun | FinishedRun;

/** How a run can end. */
export type FinishedStatus = "succeeded" | "failed" | "canceled";

/** What both kinds of run have. */
export interface RunBase {
  readonly runId: RunId;
  /** Rises by one with every change; storage refuses a write that skips one. */
  readonly version: number;
  /** Number of journal entries, which is the `seq` of the next one. */
  readonly journalLength: number;
  /** The epoch of the latest lease. Epochs rise by one and are never reused. */
  readonly epoch: number;
  readonly createdAt: EpochMs;
  /** Fingerprint of the start request: tells a repeated start from a different one. */
  readonly digest: string;
}

/** A run that has not ended. Waiting is not a status: it is an active run without an invocation. */
export interface ActiveRun extends RunBase {
  readonly status: "running";
  /** Retries of an invocation or step after its first attempt. */
  readonly retries: number;
  /** Scales the pauses between attempts; see `retryDelayMs`. */
  readonly retryBaseMs: number;
  /** Numbers invocations; the next one gets `invocationCount + 1`. */
  readonly invocationCount: number;
  /** Due or leased. Empty means idle. The native protocol keeps at most one. */
  readonly invocations: readonly Invocation[];
  /** Open waits, in the order in which they were registered. */
  readonly waits: readonly Wait[];
  /** Hooks in the order in which they were made. */
  readonly hooks: readonly Hook[];
}

/** A run that has ended. Final: no command changes it. */
export interface FinishedRun extends RunBase {
  readonly status: FinishedStatus;
  readonly finishedAt: EpochMs;
}

/** One request from the server to the endpoint, with its retries. */
export type Invocation = DueInvocation | LeasedInvocation;

/** Ready to be sent when `dueAt` has come. */
export interface DueInvocation {
  readonly phase: "due";
  readonly invocationId: number;
  /** Which try this will be, from 1. */
  readonly attempt: number;
  readonly dueAt: EpochMs;
}

/** Handed to the endpoint. Only a writer that names its epoch may change the run. */
export interface LeasedInvocation {
  readonly phase: "leased";
  readonly invocationId: number;
  readonly attempt: number;
  readonly epoch: number;
  readonly leaseUntil: EpochMs;
  /** Something happened that this invocation has not seen: invoke again when it ends. */
  readonly again: boolean;
  /** Whether a step was registered under this lease. */
  readonly progressed: boolean;
}

/** Something a run waits for. Each resolves exactly once, by one journal entry. */
export type Wait = HookWait | SleepWait | CallWait | RetryWait;

/** Waits for a call of a hook, or for its timeout. */
export interface HookWait {
  readonly kind: "hook";
  readonly step: StepId;
  readonly hookId: HookId;
  readonly timeoutAt: EpochMs;
}

/** Waits for an instant. */
export interface SleepWait {
  readonly kind: "sleep";
  readonly step: StepId;
  readonly dueAt: EpochMs;
}

/** Waits for the answer to a request that the server sends for the workflow. */
export interface CallWait {
  readonly kind: "call";
  readonly step: StepId;
  /** `sending`: handed to the dispatcher; `due`: to be sent when `dueAt` has come. */
  readonly phase: "due" | "sending";
  /** Which try this is or will be, from 1. */
  readonly attempt: number;
  readonly retries: number;
  readonly timeoutMs: number;
  /** When to send (`due`), or when the attempt counts as lost (`sending`). */
  readonly dueAt: EpochMs;
}

/** Waits until a failed step may be tried again by the endpoint. */
export interface RetryWait {
  readonly kind: "retry";
  readonly step: StepId;
  /** Attempts that failed so far. */
  readonly attempts: number;
  readonly dueAt: EpochMs;
  /** The pause is over: the endpoint may execute the step. */
  readonly ready: boolean;
}

/**
 * A hook's FIFO inbox. Calls are numbered 0, 1, 2, … in arrival order and consumed in that order,
 * so the unconsumed ones are exactly those from `consumed` up to `received`: no call can be
 * consumed twice or skipped, by construction.
 */
export interface Hook {
  readonly hookId: HookId;
  /** Its public address, as the journal has it. */
  readonly url: string;
  readonly received: number;
  readonly consumed: number;
  /** Size of each unconsumed call in bytes, oldest first. */
  readonly pendingBytes: readonly number[];
}
