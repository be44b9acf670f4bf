import type { EpochMs, HookId, RunId, StepId } from "../core/ids.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { NewHookCall } from "../core/run/outcome.ts";
import type { OpenRun } from "../core/run/state.ts";

/**
 * What the engine needs from the world, as interfaces. Implementations are chosen in `server/`
 * only; tests and the simulation pass their own.
 */

/** Never goes back (see `server/clock.ts` for the policy on jumps). */
export interface Clock {
  now(): EpochMs;
}

/** Randomness and ids: unguessable where it matters. */
export interface Ids {
  runId(): RunId;
  hookId(): HookId;
  /** 256 random bits as 43 base64url characters: the secret of a hook's URL. */
  hookToken(): string;
  /** A number in [0, 1), for jitter. */
  jitter(): number;
}

/** One alarm per run. */
export interface TimerPort {
  /** Sets the run's alarm, replacing any earlier one; null clears it. Never calls back at once. */
  set(runId: RunId, at: EpochMs | null): void;
}

/**
 * Sends invocations and calls. It has a bounded number of places; `claim…` takes one without
 * waiting. A claimed place is given back by `release…`, or by the dispatcher itself after `send…`.
 */
export interface DispatchPort {
  claimInvocation(): boolean;
  releaseInvocation(): void;
  /** Remembers a due invocation until a place is free; then it asks the engine for the lease. */
  enqueueInvocation(work: InvocationWork): void;
  /** Sends a leased invocation on a claimed place. */
  sendInvocation(work: LeasedWork): void;

  claimCall(): boolean;
  releaseCall(): void;
  enqueueCall(work: CallWork): void;
  /** Sends a begun call on a claimed place. */
  sendCall(work: BegunCall): void;

  /** The run is over: gives up what is queued or under way for it. */
  abort(runId: RunId): void;
}

/** A due invocation, named only: the state says whether it still is due when its turn comes. */
export interface InvocationWork {
  readonly runId: RunId;
  readonly invocationId: number;
}

/** An invocation whose lease is on disk: it may be sent. */
export interface LeasedWork extends InvocationWork {
  readonly epoch: number;
  readonly attempt: number;
  readonly leaseUntil: EpochMs;
  /** The run as of the lease: what the endpoint is told. */
  readonly state: OpenRun;
  readonly fresh: FreshHistory;
}

/** What the commit that granted a lease has added to the run: it need not be read back. */
export interface FreshHistory {
  /** The last entries of the journal, without a gap; possibly more than the state counts. */
  readonly entries: readonly JournalEntry[];
  readonly calls: readonly NewHookCall[];
}

/** A due call, named only. */
export interface CallWork {
  readonly runId: RunId;
  readonly step: StepId;
}

/** A call whose attempt is recorded as begun: it may be sent. */
export interface BegunCall extends CallWork {
  readonly attempt: number;
  readonly timeoutMs: number;
}

/** Takes back what was scheduled. Harmless when it has run already. */
export type Unschedule = () => void;

/** How a room gets a turn of its own. Tests pass a simulated one. */
export interface Scheduler {
  /**
   * Calls back once, some `delayMs` later. It may be a little early: who is woken compares clocks.
   * Callers ask for short delays only (setTimeout fires at once from 2^31 ms on).
   */
  after(delayMs: number, callback: () => void): Unschedule;

  /** Calls back once, after the events that are waiting now. */
  soon(callback: () => void): Unschedule;
}
