import { afterAll, beforeAll, expect } from "bun:test";
import { serve } from "../../clients/typescript/src/adapters/fetch.ts";
import { type CliOptions, type CliResult, runCli } from "./cli-process.ts";
import { type ServerProcess, spawnServer } from "./server-process.ts";

/**
 * One server process and one app for all tests of a file: the workflows `order` (waits for a
 * webhook), `payment` (waits for the event `paid`) and `fragile` (fails while it is broken).
 * Every command is a process of its own.
 */
export class CliWorld {
  /** Whether `fragile` fails. */
  isBroken = false;
  #server: ServerProcess | null = null;
  #app: ReturnType<typeof Bun.serve> | null = null;
  #url = "";

  constructor() {
    beforeAll(() => this.#start());
    afterAll(() => this.#stop());
  }

  /** What makes a command talk to this server: its data folder has the token. */
  get environment(): Record<string, string> {
    return { HOOKLINE_URL: this.#url, HOOKLINE_DATA: this.#server?.data ?? "" };
  }

  /** Address of the app. */
  get origin(): string {
    return this.#app?.url.origin ?? "";
  }

  /** Address of a workflow, or of nothing. */
  readonly endpoint = (name: string): string => `${this.origin}/${name}`;

  /** Runs a command against the server. */
  readonly cli = (args: readonly string[], options: CliOptions = {}): Promise<CliResult> =>
    runCli(args, { ...options, environment: { ...this.environment, ...options.environment } });

  /** What a command that must succeed has printed. */
  readonly ok = async (...args: string[]): Promise<string> => {
    const { exitCode, out, err } = await this.cli(args);
    expect({ args, exitCode, err: exitCode === 0 ? "" : err }).toEqual({
      ...{ args, exitCode: 0, err: "" },
    });
    return out;
  };

  /** The same as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the API returned
  readonly json = async (...args: string[]): Promise<any> =>
    JSON.parse(await this.ok(...args, "--json"));

  /** A request past the command line. */
  readonly api = (path: string, body?: object): Promise<Response> => {
    const [, token] = /HOOKLINE_TOKEN=(\S+)/.exec(this.#server?.text().out ?? "") ?? [];
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return fetch(`${this.#url}${path}`, { headers, ...post });
  };

  /** Waits until the run is at the step. */
  readonly waitingAt = async (runId: string, step: string): Promise<void> => {
    for (;;) {
      const run = (await (await this.api(`/v1/runs/${runId}`)).json()) as { waits: Wait[] };
      if (run.waits.some((wait) => wait.step === step)) return;
      await Bun.sleep(10);
    }
  };

  async #start(): Promise<void> {
    this.#server = spawnServer({ args: ["--retry-base-ms", "10", "--log-level", "error"] });
    const workflows = this.#workflows();
    this.#app = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) => {
        const name = new URL(request.url).pathname.slice(1) as keyof typeof workflows;
        return workflows[name]?.POST(request) ?? new Response("not here", { status: 404 });
      },
    });
    this.#url = await this.#server.ready;
  }

  #workflows() {
    return {
      order: serve<{ orderId?: string }>(async (context) => {
        await context.run("charge", () => ({ charged: context.requestPayload?.orderId ?? "none" }));
        const webhook = await context.createWebhook("make hook");
        const answer = await context.waitForWebhook("wait for approval", webhook, "1h");
        return answer.timeout ? "nobody" : await answer.request.text();
      }),
      payment: serve(async (context) => {
        const options = { timeout: "1h" } as const;
        const { eventData } = await context.waitForEvent("wait for payment", "paid", options);
        return eventData;
      }),
      fragile: serve(async (context) => {
        await Promise.all([context.sleep("left", 0.05), context.run("right", () => 2)]);
        await context.run("break", () => {
          if (this.isBroken) throw new Error("out of\u001b[31m stock");
          return "fine";
        });
      }),
    };
  }

  async #stop(): Promise<void> {
    this.#app?.stop(true);
    this.#server?.kill("SIGKILL");
    await this.#server?.exited;
  }
}

interface Wait {
  readonly step: string;
}
