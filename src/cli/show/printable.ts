/**
 * What a terminal would obey instead of showing it: control characters of both sets, line ends of
 * Unicode, and marks that turn the direction of what follows.
 */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** The same, but for the line ends of its layout; JSON has escaped all others. */
const OBEYED_IN_JSON = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A text of somebody else's on one line, without what a terminal would obey: names, URLs and bodies
 * come from strangers.
 */
export function printable(text: string): string {
  return text.replace(/[\n\r\t]+/g, " ").replace(OBEYED, "\ufffd");
}

/** Whether bytes are text that a terminal shows as it is. */
export function isPlainText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.replace(/[\n\r\t]+/g, "").search(OBEYED) === -1;
  } catch {
    return false;
  }
}

/** A JSON document for programs, which is also safe to look at. */
export function jsonDocument(value: unknown): string {
  return safeJson(JSON.stringify(value, null, 2));
}

/** A JSON text that came as one line, for programs. */
export function safeJson(text: string): string {
  return `${text.replace(OBEYED_IN_JSON, escaped)}\n`;
}

/** A JSON value on one line, for people. */
export function jsonLine(value: unknown): string {
  return printable(JSON.stringify(value) ?? "");
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
