import type { EpochMs, HookId, RunId, StepId } from "../ids.ts";
import type { FlowControl, ParentRef } from "./state.ts";

/**
 * The history of a run: ordered, append-only, never changed. The endpoint replays it.
 *
 * A step has at most one entry that opens it and at most one that closes it (storage enforces
 * both); entries that do neither only inform. `seq` is the order of recording, which is the order
 * in which a replay resolves.
 */
export type JournalEntry = { [Type in EntryType]: EntryOf<Type> }[EntryType];

/** The name of a type of entry, as stored. Never renamed. */
export type EntryType = keyof EntryData;

/** One journal entry of a given type. */
export interface EntryOf<Type extends EntryType> {
  readonly type: Type;
  readonly seq: number;
  readonly at: EpochMs;
  /** The step it belongs to; null for entries about the run itself. */
  readonly step: StepId | null;
  readonly data: EntryData[Type];
  /** Payload bytes, stored apart with a checksum. What they are, the table below says. */
  readonly body: Uint8Array | null;
}

/** Name and value as received, in order, repeated names kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Why something failed, as shown to the user and thrown into workflow code. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** The request of a `call` step; its body is the entry's `body`. */
export interface CallRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryDelay: string | null;
  readonly flow: FlowControl | null;
}

/** What of a run is not to be shown: its payloads, and headers (all, or some by name). */
export interface Redaction {
  readonly body: boolean;
  readonly headers: true | readonly string[];
}

/** How a child run ended. */
export type ChildStatus = "succeeded" | "failed" | "canceled";

/** A branch of a race, as recorded when it began. */
export type RaceBranchRecord =
  | { readonly key: string; readonly on: "hook"; readonly hookId: HookId }
  | { readonly key: string; readonly on: "event"; readonly eventId: string }
  | {
      readonly key: string;
      readonly on: "sleep";
      readonly requested: SleepRequest;
      readonly dueAt: EpochMs;
    }
  | {
      readonly key: string;
      readonly on: "child";
      readonly childRunId: RunId;
      readonly url: string;
    };

/** How a race was won. The bytes of an event or of a child's output are the entry's body. */
export type RaceWin = { readonly key: string } & (
  | { readonly on: "hook"; readonly hookId: HookId; readonly callSeq: number }
  | { readonly on: "event"; readonly eventId: string; readonly keptSeq: number | null }
  | { readonly on: "sleep" }
  | {
      readonly on: "child";
      readonly childRunId: RunId;
      readonly status: ChildStatus;
      readonly failure: Failure | null;
    }
);

/** A run that a notification has reached. */
export interface NotifiedRun {
  readonly runId: RunId;
  /** Nothing waited for it: it is kept for that run. */
  readonly kept: boolean;
}

