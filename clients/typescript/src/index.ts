/** Durable workflows on a Hookline server: `serve` makes them, `Client` starts and reads them. */

export { type FetchWorkflow, serve, serveMany } from "./adapters/fetch.ts";
export type { ClientOptions } from "./client/api.ts";
export { Client } from "./client/client.ts";
export type {
  DeadLetterFilter,
  DeadLetterMessage,
  DeadLetterOutcome,
  DeadLetterSelection,
  RestartOptions,
  ResumeOptions,
} from "./client/dead-letters.ts";
export type { NotifiedRun, NotifyOptions, Waiter } from "./client/events.ts";
export type { WorkflowFilter } from "./client/filter.ts";
export type { FlowKey, FlowPin } from "./client/flow-keys.ts";
export type { LiveOptions, RunEvent } from "./client/live.ts";
export type { RetryOptions } from "./client/retry.ts";
export type { RunDetails, RunFilter } from "./client/runs.ts";
export type { Schedule, ScheduleOptions } from "./client/schedules.ts";
export type { CancelRequest, LogsFilter } from "./client/selection.ts";
export type { TriggeredRun, TriggerOptions } from "./client/trigger.ts";
export type { Duration } from "./duration.ts";
export * from "./errors.ts";
export type { FlowControl } from "./flow-control.ts";
export type { Instant } from "./instant.ts";
export type { WorkflowContext } from "./serve/context.ts";
export type { FailureData, FailureFunction } from "./serve/failure-function.ts";
export type { ServeOptions } from "./serve/handler.ts";
export type { Workflow } from "./serve/invocation.ts";
export { loggingMiddleware } from "./serve/logging-middleware.ts";
export {
  type MiddlewareCallbacks,
  type MiddlewareParameters,
  WorkflowMiddleware,
} from "./serve/middleware.ts";
export type { PayloadSchema } from "./serve/payload.ts";
export type { RunContext } from "./serve/run-context.ts";
export type * from "./serve/step.ts";
export type {
  InvokeOptions,
  InvokeSettings,
  InvokeStepResponse,
  InvokeUrlSettings,
} from "./serve/steps/invoke.ts";
export type { NotifyResponse, NotifyStepResponse } from "./serve/steps/notify.ts";
export type { RaceBranch, RaceBranches, RaceResult, RaceValue } from "./serve/steps/race.ts";
export type { WaitEventOptions, WaitStepResponse } from "./serve/steps/wait-for-event.ts";
export { createWorkflow, type InvokableWorkflow, type WorkflowSet } from "./serve/workflows.ts";
