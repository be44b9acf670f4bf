import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { parseDuration } from "../../core/duration.ts";
import type { Terminal } from "../terminal.ts";
import { usageError } from "./cli-error.ts";

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** A whole number from 0. */
export function integer(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

/** A duration in ms: "500ms", "30s", "1h30m", "7d". */
export function duration(text: string): number {
  const parsed = parseDuration(text);
  if (parsed.ok) return parsed.ms;
  throw new InvalidArgumentError('It must be a duration, such as "500ms", "30s", "1h30m", "7d".');
}

/** A day, or a day and time, with or without its zone. */
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** An instant in the past: a date, epoch ms, or so long ago. */
export function instant(text: string): number {
  if (/^\d{12,15}$/.test(text)) return Number(text);
  const ago = parseDuration(text);
  if (ago.ok) return Date.now() - ago.ms;
  // Without a time of day the language takes it for UTC; people mean their own midnight.
  const at = DATE.test(text) ? new Date(text.includes("T") ? text : `${text}T00:00`) : null;
  if (at !== null && !Number.isNaN(at.getTime())) return at.getTime();
  throw new InvalidArgumentError(
    'It must be a date (2026-01-31, 2026-01-31T09:00), epoch ms, or so long ago ("2h", "7d").',
  );
}

/** "name: value", gathered. */
export function header(
  text: string,
  earlier: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const colon = text.indexOf(":");
  if (colon < 1) throw new InvalidArgumentError('It must look like "name: value".');
  return { ...earlier, [text.slice(0, colon).trim()]: text.slice(colon + 1).trim() };
}

/**
 * The JSON value that an option gives: itself, of a file (`@file`), or of standard input (`-`).
 *
 * @throws CliError that does not quote it: it may hold secrets.
 */
export async function readJson(option: string, text: string, terminal: Terminal): Promise<unknown> {
  const source = await sourceText(option, text, terminal);
  try {
    return JSON.parse(source);
  } catch {
    throw usageError(
      `${option} is not JSON.`,
      `A text needs its quotes: ${option} '"text"'. From a file: ${option} @file.json`,
    );
  }
}

async function sourceText(option: string, text: string, terminal: Terminal): Promise<string> {
  if (text === "-") return new TextDecoder().decode(await terminal.readInput());
  if (!text.startsWith("@")) return text;
  try {
    return readFileSync(text.slice(1), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`${option}: the file ${text.slice(1)} cannot be read (${code}).`);
  }
}

/** Without the members that are undefined. */
export function present<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}
