import { parseDuration } from "../core/duration.ts";

/** A `Retry-After` of more than a day is taken as a day: longer pauses are mistakes or attacks. */
export const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1_000;

/** The date formats of RFC 9110, section 5.6.7, and no other that `Date.parse` would guess at. */
const HTTP_DATES = [
  /^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/**
 * Milliseconds to wait, from a `Retry-After` header: seconds, an HTTP date, or a duration such as
 * `6m5s`. Between 0 and a day; null when the header is absent or makes no sense.
 *
 * Several headers arrive joined by commas; the longest pause wins, so nobody is called too early.
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null || header.length > 128) return null;
  const text = header.trim();
  if (HTTP_DATES.some((format) => format.test(text))) return clamp(httpDate(text) - nowMs);
  const parts = text.split(",").map((part) => duration(part.trim()));
  return parts.includes(null) ? null : clamp(Math.max(...(parts as number[])));
}

function httpDate(text: string): number {
  return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}

/** Milliseconds of `10`, `1.5` (seconds) or `1h6m5s`, or null. */
function duration(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const parsed = parseDuration(text);
  return parsed.ok ? parsed.ms : null;
}

function clamp(ms: number): number | null {
  if (Number.isNaN(ms)) return null;
  return Math.min(Math.max(Math.ceil(ms), 0), RETRY_AFTER_MS_MAX);
}
