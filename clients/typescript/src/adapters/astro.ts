import type { WorkflowContext } from "../serve/context.ts";
import { createEndpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type InvokableWorkflow, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

/** The part of Astro's `APIContext` that is used. */
export interface AstroContextLike {
  readonly request: Request;
  readonly locals?: unknown;
}

/** A method, so that a workflow may declare its second parameter as Astro's own `APIContext`. */
interface AstroWorkflowHolder<Payload, Result> {
  workflow(
    context: WorkflowContext<Payload>,
    apiContext: AstroContextLike,
  ): Result | PromiseLike<Result>;
}

/** A workflow that also sees Astro's `APIContext` of the invocation that runs it. */
export type AstroWorkflow<Payload, Result> = AstroWorkflowHolder<Payload, Result>["workflow"];

/** The exports of an endpoint file. */
export interface AstroRoute {
  readonly POST: (context: AstroContextLike) => Promise<Response>;
}

/**
 * Serves a workflow from an endpoint of Astro:
 * `export const { POST } = serve(async (context) => { … })` in `src/pages/….ts`, which is rendered
 * on demand (`export const prerender = false`).
 *
 * The second argument of the workflow is of one invocation: what is in it belongs into a step.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: AstroWorkflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): AstroRoute {
  const POST = (apiContext: AstroContextLike): Promise<Response> => {
    const bound = (context: WorkflowContext<Payload>) => workflow(context, apiContext);
    return answerRequest(createEndpoint(bound, options), apiContext.request);
  };
  return { POST };
}

/** Makes a workflow for `serveMany`, which may take Astro's `APIContext` as well. */
export function createWorkflow<Payload = unknown, Result = unknown>(
  workflow: AstroWorkflow<Payload, Result>,
  options: ServeOptions<Payload, Result> = {},
): InvokableWorkflow<Payload, Result> {
  return { routeFunction: workflow as Workflow<Payload, Result>, options };
}

/** Serves several workflows from one route, `workflows/[name].ts`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): AstroRoute {
  chooseEndpoint(workflows, options); // names them, and refuses names now rather than later
  const POST = (apiContext: AstroContextLike): Promise<Response> => {
    const bound = Object.entries(workflows).map(([name, workflow]) => {
      const code = workflow.routeFunction as AstroWorkflow<never, unknown>;
      const routeFunction = (context: WorkflowContext<never>) => code(context, apiContext);
      return [name, { ...workflow, routeFunction }] as const;
    });
    return answerRequest(chooseEndpoint(Object.fromEntries(bound), options), apiContext.request);
  };
  return { POST };
}
