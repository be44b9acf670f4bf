import { runProgram } from "../../src/cli/program.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

/** What a command has written, and what it asked. */
export interface Screen {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

export interface ScreenOptions {
  readonly environment?: Record<string, string>;
  /** Of a terminal; without it standard output is a pipe. */
  readonly columns?: number;
  /** What a person answers; without it there is nobody to ask. */
  readonly answer?: string;
}

/** Runs a command in this process, on a terminal of the test's own. */
export async function runOn(
  args: readonly string[],
  { environment = {}, columns, answer }: ScreenOptions = {},
): Promise<Screen> {
  const decoder = new TextDecoder();
  const asked: string[] = [];
  let out = "";
  let err = "";
  const terminal: Terminal = {
    environment,
    columns: columns ?? null,
    hasReader: true,
    canAsk: answer !== undefined,
    out: (text) => {
      out += typeof text === "string" ? text : decoder.decode(text);
    },
    err: (text) => {
      err += text;
    },
    readInput: () => Promise.resolve(new Uint8Array()),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer ?? "");
    },
  };
  const exitCode = await runProgram(args, terminal);
  return { exitCode, out, err, asked };
}
