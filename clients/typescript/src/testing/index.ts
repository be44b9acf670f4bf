export { type HookCallOptions, type StepFailureOptions, TestRun } from "./test-run.ts";
export { TestServer, type TestServerOptions, type TriggerTestOptions } from "./test-server.ts";
export type { TimelineStep } from "./timeline.ts";
