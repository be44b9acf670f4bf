import type { EpochMs, HookId, RunId, StepId } from "../ids.ts";
import type {
  CallRequest,
  ChildStatus,
  Failure,
  HeaderList,
  Redaction,
  SleepRequest,
} from "./journal.ts";
import type { FlowControl, ParentRef } from "./state.ts";

/**
 * Everything that can be asked of a run. A command carries all that is not in the state: the time
 * (`at`), randomness (`jitter`, in [0, 1)), ids and bytes. The core has no other source of them.
 */
export type RunCommand =
  | Start
  | RegisterSteps
  | DeliverHook
  | DeliverEvent
  | ChildFinished
  | FireTimer
  | ExpireWait
  | GrantLease
  | ExpireLease
  | EndInvocation
  | BeginCall
  | EndCall
  | Cancel
  | Resume
  | DiscardDeadLetter
  | RetryFailureCallback;

/** The command of a given type. */
export type CommandOf<Type extends RunCommand["type"]> = Extract<RunCommand, { type: Type }>;

/** Starts the run. Repeating it with the same digest changes nothing. */
export interface Start {
  readonly type: "start";
  readonly at: EpochMs;
  readonly url: string;
  readonly headers: HeaderList;
  readonly labels: readonly string[];
  readonly retries: number;
  /** Scales the pauses between attempts, in ms; see `retryDelayMs`. */
  readonly retryBaseMs: number;
  /** An expression for the pauses in place of the usual ones, or null. */
  readonly retryDelay: string | null;
  /** JSON text, or null for no input. */
  readonly input: Uint8Array | null;
  /** Empty when the id was minted: then no other start can have used it. */
  readonly digest: string;
  readonly project: string;
  /** The first invocation is not due before; null for at once. */
  readonly notBefore: EpochMs | null;
  readonly flow: FlowControl | null;
  /** Told of a failure in place of the workflow's own URL. */
  readonly failureUrl: string | null;
  readonly redact: Redaction | null;
  /** Who asked for the start, or null. */
  readonly callerIp: string | null;
  readonly parent: ParentRef | null;
  readonly depth: number;
}

/** What an endpoint registers while it holds the lease. All operations or none are applied. */
export interface RegisterSteps {
  readonly type: "register_steps";
  readonly at: EpochMs;
  readonly jitter: number;
  readonly epoch: number;
  readonly operations: readonly Operation[];
}

/** One operation of an endpoint on one step. */
export type Operation =
  | CompleteStep
  | FailStep
  | StartSleep
  | StartCall
  | CreateHook
  | WaitForHook
  | WaitForEvent
  | Notify
  | Invoke
  | Race;

/** Records the result of a step that ran in the endpoint. */
export interface CompleteStep {
  readonly op: "complete_step";
  readonly step: StepId;
  /** JSON text. */
  readonly result: Uint8Array;
}

/** Records that a step threw; it is tried again while retries are left. */
export interface FailStep {
  readonly op: "fail_step";
  readonly step: StepId;
  readonly failure: Failure;
  readonly retryable: boolean;
  /** The endpoint asked for at least this pause, in ms. */
  readonly retryAfterMs: number | null;
  /** Overrides the run's number of retries. */
  readonly retries: number | null;
  /** Overrides the run's expression for the pauses. */
  readonly retryDelay: string | null;
}

/** Asks to be woken after a duration or at an instant. Past ones end at once. */
export interface StartSleep {
  readonly op: "sleep";
  readonly step: StepId;
  readonly requested: SleepRequest;
}

/** Asks the server to send a request and to keep the answer. */
export interface StartCall {
  readonly op: "call";
  readonly step: StepId;
  readonly request: CallRequest;
  readonly body: Uint8Array | null;
}

/** Makes a hook. Id, URL and token are minted at the edge; only the token's hash is stored. */
export interface CreateHook {
  readonly op: "create_hook";
  readonly step: StepId;
  readonly hookId: HookId;
  readonly url: string;
  /** SHA-256 of the URL's token, hex. */
  readonly tokenHash: string;
}

/** Waits for the hook's oldest call that nothing has consumed, for at most `timeoutMs`. */
export interface WaitForHook {
  readonly op: "wait_for_hook";
  readonly step: StepId;
  readonly hookId: HookId;
  readonly timeoutMs: number;
}

/** Waits for the next notification of an event, for at most `timeoutMs`. */
export interface WaitForEvent {
  readonly op: "wait_for_event";
  readonly step: StepId;
  readonly eventId: string;
  readonly timeoutMs: number;
}

/** Tells every run that waits for an event; or one run, which keeps it when it does not wait. */
export interface Notify {
  readonly op: "notify";
  readonly step: StepId;
  readonly eventId: string;
  /** JSON text, or null. */
  readonly data: Uint8Array | null;
  readonly runId: RunId | null;
}

/** Starts a child run and waits for its end. */
export interface Invoke extends ChildRequest {
  readonly op: "invoke";
  readonly step: StepId;
}

/** How a child run is started. Its project is its parent's. */
export interface ChildRequest {
  /** Minted at the edge, or chosen by the workflow; then `digest` is not empty. */
  readonly runId: RunId;
  readonly digest: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly labels: readonly string[];
  /** Null: as the parent has it. */
  readonly retries: number | null;
  readonly retryDelay: string | null;
  readonly flow: FlowControl | null;
  readonly input: Uint8Array | null;
}

/** Waits for the first of several. */
export interface Race {
  readonly op: "race";
  readonly step: StepId;
  readonly branches: readonly RaceRequest[];
}

