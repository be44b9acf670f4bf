import type { RunId } from "../core/ids.ts";
import type { AttemptReport, CommandOf, RunCommand } from "../core/run/command.ts";
import type { Effect } from "../core/run/effect.ts";
import type { Outcome } from "../core/run/outcome.ts";
import type {
  BegunCall,
  CallWork,
  Clock,
  DispatchPort,
  InvocationWork,
  LeasedWork,
} from "../engine/ports.ts";
import { StorageError } from "../storage/storage.ts";
import type { CallSender } from "./call-sender.ts";
import {
  INVOCATION_TIMEOUT_MS,
  type InvocationSender,
  LEASE_GRACE_MS,
} from "./invocation-sender.ts";
import { Lane } from "./lane.ts";

/**
 * Invocations under way at once. Together with the calls it stays below the 256 requests that
 * `fetch` sends at once: beyond them requests would queue where no deadline is kept.
 */
export const INVOCATION_PLACES = 128;

/** Calls under way at once; their own places, so that slow third parties hold up no invocation. */
export const CALL_PLACES = 96;

/** How often the end of a request is stored anew while storage has no room or is locked. */
const APPLY_ATTEMPTS_MAX = 10;

/** The pause before the engine is asked again for what it could not store. */
export const STORE_PAUSE_MS = 1_000;

/** The only writer of runs, as the dispatcher sees it: it resolves after performing the effects. */
export interface RunGate {
  apply(runId: RunId, command: RunCommand): Promise<Outcome>;
}

/** Where the dispatcher reports what nobody else will see. */
export interface DispatchLog {
  error(text: string, fields: Record<string, unknown>): void;
}

/** What a `Dispatcher` is made of. */
export interface DispatcherOptions {
  readonly engine: RunGate;
  readonly invocations: Pick<InvocationSender, "send">;
  readonly calls: Pick<CallSender, "send">;
  readonly clock: Clock;
  readonly log: DispatchLog;
  /** Defaults: `INVOCATION_PLACES`, `CALL_PLACES`. */
  readonly invocationPlaces?: number;
  readonly callPlaces?: number;
  /** How long an endpoint may take to answer, in ms. Default: `INVOCATION_TIMEOUT_MS`. */
  readonly invocationTimeoutMs?: number;
  /** Default: `STORE_PAUSE_MS`. */
  readonly storePauseMs?: number;
  /** Told of every request that came to an end. */
  readonly onAttempt?: (kind: "invocation" | "call", report: AttemptReport) => void;
}

/** The lease that goes with an invocation's timeout, in ms. The engine grants the same. */
export function leaseMs(invocationTimeoutMs: number): number {
  return invocationTimeoutMs + LEASE_GRACE_MS;
}

type EndCommand = CommandOf<"end_invocation"> | CommandOf<"end_call">;

interface Sending {
  readonly runId: RunId;
  /** Names the attempt among those of its run. */
  readonly key: string;
  readonly lane: { release(): void };
  readonly send: (controller: AbortController) => Promise<EndCommand | null>;
}

/**
 * Sends invocations and calls on a bounded number of places, and tells the engine how each went.
 *
 * Holds nothing that would be missed after a crash: what is queued or under way is in storage too.
 */
