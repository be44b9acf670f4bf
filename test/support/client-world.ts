import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  Client,
  createWorkflow,
  type RunDetails,
  type RunEvent,
  serveMany,
  type WorkflowContext,
} from "../../clients/typescript/src/index.ts";
import { type ServerProcess, spawnServer } from "./server-process.ts";

const echo = createWorkflow(async (context: WorkflowContext<unknown>) => context.requestPayload);

const failing = createWorkflow(async (context: WorkflowContext<{ healed?: boolean }>) => {
  await context.run("fail unless healed", () => {
    if (!health.isHealed) throw new Error("ill");
  });
  return "well";
});
/** Whether the workflow `failing` succeeds from now on. */
export const health = { isHealed: false };

const waiting = createWorkflow(async (context: WorkflowContext<{ event: string }>) => {
  const { event } = context.requestPayload;
  return await context.waitForEvent("wait", event, { timeout: "1h" });
});

const telling = createWorkflow(async (context: WorkflowContext<{ event: string }>) => {
  const { event } = context.requestPayload;
  return await context.notify("tell", event, { from: context.workflowRunId });
});

const parent = createWorkflow(async (context: WorkflowContext<number>) => {
  const good = await context.invoke("good", { workflow: echo, body: context.requestPayload });
  const bad = await context.invoke("bad", { workflow: failing, body: {}, retries: 0 });
  return { good: good.body, isFailed: bad.isFailed, why: bad.failure?.message };
});

const racing = createWorkflow(async (context: WorkflowContext<{ event: string }>) => {
  const webhook = await context.createWebhook("hook");
  const first = await context.race("first", {
    called: { webhook },
    told: { event: context.requestPayload.event },
    late: { sleep: "1h" },
  });
  return { key: first.key, value: first.key === "told" ? first.value.eventData : null };
});

const child = createWorkflow(async (context: WorkflowContext<unknown>) => {
  const first = await context.race("first", {
    child: { invoke: { workflow: echo, body: ["in a race"] } },
    late: { sleep: "1h" },
  });
  return first.key === "child" ? first.value.body : null;
});

const pages = createWorkflow(async (context: WorkflowContext<unknown>) => {
  await context.sleep("long", "1h");
});

const giving = createWorkflow(async (context: WorkflowContext<unknown>) => {
  await context.cancel("changed its mind");
  return "never";
});

const WORKFLOWS = { echo, failing, waiting, telling, parent, racing, child, pages, giving };

/** The client and the SDK as they are in this tree, against the server as it is. */
export class ClientWorld {
  readonly client: Client;
  readonly baseUrl: string;
  readonly #server: ServerProcess;
  readonly #app: Bun.Server<undefined>;

  private constructor(server: ServerProcess, baseUrl: string) {
    const token = readFileSync(join(server.data, "admin.token"), "utf8").trim();
    this.client = new Client({ baseUrl, token });
    this.baseUrl = baseUrl;
    this.#server = server;
    const { handler } = serveMany(WORKFLOWS);
    this.#app = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: handler });
  }

  static async start(): Promise<ClientWorld> {
    const server = spawnServer({ environment: { HOOKLINE_LOG_LEVEL: "warn" } });
    return new ClientWorld(server, await server.ready);
  }

  async stop(): Promise<void> {
    this.#server.kill("SIGKILL");
    await this.#server.exited;
    await this.#app.stop(true);
    rmSync(this.#server.data, { recursive: true, force: true });
  }

  urlOf(name: keyof typeof WORKFLOWS): string {
    return `http://127.0.0.1:${this.#app.port}/workflows/${name}`;
  }

  /** Resolves when the run has ended. */
  async ended(runId: string): Promise<RunDetails> {
    for await (const _event of this.client.runs.events(runId));
    return await this.client.runs.get(runId);
  }

  /** Resolves when the run has an entry of this type. */
  async reached(runId: string, type: string): Promise<RunEvent> {
    for await (const event of this.client.runs.events(runId)) if (event.type === type) return event;
    throw new Error(`the run has ended without ${type}`);
  }

  /** Runs a workflow to its end. */
  async run(name: keyof typeof WORKFLOWS, body?: unknown): Promise<RunDetails> {
    const start = { url: this.urlOf(name), body, retries: 0 };
    return await this.ended((await this.client.trigger(start)).workflowRunId);
  }
}
