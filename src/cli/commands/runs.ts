import { Command } from "commander";
import { groupOf } from "../control/session.ts";
import type { Terminal } from "../terminal.ts";
import { runsGetCommand } from "./runs-get.ts";
import { runsJournalCommand } from "./runs-journal.ts";
import { runsListCommand } from "./runs-list.ts";
import { runsWatchCommand } from "./runs-watch.ts";

/** `hookline runs` */
export function runsCommand(terminal: Terminal): Command {
  return groupOf(new Command("runs").description("Find runs, look into them, watch them."), [
    runsListCommand(terminal),
    runsGetCommand(terminal),
    runsJournalCommand(terminal),
    runsWatchCommand(terminal),
  ]);
}
