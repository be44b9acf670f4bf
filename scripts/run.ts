import { dirname, join, resolve } from "node:path";

/** The folder of package.json: every script works from there, wherever it was called. */
export const ROOT = resolve(import.meta.dir, "..");

/** Programs of the development dependencies come first, as `npm run` has it. */
const PATH = [join(ROOT, "node_modules", ".bin"), dirname(process.execPath), process.env.PATH].join(
  ":",
);

export interface RunOptions {
  /** Added to the environment. */
  readonly environment?: Record<string, string>;
  /** Relative to the project. */
  readonly folder?: string;
}

/** Runs a program of the project with our own output, and resolves to its exit code. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<number> {
  const child = Bun.spawn([...command], {
    cwd: join(ROOT, options.folder ?? "."),
    env: { ...process.env, PATH, ...options.environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return await child.exited;
}

/** Like `run`, and ends this script with the same exit code when it is not 0. */
export async function mustRun(command: readonly string[], options: RunOptions = {}): Promise<void> {
  const code = await run(command, options);
  if (code !== 0) process.exit(code);
}
