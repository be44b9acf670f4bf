import { type Duration, durationMs } from "../duration.ts";
import { type FlowControl, flowControlSetting } from "../flow-control.ts";
import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type InvokableWorkflow, type WorkflowSet } from "../serve/workflows.ts";
import {
  type EngineWorkbench,
  openWorkbench,
  type SentOutcome,
  type SentRequest,
} from "./engine.js";
import { type Stub, withStubs } from "./stubs.ts";
import { encodeJson, type HookCallOptions, hookCall, TestRun } from "./test-run.ts";

/** Below this address workflows are served, each under its name. */
const APP_URL = "http://app.test/";

/** Where a test server's clock begins that does not say: the same in every run of a test. */
const NOW_DEFAULT = Date.UTC(2030, 0, 1);

/** What a test server is made of. */
export interface TestServerOptions {
  /** Where its clock begins. Default: 2030-01-01, midnight UTC. */
  readonly now?: Date;
  /**
   * Answers the requests of `context.call`: third parties. Without it, or when it gives nothing,
   * nobody answers them.
   */
  readonly onCall?: (
    request: Request,
  ) => Response | null | undefined | Promise<Response | null | undefined>;
  /** Options of `serve` for all workflows. */
  readonly serve?: ServeOptions;
}

/** How a run is started. */
export interface TriggerTestOptions {
  /** `context.requestPayload`. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly labels?: readonly string[];
  /** Default: 3. */
  readonly retries?: number;
  readonly retryDelay?: string;
  readonly delay?: Duration;
  /** As `trigger` of the client has it. */
  readonly flowControl?: FlowControl;
  readonly workflowRunId?: string;
}

/**
 * A Hookline server for tests: the real engine in this process, over storage in memory, with a
 * clock that moves only when the test says so. No network, no waiting.
 *
 * Everything it does resolves when nothing moves any more: all runs have ended, or wait.
 */
export class TestServer {
  readonly #workbench: EngineWorkbench;
  readonly #options: TestServerOptions;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #runs = new Map<string, TestRun>();
  readonly #stubs = new Map<string, Map<string, Stub>>();
  #triggered = 0;
  /** Third parties that are answering a call right now. */
  #answering = 0;

  constructor(options: TestServerOptions = {}) {
    this.#options = options;
    const now = (options.now ?? new Date(NOW_DEFAULT)).getTime();
    this.#workbench = openWorkbench({ now, send: (request) => this.#send(request) });
  }

