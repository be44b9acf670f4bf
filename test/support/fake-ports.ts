import type { PublicSigningKey, SigningKeyRing } from "../../src/api/deps.ts";
import type { TokenMint } from "../../src/api/token-desk.ts";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import type { ActiveRun } from "../../src/core/run/state.ts";
import type {
  BegunCall,
  CallWork,
  Clock,
  DispatchPort,
  Ids,
  InvocationWork,
  LeasedWork,
  Scheduler,
  TimerPort,
  Unschedule,
} from "../../src/engine/ports.ts";
import { systemScheduler } from "../../src/timer/scheduler.ts";
import { PLAIN_RUN } from "./start-command.ts";

/** A clock that the test moves. */
export class ManualClock implements Clock {
  #now: number;

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): EpochMs {
    return this.#now as EpochMs;
  }

  advance(ms: number): EpochMs {
    this.#now += ms;
    return this.now();
  }
}

/** Ids that count up: the same test always sees the same ones. */
export class CountingIds implements Ids {
  #count = 0;

  runId(): RunId {
    this.#count += 1;
    return `run_${this.#count}` as RunId;
  }

  hookId(): HookId {
    this.#count += 1;
    return `hook_${this.#count}` as HookId;
  }

  hookToken(): string {
    this.#count += 1;
    return String(this.#count).padStart(43, "t");
  }

  jitter(): number {
    return 0.5;
  }
}

/** Ids and secrets of tokens that count up, distinct from those of every other kind. */
export function countingMint(): TokenMint {
  let count = 0;
  return {
    tokenId: () => {
      count += 1;
      return `token_${count}`;
    },
    secret: () => {
      count += 1;
      return `secret-${count}`.padStart(43, "s");
    },
  };
}

/** Signing keys in name only. */
export class FakeKeyRing implements SigningKeyRing {
  #rotations = 0;

  list(): readonly PublicSigningKey[] {
    const key = (number: number, state: PublicSigningKey["state"]): PublicSigningKey => {
      return { id: `key_${this.#rotations + number}`, publicKey: "whpk_AAAA", state };
    };
    return [key(1, "current"), key(2, "next"), key(0, "previous")];
  }

  rotate(): void {
    this.#rotations += 1;
  }
}

/** A scheduler whose callbacks run when the test says so. */
export class ManualScheduler implements Scheduler {
  readonly pending: { readonly delayMs: number; readonly callback: () => void }[] = [];

  after(delayMs: number, callback: () => void): Unschedule {
    const entry = { delayMs, callback };
    this.pending.push(entry);
    return () => {
      const index = this.pending.indexOf(entry);
      if (index !== -1) this.pending.splice(index, 1);
    };
  }

  soon(callback: () => void): Unschedule {
    return this.after(0, callback);
  }

  /** Runs all that was scheduled so far. */
  runAll(): void {
    for (const { callback } of this.pending.splice(0)) callback();
  }
}

/** Remembers each run's alarm. */
export class RecordingTimers implements TimerPort {
  readonly alarms = new Map<RunId, EpochMs | null>();

  set(runId: RunId, at: EpochMs | null): void {
    this.alarms.set(runId, at);
  }
}

/** A dispatcher that sends nothing: it notes what it was asked to do and counts its places. */
export class RecordingDispatch implements DispatchPort {
  readonly sent: LeasedWork[] = [];
  readonly queued: InvocationWork[] = [];
  readonly calls: BegunCall[] = [];
  readonly queuedCalls: CallWork[] = [];
  readonly aborted: RunId[] = [];
  places: number;
  callPlaces: number;

  constructor(places = 10, callPlaces = 10) {
    this.places = places;
    this.callPlaces = callPlaces;
  }

  claimInvocation(): boolean {
    if (this.places === 0) return false;
    this.places -= 1;
    return true;
  }

  releaseInvocation(): void {
    this.places += 1;
  }

  enqueueInvocation(work: InvocationWork): void {
    this.queued.push(work);
  }

  sendInvocation(work: LeasedWork): void {
    this.sent.push(work);
  }

  claimCall(): boolean {
    if (this.callPlaces === 0) return false;
    this.callPlaces -= 1;
    return true;
  }

  releaseCall(): void {
    this.callPlaces += 1;
  }

  enqueueCall(work: CallWork): void {
    this.queuedCalls.push(work);
  }

  sendCall(work: BegunCall): void {
    this.calls.push(work);
  }

  abort(runId: RunId): void {
    this.aborted.push(runId);
  }
}

/** A lease as the engine hands it out, of a run that has nothing but this lease. */
export function leasedWork(
  work: Omit<LeasedWork, "state" | "fresh">,
  overrides: Partial<ActiveRun> = {},
): LeasedWork {
  const { runId, epoch, invocationId, attempt, leaseUntil } = work;
  const lease = { phase: "leased", invocationId, attempt, epoch, leaseUntil } as const;
  const state: ActiveRun = {
    ...PLAIN_RUN,
    runId,
    version: 1,
    journalLength: 1,
    epoch,
    createdAt: leaseUntil,
    digest: "",
    status: "running",
    retries: 3,
    retryBaseMs: 1_000,
    invocationCount: invocationId,
    invocations: [{ ...lease, again: false, progressed: false }],
    waits: [],
    hooks: [],
    ...overrides,
  };
  return { ...work, state, fresh: { entries: [], calls: [] } };
}

/** The process's own time, for engines whose test does not look at it. */
export const REAL_TIME = {
  scheduler: systemScheduler,
  monotonicNow: () => performance.now(),
  clock: { now: () => Date.now() as EpochMs },
};
