/** A `Date`, a text that `Date` reads, or Unix **seconds**. */
export type Instant = Date | string | number;

/** The year 5138 in seconds: a larger number must have been meant in milliseconds. */
const EPOCH_SECONDS_MAX = 1e11;

/**
 * An instant in whole epoch milliseconds, rounded up: nothing may happen early.
 *
 * @throws RangeError when it is none, or was meant in milliseconds.
 */
export function epochMsOf(instant: Instant): number {
  if (typeof instant === "number" && instant >= EPOCH_SECONDS_MAX) {
    throw new RangeError("numbers are Unix seconds; for milliseconds pass new Date(ms)");
  }
  const ms = typeof instant === "number" ? instant * 1_000 : new Date(instant).getTime();
  if (ms >= 0) return Math.ceil(ms);
  throw new RangeError(
    "that is not an instant: use a Date, a text that Date reads, or Unix seconds",
  );
}
