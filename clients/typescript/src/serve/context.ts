import type { Duration } from "../duration.ts";
import type { Env } from "./env.ts";
import { headersOf } from "./headers.ts";
import type { Replay } from "./replay.ts";
import type { CallResponse, CallSettings, RunOptions, Webhook, WebhookResult } from "./step.ts";
import { callSpec } from "./steps/call.ts";
import { createWebhookSpec } from "./steps/create-webhook.ts";
import { runSpec } from "./steps/run.ts";
import { sleepSpec, sleepUntilSpec } from "./steps/sleep.ts";
import { waitForWebhookSpec } from "./steps/wait-for-webhook.ts";
import type { Invocation } from "./wire.ts";

/** How long a wait lasts that does not say. */
const WAIT_TIMEOUT_DEFAULT: Duration = "7d";

/**
 * What workflow code works with. Each method is a step: done once, recorded, and from then on
 * answered from the record, however often the code runs again.
 *
 * The code must reach the same steps in the same order each time. So whatever can differ between
 * two runs of it (time, randomness, requests, databases) belongs into a `run` step, and between
 * steps the code should await nothing else. A step's name need not be unique.
 */
export class WorkflowContext<Payload = unknown> {
  /** The id of this run. */
  readonly workflowRunId: string;
  /** The URL of this workflow, as the run was started with it. */
  readonly url: string;
  /** The headers given when the run was started. */
  readonly headers: Headers;
  /** The environment: `options.env` of `serve`, else the process's, else the request's. */
  readonly env: Env;
  readonly #replay: Replay;
  readonly #input: string | null;
  #payload: { readonly value: Payload } | null = null;

  constructor({ run }: Invocation, env: Env, replay: Replay) {
    this.workflowRunId = run.id;
    this.url = run.url;
    this.headers = headersOf(run.headers);
    this.env = env;
    this.#replay = replay;
    this.#input = run.input;
  }

  /** What the run was started with; undefined when it was started with nothing. */
  get requestPayload(): Payload {
    if (this.#payload === null) {
      const value = this.#input === null ? undefined : JSON.parse(this.#input);
      this.#payload = { value };
    }
    return this.#payload.value;
  }

  /**
   * Runs a function and records its result, which must be JSON. The promise resolves when the
   * result is on the server's disk.
   *
   * The result is what JSON makes of it, now and on every replay: a `Date` becomes a text,
   * `undefined` stays. A function that throws is tried again; when its retries are used up the
   * promise rejects with a `WorkflowStepError`. It runs at least once, and again if the process
   * dies before the result is recorded. Steps cannot be nested.
   */
  run<Result>(
    name: string,
    execute: () => Result | PromiseLike<Result>,
    options?: RunOptions,
  ): Promise<Result> {
    return this.#replay.request(name, () => runSpec(execute, options));
  }

  /** Waits; nothing of the endpoint is held open meanwhile. */
  sleep(name: string, duration: Duration): Promise<void> {
    return this.#replay.request(name, () => sleepSpec(duration));
  }

  /** Waits until an instant: a `Date`, a text that `Date` reads, or Unix **seconds**. */
  sleepUntil(name: string, instant: Date | string | number): Promise<void> {
    return this.#replay.request(name, () => sleepUntilSpec(instant));
  }

  /**
   * Has the server send an HTTP request, which may take hours. An answer of any status is a result;
   * a request that got none rejects with a `WorkflowStepError`.
   */
  call<Body = unknown>(name: string, settings: CallSettings): Promise<CallResponse<Body>> {
    return this.#replay.request(name, () => callSpec<Body>(settings));
  }

  /** Makes a public URL of this run. Requests to it are kept until they are waited for. */
  createWebhook(name: string): Promise<Webhook> {
    return this.#replay.request(name, () => createWebhookSpec);
  }

  /**
   * Gives the next request to a webhook, first come, first served, or `{ timeout: true }`. One that
   * came early is given at once. Wait again for the next one.
   */
  waitForWebhook(
    name: string,
    webhook: Webhook,
    timeout: Duration = WAIT_TIMEOUT_DEFAULT,
  ): Promise<WebhookResult> {
    return this.#replay.request(name, () => waitForWebhookSpec(webhook, timeout));
  }
}
