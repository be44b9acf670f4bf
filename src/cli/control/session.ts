import type { Command } from "commander";
import { Option } from "commander";
import { type Paint, paintFor } from "../show/paint.ts";
import { jsonDocument } from "../show/printable.ts";
import { type Column, table } from "../show/table.ts";
import type { Terminal } from "../terminal.ts";
import { type Api, answerOf, type Outcome, openApi, reached } from "./api.ts";
import { type Connection, type ConnectionOptions, findConnection } from "./connection.ts";

/** One command's talk with a server, and how its answers are shown. */
export class Session {
  readonly terminal: Terminal;
  readonly connection: Connection;
  readonly api: Api;
  readonly paint: Paint;
  /** Whether a program reads the output. */
  readonly wantsJson: boolean;
  /** How wide the terminal is; null: nothing is cut. */
  readonly columns: number | null;
  /** Epoch ms. What is shown is as of now. */
  readonly now = Date.now();

  constructor(terminal: Terminal, options: SessionOptions) {
    this.terminal = terminal;
    this.connection = findConnection(options, terminal);
    this.api = openApi(this.connection);
    this.paint = paintFor(terminal.columns !== null, terminal.environment);
    this.columns = terminal.columns;
    this.wantsJson = options.json === true;
  }

  /** What the server answers. @throws CliError when it refuses or does not answer. */
  answer<Data>(request: Promise<Outcome>): Promise<Data> {
    return answerOf<Data>(this.connection, request);
  }

  /** The same for a command that goes by the status itself. */
  outcome(request: Promise<Outcome>): Promise<Outcome> {
    return reached(this.connection, request);
  }

  /** Prints an answer: as it came for programs, else as `text` shows it. */
  print<Data>(answer: Data, text: (answer: Data) => string): void {
    this.terminal.out(this.wantsJson ? jsonDocument(answer) : text(answer));
  }

  /** A table that fits the terminal, of which it leaves `free` columns. */
  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], free = 0): string {
    const available = this.columns === null ? null : this.columns - free;
    return table(rows, columns, { columns: available, paintTitle: this.paint.bold });
  }

  /** Tells the person something that no program wants to read. */
  note(text: string): void {
    if (!this.wantsJson) this.terminal.err(`${text}\n`);
  }
}

interface SessionOptions extends ConnectionOptions {
  readonly json?: boolean;
}

const CONNECTION = "Connection:";

const OPTIONS = [
  new Option("--server <url>", "the server (HOOKLINE_URL, default http://127.0.0.1:4665)"),
  new Option("--token <token>", "the token (better: HOOKLINE_TOKEN; others can read flags)"),
  new Option(
    "--data-folder <folder>",
    "without a token: the data folder of a server on this machine (HOOKLINE_DATA, " +
      "default ./hookline-data)",
  ),
];

/**
 * Gives a command the options of the connection and of the output, and something to do.
 *
 * `run` gets the options of the command and its arguments.
 */
export function onServer<Options, Args extends readonly unknown[]>(
  terminal: Terminal,
  command: Command,
  run: (session: Session, options: Options, ...args: Args) => Promise<void>,
): Command {
  command.option("--json", "print JSON as the API answers it, for scripts");
  for (const option of OPTIONS) command.addOption(option.helpGroup(CONNECTION));
  return command.action(async () => {
    const options = command.opts<SessionOptions>();
    const session = new Session(terminal, options);
    await run(session, options as Options, ...(command.processedArgs as unknown as Args));
  });
}

/** A command that only holds others. */
export function groupOf(group: Command, commands: readonly Command[]): Command {
  for (const command of commands) group.addCommand(command);
  return group.helpCommand(false);
}
