/** A number of seconds, or a text such as "30s", "5m", "2h", "7d". */
export type Duration = number | `${number}${"s" | "m" | "h" | "d"}`;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest wait or sleep the server accepts: one leap year. */
export const DURATION_MS_MAX = 366 * 86_400_000;

/**
 * A duration in whole milliseconds, rounded up: nothing may happen early.
 *
 * @throws RangeError when it is not a duration from 0 to 366 days.
 */
export function durationMs(duration: Duration): number {
  const ms = typeof duration === "number" ? duration * 1_000 : parse(duration);
  if (!(ms >= 0 && ms <= DURATION_MS_MAX)) {
    throw new RangeError(
      `${JSON.stringify(duration)} is not a duration: use seconds from 0 to 366 days, ` +
        'or a text like "30s", "5m", "2h", "7d"',
    );
  }
  return Math.ceil(ms);
}

/** NaN for whatever is not a duration: callers without types can pass anything. */
function parse(text: unknown): number {
  if (typeof text !== "string" || text.length < 2) return Number.NaN;
  const unitMs = UNIT_MS[text.charAt(text.length - 1)];
  const digits = text.slice(0, -1);
  if (unitMs === undefined || digits.trim() !== digits) return Number.NaN;
  return Number(digits) * unitMs;
}