/** What each type of entry carries beside `seq`, `at`, `step` and `body`. */
export interface EntryData {
  /** Entry 0. Body: the input as JSON text. */
  readonly run_started: {
    readonly url: string;
    readonly headers: HeaderList;
    readonly labels: readonly string[];
    readonly retries: number;
    readonly retryDelay: string | null;
    readonly notBefore: EpochMs | null;
    readonly flow: FlowControl | null;
    readonly failureUrl: string | null;
    readonly redact: Redaction | null;
    readonly callerIp: string | null;
    readonly project: string;
    readonly parent: ParentRef | null;
  };
  /** Closes a `run` step. Body: the result as JSON text. */
  readonly step_completed: { readonly attempt: number };
  /** A `run` step failed and will be tried again at `retryAt`. */
  readonly step_retrying: {
    readonly attempt: number;
    readonly failure: Failure;
    readonly retryAt: EpochMs;
  };
  /** Closes a `run` or `call` step that failed for good. */
  readonly step_failed: { readonly attempts: number; readonly failure: Failure };
  readonly sleep_started: { readonly dueAt: EpochMs; readonly requested: SleepRequest };
  readonly sleep_completed: Record<string, never>;
  /** Body: the request body. */
  readonly call_started: { readonly request: CallRequest };
  readonly call_retrying: {
    readonly attempt: number;
    readonly failure: Failure;
    readonly retryAt: EpochMs;
  };
  /** Closes a `call` step. Body: the response body, byte for byte. */
  readonly call_completed: {
    readonly attempt: number;
    readonly status: number;
    readonly headers: HeaderList;
  };
  /** Closes a hook-making step. */
  readonly hook_created: { readonly hookId: HookId; readonly url: string };
  readonly wait_started: {
    readonly hookId: HookId;
    readonly timeoutMs: number;
    readonly timeoutAt: EpochMs;
  };
  /** Closes a wait: it got call `callSeq` of the hook. The call is stored with the hook. */
  readonly hook_received: { readonly hookId: HookId; readonly callSeq: number };
  /** Closes a wait: nobody called in time. */
  readonly wait_timed_out: { readonly hookId: HookId };
  readonly event_wait_started: {
    readonly eventId: string;
    readonly timeoutMs: number;
    readonly timeoutAt: EpochMs;
  };
  /** Closes a wait. Body: the event's data, unless the entry with `keptSeq` holds it. */
  readonly event_received: { readonly eventId: string; readonly keptSeq: number | null };
  readonly event_wait_timed_out: { readonly eventId: string };
  /** An event came for this run that nothing waited for. Body: its data. */
  readonly event_kept: { readonly eventId: string };
  /** Closes a `notify` step: the event was told to these runs. Body: its data. */
  readonly event_notified: {
    readonly eventId: string;
    readonly runId: RunId | null;
    /** The first of them: see `NOTIFIED_LISTED_MAX`. */
    readonly waiters: readonly NotifiedRun[];
    /** How many there were. */
    readonly total: number;
  };
  readonly child_started: {
    readonly childRunId: RunId;
    readonly url: string;
    readonly headers: HeaderList;
    readonly labels: readonly string[];
  };
  /** Closes a child step. Body: the child's output as JSON text. */
  readonly child_completed: {
    readonly childRunId: RunId;
    readonly status: ChildStatus;
    readonly failure: Failure | null;
  };
  readonly race_started: { readonly branches: readonly RaceBranchRecord[] };
  /** Closes a race. */
  readonly race_won: RaceWin;
  /** A failed step is open again: the entry `closedSeq` no longer closes it. */
  readonly step_reopened: { readonly closedSeq: number };
  readonly run_resumed: { readonly retries: number | null };
  readonly dead_letter_discarded: { readonly restartedAs: RunId | null };
  /** The workflow's failure function, or the failure URL, was told. Body: what it returned. */
  readonly failure_handled: { readonly handled: boolean };
  readonly failure_callback_failed: { readonly failure: Failure };
  /** Body: the output as JSON text, or null when the workflow returned nothing. */
  readonly run_succeeded: Record<string, never>;
  readonly run_failed: { readonly failure: Failure; readonly step: StepId | null };
  readonly run_canceled: { readonly reason: string | null };
}

/** A sleep is asked for as a duration or as an instant; a repeated request must ask the same. */
export type SleepRequest = { readonly durationMs: number } | { readonly until: EpochMs };

/** Whether an entry opens a step, closes it, or neither. */
export type Phase = "opened" | "closed" | null;

const PHASES = {
  run_started: null,
  step_completed: "closed",
  step_retrying: null,
  step_failed: "closed",
  sleep_started: "opened",
  sleep_completed: "closed",
  call_started: "opened",
  call_retrying: null,
  call_completed: "closed",
  hook_created: "closed",
  wait_started: "opened",
  hook_received: "closed",
  wait_timed_out: "closed",
  event_wait_started: "opened",
  event_received: "closed",
  event_wait_timed_out: "closed",
  event_kept: null,
  event_notified: "closed",
  child_started: "opened",
  child_completed: "closed",
  race_started: "opened",
  race_won: "closed",
  step_reopened: null,
  run_resumed: null,
  dead_letter_discarded: null,
  failure_handled: null,
  failure_callback_failed: null,
  run_succeeded: null,
  run_failed: null,
  run_canceled: null,
} as const satisfies Record<EntryType, Phase>;

/** Whether entries of this type open a step, close it, or neither. */
export function phaseOf(type: EntryType): Phase {
  return PHASES[type];
}
