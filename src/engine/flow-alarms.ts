import { type Waiting, WaitingLine } from "../core/flow-control/waiting-line.ts";
import type { EpochMs } from "../core/ids.ts";
import type { LiveKey } from "./flow-key.ts";
import type { Clock, Scheduler, Unschedule } from "./ports.ts";

/** The longest sleep: no delta of a wall clock is trusted for longer, it may be set meanwhile. */
const SLEEP_MS_MAX = 1_000;

/** What `FlowAlarms` works with. */
export interface FlowAlarmsOptions {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Called when an alarm is due. It rings until `take` or `set` is called for its key. */
  readonly ring: () => void;
}

interface Alarm extends Waiting {
  readonly key: LiveKey;
}

/** Wakes the engine when the window of a key ends for which something waits. */
export class FlowAlarms {
  readonly #options: FlowAlarmsOptions;
  readonly #alarms = new WaitingLine<Alarm>();
  #unschedule: Unschedule | null = null;
  /** By the clock: when the scheduled look is. */
  #lookAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(options: FlowAlarmsOptions) {
    this.#options = options;
  }

  /** Sets the key's alarm in place of any earlier one; null clears it. */
  set(key: LiveKey, at: EpochMs | null): void {
    const identity = `${key.name.project} ${key.name.key}`;
    this.#alarms.remove(identity);
    if (at !== null) this.#alarms.add({ identity, dueAt: at, order: 0, key });
  }

  /** The keys whose alarm is due. They keep it until it is set anew. */
  due(at: EpochMs): LiveKey[] {
    const due: Alarm[] = [];
    for (;;) {
      const next = this.#alarms.oldest();
      if (next === null || next.dueAt > at) break;
      this.#alarms.takeOldest();
      due.push(next);
    }
    for (const alarm of due) this.#alarms.add(alarm);
    return due.map(({ key }) => key);
  }

  /** Sees to it that the next alarm rings, not before `pauseMs` have passed. */
  arm(pauseMs = 0): void {
    const next = this.#alarms.oldest();
    if (next === null || this.#isStopped) {
      this.#disarm();
      return;
    }
    const now = this.#options.clock.now();
    const delayMs = Math.min(Math.max(next.dueAt - now, pauseMs), SLEEP_MS_MAX);
    const lookAt = now + delayMs;
    // On a busy server this is called at every turn: a look that comes early does no harm.
    if (this.#unschedule !== null && this.#lookAt <= lookAt && pauseMs === 0) return;
    this.#disarm();
    this.#lookAt = lookAt;
    this.#unschedule = this.#options.scheduler.after(Math.ceil(delayMs), () => this.#look());
  }

  /** Rings no more. */
  stop(): void {
    this.#isStopped = true;
    this.#disarm();
  }

  #look(): void {
    this.#unschedule = null;
    this.#lookAt = Number.POSITIVE_INFINITY;
    const next = this.#alarms.oldest();
    if (next === null) return;
    if (next.dueAt <= this.#options.clock.now()) this.#options.ring();
    else this.arm();
  }

  #disarm(): void {
    this.#unschedule?.();
    this.#unschedule = null;
    this.#lookAt = Number.POSITIVE_INFINITY;
  }
}
