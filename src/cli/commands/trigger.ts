import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { duration, present } from "../control/option-values.ts";
import { onServer, type Session } from "../control/session.ts";
import { addStartOptions, type StartOptions, startFields } from "../control/start-options.ts";
import { watchRun } from "../control/watch-run.ts";
import { printable } from "../show/printable.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  hookline trigger http://localhost:3000/api/order --body '{"orderId":"1"}' --watch
  hookline trigger http://localhost:3000/api/order --run-id order-1 --body @order.json
  hookline trigger http://localhost:3000/api/report --delay 2h --retries 5 --label nightly
`;

interface TriggerOptions extends StartOptions {
  readonly runId?: string;
  readonly delay?: number;
  readonly watch?: boolean;
}

type StartedRun = Answer<"startRun">;

/** `hookline trigger` */
export function triggerCommand(terminal: Terminal): Command {
  const command = new Command("trigger")
    .description("Start a run of the workflow at a URL.")
    .argument("<url>", "the workflow's endpoint, as the server reaches it")
    .option("--run-id <id>", "the run's id; repeating the command then starts no second run")
    .option("--delay <duration>", 'begin so much later: "5m", "2h"', duration)
    .option("--watch", "watch the run until it ends; then exit code 0 says that it succeeded")
    .addHelpText("after", EXAMPLES);
  return onServer(terminal, addStartOptions(command), trigger);
}

async function trigger(session: Session, options: TriggerOptions, url: string): Promise<void> {
  const { runId, delay: delayMs, watch } = options;
  const fields = await startFields(options, session.terminal);
  const body = { url, ...fields, ...present({ runId, delayMs }) };
  const run = await session.answer<StartedRun>(session.api.POST("/v1/runs", { body }));
  if (watch === true) {
    // What a script gets is one stream of events; a person wants to know the id at once.
    session.note(startedText(run).trimEnd());
    return await watchRun(session, run.runId);
  }
  session.print(run, startedText);
}

function startedText({ runId, deduplicated, status }: StartedRun): string {
  const name = printable(runId);
  return deduplicated ? `${name} exists already, and is ${status}.\n` : `Started ${name}.\n`;
}