  /** The test server's time. */
  get now(): Date {
    return new Date(this.#workbench.now());
  }

  /**
   * Serves workflows, as `serveMany` does: `{ order: createWorkflow(…) }`. They can invoke each
   * other. What `trigger` is given is served by itself.
   */
  serveMany(workflows: WorkflowSet): void {
    const stubbed = Object.entries(workflows).map(([name, workflow]) => {
      workflow.workflowId ??= name;
      return [name, { ...workflow, routeFunction: this.#stubbed(workflow.routeFunction) }] as const;
    });
    const endpoint = chooseEndpoint(Object.fromEntries(stubbed), this.#serveOptions());
    for (const [name] of stubbed) this.#endpoints.set(APP_URL + name, endpoint);
  }

  /** Starts a run of a workflow: a function, one of `createWorkflow`, or a name of `serveMany`. */
  async trigger<Payload>(
    workflow: Workflow<Payload> | InvokableWorkflow<Payload, unknown> | string,
    options: TriggerTestOptions = {},
  ): Promise<TestRun> {
    const run = await this.prepare(workflow, options);
    await this.#refresh();
    return run;
  }

  /** As `trigger`, but nothing of the run happens before the next thing that the test does. */
  async prepare<Payload>(
    workflow: Workflow<Payload> | InvokableWorkflow<Payload, unknown> | string,
    options: TriggerTestOptions = {},
  ): Promise<TestRun> {
    this.#triggered += 1;
    const id = options.workflowRunId ?? `test_run_${this.#triggered}`;
    const stubs = new Map<string, Stub>();
    this.#stubs.set(id, stubs);
    const run = new TestRun(id, { workbench: this.#workbench, stubs, settle: this.#settle });
    this.#runs.set(id, run);
    const { delay, flowControl } = options;
    await this.#workbench.start(id, {
      url: this.#urlOf(workflow),
      headers: Object.entries(options.headers ?? {}),
      labels: options.labels ?? [],
      retries: options.retries ?? 3,
      retryDelay: options.retryDelay ?? null,
      input: encodeJson(options.body),
      notBefore: delay === undefined ? null : this.#workbench.now() + durationMs(delay),
      flowControl: flowControl === undefined ? null : flowControlSetting(flowControl),
    });
    return run;
  }

  /**
   * Calls a webhook by its address, as a third party does that was handed it. May be used within
   * `onCall`: the call then comes before the workflow waits for it.
   *
   * @throws Error when there is no such webhook, or its run has ended.
   */
  async callWebhook(
    webhookUrl: string,
    options: HookCallOptions = {},
  ): Promise<"consumed" | "stored" | "duplicate"> {
    const hook = await this.#workbench.hookAt(webhookUrl);
    if (hook === null) throw new Error("there is no webhook with this address");
    const outcome = await this.#workbench.callHook(hook.hookId, hookCall(options));
    await this.#refresh();
    return outcome;
  }

  /** Lets time pass: everything that is due on the way happens at its time. */
  async advance(duration: Duration): Promise<void> {
    await this.#workbench.advanceTo(this.#workbench.now() + durationMs(duration));
    await this.#refresh();
  }

  /** Sends an event to all runs that wait for it; resolves with their ids. */
  async notify(eventId: string, data?: unknown): Promise<readonly string[]> {
    const woken = await this.#workbench.notify(eventId, encodeJson(data));
    await this.#refresh();
    return woken;
  }

  /** The server dies and starts again: what was under way is lost, what was recorded is not. */
  async restart(): Promise<void> {
    await this.#workbench.crash();
    await this.#refresh();
  }

  /** What is called while a third party answers does not wait for that answer. */
  readonly #settle = async (): Promise<void> => {
    if (this.#answering === 0) await this.#workbench.settle();
  };

  async #refresh(): Promise<void> {
    await this.#settle();
    for (const run of this.#runs.values()) await run.refresh();
  }

  #urlOf<Payload>(
    workflow: Workflow<Payload> | InvokableWorkflow<Payload, unknown> | string,
  ): string {
    if (typeof workflow === "string") return APP_URL + workflow;
    const [code, own] =
      typeof workflow === "function" ? [workflow, {}] : [workflow.routeFunction, workflow.options];
    const name = typeof workflow === "function" ? undefined : workflow.workflowId;
    const url = APP_URL + (name ?? `workflow-${this.#endpoints.size + 1}`);
    if (!this.#endpoints.has(url)) {
      const options = { ...this.#serveOptions(), ...own };
      this.#endpoints.set(url, createEndpoint(this.#stubbed(code), options));
    }
    return url;
  }

  #stubbed<Payload>(workflow: Workflow<Payload>): Workflow<Payload> {
    return withStubs(workflow, (runId) => this.#stubs.get(runId));
  }

  #serveOptions(): ServeOptions {
    const answer = (input: string | URL | Request, init?: RequestInit) =>
      this.#workbench.answer(new Request(input, init));
    return { env: {}, ...this.#options.serve, verify: false, fetch: answer };
  }

  async #send(request: SentRequest): Promise<SentOutcome> {
    const endpoint = this.#endpoints.get(request.url);
    return endpoint === undefined ? await this.#call(request) : await invoke(endpoint, request);
  }

  async #call({ method, url, headers, body }: SentRequest): Promise<SentOutcome> {
    const init = { method, headers: headers as [string, string][] };
    const request = new Request(url, body === null ? init : { ...init, body: body.slice() });
    const response = await this.#ask(request);
    if (response === null) {
      const message = `nobody answers ${method} ${url} in this test: see "onCall"`;
      return { ok: false, code: "connect_error", message, durationMs: 0 };
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { ...DONE, status: response.status, headers: [...response.headers], body: bytes };
  }

  async #ask(request: Request): Promise<Response | null> {
    this.#answering += 1;
    try {
      return (await this.#options.onCall?.(request)) ?? null;
    } finally {
      this.#answering -= 1;
    }
  }
}

const DONE = { ok: true, durationMs: 0 } as const;

const encoder = new TextEncoder();

async function invoke(endpoint: Endpoint, request: SentRequest): Promise<SentOutcome> {
  const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const {
    status,
    headers: given,
    body,
  } = await endpoint({
    method: request.method,
    url: request.url,
    header: (name) => headers.get(name) ?? null,
    body: async () => request.body ?? new Uint8Array(0),
  });
  return { ...DONE, status, headers: Object.entries(given), body: encoder.encode(body) };
}
