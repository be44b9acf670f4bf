import type { WorkflowContext } from "./context.ts";

/**
 * What a middleware can be called for. All callbacks may be asynchronous and are waited for; what
 * one throws goes to its `onError` and otherwise changes nothing. Each comes at least once: an
 * invocation that is lost is repeated, and its callbacks with it.
 */
export interface MiddlewareCallbacks<Payload = unknown, Result = unknown> {
  /** A run begins: nothing of it has been recorded yet. */
  runStarted?(params: { readonly context: WorkflowContext<Payload> }): Promise<void> | void;
  /** The function of a `run` step is about to be called: never on a replay. */
  beforeExecution?(params: {
    readonly context: WorkflowContext<Payload>;
    readonly stepName: string;
  }): Promise<void> | void;
  /** The function of a `run` step has returned `result`, which is recorded afterwards. */
  afterExecution?(params: {
    readonly context: WorkflowContext<Payload>;
    readonly stepName: string;
    readonly result: unknown;
  }): Promise<void> | void;
  /** The workflow has returned. */
  runCompleted?(params: {
    readonly context: WorkflowContext<Payload>;
    readonly result: Result;
  }): Promise<void> | void;
  /** An attempt of the run has failed, or a callback of this middleware has thrown. */
  onError?(params: {
    readonly error: Error;
    readonly workflowRunId?: string;
  }): Promise<void> | void;
  /** Something is not as it should be, and goes on all the same. */
  onWarning?(params: {
    readonly warning: string;
    readonly workflowRunId?: string;
  }): Promise<void> | void;
  /** How an invocation ended that neither completed nor failed the run. */
  onInfo?(params: { readonly info: string; readonly workflowRunId?: string }): Promise<void> | void;
}

/** What a middleware is made of: callbacks, or `init`, which makes them at first use. */
export type MiddlewareParameters<Payload = unknown, Result = unknown> = {
  readonly name: string;
} & (
  | { readonly callbacks: MiddlewareCallbacks<Payload, Result> }
  | {
      readonly init: () =>
        | MiddlewareCallbacks<Payload, Result>
        | Promise<MiddlewareCallbacks<Payload, Result>>;
    }
);

/** Looks on while workflows run: for logs, metrics, traces. It cannot change what they do. */
export class WorkflowMiddleware<Payload = unknown, Result = unknown> {
  readonly name: string;
  #callbacks: MiddlewareCallbacks<Payload, Result> | null;
  readonly #init: () =>
    | MiddlewareCallbacks<Payload, Result>
    | Promise<MiddlewareCallbacks<Payload, Result>>;

  constructor(parameters: MiddlewareParameters<Payload, Result>) {
    this.name = parameters.name;
    this.#callbacks = "callbacks" in parameters ? parameters.callbacks : null;
    this.#init = "init" in parameters ? parameters.init : () => ({});
  }

  /** Calls `init` unless that has succeeded before. Rejects with what it throws. */
  async ensureInit(): Promise<void> {
    this.#callbacks ??= await this.#init();
  }

  /** A callback, if there is one and `ensureInit` has been waited for. */
  getCallback<Name extends keyof MiddlewareCallbacks>(
    name: Name,
  ): MiddlewareCallbacks<Payload, Result>[Name] | undefined {
    return this.#callbacks?.[name];
  }
}
