import { type FormatLine, humanLine, jsonLine, type LogLevel } from "./log-line.ts";
import { type Loggable, maskText, redact } from "./redact.ts";

export type { LogLevel } from "./log-line.ts";

/** Takes a finished line, newline included. Must not throw; a line it cannot write is lost. */
export type LogSink = (line: string) => void;

/** What is known of the event. Secrets are replaced by name and by look; see `redact`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the rooms report what an operator may want to know. Never throws, never waits. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each record. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Records below are dropped before any work is done. */
  readonly level: LogLevel | "silent";
  readonly style: LogStyle;
  /** Epoch ms. */
  readonly now: () => number;
  readonly sink: LogSink;
}

/** "colour" and "plain" are for people, "json" for collectors. */
export type LogStyle = "colour" | "plain" | "json";

const RANKS = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const;

/** JSON unless a person is reading; colour unless that person has set `NO_COLOR` (no-color.org). */
export function logStyle(
  isTty: boolean,
  env: Readonly<Record<string, string | undefined>>,
): LogStyle {
  if (!isTty) return "json";
  const noColour = env.NO_COLOR ?? "";
  return noColour !== "" || env.TERM === "dumb" ? "plain" : "colour";
}

/** A logger of one line per record, at most 8 KiB long. It never throws. */
export function createLogger({ level, style, now, sink }: LoggerOptions): Logger {
  const format = style === "json" ? jsonLine : humanLine({ colour: style === "colour" });
  const output: Output = { rank: RANKS[level], format, now, sink };
  return new LineLogger(output, {});
}

interface Output {
  readonly rank: number;
  readonly format: FormatLine;
  readonly now: () => number;
  readonly sink: LogSink;
}

type RedactedFields = Readonly<Record<string, Loggable>>;

class LineLogger implements Logger {
  readonly #output: Output;
  readonly #fields: RedactedFields;

  constructor(output: Output, fields: RedactedFields) {
    this.#output = output;
    this.#fields = fields;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write("error", message, fields);
  }

  with(fields: LogFields): Logger {
    return new LineLogger(this.#output, { ...this.#fields, ...redacted(fields) });
  }

  #write(level: LogLevel, message: string, fields: LogFields | undefined): void {
    const { rank, format, now, sink } = this.#output;
    if (RANKS[level] < rank) return;
    try {
      const all = fields === undefined ? this.#fields : { ...this.#fields, ...redacted(fields) };
      sink(format({ at: now(), level, message: maskText(message), fields: all }));
    } catch {
      // A log that cannot be written must not stop the work that it tells of.
    }
  }
}

function redacted(fields: LogFields): RedactedFields {
  const copy = redact(fields);
  return typeof copy === "object" && copy !== null && !Array.isArray(copy)
    ? copy
    : { fields: copy };
}
