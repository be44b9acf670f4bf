import { assert } from "../core/assert.ts";
import type { EpochMs, RunId } from "../core/ids.ts";
import type { Clock, Scheduler, TimerPort, Unschedule } from "../engine/ports.ts";
import type { Storage } from "../storage/storage.ts";
import { systemScheduler } from "./scheduler.ts";
import { WakeupPages } from "./wakeup-pages.ts";
import { type TimerHandle, TimerWheel, timerIndex, WHEEL_SPAN_MS } from "./wheel.ts";

/** How near a deadline must be to be kept in memory. An hour of a busy server is a few MB. */
export const HORIZON_MS = 60 * 60 * 1_000;

/** Half of it is left for a read, and a sleep may delay the read. */
const HORIZON_MS_MIN = 10_000;

/** The longest sleep: no delta of a wall clock is trusted for longer, it may be set meanwhile. */
export const SLEEP_MS_MAX = 1_000;

/** Runs fired in one turn of the event loop, so that requests get theirs in between. */
export const FIRES_PER_SLICE = 500;

/** Fires under way: what the engine can hold of overdue runs while it commits the first of them. */
export const FIRES_UNDER_WAY_MAX = 2_000;

/** The pause before a failed fire or read is tried again; it doubles up to the maximum. */
const FAILURE_PAUSE_MS = 1_000;
const FAILURE_PAUSE_MS_MAX = 60_000;

export interface TimerServiceOptions {
  readonly clock: Clock;
  readonly storage: Pick<Storage, "listWakeups">;
  /**
   * Called for each run whose alarm is due, once `Clock.now()` has reached it. A rejection keeps
   * the alarm: the run is fired again after a pause, unless its alarm has been set meanwhile.
   */
  readonly fire: (runId: RunId) => Promise<unknown>;
  /** Told of every failed fire and read. They are tried again; whether to go on is the owner's. */
  readonly onError: (error: unknown) => void;
  /** `systemScheduler` when absent. */
  readonly scheduler?: Scheduler;
  /** `HORIZON_MS` when absent; from 10 s on. */
  readonly horizonMs?: number;
}

/** What a scrape of the metrics wants to know. */
export interface TimerStats {
  /** Alarms in memory. */
  readonly near: number;
  /** Fires whose promise is pending. */
  readonly underWay: number;
  /** Fires since the start, repeated ones included. */
  readonly fired: number;
  /** How long after its deadline the last fire came. */
  readonly latenessMs: number;
}

/**
 * Keeps one alarm per run and fires it, never early.
 *
 * Alarms within the horizon are in a timing wheel. The others stay in storage, where the commit
 * that made them has put them as `wakeAt`, and are read in pages when half the horizon has passed.
 * So the memory does not grow with the waits of a year, and nothing is lost with the process.
 *
 * The owner calls `set` after the commit, in the order of commits. It may call it at any time: an
 * alarm set before `start` is found in storage by it, one set after `stop` by the next process.
 *
 * Firing twice is possible (a crash between fire and commit); the engine looks at the run's state.
 */
export class TimerService implements TimerPort {
  readonly #clock: Clock;
  readonly #fire: TimerServiceOptions["fire"];
  readonly #onError: TimerServiceOptions["onError"];
  readonly #scheduler: Scheduler;
  readonly #horizonMs: number;
  readonly #pages: WakeupPages;
  #wheel: TimerWheel;
  readonly #handles = new Map<RunId, TimerHandle>();
  /** By index of the timer in the wheel. */
  readonly #runs: (RunId | null)[] = [];
  /** Fires under way whose run's alarm has not been set since. */
  readonly #firing = new Set<RunId>();
  /** Consecutive failed fires of a run. */
  readonly #failures = new Map<RunId, number>();
  #phase: "new" | "started" | "stopped" = "new";
  #started: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  #unschedule: Unschedule | null = null;
  /** By the clock: the turn that is scheduled. */
  #turnAt = Number.POSITIVE_INFINITY;
  #readAgainAt = 0;
  #underWay = 0;
  #fired = 0;
  #latenessMs = 0;
  #idle: (() => void) | null = null;

