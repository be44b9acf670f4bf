import { createEndpoint, type Endpoint, type ServeOptions } from "./handler.ts";
import type { Workflow } from "./invocation.ts";
import { problem } from "./problem.ts";

/**
 * Several workflows behind one route, which can invoke each other with types.
 *
 * `createWorkflow(code, options)` makes a workflow that is not served yet. `serveMany` of an
 * adapter serves a record of them: the last segment of the request's path chooses
 * (`POST /api/order` runs `order`), so the route needs a parameter there
 * (`app/api/[workflow]/route.ts`). An adapter needs no more for it than `chooseEndpoint`, whose
 * endpoint it mounts like that of a single workflow.
 */

/** A workflow that other workflows can invoke. Made by `createWorkflow`. */
export interface InvokableWorkflow<Payload = unknown, Result = unknown> {
  readonly routeFunction: Workflow<Payload, Result>;
  /** Made for this payload; the type forgets it, so that all workflows fit into one set. */
  readonly options: ServeOptions;
  /** The name that it is served under: set by `serveMany`. */
  workflowId?: string;
}

/** Workflows by the names that requests choose them by. */
export type WorkflowSet = Readonly<Record<string, InvokableWorkflow<never, unknown>>>;

/** Makes a workflow that can be served with others, by `serveMany`, and invoked by them. */
export function createWorkflow<Payload = unknown, Result = unknown>(
  routeFunction: Workflow<Payload, Result>,
  options: ServeOptions<Payload, Result> = {},
): InvokableWorkflow<Payload, Result> {
  return { routeFunction, options: options as unknown as ServeOptions };
}

/**
 * Makes the endpoint of several workflows: each request is answered by the one that its URL names,
 * or with a problem that says which there are. `options` hold for all that do not have their own.
 * Sets the `workflowId` of each.
 *
 * @throws TypeError for a name that no URL can have, and for a workflow that has another name.
 */
export function chooseEndpoint(workflows: WorkflowSet, options: ServeOptions = {}): Endpoint {
  const endpoints = new Map<string, Endpoint>();
  for (const [name, workflow] of Object.entries(workflows)) {
    nameWorkflow(workflow, name);
    const own = { ...options, ...workflow.options };
    endpoints.set(name, createEndpoint(workflow.routeFunction, own));
  }
  const names = [...endpoints.keys()].join(", ");
  const detail = `There is no such workflow; the last part of the URL must be one of: ${names}.`;
  const unknown: Endpoint = async () => problem(404, "workflow_not_found", detail);
  return (request) => (endpoints.get(lastSegmentOf(request.url)) ?? unknown)(request);
}

function nameWorkflow(workflow: InvokableWorkflow<never, unknown>, name: string): void {
  if (name === "" || name.includes("/")) {
    throw new TypeError(`serveMany: "${name}" cannot be the last segment of a URL`);
  }
  const { workflowId = name } = workflow;
  if (workflowId !== name) {
    throw new TypeError(`serveMany: the workflow "${name}" is served as "${workflowId}" already`);
  }
  workflow.workflowId = name;
}

function lastSegmentOf(url: string): string {
  const path = url.replace(/[?#].*$/s, "").replace(/\/$/, "");
  const segment = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not percent-encoded UTF-8: no name of ours
  }
}
