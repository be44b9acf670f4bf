import type { Paint } from "./paint.ts";
import { printable } from "./printable.ts";

/** A name and what is known under it; null and "" are left out. */
export type Field = readonly [name: string, text: string | null];

/** Fields below each other, their texts aligned. Texts must be printable. */
export function fieldsText(fields: readonly Field[], paint: Paint): string {
  const shown = fields.filter(([, text]) => text !== null && text !== "");
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, text]) => `${paint.bold(name.padEnd(width))}  ${text}\n`).join("");
}

/** A part of a longer text under its title; nothing when it is empty. */
export function section(title: string, text: string, paint: Paint): string {
  return text === "" ? "" : `\n${paint.bold(title)}\n${text}`;
}

/** What belongs to a title stands below it, a little to the right. */
export const INDENT = "  ";

/** Indents every line. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, INDENT);
}

/** How something failed, on one line. */
export function failureText(failure: {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}): string {
  const code = failure.code === undefined ? "" : ` (${failure.code})`;
  return printable(`${failure.name}: ${failure.message}${code}`);
}
