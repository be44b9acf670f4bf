/** Takes back what was scheduled. Harmless when it has run already. */
export type Unschedule = () => void;

/** How the timer service gets a turn of its own. Tests pass a simulated one. */
export interface Scheduler {
  /**
   * Calls back once, some `delayMs` later. It may be a little early: who is woken compares clocks.
   * Callers ask for short delays only (setTimeout fires at once from 2^31 ms on).
   */
  after(delayMs: number, callback: () => void): Unschedule;

  /** Calls back once, after the events that are waiting now. */
  soon(callback: () => void): Unschedule;
}

/** The runtime's own timers. */
export const systemScheduler: Scheduler = {
  after(delayMs, callback) {
    const timeout = setTimeout(callback, delayMs);
    return () => clearTimeout(timeout);
  },
  soon(callback) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
};
