import { WAIT_MS_MAX } from "./run/limits.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Longer texts cannot be durations: five numbers and their units. */
const DURATION_LENGTH_MAX = 64;

/** Units and their lengths, longest first. A text names each once at most and in this order. */
const UNITS = [
  ["d", DAY_MS],
  ["h", 60 * 60 * 1_000],
  ["m", 60 * 1_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

const DURATION_PATTERN = new RegExp(
  `^${UNITS.map(([unit]) => String.raw`(?:(\d+(?:\.\d+)?)${unit})?`).join("")}$`,
);

/** What a text or number says as a duration, if it is one. */
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
  return UNITS.reduce((sum, [, unitMs], at) => sum + Number(match[at + 1] ?? 0) * unitMs, 0);
}

function checked(durationMs: number): ParsedDuration {
  // Also false for NaN.
  if (!(durationMs >= 0 && durationMs <= WAIT_MS_MAX)) return REFUSED;
  // Adding 0 turns -0 into 0.
  return { ok: true, ms: Math.round(durationMs) + 0 };
}
