import type { Env } from "./env.ts";
import { headersOf } from "./headers.ts";
import type { InvokedRun } from "./wire.ts";

/** A payload that has been read. */
export interface ReadPayload {
  readonly value: unknown;
}

/** What is known of a run: the part of a workflow's context that is not a step. */
export class RunContext<Payload = unknown> {
  /** The id of this run. */
  readonly workflowRunId: string;
  /** When the run was started, in epoch milliseconds by the server's clock. */
  readonly workflowRunCreatedAt: number;
  /** The URL of this workflow, as the run was started with it. */
  readonly url: string;
  /** The headers given when the run was started. */
  readonly headers: Headers;
  /** The environment: `options.env` of `serve`, else the process's, else the request's. */
  readonly env: Env;
  /** The labels given when the run was started. */
  readonly labels: readonly string[];
  /** How often this invocation was tried before; 0 at first. It starts anew after every wait. */
  readonly retried: number;
  readonly #input: string | null;
  #payload: { readonly value: Payload } | null = null;

  /** `payload` is what a schema has made of the input; without it, the input as JSON. */
  constructor(run: InvokedRun, env: Env, payload: ReadPayload | null = null) {
    this.workflowRunId = run.id;
    this.workflowRunCreatedAt = run.createdAt;
    this.url = run.url;
    this.headers = headersOf(run.headers);
    this.env = env;
    this.labels = run.labels;
    this.retried = run.attempt - 1;
    this.#input = run.input;
    this.#payload = payload as { readonly value: Payload } | null;
  }

  /** What the run was started with; undefined when it was started with nothing. */
  get requestPayload(): Payload {
    if (this.#payload === null) {
      const value = this.#input === null ? undefined : JSON.parse(this.#input);
      this.#payload = { value };
    }
    return this.#payload.value;
  }

  /** The first of `labels`. */
  get label(): string | undefined {
    return this.labels[0];
  }
}
