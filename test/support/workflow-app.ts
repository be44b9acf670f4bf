import { packedServe } from "./packed-client.ts";

type Serve = Awaited<ReturnType<typeof packedServe>>;
type Workflow = Parameters<Serve>[0];

/** An application in the test's process: a workflow behind a real socket. */
export interface WorkflowApp {
  readonly url: string;
  /** Requests it got so far. */
  readonly requests: () => number;
  /** Refuses connections from now on, as an application that is down. */
  down(): void;
  /** Listens again on the same port. */
  up(): void;
}

/** Serves a workflow with the packed client on loopback. */
export async function workflowApp(
  workflow: Workflow,
  options: Parameters<Serve>[1] = {},
): Promise<WorkflowApp> {
  const serve = await packedServe();
  const handle = serve(workflow, options) as (request: Request) => Promise<Response>;
  let count = 0;
  const fetch = (request: Request) => {
    count += 1;
    return handle(request);
  };
  let server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch });
  const { port } = server;
  return {
    url: `http://127.0.0.1:${port}/workflow`,
    requests: () => count,
    down: () => void server.stop(true),
    up: () => {
      server = Bun.serve({ hostname: "127.0.0.1", port: port ?? 0, idleTimeout: 0, fetch });
    },
  };
}

/** A promise that the test resolves. */
export function gate<Value = void>() {
  return Promise.withResolvers<Value>();
}
