import { Command, CommanderError } from "commander";
import { EXIT_CODES, StartupError } from "../config/startup-error.ts";
import { VERSION } from "../server/version.ts";
import { openapiCommand } from "./openapi.ts";
import { serveCommand } from "./serve.ts";
import type { Terminal } from "./terminal.ts";
import { versionCommand } from "./version.ts";

const EXAMPLES = `
Examples:
  hookline serve                              start with defaults, data in ./hookline-data
  hookline serve --port 8080 --data /srv/hl   choose port and data folder
  hookline serve --help                       every setting, its variable and its default
`;

/**
 * Runs the command that `args` (without the program's name) ask for, and resolves to the exit code.
 *
 * `serve` resolves when the server has stopped. A defect rejects: it deserves its stack.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = createProgram(terminal);
  if (args.length === 0) {
    terminal.out(program.helpInformation() + EXAMPLES);
    return EXIT_CODES.ok;
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT_CODES.ok;
  } catch (error) {
    // Commander has already written its message; help and --version come as errors with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage;
    if (!(error instanceof StartupError)) throw error;
    terminal.err(`hookline: ${error.code}: ${error.message}\n`);
    return error.exitCode;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command("hookline")
    .description("A durable-workflow server in one binary: workflows that wait for webhooks.")
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .addHelpText("after", EXAMPLES);
  for (const command of [serveCommand, openapiCommand, versionCommand]) {
    program.addCommand(command(terminal));
  }
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .showHelpAfterError("Run the command with --help to see what it takes.")
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
      .configureHelp({ helpWidth: 100 });
  }
  return program;
}
