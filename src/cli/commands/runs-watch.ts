import { Command } from "commander";
import { onServer, type Session } from "../control/session.ts";
import { watchAll, watchRun } from "../control/watch-run.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `
A run is shown from its start; the exit code is 0 when it succeeds, else 1. All runs are shown from
now on. After an interruption it goes on where it was. --json prints one JSON object on each line.

Examples:
  hookline runs watch order-4711
  hookline runs watch --types run_started,run_succeeded,run_failed
`;

/** `hookline runs watch` */
export function runsWatchCommand(terminal: Terminal): Command {
  const command = new Command("watch")
    .description("Watch a run until it ends, or all runs: prints what is recorded as it happens.")
    .argument("[runId]", "the run; all when left out")
    .option("--types <types>", "only entries of these types, separated by commas")
    .addHelpText("after", HELP);
  return onServer(terminal, command, watch);
}

async function watch(
  session: Session,
  { types }: { readonly types?: string },
  runId: string | undefined,
): Promise<void> {
  await (runId === undefined ? watchAll(session, types) : watchRun(session, runId, types));
}
