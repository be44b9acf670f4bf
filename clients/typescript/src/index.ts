/** Durable workflows on a Hookline server: `serve` makes them, `Client` starts and reads them. */

export { type FetchWorkflow, serve } from "./adapters/fetch.ts";
export * from "./client.ts";
export type { Duration } from "./duration.ts";
export * from "./errors.ts";
export type { WorkflowContext } from "./serve/context.ts";
export type { ServeOptions } from "./serve/handler.ts";
export type { Workflow } from "./serve/invocation.ts";
export type * from "./serve/step.ts";
