import { serve } from "@hookline/workflow/bun";
import type { MeasuredServer } from "./server.ts";

interface Cycle {
  /** The webhook URL is known and the run is about to wait. */
  readonly waiting: (webhookUrl: string) => void;
  readonly resumed: () => void;
  readonly done: () => void;
}

interface LongRun {
  readonly steps: number;
  readonly stepTimes: number[];
  waiting: (webhookUrl: string) => void;
  resumed: () => void;
}

/** What a webhook call costs, seen from outside. */
export interface CycleTimes {
  /** From sending the call until workflow code goes on. */
  readonly resumeMs: number;
  /** From sending the call until it is acknowledged. */
  readonly ackMs: number;
}

/** How long the steps of a long run took, and its replay. */
export interface LongRunTimes {
  /** Of the first and the last tenth of the steps: the mean time of one. */
  readonly firstTenthMs: number;
  readonly lastTenthMs: number;
  /** From the call that wakes the run until all its steps are replayed. */
  readonly replayMs: number;
}

/**
 * The application under measurement: three workflows in the load generator's process, so that every
 * latency comes from one clock.
 */
export class BenchApp {
  readonly #server: MeasuredServer;
  readonly #endpoint;
  readonly #cycles = new Map<number, Cycle>();
  readonly #longRuns = new Map<number, LongRun>();
  readonly #ended = new Map<number, () => void>();
  #count = 0;
  #idle: () => void = () => {};

  constructor(server: MeasuredServer) {
    this.#server = server;
    const routes: Record<string, (request: Request) => Promise<Response>> = {
      "/steps": this.#steps(),
      "/wait": this.#wait(),
      "/long": this.#long(),
    };
    this.#endpoint = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      fetch: (request) =>
        routes[new URL(request.url).pathname]?.(request) ?? new Response("", { status: 404 }),
    });
  }

  stop(): void {
    this.#endpoint.stop(true);
  }

  /** One run of three steps, from the start call to the workflow's last line. */
  async runSteps(): Promise<void> {
    const id = this.#nextId();
    const ended = new Promise<void>((resolve) => this.#ended.set(id, resolve));
    await this.#start("/steps", id);
    await ended;
  }

  /** One run that waits for a webhook, and the call that wakes it. */
  async waitAndCall(): Promise<CycleTimes> {
    const id = this.#nextId();
    const times = { resumeMs: 0, ackMs: 0 };
    let sentAt = 0;
    let acked: Promise<void> = Promise.resolve();
    const ended = new Promise<void>((done) => {
      const waiting = (webhookUrl: string): void => {
        sentAt = performance.now();
        acked = callWebhook(webhookUrl).then(() => {
          times.ackMs = performance.now() - sentAt;
        });
      };
      const resumed = (): void => {
        times.resumeMs = performance.now() - sentAt;
      };
      this.#cycles.set(id, { waiting, resumed, done });
    });
    await this.#start("/wait", id);
    await ended;
    await acked;
    this.#cycles.delete(id);
    return times;
  }

  /** One run of many steps, one after the other, that then waits for a webhook and is called. */
  async runLong(steps: number): Promise<LongRunTimes> {
    const id = this.#nextId();
    const stepTimes: number[] = [];
    const run: LongRun = { steps, stepTimes, waiting: () => {}, resumed: () => {} };
    const waiting = new Promise<string>((resolve) => {
      run.waiting = resolve;
    });
    const resumed = new Promise<void>((resolve) => {
      run.resumed = resolve;
    });
    this.#longRuns.set(id, run);
    await this.#start("/long", id);
    const webhookUrl = await waiting;
    await Bun.sleep(1_000); // the run is suspended: the call is what begins the replay
    const begun = performance.now();
    await callWebhook(webhookUrl);
    await resumed;
    const replayMs = performance.now() - begun;
    this.#longRuns.delete(id);
    const tenth = Math.floor(steps / 10);
    const mean = (times: number[]) => times.reduce((sum, time) => sum + time, 0) / times.length;
    const [first, last] = [stepTimes.slice(0, tenth), stepTimes.slice(-tenth)];
    return { firstTenthMs: mean(first), lastTenthMs: mean(last), replayMs };
  }

  /** Starts `count` runs that wait for ever and resolves with their webhook URLs. */
  async park(count: number): Promise<string[]> {
    const urls: string[] = [];
    const parked = new Promise<void>((resolve) => {
      for (let index = 0; index < count; index += 1) {
        const id = this.#nextId();
        const waiting = (url: string) => {
          urls.push(url);
          if (urls.length === count) resolve();
        };
        this.#cycles.set(id, { waiting, resumed: () => {}, done: () => this.#leave(id) });
      }
    });
    const ids = [...this.#cycles.keys()];
    const starter = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await this.#start("/wait", id);
    };
    await Promise.all(Array.from({ length: 64 }, starter));
    await parked;
    await Bun.sleep(2_000); // the last of them register their wait; then the server is idle
    return urls;
  }

  /** Resolves when every parked run has gone on. */
  allResumed(): Promise<void> {
    if (this.#cycles.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle = resolve;
    });
  }

  #leave(id: number): void {
    this.#cycles.delete(id);
    if (this.#cycles.size === 0) this.#idle();
  }

  #nextId(): number {
    this.#count += 1;
    return this.#count;
  }

  async #start(path: string, id: number): Promise<void> {
    const url = `http://127.0.0.1:${this.#endpoint.port}${path}`;
    const { token } = this.#server;
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const body = JSON.stringify({ url, input: { id } });
    const response = await fetch(`${this.#server.url}/v1/runs`, { method: "POST", headers, body });
    if (response.status !== 201) throw new Error(`start answered ${response.status}`);
    await response.text();
  }

  #steps() {
    return serve<{ id: number }>(async (context) => {
      for (const name of ["one", "two", "three"]) await context.run(name, () => ({ ok: true }));
      const { id } = context.requestPayload;
      this.#ended.get(id)?.();
      this.#ended.delete(id);
    });
  }

  #long() {
    return serve<{ id: number }>(async (context) => {
      const run = this.#longRuns.get(context.requestPayload.id);
      if (run === undefined) return;
      const webhook = await context.createWebhook("webhook");
      let before = performance.now();
      for (let step = 0; step < run.steps; step += 1) {
        await context.run("step", () => ({ ok: true, step }));
        const now = performance.now();
        if (run.stepTimes.length < run.steps) run.stepTimes.push(now - before);
        before = now;
      }
      await context.run("hand out", () => run.waiting(webhook.webhookUrl));
      await context.waitForWebhook("wait", webhook, "1h");
      run.resumed();
    });
  }

  #wait() {
    return serve<{ id: number }>(async (context) => {
      const cycle = this.#cycles.get(context.requestPayload.id);
      const webhook = await context.createWebhook("webhook");
      await context.run("hand out", () => {
        cycle?.waiting(webhook.webhookUrl);
      });
      await context.waitForWebhook("wait", webhook, "1h");
      cycle?.resumed();
      cycle?.done();
    });
  }
}

async function callWebhook(url: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: '{"ok":true}' });
  await response.text();
}
