import { tmpdir } from "node:os";
import { resolve } from "node:path";

const MAIN = resolve(import.meta.dir, "../../src/main.ts");

/** What a command ended with. */
export interface CliResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  /** Nothing of the test's own environment is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
}

/** Runs `hookline <args>` from source as a process of its own. */
export async function runCli(
  args: readonly string[],
  { environment = {}, cwd = tmpdir(), input = "" }: CliOptions = {},
): Promise<CliResult> {
  const child = spawnCli(args, { environment, cwd, input });
  const [out, err, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, out, err };
}

/** Starts it, for a test that looks while it runs. */
export function spawnCli(
  args: readonly string[],
  { environment = {}, cwd = tmpdir(), input = "" }: CliOptions = {},
) {
  return Bun.spawn([process.execPath, MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TZ: "UTC", ...environment },
    stdin: new Blob([input]),
    stdout: "pipe",
    stderr: "pipe",
  });
}
