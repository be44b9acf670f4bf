import { assert } from "../assert.ts";
import type { EpochMs } from "../ids.ts";
import { type FlowLimits, faultOfFlowLimits, PERIOD_MS_DEFAULT } from "./limits.ts";

/**
 * A flow-control key: limits that requests of many runs share, and the window of the rate.
 *
 * Small plain JSON; storage keeps one row per key. The number of active requests is not part of it:
 * it is what the server has under way, and after a restart nothing is.
 */
export interface FlowKeyState {
  readonly key: string;
  /** Requests under way at the same time; null: any number. */
  readonly parallelism: number | null;
  /** Starts within one window; null: any number. */
  readonly rate: number | null;
  /** The length of a window. */
  readonly periodMs: number;
  /** The value was set by an operator; `configure` does not change it. */
  readonly pinnedParallelism: boolean;
  /** The same for rate and period, which belong together. */
  readonly pinnedRate: boolean;
  /** Nothing starts. */
  readonly paused: boolean;
  /** When the newest window began; null: none has begun, or it was reset. */
  readonly windowStart: EpochMs | null;
  /** Starts in the newest window. Not counted while there is no rate. */
  readonly windowCount: number;
}

/** A key that limits nothing yet. */
export function newFlowKey(key: string): FlowKeyState {
  return {
    key,
    parallelism: null,
    rate: null,
    periodMs: PERIOD_MS_DEFAULT,
    pinnedParallelism: false,
    pinnedRate: false,
    paused: false,
    windowStart: null,
    windowCount: 0,
  };
}

/**
 * The key with the limits that came along with a request: the newest win, unless pinned.
 *
 * What the limits do not name stays as it is. A rate without a period is per second, whatever the
 * period was. An open window goes on with its count and ends by the new period.
 *
 * Like all functions of this file it gives the same object back when nothing changes, so that the
 * caller knows whether there is something to write.
 */
export function configure(state: FlowKeyState, limits: FlowLimits): FlowKeyState {
  const wanted = merge(state, limits);
  return change(state, {
    parallelism: state.pinnedParallelism ? state.parallelism : wanted.parallelism,
    rate: state.pinnedRate ? state.rate : wanted.rate,
    periodMs: state.pinnedRate ? state.periodMs : wanted.periodMs,
  });
}

/**
 * Sets limits and keeps them against `configure`, until `unpin`. Only what is named is pinned, rate
 * and period together; when nothing is named, all limits are pinned as they are.
 *
 * Unlike QStash's, a pin does not empty the window: the rate holds exactly. See `resetRate`.
 */
export function pin(state: FlowKeyState, limits: FlowLimits): FlowKeyState {
  const isParallelism = limits.parallelism !== undefined;
  const isRate = limits.rate !== undefined || limits.periodMs !== undefined;
  const isAll = !isParallelism && !isRate;
  return change(state, {
    ...merge(state, limits),
    pinnedParallelism: state.pinnedParallelism || isParallelism || isAll,
    pinnedRate: state.pinnedRate || isRate || isAll,
  });
}

/** Lets `configure` change the named limits again. Until it does, they stay as they were pinned. */
export function unpin(
  state: FlowKeyState,
  which: { readonly parallelism: boolean; readonly rate: boolean },
): FlowKeyState {
  return change(state, {
    pinnedParallelism: state.pinnedParallelism && !which.parallelism,
    pinnedRate: state.pinnedRate && !which.rate,
  });
}

/** Holds everything that has not started. */
export function pause(state: FlowKeyState): FlowKeyState {
  return change(state, { paused: true });
}

/** Ends a pause. */
export function resume(state: FlowKeyState): FlowKeyState {
  return change(state, { paused: false });
}

/** Ends the window of the rate at once; the next start begins a new one. */
export function resetRate(state: FlowKeyState): FlowKeyState {
  return change(state, { windowStart: null, windowCount: 0 });
}

function merge(state: FlowKeyState, limits: FlowLimits) {
  assert(faultOfFlowLimits(limits) === null, "limits are checked where they come in");
  const { parallelism = state.parallelism, rate = state.rate } = limits;
  const period = limits.rate === undefined ? state.periodMs : PERIOD_MS_DEFAULT;
  return { parallelism, rate, periodMs: limits.periodMs ?? period };
}

function change(state: FlowKeyState, changes: Partial<FlowKeyState>): FlowKeyState {
  const changed = { ...state, ...changes };
  const names = Object.keys(changes) as (keyof FlowKeyState)[];
  return names.some((name) => changed[name] !== state[name]) ? changed : state;
}
