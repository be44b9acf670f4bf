import type { EpochMs, ScheduleId } from "../core/ids.ts";
import type { Clock, Scheduler, Unschedule } from "../engine/ports.ts";
import type { Logger } from "../observe/log.ts";
import type { ScheduleStorage } from "../storage/schedule-storage.ts";

/** Schedules that fire together: enough to share transactions, and the others get turns between. */
export const FIRES_UNDER_WAY_MAX = 64;

/** The loop looks again after this at the latest, in ms: clocks jump, and long timers overflow. */
export const SLEEP_MS_MAX = 60_000;

/** The pause after a fire that failed, in ms; it doubles with each failure up to the maximum. */
export const FAILURE_PAUSE_MS = 1_000;
export const FAILURE_PAUSE_MS_MAX = 60_000;

/** After every time there is. */
const FOR_EVER = Number.MAX_SAFE_INTEGER as EpochMs;

/** What the loop works with. */
export interface FireLoopOptions {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly storage: ScheduleStorage;
  readonly log: Logger;
  /** Fires what is due of one schedule. Afterwards its next fire is in the future, or it threw. */
  readonly fire: (scheduleId: ScheduleId) => Promise<void>;
}

interface Failure {
  readonly until: number;
  readonly pauseMs: number;
}

/**
 * Fires schedules when they are due. It keeps no schedule in memory: storage knows which one is
 * next, and one alarm is set for it.
 */
export class FireLoop {
  readonly #options: FireLoopOptions;
  /** Schedules whose last fire failed. They stay due, and are tried again after a pause. */
  readonly #failures = new Map<ScheduleId, Failure>();
  #unschedule: Unschedule | null = null;
  #underWay: Promise<void> | null = null;
  #isWanted = false;
  #isRunning = false;

  constructor(options: FireLoopOptions) {
    this.#options = options;
  }

  /** Begins with what became due while the server was down. */
  start(): void {
    this.#isRunning = true;
    this.#schedule(0);
  }

  /** Fires no more, and resolves when what is under way is over. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#unschedule?.();
    this.#unschedule = null;
    await this.#underWay;
  }

  /** A schedule has changed in storage: it may be the next one now, or a failing one no more. */
  changed(scheduleId: ScheduleId): void {
    this.#failures.delete(scheduleId);
    this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    if (!this.#isRunning) return;
    this.#unschedule?.();
    const { scheduler } = this.#options;
    const turn = (): void => this.#turn();
    this.#unschedule =
      delayMs <= 0
        ? scheduler.soon(turn)
        : scheduler.after(Math.min(Math.ceil(delayMs), SLEEP_MS_MAX), turn);
  }

  #turn(): void {
    this.#unschedule = null;
    if (this.#underWay !== null) {
      this.#isWanted = true;
      return;
    }
    this.#underWay = this.#work();
  }

  async #work(): Promise<void> {
    let delayMs = FAILURE_PAUSE_MS;
    try {
      await this.#fireDue();
      delayMs = await this.#nextDelay();
    } catch (error) {
      this.#options.log.error("due schedules could not be read", { error });
    }
    this.#underWay = null;
    this.#schedule(this.#isWanted ? 0 : delayMs);
    this.#isWanted = false;
  }

  /** Fires everything that is due by now, a page at a time, soonest first. */
  async #fireDue(): Promise<void> {
    const { clock, storage } = this.#options;
    const until = clock.now();
    const limit = FIRES_UNDER_WAY_MAX;
    let page = await storage.listDueFires({ until, limit });
    while (page.length > 0 && this.#isRunning) {
      const ready = page.filter(({ scheduleId }) => this.#isReady(scheduleId));
      await Promise.all(ready.map(({ scheduleId }) => this.#fireOne(scheduleId)));
      const after = page.at(-1);
      if (page.length < limit || after === undefined) break;
      page = await storage.listDueFires({ until, after, limit });
    }
  }

  #isReady(scheduleId: ScheduleId): boolean {
    const failure = this.#failures.get(scheduleId);
    return failure === undefined || failure.until <= this.#options.clock.now();
  }

  async #fireOne(scheduleId: ScheduleId): Promise<void> {
    const { fire, log, clock } = this.#options;
    try {
      await fire(scheduleId);
      this.#failures.delete(scheduleId);
    } catch (error) {
      const before = this.#failures.get(scheduleId);
      const doubledMs = before === undefined ? FAILURE_PAUSE_MS : before.pauseMs * 2;
      const pauseMs = Math.min(doubledMs, FAILURE_PAUSE_MS_MAX);
      this.#failures.set(scheduleId, { until: clock.now() + pauseMs, pauseMs });
      log.error("a schedule could not be fired yet", { scheduleId, error });
    }
  }

  /** How long nothing is to be done: until the next fire, or until a failed one is tried again. */
  async #nextDelay(): Promise<number> {
    const { storage, clock } = this.#options;
    const now = clock.now();
    // One whose pause is over was tried just now, or its schedule is gone.
    for (const [scheduleId, { until }] of this.#failures) {
      if (until <= now) this.#failures.delete(scheduleId);
    }
    const limit = this.#failures.size + 1;
    const fires = await storage.listDueFires({ until: FOR_EVER, limit });
    const times = [...this.#failures.values()].map(({ until }) => until);
    const next = fires.find(({ scheduleId }) => !this.#failures.has(scheduleId));
    if (next !== undefined) times.push(next.nextFireAt);
    return times.length === 0 ? SLEEP_MS_MAX : Math.min(...times) - now;
  }
}
