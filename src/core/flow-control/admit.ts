import { assert } from "../assert.ts";
import { after, type EpochMs } from "../ids.ts";
import type { FlowKeyState } from "./key.ts";

/** Whether a request may start now. The state replaces the one it was decided on, either way. */
export type Admission =
  | { readonly admitted: true; readonly state: FlowKeyState }
  | {
      readonly admitted: false;
      readonly state: FlowKeyState;
      /** When asking again can help. Null: only the end of a request or an operator can. */
      readonly retryAt: EpochMs | null;
    };

/** How many more requests of a key may start. */
export interface FlowCapacity {
  /** Possibly infinite. */
  readonly free: number;
  /** When there are more at the latest. Null: only the end of a request or an operator can help. */
  readonly retryAt: EpochMs | null;
}

/** A window of the rate that is open. */
export interface FlowWindow {
  readonly startedAt: EpochMs;
  /** The first instant after it. */
  readonly endsAt: EpochMs;
  /** Starts in it so far. */
  readonly count: number;
}

/**
 * Decides whether one request of the key may start at `at`, and counts it if so. `active` is the
 * number of the key's requests that are under way.
 *
 * Windows are fixed: one begins with the first start when none is open, and lasts `periodMs`; not
 * more than `rate` requests start in it. The caller must have the state on disk before the request
 * leaves, then the limit holds across restarts too.
 *
 * Whoever is refused must ask again at `retryAt`, and after every end of a request and every change
 * of the key (`resume`, `pin`, `configure`, `resetRate`). The state is the same object as before
 * when there is nothing to write: no rate to count, or refused.
 */
export function admit(state: FlowKeyState, active: number, at: EpochMs): Admission {
  assert(Number.isInteger(active) && active >= 0, "active requests are counted");
  const isFull = state.parallelism !== null && active >= state.parallelism;
  if (state.paused || isFull) return { admitted: false, state, retryAt: null };
  if (state.rate === null) return { admitted: true, state };

  const window = windowAt(state, at);
  if (window === null) {
    return { admitted: true, state: { ...state, windowStart: at, windowCount: 1 } };
  }
  const isMoved = window.startedAt !== state.windowStart;
  const moved = isMoved ? { ...state, windowStart: window.startedAt } : state;
  if (window.count >= state.rate) return { admitted: false, state: moved, retryAt: window.endsAt };
  return { admitted: true, state: { ...moved, windowCount: window.count + 1 } };
}

/**
 * How many requests `admit` would let start at `at`, one after the other, with `active` under way.
 */
export function capacityAt(state: FlowKeyState, active: number, at: EpochMs): FlowCapacity {
  if (state.paused) return { free: 0, retryAt: null };
  const places = Math.max((state.parallelism ?? Number.POSITIVE_INFINITY) - active, 0);
  if (state.rate === null) return { free: places, retryAt: null };

  const window = windowAt(state, at);
  const starts = Math.max(state.rate - (window?.count ?? 0), 0);
  const isRateShort = window !== null && starts < places;
  return { free: Math.min(places, starts), retryAt: isRateShort ? window.endsAt : null };
}

/**
 * The window that is open at `at`, or null when there is no rate or none is open.
 *
 * After the clock was set back a window would lie in the future. It is moved to begin now, with
 * its count: a wrong clock neither grants more than the rate nor blocks the key for longer than one
 * period.
 */
export function windowAt(state: FlowKeyState, at: EpochMs): FlowWindow | null {
  if (state.rate === null || state.windowStart === null) return null;
  const startedAt = Math.min(state.windowStart, at) as EpochMs;
  const endsAt = after(startedAt, state.periodMs);
  return at < endsAt ? { startedAt, endsAt, count: state.windowCount } : null;
}
