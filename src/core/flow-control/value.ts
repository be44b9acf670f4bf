import { parseDuration } from "../duration.ts";
import { type FlowLimits, faultOfFlowLimits } from "./limits.ts";

/** Longer texts cannot be limits: three numbers with their names. */
const VALUE_LENGTH_MAX = 256;

const EXPECTED = 'expected something like "parallelism=2, rate=5, period=1m"';

const FAULTS = {
  parallelism: "parallelism must be a whole number",
  rate: "rate must be a whole number",
  periodMs: 'period must be a duration with its unit, like "60s"',
} as const;

/** The limits that a text says, or why it says none, in words for the caller. */
export type ParsedFlowLimits =
  | { readonly ok: true; readonly limits: FlowLimits }
  | { readonly ok: false; readonly message: string };

/**
 * Reads limits as one line, "parallelism=2, rate=5, period=1m": at least one, in any order, each
 * once at most, blanks as one likes. QStash's header `Upstash-Flow-Control-Value` has this form.
 *
 * The period is a duration with its unit; see `parseDuration`. The message never repeats the text.
 */
export function parseFlowControlValue(text: string): ParsedFlowLimits {
  if (text.length > VALUE_LENGTH_MAX) return { ok: false, message: EXPECTED };
  const limits: { parallelism?: number; rate?: number; periodMs?: number } = {};
  for (const part of text.split(",")) {
    const [, name, value = ""] = /^\s*(parallelism|rate|period)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined) return { ok: false, message: EXPECTED };
    const field = name === "period" ? "periodMs" : (name as "parallelism" | "rate");
    if (limits[field] !== undefined) return { ok: false, message: `${name} is given twice` };
    const number = name === "period" ? durationMs(value) : wholeNumber(value);
    if (number === null) return { ok: false, message: FAULTS[field] };
    limits[field] = number;
  }
  const message = faultOfFlowLimits(limits);
  return message === null ? { ok: true, limits } : { ok: false, message };
}

function wholeNumber(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

function durationMs(text: string): number | null {
  const duration = parseDuration(text);
  return duration.ok ? duration.ms : null;
}
