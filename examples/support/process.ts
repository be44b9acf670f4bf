/** A child process that prints where it listens. */
export interface Service {
  readonly url: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** How long a service may take to start. */
const START_MS_MAX = 20_000;

/**
 * Starts a process and resolves when it listens.
 *
 * @throws Error with the process's output when it ends first or takes too long.
 */
export async function startService(
  command: readonly string[],
  env: Record<string, string> = {},
): Promise<Service> {
  const child = Bun.spawn([...command], {
    env: { ...withoutSettings(process.env), ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    child.kill(signal);
    await child.exited;
  };
  const output: string[] = [];
  const url = firstAddress([child.stdout, child.stderr], output);
  const ended = child.exited.then((code) => {
    throw new Error(`${command.join(" ")} ended with ${code}:\n${output.join("")}`);
  });
  ended.catch(() => {}); // it also ends after a good start; then nobody races for it
  const late = Bun.sleep(START_MS_MAX).then(() => {
    throw new Error(`${command.join(" ")} did not start:\n${output.join("")}`);
  });
  late.catch(() => {});
  try {
    return { url: await Promise.race([url, ended, late]), stop };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** The settings of some other server in this shell must not reach our processes. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("HOOKLINE_")));
}

/** Reads all streams to their ends, as a full pipe would block the child. */
function firstAddress(
  streams: readonly ReadableStream<Uint8Array>[],
  output: string[],
): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of streams) void read(stream, output, resolve);
  });
}

async function read(
  stream: ReadableStream<Uint8Array>,
  output: string[],
  found: (url: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    if (output.length < 1_000) output.push(decoder.decode(chunk, { stream: true }));
    text = output.join("");
    const match = /(?:listening on|ready at) (https?:\/\/\S+)/i.exec(text);
    if (match?.[1] !== undefined) found(match[1]);
  }
}
