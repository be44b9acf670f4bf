import type { WorkflowContext } from "../serve/context.ts";
import type { Workflow } from "../serve/invocation.ts";

/** What a step does in place of its function. */
export interface Stub {
  /** How many more times. */
  left: number;
  readonly execute: () => unknown;
}

/** The workflow with its `run` steps doing what a test has said. */
export function withStubs<Payload>(
  workflow: Workflow<Payload>,
  stubsOf: (runId: string) => ReadonlyMap<string, Stub> | undefined,
): Workflow<Payload> {
  return (context) => {
    const stubs = stubsOf(context.workflowRunId);
    if (stubs !== undefined) stubRun(context, stubs);
    return workflow(context);
  };
}

/** On the object itself: it shadows the method of the class. */
function stubRun<Payload>(
  context: WorkflowContext<Payload>,
  stubs: ReadonlyMap<string, Stub>,
): void {
  const run = context.run.bind(context);
  const stubbed: typeof run = (name, execute, options) =>
    run(name, (running) => (take(stubs.get(name)) ?? execute)(running) as never, options);
  Object.defineProperty(context, "run", { value: stubbed });
}

function take(stub: Stub | undefined): (() => unknown) | null {
  if (stub === undefined || stub.left <= 0) return null;
  stub.left -= 1;
  return stub.execute;
}
