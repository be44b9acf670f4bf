import type { EpochMs, RunId } from "../core/ids.ts";
import type { Clock, TimerPort } from "../engine/ports.ts";

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
