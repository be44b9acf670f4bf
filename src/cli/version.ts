import { Command } from "commander";
import { VERSION } from "../server/version.ts";
import type { Terminal } from "./terminal.ts";

/** `hookline version` */
export function versionCommand(terminal: Terminal): Command {
  return new Command("version")
    .description("Print the version of Hookline and of the runtime inside it.")
    .action(() => terminal.out(`hookline ${VERSION} (bun ${Bun.version})\n`));
}
