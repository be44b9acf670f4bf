import { Command, CommanderError } from "commander";
import { EXIT_CODES, StartupError } from "../config/startup-error.ts";
import { VERSION } from "../server/version.ts";
import { cancelCommand } from "./commands/cancel.ts";
import { checkCommand } from "./commands/check.ts";
import { deadLettersCommand } from "./commands/dead-letters.ts";
import { flowControlCommand } from "./commands/flow-control.ts";
import { hooksCommand } from "./commands/hooks.ts";
import { keysCommand } from "./commands/keys.ts";
import { notifyCommand, waitersCommand } from "./commands/notify.ts";
import { runsCommand } from "./commands/runs.ts";
import { schedulesCommand } from "./commands/schedules.ts";
import { tokensCommand } from "./commands/tokens.ts";
import { triggerCommand } from "./commands/trigger.ts";
import { CliError, CONTROL_EXIT_CODES } from "./control/cli-error.ts";
import { openapiCommand } from "./openapi.ts";
import { serveCommand } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { versionCommand } from "./version.ts";

const EXAMPLES = `
Examples:
  hookline serve                              start with defaults, data in ./hookline-data
  hookline serve --help                       every setting, its variable and its default
  hookline trigger http://localhost:3000/api/order --body '{"orderId":"1"}' --watch
  hookline runs list --status running         what runs or waits now
  hookline runs get <runId>                   one run: its steps, and what it waits for

The commands for a server find it at HOOKLINE_URL with HOOKLINE_TOKEN; for one on this machine, in
the folder where it was started, nothing is needed. They end with 0, with 1 when something went
wrong, and with 2 when the command was given wrongly. --json prints what the API answers.
`;

/** Longer lines are hard to read. */
const HELP_WIDTH_MAX = 100;

/** What this machine does by itself. */
const LOCAL = [serveCommand, openapiCommand, versionCommand];

/** What a running server is asked for, as the help groups it. */
const REMOTE: Readonly<Record<string, readonly ((terminal: Terminal) => Command)[]>> = {
  "Runs:": [triggerCommand, runsCommand, cancelCommand, checkCommand, deadLettersCommand],
  "Events and webhooks:": [notifyCommand, waitersCommand, hooksCommand],
  "Limits and times:": [flowControlCommand, schedulesCommand],
  "Access:": [tokensCommand, keysCommand],
};

/**
 * Runs the command that `args` (without the program's name) ask for, and resolves to the exit code.
 *
 * `serve` resolves when the server has stopped. A defect rejects: it deserves its stack.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(terminal);
  if (args.length === 0) {
    program.outputHelp();
    return EXIT_CODES.ok;
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT_CODES.ok;
  } catch (error) {
    // Commander has already written its message; help and --version come as errors with code 0.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? 0 : usageCodeOf(program, args);
    if (error instanceof CliError) terminal.err(error.text);
    else if (error instanceof StartupError) {
      terminal.err(`hookline: ${error.code}: ${error.message}\n`);
    } else throw error;
    return error.exitCode;
  }
}

/** Supervisors go by the codes of `serve`, scripts by the plain ones of all other commands. */
function usageCodeOf(program: Command, [name]: readonly string[]): number {
  const isRemote = program.commands.some(
    (command) => command.name() === name && Object.hasOwn(REMOTE, command.helpGroup()),
  );
  return isRemote ? CONTROL_EXIT_CODES.usage : EXIT_CODES.usage;
}

function createProgram(terminal: Terminal): Command {
  const program = new Command("hookline")
    .description("A durable-workflow server in one binary: workflows that wait for webhooks.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand(false)
    .addHelpText("after", EXAMPLES);
  for (const command of LOCAL) program.addCommand(command(terminal).helpGroup("Server:"));
  for (const [group, commands] of Object.entries(REMOTE)) {
    for (const command of commands) program.addCommand(command(terminal).helpGroup(group));
  }
  configure(program, terminal);
  return program;
}

function configure(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .showHelpAfterError("Run the command with --help to see what it takes.")
    .helpOption("-h, --help", "show help")
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .configureHelp({ helpWidth: Math.min(terminal.columns ?? HELP_WIDTH_MAX, HELP_WIDTH_MAX) });
  for (const child of command.commands) configure(child, terminal);
}
