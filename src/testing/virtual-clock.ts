import type { EpochMs, RunId } from "../core/ids.ts";
import type { Clock, Scheduler, TimerPort, Unschedule } from "../engine/ports.ts";
import { systemScheduler } from "../timer/scheduler.ts";

/** A clock that stands still until it is moved. */
export class VirtualClock implements Clock {
  #now: EpochMs;

  constructor(now: EpochMs) {
    this.#now = now;
  }

  now(): EpochMs {
    return this.#now;
  }

  /** Never goes back. */
  moveTo(at: EpochMs): void {
    if (at > this.#now) this.#now = at;
  }
}

/** The runs' alarms, rung by whoever moves the clock. */
export class VirtualTimers implements TimerPort {
  readonly #alarms = new Map<RunId, EpochMs>();

  set(runId: RunId, at: EpochMs | null): void {
    if (at === null) this.#alarms.delete(runId);
    else this.#alarms.set(runId, at);
  }

  /** Takes the earliest alarm that is due by `until`, if there is one. */
  take(until: EpochMs): { readonly runId: RunId; readonly at: EpochMs } | null {
    let first: { runId: RunId; at: EpochMs } | null = null;
    for (const [runId, at] of this.#alarms) {
      if (at <= until && (first === null || at < first.at)) first = { runId, at };
    }
    if (first !== null) this.#alarms.delete(first.runId);
    return first;
  }

  /** When the earliest alarm rings, or null. */
  next(): EpochMs | null {
    let at: EpochMs | null = null;
    for (const alarm of this.#alarms.values()) if (at === null || alarm < at) at = alarm;
    return at;
  }
}

/** What is planned for a later time. */
interface Planned {
  readonly at: number;
  readonly callback: () => void;
}

/** Turns of the event loop are real; time is the clock's, for whoever moves it. */
export class VirtualScheduler implements Scheduler {
  readonly #clock: Clock;
  readonly #planned = new Set<Planned>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(delayMs: number, callback: () => void): Unschedule {
    const planned = { at: this.#clock.now() + delayMs, callback };
    this.#planned.add(planned);
    return () => void this.#planned.delete(planned);
  }

  soon(callback: () => void): Unschedule {
    return systemScheduler.soon(callback);
  }

  /** When the earliest of what is planned is due, or null. */
  next(): EpochMs | null {
    let first: number | null = null;
    for (const { at } of this.#planned) if (first === null || at < first) first = at;
    return first as EpochMs | null;
  }

  /** Runs what is planned until then, all of it before its time if that is in the future. */
  run(until: number): void {
    for (const planned of [...this.#planned]) {
      if (planned.at > until || !this.#planned.delete(planned)) continue;
      planned.callback();
    }
  }
}