  constructor(options: TimerServiceOptions) {
    this.#clock = options.clock;
    this.#fire = options.fire;
    this.#onError = options.onError;
    this.#scheduler = options.scheduler ?? systemScheduler;
    this.#horizonMs = options.horizonMs ?? HORIZON_MS;
    assert(this.#horizonMs >= HORIZON_MS_MIN, "a window is read long before its alarms are due");
    assert(this.#horizonMs < WHEEL_SPAN_MS / 2, "the wheel spans two horizons");
    this.#pages = new WakeupPages(options.storage);
    this.#wheel = new TimerWheel(this.#clock.now());
  }

  /**
   * Reads all alarms up to the horizon, overdue ones included, and begins to fire at once.
   *
   * Resolves when they are in memory. Rejects with what storage threw; the service is stopped then.
   * Further calls return the same promise.
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Fires no more. Resolves when nothing of it is under way; further calls do the same. */
  async stop(): Promise<void> {
    this.#phase = "stopped";
    this.#unschedule?.();
    this.#unschedule = null;
    await this.#reading?.catch(() => {});
    if (this.#underWay > 0) await new Promise<void>((resolve) => this.#whenIdle(resolve));
  }

  /** Keeps the alarm, in memory if it is near. O(1); never calls back from within. */
  set(runId: RunId, at: EpochMs | null): void {
    if (this.#phase !== "started") return;
    this.#pages.touch(runId);
    this.#firing.delete(runId);
    if (this.#failures.size > 0) this.#failures.delete(runId);
    this.#forget(runId);
    if (at !== null && at < this.#pages.before) this.#keep(runId, at);
  }

  stats(): TimerStats {
    return {
      near: this.#wheel.size,
      underWay: this.#underWay,
      fired: this.#fired,
      latenessMs: this.#latenessMs,
    };
  }

  async #start(): Promise<void> {
    assert(this.#phase === "new", "a stopped timer service is not started again");
    this.#phase = "started";
    const now = this.#clock.now();
    this.#wheel = new TimerWheel(now);
    this.#pages.open((now + this.#horizonMs) as EpochMs);
    this.#schedule(now);
    try {
      this.#reading = this.#readWindow();
      await this.#reading;
    } catch (error) {
      this.#phase = "stopped";
      this.#unschedule?.();
      throw error;
    } finally {
      this.#reading = null;
    }
  }

  /** Reads the open window to its end, a page per turn. */
  async #readWindow(): Promise<void> {
    while (this.#pages.isOpen) {
      await this.#pages.read(({ runId, wakeAt }) => {
        this.#forget(runId);
        this.#keep(runId, wakeAt);
      });
      if (this.#phase === "stopped") return;
      await new Promise<void>((resolve) => this.#scheduler.soon(resolve));
    }
  }

  /** Opens the next window when half of the last has passed; goes on with one that failed. */
  #readAhead(now: number): void {
    if (this.#reading !== null || now < this.#readAgainAt) return;
    const before = now + this.#horizonMs;
    // After a jump of weeks the wheel must first expire what is due; then it can hold the window.
    if (now >= this.#pages.before - this.#horizonMs / 2 && this.#wheel.canHold(before)) {
      this.#pages.open(before as EpochMs);
    }
    if (!this.#pages.isOpen) return;
    const failed = (error: unknown): void => {
      this.#readAgainAt = this.#clock.now() + FAILURE_PAUSE_MS;
      this.#onError(error);
    };
    this.#reading = this.#readWindow()
      .catch(failed)
      .finally(() => {
        this.#reading = null;
      });
  }

  #keep(runId: RunId, at: number): void {
    const handle = this.#wheel.insert(at);
    this.#handles.set(runId, handle);
    this.#runs[timerIndex(handle)] = runId;
    if (at < this.#turnAt) this.#schedule(at);
  }

  #forget(runId: RunId): void {
    const handle = this.#handles.get(runId);
    if (handle === undefined) return;
    this.#wheel.cancel(handle);
    this.#handles.delete(runId);
    this.#runs[timerIndex(handle)] = null;
  }

  /** Sees to it that a turn comes at `at` or earlier; within SLEEP_MS_MAX in any case. */
  #schedule(at: number): void {
    // With all places taken, the next fire to end schedules the turn.
    if (this.#phase !== "started" || this.#underWay >= FIRES_UNDER_WAY_MAX) return;
    this.#unschedule?.();
    const now = this.#clock.now();
    const delayMs = Math.min(at - now, SLEEP_MS_MAX);
    this.#turnAt = now + Math.max(delayMs, 0);
    const turn = (): void => this.#turn();
    this.#unschedule =
      delayMs <= 0 ? this.#scheduler.soon(turn) : this.#scheduler.after(Math.ceil(delayMs), turn);
  }

  #turn(): void {
    this.#unschedule = null;
    this.#turnAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    this.#readAhead(now);
    const limit = Math.min(FIRES_PER_SLICE, FIRES_UNDER_WAY_MAX - this.#underWay);
    const isDone = this.#wheel.advance(now, limit, (index, deadline) => {
      this.#expire(index, now - deadline);
    });
    this.#schedule(isDone ? (this.#wheel.nextAt() ?? Number.POSITIVE_INFINITY) : now);
  }

  #expire(index: number, latenessMs: number): void {
    const runId = this.#runs[index] ?? null;
    assert(runId !== null, "every timer of the wheel belongs to a run");
    this.#runs[index] = null;
    this.#handles.delete(runId);
    this.#fired += 1;
    this.#latenessMs = latenessMs;
    void this.#fireOnce(runId);
  }

  async #fireOnce(runId: RunId): Promise<void> {
    this.#underWay += 1;
    this.#firing.add(runId);
    try {
      await this.#fire(runId);
      if (this.#failures.size > 0) this.#failures.delete(runId);
    } catch (error) {
      this.#onError(error);
      if (this.#firing.has(runId)) this.#fireAgain(runId);
    } finally {
      this.#firing.delete(runId);
      this.#underWay -= 1;
      if (this.#underWay === FIRES_UNDER_WAY_MAX - 1) this.#schedule(this.#clock.now());
      if (this.#underWay === 0) this.#idle?.();
    }
  }

  /** The alarm stays due in storage; in memory it comes back after a pause. */
  #fireAgain(runId: RunId): void {
    if (this.#phase !== "started") return;
    const failures = (this.#failures.get(runId) ?? 0) + 1;
    this.#failures.set(runId, failures);
    const pauseMs = Math.min(FAILURE_PAUSE_MS * 2 ** (failures - 1), FAILURE_PAUSE_MS_MAX);
    const at = this.#clock.now() + pauseMs;
    // When the hand is weeks behind after a jump, the alarm comes back without a pause.
    this.#keep(runId, this.#wheel.canHold(at) ? at : 0);
  }

  #whenIdle(resolve: () => void): void {
    const earlier = this.#idle;
    this.#idle = () => {
      earlier?.();
      resolve();
    };
  }
}
