/** The native protocol as this package reads and writes it: see `docs/protocol.md` of Hookline. */

import type { Failure } from "../errors.ts";

/** Names and values in order, repeated names kept. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** The run that an invocation is about. */
export interface InvokedRun {
  readonly id: string;
  readonly url: string;
  readonly createdAt: number;
  /** Of this invocation, from 1. */
  readonly attempt: number;
  readonly headers: HeaderPairs;
  readonly labels: readonly string[];
  /** The run that invoked this one. */
  readonly parent: { readonly runId: string; readonly step: string } | null;
  /** JSON text. */
  readonly input: string | null;
}

/** What the server sends: one invocation of a run. */
export interface Invocation {
  readonly protocol: 1;
  /** A `check` is a dry replay: nothing may be executed or registered. Default: `run`. */
  readonly kind?: "run" | "check";
  readonly run: InvokedRun;
  readonly lease: { readonly epoch: number; readonly token: string };
  readonly server: { readonly url: string };
  readonly waiting: readonly WaitingStep[];
  readonly journal: readonly Entry[];
  /** The journal goes on from this `seq`: the rest has to be fetched. */
  readonly journalNext?: number | null;
}

/** What the server sends when a run has failed: for its failure function. */
export interface FailureInvocation {
  readonly protocol: 1;
  readonly kind: "failure";
  readonly run: InvokedRun;
  readonly failure: Failure;
  /** The endpoint's last answer, with the start of its body; null when there was none. */
  readonly failedAnswer: { readonly status: number; readonly body: string | null } | null;
}

/** A step that is open right now. Only a `retry` that is `ready` may be executed. */
export interface WaitingStep {
  readonly step: string;
  readonly kind: "retry" | "sleep" | "call" | "hook" | "event" | "child" | "race";
  readonly ready?: boolean;
}

/** A journal entry that opens a step. */
export interface OpeningEntry {
  readonly seq: number;
  readonly step: string;
  readonly type:
    | "sleep_started"
    | "call_started"
    | "wait_started"
    | "event_wait_started"
    | "child_started"
    | "race_started";
}

interface Closing<Type extends string> {
  readonly seq: number;
  readonly step: string;
  readonly type: Type;
}

/** A journal entry that closes a step: the step's result. */
export type ClosingEntry =
  // `result` is left out in the answer to the request that carried it.
  | (Closing<"step_completed"> & { readonly result?: string })
  | (Closing<"step_failed"> & { readonly failure: Failure; readonly attempts: number })
  | Closing<"sleep_completed">
  | (Closing<"call_completed"> & {
      readonly status: number;
      readonly headers: HeaderPairs;
      /** Base64. */
      readonly body: string;
    })
  | (Closing<"hook_created"> & { readonly hookId: string; readonly url: string })
  | (Closing<"hook_received"> & { readonly request: ReceivedRequest })
  | Closing<"wait_timed_out">
  | (Closing<"event_received"> & ReceivedEvent)
  | Closing<"event_wait_timed_out">
  | (Closing<"event_notified"> & {
      readonly eventId: string;
      /** The first 1,000. */
      readonly waiters: readonly NotifiedWaiter[];
      readonly total: number;
    })
  | (Closing<"child_completed"> & EndedChild)
  | (Closing<"race_won"> & { readonly key: string } & RaceOutcome);

/** A run was resumed at a failed step: the entry `closedSeq` closes it no longer. */
export interface ReopeningEntry {
  readonly seq: number;
  readonly step: string;
  readonly type: "step_reopened";
  readonly closedSeq: number;
}

/** Any entry the server sends. */
export type Entry = OpeningEntry | ClosingEntry | ReopeningEntry;

/** What the winning branch of a race got. */
export type RaceOutcome =
  | { readonly on: "hook"; readonly request: ReceivedRequest }
  | ({ readonly on: "event" } & ReceivedEvent)
  | { readonly on: "sleep" }
  | ({ readonly on: "child" } & EndedChild);

/** A request that a hook received. `body` is base64. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderPairs;
  readonly body: string;
}

/** An event that came; `data` is JSON text, or null when it was sent without any. */
export interface ReceivedEvent {
  readonly data: string | null;
}

/** A run that was waiting for an event, or, if `kept`, for which the event was kept. */
export interface NotifiedWaiter {
  readonly runId: string;
  readonly kept: boolean;
}

/** How a child run ended; `output` is JSON text or null. */
export interface EndedChild {
  readonly childRunId: string;
  readonly status: "succeeded" | "failed" | "canceled";
  readonly output: string | null;
  readonly failure?: Failure;
}

/** Limits shared by all that name the same key. */
export interface FlowControlSetting {
  readonly key: string;
  readonly parallelism?: number;
  readonly rate?: number;
  readonly periodMs?: number;
}

/** When a sleep ends. */
export type SleepSetting = { readonly durationMs: number } | { readonly until: number };

/** The child run that an `invoke` starts. */
export interface ChildSetting {
  readonly url: string;
  /** JSON text. */
  readonly input?: string;
  readonly headers?: HeaderPairs;
  readonly labels?: readonly string[];
  readonly retries?: number;
  readonly retryDelay?: string;
  readonly flowControl?: FlowControlSetting;
  readonly runId?: string;
}

/** One branch of a race. */
export type RaceBranchSetting = { readonly key: string } & (
  | { readonly on: "hook"; readonly hookId: string }
  | { readonly on: "event"; readonly eventId: string }
  | ({ readonly on: "sleep" } & SleepSetting)
  | ({ readonly on: "child" } & ChildSetting)
);

interface Op<Name extends string> {
  readonly op: Name;
  readonly step: string;
}

/** What an endpoint asks the server to record. */
export type Operation =
  | (Op<"complete_step"> & { readonly result: string })
  | (Op<"fail_step"> & {
      readonly failure: Failure;
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
      readonly retries?: number;
      readonly retryDelay?: string;
    })
  | (Op<"sleep"> & SleepSetting)
  | (Op<"call"> & {
      readonly url: string;
      readonly method: string;
      readonly headers: HeaderPairs;
      readonly body?: string;
      readonly timeoutMs?: number;
      readonly retries: number;
      readonly retryDelay?: string;
      readonly flowControl?: FlowControlSetting;
    })
  | Op<"create_hook">
  | (Op<"wait_for_hook"> & { readonly hookId: string; readonly timeoutMs: number })
  | (Op<"wait_for_event"> & { readonly eventId: string; readonly timeoutMs: number })
  | (Op<"notify"> & {
      readonly eventId: string;
      /** JSON text. */
      readonly data: string | null;
      readonly runId?: string;
    })
  | (Op<"invoke"> & ChildSetting)
  | (Op<"race"> & { readonly branches: readonly RaceBranchSetting[] });

/** The server's word on one operation. */
export interface StepAnswer {
  readonly step: string;
  readonly status: "closed" | "pending";
  readonly entry?: ClosingEntry | null;
}

/** How an invocation ended, as the endpoint answers it. */
export type InvocationResult =
  | { readonly status: "completed"; readonly output: string | null }
  | {
      readonly status: "failed";
      readonly failure: Failure;
      /** The step whose failure the code did not catch. */
      readonly step?: string;
      readonly retryable: boolean;
      readonly retryAfterMs?: number;
    }
  | {
      readonly status: "suspended";
      readonly operations?: readonly Operation[];
      /** The code could go on, but this invocation should not be longer. */
      readonly again?: boolean;
    }
  | { readonly status: "canceled"; readonly reason?: string };
