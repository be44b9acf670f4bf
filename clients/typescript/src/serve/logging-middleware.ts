import { WorkflowMiddleware } from "./middleware.ts";

/** Writes what happens to the console, one line each. Results are not written: they are data. */
export const loggingMiddleware: WorkflowMiddleware = new WorkflowMiddleware({
  name: "logging",
  callbacks: {
    runStarted: ({ context }) => write("log", `run started: ${context.workflowRunId}`),
    beforeExecution: ({ context, stepName }) =>
      write("log", `step "${stepName}" begins: ${context.workflowRunId}`),
    afterExecution: ({ context, stepName }) =>
      write("log", `step "${stepName}" is done: ${context.workflowRunId}`),
    runCompleted: ({ context }) => write("log", `run completed: ${context.workflowRunId}`),
    onInfo: ({ info, workflowRunId }) => write("log", `${info}: ${workflowRunId}`),
    onWarning: ({ warning, workflowRunId }) => write("warn", `${warning}: ${workflowRunId}`),
    onError: ({ error, workflowRunId }) => write("error", `error: ${workflowRunId}:`, error),
  },
});

function write(level: "log" | "warn" | "error", text: string, ...details: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: that is what it is for.
  console[level](`  [Hookline]: ${text}`, ...details);
}
