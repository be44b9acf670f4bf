import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { onServer, type Session } from "../control/session.ts";
import { runText } from "../show/run-text.ts";
import type { Terminal } from "../terminal.ts";

type RunDetails = Answer<"getRun">;

const EXAMPLES = `
Examples:
  hookline runs get order-4711
  hookline runs get order-4711 --json
`;

/** `hookline runs get` */
export function runsGetCommand(terminal: Terminal): Command {
  const command = new Command("get")
    .description("Show a run: how it is, its steps, what it waits for, its attempts and hooks.")
    .argument("<runId>", "the run")
    .addHelpText("after", EXAMPLES);
  return onServer(terminal, command, get);
}

async function get(session: Session, _options: object, runId: string): Promise<void> {
  const run = await session.answer<RunDetails>(
    session.api.GET("/v1/runs/{runId}", { params: { path: { runId } } }),
  );
  session.print(run, (details) => runText(details, session));
}
