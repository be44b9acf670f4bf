import { createEndpoint, type Endpoint, type ServeOptions } from "../serve/handler.ts";
import type { Workflow } from "../serve/invocation.ts";
import { chooseEndpoint, type WorkflowSet } from "../serve/workflows.ts";
import { answerRequest } from "./fetch.ts";

export { createWorkflow } from "../serve/workflows.ts";

/** The part of SvelteKit's `RequestEvent` that is used. */
export interface SvelteEventLike {
  readonly request: Request;
  /** Set by adapters of edge platforms; `env` of it gives settings. */
  readonly platform?: unknown;
}

/** The exports of a `+server.ts`. */
export interface SvelteWorkflow {
  readonly POST: (event: SvelteEventLike) => Promise<Response>;
}

/**
 * Serves a workflow from a `+server.ts` of SvelteKit:
 * `export const { POST } = serve(async (context) => { … }, { env })`, with `env` from
 * `$env/dynamic/private` where the process's environment does not have the settings.
 */
export function serve<Payload = unknown, Result = unknown>(
  workflow: Workflow<Payload, Result>,
  options?: ServeOptions<Payload, Result>,
): SvelteWorkflow {
  return mount(createEndpoint(workflow, options));
}

/** Serves several workflows from one route, `workflows/[name]`: the last segment chooses. */
export function serveMany(workflows: WorkflowSet, options?: ServeOptions): SvelteWorkflow {
  return mount(chooseEndpoint(workflows, options));
}

function mount(endpoint: Endpoint): SvelteWorkflow {
  return { POST: ({ request, platform }) => answerRequest(endpoint, request, envOf(platform)) };
}

function envOf(platform: unknown): unknown {
  return (platform as { readonly env?: unknown } | null | undefined)?.env;
}
