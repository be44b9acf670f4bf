import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dir, "../../src/main.ts");

/** `hookline serve` from source, as a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly data: string;
  /** All of its standard output and error so far. */
  readonly text: () => { readonly out: string; readonly err: string };
  /** Resolves with its URL when it has greeted; rejects when it ended before. */
  readonly ready: Promise<string>;
  readonly exited: Promise<number>;
  kill(signal: NodeJS.Signals): void;
}

export interface ServerProcessOptions {
  readonly data?: string;
  readonly args?: readonly string[];
  readonly environment?: Record<string, string>;
  /** Shell commands that run first in the same process, such as `ulimit`. */
  readonly prelude?: string;
}

/** Starts it on a free port, with its data in a new folder unless told otherwise. */
export function spawnServer(options: ServerProcessOptions = {}): ServerProcess {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "hookline-serve-"));
  const args = ["serve", "--data", data, "--port", "0", ...(options.args ?? [])];
  const shell = ["sh", "-c", `${options.prelude ?? ":"}\nexec "$0" "$@"`];
  const child = Bun.spawn([...shell, process.execPath, MAIN, ...args], {
    cwd: data,
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...options.environment },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let out = "";
  let err = "";
  const { promise: ready, resolve: setReady, reject } = Promise.withResolvers<string>();
  ready.catch(() => {});

  const isRead = Promise.all([
    collect(child.stdout, (text) => {
      out += text;
      const url = /ready at (\S+)/.exec(out)?.[1];
      if (url !== undefined && out.endsWith("\n")) setReady(url);
    }),
    collect(child.stderr, (text) => {
      err += text;
    }),
  ]);
  const exited = child.exited.then(async (code) => {
    await isRead;
    reject(new Error(`ended with ${code}: ${err}`));
    return code;
  });
  const kill = (signal: NodeJS.Signals): void => child.kill(signal);
  return { pid: child.pid, data, text: () => ({ out, err }), ready, exited, kill };
}

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}