export class Dispatcher implements DispatchPort {
  readonly #options: DispatcherOptions;
  readonly #invocations: Lane<InvocationWork>;
  readonly #calls: Lane<CallWork>;
  readonly #underWay = new Map<RunId, Map<string, AbortController>>();
  #underWayCount = 0;
  #isStopped = false;
  readonly #onIdle: (() => void)[] = [];

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const restMs = options.storePauseMs ?? STORE_PAUSE_MS;
    this.#invocations = new Lane({
      places: options.invocationPlaces ?? INVOCATION_PLACES,
      keyOf: ({ invocationId }) => invocationId,
      begin: (work) => this.#grantLease(work),
      restMs,
    });
    this.#calls = new Lane({
      places: options.callPlaces ?? CALL_PLACES,
      keyOf: ({ step }) => step,
      begin: (work) => this.#beginCall(work),
      restMs,
    });
  }

  /** Places taken and works queued, for metrics. */
  get load(): Record<"invocations" | "calls", { readonly taken: number; readonly queued: number }> {
    return { invocations: this.#invocations.load, calls: this.#calls.load };
  }

  /** Places for invocations and calls together, and how many of them are taken. */
  get parallelism(): { readonly places: number; readonly taken: number } {
    const { invocationPlaces = INVOCATION_PLACES, callPlaces = CALL_PLACES } = this.#options;
    const taken = this.#invocations.load.taken + this.#calls.load.taken;
    return { places: invocationPlaces + callPlaces, taken };
  }

  claimInvocation(): boolean {
    return this.#invocations.claim();
  }

  releaseInvocation(): void {
    this.#invocations.release();
  }

  enqueueInvocation(work: InvocationWork): void {
    this.#invocations.enqueue(work);
  }

  sendInvocation(work: LeasedWork): void {
    const { runId, epoch } = work;
    this.#start({
      runId,
      key: `invocation ${epoch}`,
      lane: this.#invocations,
      send: (controller) => this.#options.invocations.send(work, controller),
    });
  }

  claimCall(): boolean {
    return this.#calls.claim();
  }

  releaseCall(): void {
    this.#calls.release();
  }

  enqueueCall(work: CallWork): void {
    this.#calls.enqueue(work);
  }

  sendCall(work: BegunCall): void {
    const { runId, step, attempt } = work;
    this.#start({
      runId,
      key: `call ${attempt} ${step}`,
      lane: this.#calls,
      send: (controller) => this.#options.calls.send(work, controller),
    });
  }

  abort(runId: RunId): void {
    this.#invocations.drop(runId);
    this.#calls.drop(runId);
    for (const controller of this.#underWay.get(runId)?.values() ?? []) controller.abort();
  }

  /**
   * Takes no more work, waits up to `graceMs` for what is under way, then gives the rest up: it is
   * in storage, and the next start sends it again. Resolves when nothing is under way.
   */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    this.#invocations.close();
    this.#calls.close();
    if (this.#underWayCount === 0) return;

    const timer = setTimeout(() => {
      for (const attempts of this.#underWay.values()) {
        for (const controller of attempts.values()) controller.abort();
      }
    }, graceMs);
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
    clearTimeout(timer);
  }

  async #grantLease({ runId, invocationId }: InvocationWork): Promise<boolean> {
    const { engine, clock, invocationTimeoutMs } = this.#options;
    const outcome = await engine.apply(runId, {
      type: "grant_lease",
      at: clock.now(),
      invocationId,
      leaseMs: leaseMs(invocationTimeoutMs ?? INVOCATION_TIMEOUT_MS),
    });
    return hasEffect(outcome, "send_invocation");
  }

  async #beginCall({ runId, step }: CallWork): Promise<boolean> {
    const { engine, clock } = this.#options;
    const outcome = await engine.apply(runId, { type: "begin_call", at: clock.now(), step });
    return hasEffect(outcome, "send_call");
  }

  /** Sends on a claimed place; gives the place back at once if the same is being sent already. */
  #start(sending: Sending): void {
    const { runId, key, lane } = sending;
    const attempts = this.#underWay.get(runId) ?? new Map<string, AbortController>();
    if (this.#isStopped || attempts.has(key)) {
      lane.release();
      return;
    }
    const controller = new AbortController();
    attempts.set(key, controller);
    this.#underWay.set(runId, attempts);
    this.#underWayCount += 1;
    void this.#perform(sending, controller);
  }

  /** Never rejects, and gives the place back whatever happens. */
  async #perform({ runId, key, lane, send }: Sending, controller: AbortController): Promise<void> {
    try {
      const command = await send(controller);
      // It has ended: if that is what ends the run, there is nothing left to give up.
      this.#underWay.get(runId)?.delete(key);
      if (command !== null) {
        const kind = command.type === "end_call" ? "call" : "invocation";
        this.#options.onAttempt?.(kind, command.report);
        await this.#end(runId, command);
      }
    } catch (error) {
      // The lease or the call's deadline ends it: the run goes on, late.
      this.#options.log.error("a request was lost", { runId, attempt: key, error });
    } finally {
      this.#forget(runId, key);
      lane.release();
    }
  }

  /** Tells the engine, patiently: what an endpoint or third party has done must not be lost. */
  async #end(runId: RunId, command: EndCommand): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // A refusal is final: the lease is gone, the run has ended. There is nobody to tell.
        await this.#options.engine.apply(runId, command);
        return;
      } catch (error) {
        const isPassing =
          error instanceof StorageError && (error.kind === "full" || error.kind === "busy");
        if (!isPassing || this.#isStopped || attempt >= APPLY_ATTEMPTS_MAX) throw error;
        const pauseMs = this.#options.storePauseMs ?? STORE_PAUSE_MS;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  #forget(runId: RunId, key: string): void {
    const attempts = this.#underWay.get(runId);
    attempts?.delete(key);
    if (attempts?.size === 0) this.#underWay.delete(runId);
    this.#underWayCount -= 1;
    if (this.#underWayCount === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
  }
}

function hasEffect(outcome: Outcome, type: Effect["type"]): boolean {
  return outcome.ok && outcome.effects.some((effect) => effect.type === type);
}
