import type { EngineWorkbench, RecordedEntry, RecordedFailure, WorkbenchCall } from "./engine.js";
import type { Stub } from "./stubs.ts";
import { parse, type TimelineStep, timelineOf } from "./timeline.ts";

/** A request to a webhook of the run. */
export interface HookCallOptions {
  /** Default: POST. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are; anything else as JSON, with that content type. */
  readonly body?: unknown;
  /** Added to the webhook's address: a path and a query. */
  readonly path?: string;
}

/** How often and how a step fails. */
export interface StepFailureOptions {
  /** Attempts that fail, from the next one on. Default: all of them. */
  readonly times?: number;
}

const encoder = new TextEncoder();

/** What a run on a test server is made of. */
export interface RunParts {
  readonly workbench: EngineWorkbench;
  readonly stubs: Map<string, Stub>;
  /** Resolves when nothing moves any more. */
  readonly settle: () => Promise<void>;
}

/** What a run has come to; read from its journal at the time it is asked for. */
interface Snapshot {
  readonly status: "running" | "succeeded" | "failed" | "canceled";
  readonly journal: readonly RecordedEntry[];
}

/**
 * One run on a test server. What it shows is as of the last thing that the test did; every method
 * that does something resolves when nothing moves any more: the run has ended, or waits.
 */
export class TestRun {
  readonly id: string;
  readonly #workbench: EngineWorkbench;
  readonly #stubs: Map<string, Stub>;
  readonly #settle: () => Promise<void>;
  #snapshot: Snapshot = { status: "running", journal: [] };

  /** Made by `TestServer.trigger`. */
  constructor(id: string, parts: RunParts) {
    this.id = id;
    this.#workbench = parts.workbench;
    this.#stubs = parts.stubs;
    this.#settle = parts.settle;
  }

  get status(): Snapshot["status"] {
    return this.#snapshot.status;
  }

  /** What the workflow returned; undefined unless it has. */
  get result(): unknown {
    return parse(this.#last("run_succeeded")?.body ?? null);
  }

  /** Why the run has failed; undefined unless it has. */
  get failure(): RecordedFailure | undefined {
    const data = this.#last("run_failed")?.data as { failure?: RecordedFailure } | undefined;
    return this.status === "failed" ? data?.failure : undefined;
  }

  /** The run's steps, in the order in which they began. */
  get timeline(): readonly TimelineStep[] {
    return timelineOf(this.#snapshot.journal);
  }

  /** The steps that wait for something now, by name. */
  get waiting(): readonly string[] {
    const open = this.timeline.filter((step) => step.status === "waiting");
    return open.map((step) => step.name);
  }

  /**
   * Calls a webhook that the run has made, by the name of the step that made it. An early call is
   * kept.
   *
   * @throws Error when there is no such webhook, or the run has ended.
   */
  async callWebhook(
    step: string,
    options: HookCallOptions = {},
  ): Promise<"consumed" | "stored" | "duplicate"> {
    const hook = await this.#workbench.hookOf(this.id, stepId(step));
    if (hook === null) throw new Error(`the run has made no webhook in a step "${step}"`);
    const outcome = await this.#workbench.callHook(hook.hookId, hookCall(options));
    await this.refresh();
    return outcome;
  }

  /**
   * Ends a wait or a sleep at once, as if its time had come; the clock stays where it is.
   *
   * @throws Error when the step is not waiting.
   */
  async expireWait(step: string): Promise<void> {
    await this.#workbench.expire(this.id, stepId(step));
    await this.refresh();
  }

  /** Sends an event to this run alone: it is kept until the run waits for it. */
  async notify(eventId: string, data?: unknown): Promise<"delivered" | "kept"> {
    const outcome = await this.#workbench.notifyRun(this.id, eventId, encodeJson(data));
    await this.refresh();
    return outcome;
  }

  /** Has a `run` step throw in place of doing its work. Before the step is reached. */
  failStep(
    step: string,
    error: unknown,
    { times = Number.POSITIVE_INFINITY }: StepFailureOptions = {},
  ) {
    this.#stubs.set(step, { left: times, execute: () => throwIt(error) });
  }

  /** Has a `run` step return this in place of doing its work. Before the step is reached. */
  stubStep(step: string, result: unknown): void {
    this.#stubs.set(step, { left: Number.POSITIVE_INFINITY, execute: () => result });
  }

  async cancel(reason: string | null = null): Promise<void> {
    await this.#workbench.cancel(this.id, reason);
    await this.refresh();
  }

  /** Lets a failed run go on from its failed step. */
  async resume(): Promise<void> {
    await this.#workbench.resume(this.id);
    await this.refresh();
  }

  /** Waits until nothing moves, and reads the run again. The test server does it for its runs. */
  async refresh(): Promise<void> {
    await this.#settle();
    const status = (await this.#workbench.status(this.id)) ?? "running";
    this.#snapshot = { status, journal: await this.#workbench.journal(this.id) };
  }

  #last(type: string): RecordedEntry | undefined {
    return this.#snapshot.journal.findLast((entry) => entry.type === type);
  }
}

/** A step named without its occurrence is the first of its name. */
function stepId(step: string): string {
  return /#\d+$/.test(step) ? step : `${step}#1`;
}

/** A request to a webhook, as the server would receive it. */
export function hookCall(options: HookCallOptions): WorkbenchCall {
  const { method = "POST", path: added = "" } = options;
  const headers = new Headers(options.headers);
  const body = encode(options.body, headers);
  const mark = added.indexOf("?");
  const [path, query] = mark === -1 ? [added, ""] : [added.slice(0, mark), added.slice(mark)];
  const deliveryId = headers.get("webhook-id") ?? headers.get("idempotency-key");
  return { method, path, query, headers: [...headers], deliveryId, body };
}

function throwIt(error: unknown): never {
  throw error;
}

function encode(body: unknown, headers: Headers): Uint8Array {
  if (body === undefined) return new Uint8Array(0);
  if (typeof body === "string") return encoder.encode(body);
  if (body instanceof Uint8Array) return body;
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return encoder.encode(JSON.stringify(body));
}

/** JSON text as bytes, or null for undefined. */
export function encodeJson(value: unknown): Uint8Array | null {
  return value === undefined ? null : encoder.encode(JSON.stringify(value));
}
