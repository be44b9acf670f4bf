/** Exit codes of the commands that talk to a server. `serve` has its own: see `EXIT_CODES`. */
export const CONTROL_EXIT_CODES = {
  ok: 0,
  /** The server refused, did not answer, or what was asked for turned out badly. */
  failed: 1,
  /** The command was given wrongly, and nothing was sent. */
  usage: 2,
} as const;

/** What a person reads when a command did not do what it should. */
export interface CliErrorOptions extends ErrorOptions {
  /** Where it happened and what to do, a line each. */
  readonly hints?: readonly string[];
  readonly exit?: keyof typeof CONTROL_EXIT_CODES;
}

/** Why a command ends with an exit code other than 0. Its texts hold no secrets. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly hints: readonly string[];
  readonly exitCode: number;

  constructor(message: string, { hints = [], exit = "failed", cause }: CliErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.hints = hints;
    this.exitCode = CONTROL_EXIT_CODES[exit];
  }

  /** All of it, as it is printed. */
  get text(): string {
    return [`hookline: ${this.message}`, ...this.hints.map((hint) => `  ${hint}`), ""].join("\n");
  }
}

/** The command was given wrongly. */
export function usageError(message: string, ...hints: string[]): CliError {
  return new CliError(message, { hints, exit: "usage" });
}
