import type { EpochMs, HookId, RunId, StepId } from "../ids.ts";
import type { Redaction } from "./journal.ts";

/**
 * The state of a run: what the next decision needs, and nothing that grows with its history.
 *
 * The history is the journal (`journal.ts`), stored apart and only appended to. Everything here is
 * immutable; a transition makes a new state.
 */
export type RunState = ActiveRun | FinishedRun;

/** A run that still receives: one that goes on, or a failed one that may be resumed. */
export type OpenRun = ActiveRun | FailedRun;

/** A run that has ended; a failed one can be resumed. */
export type FinishedRun = EndedRun | FailedRun;

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

/** The run that waits for this one's end, and the step it waits with. */
export interface ParentRef {
  readonly runId: RunId;
  readonly step: StepId;
}

/** A key whose limits hold for requests, and the newest values for them: `core/flow-control`. */
export interface FlowControl {
  readonly key: string;
  /** How many may be under way at once. Null, here and below: nothing is said, the key decides. */
  readonly parallelism: number | null;
  /** How many may begin within `periodMs`. */
  readonly rate: number | null;
  readonly periodMs: number | null;
}

/** What an open run has beside its status. */
interface OpenRunBase extends RunBase {
  /** Whose run it is: events and tokens do not reach across projects. */
  readonly project: string;
  readonly parent: ParentRef | null;
  /** How many runs are above this one; see `CHILD_DEPTH_MAX`. */
  readonly depth: number;
  /** Limits of this run's invocations. */
  readonly flow: FlowControl | null;
  /** What is not to be shown of this run, nor of its children: they get its data. */
  readonly redact: Redaction | null;
  /** An expression for the pauses between attempts (see `core/retry-expression.ts`), or null. */
  readonly retryDelay: string | null;
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
  /** Events sent to this run that nothing has waited for yet, oldest first. */
  readonly keptEvents: readonly KeptEvent[];
}

/** A run that has not ended. Waiting is not a status: it is an active run without an invocation. */
export interface ActiveRun extends OpenRunBase {
  readonly status: "running";
}

/**
 * A run that has failed. While it is a dead letter it keeps receiving (hook calls, events, ends of
 * child runs), so that a resumed run has missed nothing. Its one invocation, if any, tells the
 * endpoint of the failure.
 */
export interface FailedRun extends OpenRunBase {
  readonly status: "failed";
  readonly finishedAt: EpochMs;
  /** Whether it can be resumed or restarted. */
  readonly deadLetter: boolean;
  /** The seq of the entry that tells why. */
  readonly failedSeq: number;
  /** The invocation that failed the run. */
  readonly failedInvocation: number;
  /** The step whose failure the workflow did not catch: a resume begins with it. */
  readonly failedStep: FailedStep | null;
  readonly callback: CallbackStatus;
}

/** What became of telling the failure: by `failureUrl`, or to the workflow's failure function. */
export type CallbackStatus = "pending" | "handled" | "no_handler" | "failed";

/** A failed step, with what it takes to open it again. */
export interface FailedStep {
  readonly step: StepId;
  /** The seq of its `step_failed` entry. */
  readonly closedSeq: number;
  /** Present when it is a call, which the server must send again. */
  readonly call: Pick<CallWait, "retries" | "timeoutMs" | "retryDelay" | "flow"> | null;
}

/** A run that has succeeded or was canceled. Final: no command changes it. */
export interface EndedRun extends RunBase {
  readonly status: "succeeded" | "canceled";
  readonly finishedAt: EpochMs;
}

/** An event that came before its wait: the entry with this seq holds its data. */
export interface KeptEvent {
  readonly eventId: string;
  readonly seq: number;
  /** Of the data, in bytes. */
  readonly size: number;
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
export type Wait = HookWait | EventWait | SleepWait | CallWait | RetryWait | ChildWait | RaceWait;

/** Waits for the next notification of an event, or for the timeout. */
export interface EventWait {
  readonly kind: "event";
  readonly step: StepId;
  readonly eventId: string;
  readonly timeoutAt: EpochMs;
}

/** Waits for the end of a child run. */
export interface ChildWait {
  readonly kind: "child";
  readonly step: StepId;
  readonly childRunId: RunId;
}

/** Waits for the first of several; see `core/run/race.ts`. */
export interface RaceWait {
  readonly kind: "race";
  readonly step: StepId;
  readonly branches: readonly RaceBranch[];
}

/** One thing that can win a race. The key is the workflow's name for it. */
export type RaceBranch =
  | { readonly key: string; readonly on: "hook"; readonly hookId: HookId }
  | { readonly key: string; readonly on: "event"; readonly eventId: string }
  | { readonly key: string; readonly on: "sleep"; readonly dueAt: EpochMs }
  | { readonly key: string; readonly on: "child"; readonly childRunId: RunId };

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
  readonly retryDelay: string | null;
  /** Limits of its own: a call does not count for those of its run. */
  readonly flow: FlowControl | null;
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
