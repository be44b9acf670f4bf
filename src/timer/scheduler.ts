import type { Scheduler } from "../engine/ports.ts";

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
