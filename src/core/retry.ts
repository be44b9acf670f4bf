import { assert } from "./assert.ts";

/** The delay after the first failed attempt: long enough for a restart of the endpoint to end. */
export const RETRY_BASE_MS = 2_000;

/** The longest delay, also when the endpoint asks for more: a day later someone looks at it. */
export const RETRY_DELAY_MS_MAX = 24 * 60 * 60 * 1_000;

/** How far a delay is moved at most, either way, so that runs that failed together spread out. */
export const RETRY_JITTER = 0.2;

/** Each delay is e^2.5 (about 12) times the one before: 2 s, 24 s, 5 min, 1 h, 12 h, 24 h. */
const GROWTH_EXPONENT = 2.5;

/** What the pause before the next attempt depends on. */
export interface RetryDelay {
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  /** In [0, 1). */
  readonly jitter: number;
  /** The endpoint asked for at least this pause. Null, negative or NaN: it did not. */
  readonly retryAfterMs: number | null;
  /** `RETRY_BASE_MS` when absent. */
  readonly baseMs?: number;
}

/**
 * The pause between a failed attempt and the next one, in whole ms: exponential with jitter, not
 * shorter than asked for, at most `RETRY_DELAY_MS_MAX`.
 *
 * The schedule is QStash's, min(86400, e^(2.5 n)) s, with another base.
 */
export function retryDelayMs(options: RetryDelay): number {
  const { attempt, jitter, retryAfterMs, baseMs = RETRY_BASE_MS } = options;
  assert(Number.isInteger(attempt) && attempt >= 1, "attempts are counted from 1");
  assert(jitter >= 0 && jitter < 1, "jitter is in [0, 1)");
  assert(baseMs >= 0, "the base is a duration");

  const plainMs = baseMs * Math.exp(GROWTH_EXPONENT * (attempt - 1));
  const cappedMs = Math.min(plainMs, RETRY_DELAY_MS_MAX);
  const spreadMs = cappedMs * (1 - RETRY_JITTER + 2 * RETRY_JITTER * jitter);
  const askedMs = retryAfterMs !== null && retryAfterMs > 0 ? retryAfterMs : 0;
  return Math.ceil(Math.min(Math.max(spreadMs, askedMs), RETRY_DELAY_MS_MAX));
}
