import { WAIT_MS_MAX } from "./run/limits.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Longer texts cannot be durations: five numbers and their units. */
const DURATION_LENGTH_MAX = 64;

/** Days to milliseconds, each unit once at most and in this order. */
const DURATION_PATTERN =
  /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

/** The length of each group of `DURATION_PATTERN`. */
const UNITS_MS = [DAY_MS, 60 * 60 * 1_000, 60 * 1_000, 1_000, 1];

export type ParsedDuration = { readonly ok: true; readonly ms: number } | { readonly ok: false };

const REFUSED: ParsedDuration = { ok: false };

/**
 * Reads a duration as people write it: a number of seconds, or text like "30s", "1.5h", "500ms",
 * "1d10h30m". Rounded to whole ms; from 0 up to `WAIT_MS_MAX`.
 *
 * A number as text ("10") is refused: nobody can tell its unit. So are signs and blanks.
 */
export function parseDuration(value: number | string): ParsedDuration {
  return checked(typeof value === "number" ? value * 1_000 : textMs(value));
}

/** NaN when the text is no duration. */
function textMs(text: string): number {
  if (text === "" || text.length > DURATION_LENGTH_MAX) return Number.NaN;
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return Number.NaN;
  return UNITS_MS.reduce((sum, unitMs, at) => sum + Number(match[at + 1] ?? 0) * unitMs, 0);
}

function checked(durationMs: number): ParsedDuration {
  // Also false for NaN.
  if (!(durationMs >= 0 && durationMs <= WAIT_MS_MAX)) return REFUSED;
  // Adding 0 turns -0 into 0.
  return { ok: true, ms: Math.round(durationMs) + 0 };
}
