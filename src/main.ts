import { runProgram } from "./cli/program.ts";
import { ProcessTerminal } from "./cli/terminal.ts";

const terminal = new ProcessTerminal();
const exitCode = await runProgram(process.argv.slice(2), terminal);
await terminal.flush();
process.exit(exitCode);
