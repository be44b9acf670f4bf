import type { EpochMs, HookId, StepId } from "../ids.ts";
import type { CallRequest, Failure, HeaderList, SleepRequest } from "./journal.ts";

/**
 * Everything that can be asked of a run. A command carries all that is not in the state: the time
 * (`at`), randomness (`jitter`, in [0, 1)), ids and bytes. The core has no other source of them.
 */
export type RunCommand =
  | Start
  | RegisterSteps
  | DeliverHook
  | FireTimer
  | GrantLease
  | ExpireLease
  | EndInvocation
  | BeginCall
  | EndCall
  | Cancel;

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
  /** JSON text, or null for no input. */
  readonly input: Uint8Array | null;
  readonly digest: string;
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
export type Operation = CompleteStep | FailStep | StartSleep | StartCall | CreateHook | WaitForHook;

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
  | { readonly type: "suspended" }
  | {
      readonly type: "failed";
      readonly failure: Failure;
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
