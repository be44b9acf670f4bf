import { readFileSync } from "node:fs";
import { Command } from "commander";
import { StartupError } from "../config/startup-error.ts";
import type { Terminal } from "./terminal.ts";

const EXAMPLES = `
Examples:
  hookline openapi > openapi.json             write the document to a file
  hookline openapi --check openapi.json       fail when the file differs from this version
`;

/** `hookline openapi [--check file]` */
export function openapiCommand(terminal: Terminal): Command {
  return new Command("openapi")
    .description("Print the OpenAPI document of the control API.")
    .option("--check <file>", "compare with a file instead: exit code 1 when it differs")
    .addHelpText("after", EXAMPLES)
    .action(async ({ check }: { check?: string }) => {
      const { openapiText } = await import("../server/openapi.ts");
      const text = await openapiText();
      if (check === undefined) return terminal.out(text);
      if (readText(check) === text) return terminal.out(`${check} is up to date.\n`);
      throw new StartupError("openapi_differs", `${check} differs from this version.`);
    });
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new StartupError("unreadable_file", `${path} cannot be read.`, { cause });
  }
}
