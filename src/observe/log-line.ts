import type { Loggable } from "./redact.ts";

/** Bytes of one line with its newline: what pipes and collectors pass on in one piece. */
export const LOG_LINE_SIZE_MAX = 8 * 1_024;

/** Room for `"truncated":true` and the closing brace. */
const TAIL_SIZE = 32;

/** What is left of a value that does not fit: at six bytes a character still half a line. */
const BEGINNING_LENGTH = 600;

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface LogRecord {
  /** Epoch ms. */
  readonly at: number;
  readonly level: LogLevel;
  /** Masked already, like the fields. */
  readonly message: string;
  readonly fields: Readonly<Record<string, Loggable>>;
}

/** Makes one line, newline included, of at most `LOG_LINE_SIZE_MAX` bytes. */
export type FormatLine = (record: LogRecord) => string;

const LEVEL_LABELS = { debug: "DEBUG", info: "INFO ", warn: "WARN ", error: "ERROR" } as const;
const LEVEL_COLOURS = { debug: "90", info: "36", warn: "33", error: "31" } as const;

/** Names that the record itself uses: a field of this name gets an underscore in front. */
const RESERVED = new Set(["time", "level", "message", "truncated"]);

/**
 * The record as one JSON object: `time`, `level`, `message`, then the fields. A field that would
 * make the line too long becomes the beginning of its JSON, or is left out; then `truncated` is
 * true. So the line is always valid JSON.
 */
export function jsonLine({ at, level, message, fields }: LogRecord): string {
  const time = new Date(at).toISOString();
  const line = new BoundedLine(`{"time":"${time}","level":"${level}"`);
  line.add(message, (text) => `,"message":${JSON.stringify(text)}`);
  for (const [name, value] of Object.entries(fields)) {
    const key = JSON.stringify(RESERVED.has(name) ? `_${name}` : name);
    line.add(value, (fitting) => `,${key}:${JSON.stringify(fitting)}`);
  }
  return `${line.text}${line.isTruncated ? ',"truncated":true' : ""}}\n`;
}

/** Lines for people: time of day (UTC), level, message, `name=value`. */
export function humanLine(options: { readonly colour: boolean }): FormatLine {
  const paint = (code: string, text: string): string =>
    options.colour ? `\u001b[${code}m${text}\u001b[0m` : text;

  return ({ at, level, message, fields }) => {
    const time = new Date(at).toISOString().slice(11, 23);
    const label = paint(LEVEL_COLOURS[level], LEVEL_LABELS[level]);
    const line = new BoundedLine(`${paint("90", time)} ${label}`);
    line.add(message, (text) => ` ${printable(String(text))}`);
    for (const [name, value] of Object.entries(fields)) {
      const key = paint("90", `${printable(name)}=`);
      line.add(value, (fitting) => ` ${key}${humanValue(fitting)}`);
    }
    return `${line.text}${line.isTruncated ? " …" : ""}\n`;
  };
}

/** Grows by parts while there is room for them and for the tail. */
class BoundedLine {
  text: string;
  isTruncated = false;
  #size: number;

  constructor(start: string) {
    this.text = start;
    this.#size = Buffer.byteLength(start);
  }

  /** Adds the value, or its beginning, or nothing. */
  add(value: Loggable, render: (value: Loggable) => string): void {
    if (this.#append(render(value))) return;
    this.isTruncated = true;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    this.#append(render(`${text.slice(0, BEGINNING_LENGTH)}…`));
  }

  #append(part: string): boolean {
    const size = Buffer.byteLength(part);
    if (this.#size + size + TAIL_SIZE > LOG_LINE_SIZE_MAX) return false;
    this.text += part;
    this.#size += size;
    return true;
  }
}

function humanValue(value: Loggable): string {
  if (typeof value !== "string") return printable(JSON.stringify(value));
  return /^[\w.:/@+-]+$/.test(value) ? value : printable(JSON.stringify(value));
}

/** Without line breaks and terminal commands: what is logged may come from strangers. */
function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
