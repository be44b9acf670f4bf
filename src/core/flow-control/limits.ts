import { ID_PATTERN } from "../ids.ts";

/** What the key of a flow control looks like: like any id chosen by callers. */
export const FLOW_KEY_PATTERN = ID_PATTERN;

/** Active requests of one key: far more than a server sends at a time, so as good as no limit. */
export const PARALLELISM_MAX = 1_000_000;

/** Starts of one key within one period, for the same reason. */
export const RATE_MAX = 1_000_000;

/** The shortest period: a shorter one would count requests finer than they are timed. */
export const PERIOD_MS_MIN = 1_000;

/** The longest period. */
export const PERIOD_MS_MAX = 7 * 24 * 60 * 60 * 1_000;

/** The period of a rate that is given without one: per second. */
export const PERIOD_MS_DEFAULT = 1_000;

/** Limits of a key as a caller gives them. Absent: nothing is said about it. Null: no limit. */
export interface FlowLimits {
  /** Requests under way at the same time. */
  readonly parallelism?: number | null;
  /** Starts within one period. */
  readonly rate?: number | null;
  /** The length of the rate's windows. A rate without it is per `PERIOD_MS_DEFAULT`. */
  readonly periodMs?: number;
}

/** What is wrong with limits, in words for the caller, or null when they are fine. */
export function faultOfFlowLimits(limits: FlowLimits): string | null {
  const { parallelism, rate, periodMs } = limits;
  if (!isWithin(parallelism, 1, PARALLELISM_MAX)) {
    return `parallelism must be a whole number from 1 to ${PARALLELISM_MAX}`;
  }
  if (!isWithin(rate, 1, RATE_MAX)) return `rate must be a whole number from 1 to ${RATE_MAX}`;
  if (!isWithin(periodMs, PERIOD_MS_MIN, PERIOD_MS_MAX)) return "period must be from 1 s to 7 days";
  return null;
}

function isWithin(value: number | null | undefined, min: number, max: number): boolean {
  if (value === null || value === undefined) return true;
  return Number.isInteger(value) && value >= min && value <= max;
}
