import type { EpochMs, HookId, StepId } from "../ids.ts";

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
}

/** What each type of entry carries beside `seq`, `at`, `step` and `body`. */
export interface EntryData {
  /** Entry 0. Body: the input as JSON text. */
  readonly run_started: {
    readonly url: string;
    readonly headers: HeaderList;
    readonly labels: readonly string[];
    readonly retries: number;
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
  /** Body: the output as JSON text, or null when the workflow returned nothing. */
  readonly run_succeeded: Record<string, never>;
  readonly run_failed: { readonly failure: Failure };
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
  run_succeeded: null,
  run_failed: null,
  run_canceled: null,
} as const satisfies Record<EntryType, Phase>;

/** Whether entries of this type open a step, close it, or neither. */
export function phaseOf(type: EntryType): Phase {
  return PHASES[type];
}