/** One branch of a race, as asked for. */
export type RaceRequest =
  | { readonly key: string; readonly on: "hook"; readonly hookId: HookId }
  | { readonly key: string; readonly on: "event"; readonly eventId: string }
  | { readonly key: string; readonly on: "sleep"; readonly requested: SleepRequest }
  | { readonly key: string; readonly on: "child"; readonly child: ChildRequest };

/** An event was notified; see `core/run/event.ts`. */
export interface DeliverEvent {
  readonly type: "deliver_event";
  readonly at: EpochMs;
  readonly eventId: string;
  /** JSON text, or null. */
  readonly data: Uint8Array | null;
  /** Whether the run keeps it when it does not wait for it. */
  readonly keep: boolean;
}

/** A child run has ended. */
export interface ChildFinished {
  readonly type: "child_finished";
  readonly at: EpochMs;
  readonly step: StepId;
  readonly childRunId: RunId;
  readonly status: ChildStatus;
  /** JSON text, or null. */
  readonly output: Uint8Array | null;
  readonly failure: Failure | null;
}

/** Lets a dead letter go on: from its failed step, with what it has recorded. */
export interface Resume {
  readonly type: "resume";
  readonly at: EpochMs;
  /** Null: as before. */
  readonly retries: number | null;
}

/** Takes a failed run out of the dead letters: it is given up, or started anew as another run. */
export interface DiscardDeadLetter {
  readonly type: "discard_dead_letter";
  readonly at: EpochMs;
  /** The run to start in its place, in the same transaction, or null. Its id is a fresh one. */
  readonly restart: { readonly runId: RunId; readonly start: Start } | null;
}

/** Tells the endpoint once more that the run has failed. */
export interface RetryFailureCallback {
  readonly type: "retry_failure_callback";
  readonly at: EpochMs;
}

/** Somebody called a hook. */
export interface DeliverHook {
  readonly type: "deliver_hook";
  readonly at: EpochMs;
  readonly hookId: HookId;
  readonly request: HookRequest;
  readonly body: Uint8Array;
}

/** A received request without its body, as stored: already sanitised by the ingress. */
export interface HookRequest {
  readonly method: string;
  /** What followed the token in the path: "" or "/…". */
  readonly path: string;
  /** Raw query string with its "?", or "". */
  readonly query: string;
  readonly headers: HeaderList;
  /** The sender's id for this delivery: a second one with the same id is not stored again. */
  readonly deliveryId: string | null;
  readonly remoteAddress: string | null;
}

/** Time has reached `at`: everything of this run that is due happens. */
export interface FireTimer {
  readonly type: "fire_timer";
  readonly at: EpochMs;
  readonly jitter: number;
}

/** Ends a wait as if its time had come: a sleep is over, a wait for a hook or event times out. */
export interface ExpireWait {
  readonly type: "expire_wait";
  readonly at: EpochMs;
  readonly jitter: number;
  readonly step: StepId;
}

/** Leases a due invocation for `leaseMs`. */
export interface GrantLease {
  readonly type: "grant_lease";
  readonly at: EpochMs;
  readonly invocationId: number;
  readonly leaseMs: number;
}

/** The server knows that the invocation of this epoch is gone (it restarted, say). */
export interface ExpireLease {
  readonly type: "expire_lease";
  readonly at: EpochMs;
  readonly jitter: number;
  readonly epoch: number;
  readonly failure: Failure;
}

/** The endpoint answered, or the request to it failed. */
export interface EndInvocation {
  readonly type: "end_invocation";
  readonly at: EpochMs;
  readonly jitter: number;
  readonly epoch: number;
  /** Registrations that rode along with the answer. */
  readonly operations: readonly Operation[];
  readonly result: InvocationResult;
  readonly report: AttemptReport;
}

/** How an invocation ended. The output is JSON text, or null when there is none. */
export type InvocationResult =
  | { readonly type: "completed"; readonly output: Uint8Array | null }
  /** With `again` the endpoint could go on: it only does not want to be longer. */
  | { readonly type: "suspended"; readonly again: boolean }
  | { readonly type: "canceled"; readonly reason: string | null }
  /** A failed run's workflow has no failure function. */
  | { readonly type: "no_handler" }
  | {
      readonly type: "failed";
      readonly failure: Failure;
      /** The step whose failure the workflow did not catch. */
      readonly step: StepId | null;
      readonly retryable: boolean;
      readonly retryAfterMs: number | null;
    };

/** How one outgoing request went: what a user debugs with. */
export interface AttemptReport {
  readonly startedAt: EpochMs;
  readonly durationMs: number;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** The start of an unexpected answer, truncated. */
  readonly answer: string | null;
}

/** The dispatcher takes a due call. */
export interface BeginCall {
  readonly type: "begin_call";
  readonly at: EpochMs;
  readonly step: StepId;
}

/** A call's attempt ended. */
export interface EndCall {
  readonly type: "end_call";
  readonly at: EpochMs;
  readonly jitter: number;
  readonly step: StepId;
  readonly attempt: number;
  readonly result: CallResult;
  readonly report: AttemptReport;
}

/** How one attempt of a call ended. Any answer is a `response`; see `core/run/call.ts`. */
export type CallResult =
  | {
      readonly type: "response";
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: Uint8Array;
      readonly retryAfterMs: number | null;
    }
  | { readonly type: "failed"; readonly failure: Failure; readonly retryable: boolean }
  /** The server stopped while the attempt was under way. */
  | { readonly type: "interrupted" };

/** Ends the run for good. What an endpoint registers afterwards is refused. */
export interface Cancel {
  readonly type: "cancel";
  readonly at: EpochMs;
  readonly reason: string | null;
}
