import { fromUtf8 } from "./bytes.ts";
import { type Env, environment, readSetting } from "./env.ts";
import { runInvocation, type Workflow } from "./invocation.ts";
import { type EndpointResponse, problem } from "./problem.ts";
import { registrationTarget } from "./registration.ts";
import type { Ending } from "./replay.ts";
import { KeyError, type SignatureKeys, verifySignature } from "./verify.ts";
import type { Invocation } from "./wire.ts";

/** Options of `serve`. Everything can come from the environment instead. */
export interface ServeOptions {
  /**
   * Where the Hookline server is reached from here. Default: `HOOKLINE_URL`, else the address that
   * the server gives with each invocation.
   */
  readonly baseUrl?: string;
  /** `whpk_…`, several separated by commas. Default: `HOOKLINE_PUBLIC_KEY`. */
  readonly publicKey?: string;
  /** `whsec_…`, several separated by commas. Default: `HOOKLINE_SIGNING_SECRET`. */
  readonly signingSecret?: string;
  /**
   * Whether unsigned requests are refused. Default: if a key is set. With `true` and no key every
   * request is refused; `false` is for tests behind something else that keeps strangers out.
   */
  readonly verify?: boolean;
  /** Shown as `context.env`, and looked at for the settings above. Default: `process.env`. */
  readonly env?: Env;
}

/** An HTTP request, as an adapter hands it over. */
export interface EndpointRequest {
  readonly method: string;
  /** `name` in lower case. */
  header(name: string): string | null;
  /** The body, byte for byte as it was received: it is signed. */
  body(): Promise<Uint8Array>;
  /** Where a runtime gives an environment with each request. */
  readonly env?: Env | undefined;
}

/** A workflow as an HTTP endpoint, independent of any framework. Never rejects. */
export type Endpoint = (request: EndpointRequest) => Promise<EndpointResponse>;

const JSON_HEADERS = { "content-type": "application/json" } as const;

/** Makes the endpoint of a workflow. The Hookline server invokes it; nobody else should. */
export function createEndpoint<Payload>(
  workflow: Workflow<Payload>,
  options: ServeOptions = {},
): Endpoint {
  return async (request) => {
    try {
      if (request.method !== "POST") {
        return problem(405, "method_not_allowed", "This is a workflow: it answers to POST.");
      }
      return await respond(workflow, options, request);
    } catch (error) {
      return problem(500, "endpoint_error", reasonOf(error));
    }
  };
}

async function respond<Payload>(
  workflow: Workflow<Payload>,
  options: ServeOptions,
  request: EndpointRequest,
): Promise<EndpointResponse> {
  const body = await request.body();
  const distrust = await checkSignature(request, body, options);
  if (distrust !== null) return problem(401, "invalid_signature", distrust);

  const version = request.header("hookline-protocol");
  if (version !== null && version !== "1") return unsupported(version);
  const invocation = parseInvocation(body);
  if (invocation === null) {
    return problem(400, "invalid_invocation", "The body is not an invocation by Hookline.");
  }
  if (invocation.protocol !== 1) return unsupported(String(invocation.protocol));

  const { run, lease, server } = invocation;
  const serverUrl =
    options.baseUrl ?? readSetting("HOOKLINE_URL", options.env, request.env) ?? server.url;
  const target = registrationTarget(serverUrl, run.id, lease.token);
  const env = environment(options.env, request.env);
  const ending = await runInvocation(workflow, { invocation, target, env });
  return answer(invocation, ending);
}

function answer({ run, lease }: Invocation, ending: Ending): EndpointResponse {
  if (ending.status === "lost") return problem(500, "registration_failed", ending.detail);
  const head = { protocol: 1, runId: run.id, epoch: lease.epoch };
  const body = JSON.stringify({ ...head, ...ending });
  return { status: 200, headers: JSON_HEADERS, body };
}

/** Why the request is not to be trusted, or null. */
async function checkSignature(
  request: EndpointRequest,
  body: Uint8Array,
  options: ServeOptions,
): Promise<string | null> {
  if (options.verify === false) return null;
  const envs = [options.env, request.env];
  const keys: SignatureKeys = {
    publicKey: options.publicKey ?? readSetting("HOOKLINE_PUBLIC_KEY", ...envs),
    signingSecret: options.signingSecret ?? readSetting("HOOKLINE_SIGNING_SECRET", ...envs),
  };
  if (keys.publicKey === undefined && keys.signingSecret === undefined) {
    if (options.verify === true) throw new KeyError("signatures are required, but no key is set");
    if (readSetting("NODE_ENV", ...envs) === "production") warnOnce();
    return null;
  }
  const signed = {
    id: request.header("webhook-id"),
    timestamp: request.header("webhook-timestamp"),
    signatures: request.header("webhook-signature"),
    body,
  };
  return verifySignature(signed, keys, Date.now());
}

/** Null for whatever does not have the parts that are used. */
function parseInvocation(body: Uint8Array): Invocation | null {
  try {
    const value = JSON.parse(fromUtf8(body)) as Invocation;
    const isInvocation =
      typeof value.run.id === "string" &&
      typeof value.lease.token === "string" &&
      typeof value.server.url === "string" &&
      Array.isArray(value.run.headers) &&
      Array.isArray(value.waiting) &&
      Array.isArray(value.journal);
    return isInvocation ? value : null;
  } catch {
    return null;
  }
}

function unsupported(version: string): EndpointResponse {
  const given = version.slice(0, 16);
  const detail = `This endpoint speaks version 1 of the protocol, not ${given}: update it.`;
  return problem(422, "unsupported_protocol", detail);
}

/** Only errors of this package's own checks may be shown: others can hold anything. */
function reasonOf(error: unknown): string {
  if (error instanceof KeyError) return error.message;
  return "The workflow endpoint failed before it could run the workflow.";
}

let hasWarned = false;

function warnOnce(): void {
  if (hasWarned) return;
  hasWarned = true;
  // biome-ignore lint/suspicious/noConsole: whoever runs this in production should know.
  console.warn(
    "@hookline/workflow: anybody who can reach this endpoint can run its workflows. " +
      "Set HOOKLINE_PUBLIC_KEY to the server's public key, so that signatures are verified.",
  );
}
