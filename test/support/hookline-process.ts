import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dirname, "../..");

/** The compiled server: what users run. */
export const BINARY = join(PROJECT, "dist/hookline");

/** A data folder that `HooklineProcess` can be started on again and again. */
export function dataFolder(): string {
  return mkdtempSync(join(tmpdir(), "hookline-e2e-"));
}

/** The compiled binary as a child process, with a client for its control API. */
export class HooklineProcess {
  readonly data: string;
  readonly port: number;
  readonly #env: Record<string, string>;
  #child: Bun.Subprocess<"ignore", "pipe", "pipe"> | null = null;
  /** Everything the process printed, over all starts. */
  output = "";

  private constructor(data: string, port: number, env: Record<string, string>) {
    this.data = data;
    this.port = port;
    this.#env = env;
  }

  /** Starts the binary on a new or an existing data folder and waits until it is ready. */
  static async start(
    options: { data?: string; env?: Record<string, string> } = {},
  ): Promise<HooklineProcess> {
    if (!existsSync(BINARY)) throw new Error("dist/hookline is missing: npm run build");
    const { data = dataFolder(), env = {} } = options;
    const server = new HooklineProcess(data, freePort(), env);
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get token(): string {
    return readFileSync(join(this.data, "admin.token"), "utf8").trim();
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  async start(): Promise<void> {
    const command = [BINARY, "serve", "--data", this.data, "--port", String(this.port)];
    const env = { ...process.env, HOOKLINE_LOG_LEVEL: "warn", ...this.#env };
    const child = Bun.spawn(command, {
      env,
      cwd: this.data,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#child = child;
    void this.#read(child.stdout);
    void this.#read(child.stderr);
    await waitFor("the server to be ready", async () => {
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${this.output}`);
      const response = await fetch(`${this.url}/readyz`).catch(() => null);
      return response?.ok === true;
    });
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) this.output += decoder.decode(chunk, { stream: true });
  }

  /** Ends the process with the signal and waits until it is gone. Gives its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (child === null) return null;
    child.kill(signal);
    await child.exited;
    return child.exitCode;
  }

  /** Power switch: kill -9, then a new process on the same data. */
  async crash(): Promise<void> {
    await this.stop("SIGKILL");
    await this.start();
  }

  /** Stops and removes the data. */
  async dispose(): Promise<void> {
    await this.stop("SIGKILL");
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Calls the control API with the admin token. */
  api(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${this.token}`);
    if (init.body !== undefined) headers.set("content-type", "application/json");
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  async startRun(url: string, input: unknown = null, more: object = {}): Promise<string> {
    const body = JSON.stringify({ url, input, ...more });
    const response = await this.api("/v1/runs", { method: "POST", body });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    const { runId } = (await response.json()) as { runId: string };
    return runId;
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the API returned
  async getRun(runId: string): Promise<any> {
    const response = await this.api(`/v1/runs/${runId}`);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return await response.json();
  }

  /** Waits until the run has ended and gives it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async finished(runId: string, withinMs = 20_000): Promise<any> {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    let run: any;
    const isOver = async () => {
      run = await this.getRun(runId).catch(() => run);
      return run !== undefined && run.status !== "running";
    };
    await waitFor(`run ${runId} to end`, isOver, withinMs).catch((error) => {
      throw new Error(`${error.message}\n${JSON.stringify(run, null, 1)}\n${this.output}`);
    });
    return run;
  }

  /** Waits until the run has an open wait of this step. */
  async waitingAt(runId: string, name: string): Promise<void> {
    await waitFor(`run ${runId} to wait at ${name}`, async () => {
      const { waits } = await this.getRun(runId);
      return waits.some((wait: { name?: string; step?: string }) =>
        `${wait.name ?? wait.step}`.startsWith(name),
      );
    });
  }
}

/** Polls a condition; the only place where end-to-end tests wait for time to pass. */
export async function waitFor(
  what: string,
  condition: () => Promise<boolean> | boolean,
  withinMs = 20_000,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    if (await condition()) return;
    await Bun.sleep(10);
  }
  throw new Error(`waited ${withinMs} ms in vain for ${what}`);
}

/** A port nobody listens on. */
export function freePort(): number {
  const probe = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const { port } = probe;
  probe.stop(true);
  if (port === undefined) throw new Error("no free port");
  return port;
}
