import type { WorkflowContext } from "./context.ts";
import type { ExecutionObserver } from "./execution.ts";
import { failureOf } from "./failure.ts";
import type { MiddlewareCallbacks, WorkflowMiddleware } from "./middleware.ts";

type CallbackName = keyof MiddlewareCallbacks;
type Params<Name extends CallbackName> = Parameters<NonNullable<MiddlewareCallbacks[Name]>>[0];

/** The middlewares of one invocation. None of its methods throws or rejects. */
export class Lifecycle implements ExecutionObserver {
  readonly #middlewares: readonly WorkflowMiddleware[];
  readonly #workflowRunId: string;
  #context: WorkflowContext | null = null;

  constructor(middlewares: readonly WorkflowMiddleware[], workflowRunId: string) {
    this.#middlewares = middlewares;
    this.#workflowRunId = workflowRunId;
  }

  /** Where nobody looks on, steps are spared the detour. */
  get hasMiddlewares(): boolean {
    return this.#middlewares.length > 0;
  }

  /** To be called before any event that shows the context. */
  assignContext(context: WorkflowContext): void {
    this.#context = context;
  }

  runStarted(): Promise<void> {
    return this.#show((context) => ["runStarted", { context }]);
  }

  beforeExecution(stepName: string): Promise<void> {
    return this.#show((context) => ["beforeExecution", { context, stepName }]);
  }

  afterExecution(stepName: string, result: unknown): Promise<void> {
    return this.#show((context) => ["afterExecution", { context, stepName, result }]);
  }

  runCompleted(result: unknown): Promise<void> {
    return this.#show((context) => ["runCompleted", { context, result }]);
  }

  onError(error: Error): Promise<void> {
    return this.#dispatch("onError", { error, workflowRunId: this.#workflowRunId });
  }

  onWarning(warning: string): Promise<void> {
    return this.#dispatch("onWarning", { warning, workflowRunId: this.#workflowRunId });
  }

  onInfo(info: string): Promise<void> {
    return this.#dispatch("onInfo", { info, workflowRunId: this.#workflowRunId });
  }

  async #show<Name extends CallbackName>(
    make: (context: WorkflowContext) => [name: Name, params: Params<Name>],
  ): Promise<void> {
    if (this.#context !== null) await this.#dispatch(...make(this.#context));
  }

  async #dispatch<Name extends CallbackName>(name: Name, params: Params<Name>): Promise<void> {
    await Promise.all(this.#middlewares.map((one) => this.#call(one, name, params)));
  }

  async #call<Name extends CallbackName>(
    middleware: WorkflowMiddleware,
    name: Name,
    params: Params<Name>,
  ): Promise<void> {
    try {
      await middleware.ensureInit();
      const callback = middleware.getCallback(name) as
        | ((params: Params<Name>) => Promise<void> | void)
        | undefined;
      await callback?.(params);
    } catch (thrown) {
      await this.#reportThrown(middleware, thrown);
    }
  }

  async #reportThrown(middleware: WorkflowMiddleware, thrown: unknown): Promise<void> {
    const error = thrown instanceof Error ? thrown : new Error(failureOf(thrown).message);
    const workflowRunId = this.#workflowRunId;
    try {
      const onError = middleware.getCallback("onError");
      if (onError !== undefined) return await onError({ error, workflowRunId });
    } catch {
      // Then the console has to do.
    }
    // biome-ignore lint/suspicious/noConsole: nobody else would hear of it.
    console.error(`@hookline/workflow: middleware "${middleware.name}" threw:`, error);
  }
}
