import { durationMs } from "../duration.ts";
import type { Ending } from "./ending.ts";
import { type Env, environment, readSetting } from "./env.ts";
import { handleFailure } from "./failure-function.ts";
import { fetchHistory } from "./history-pages.ts";
import { parseIncoming } from "./incoming.ts";
import { runInvocation, type Workflow } from "./invocation.ts";
import { type EndpointResponse, problem } from "./problem.ts";
import { registrationTarget } from "./registration.ts";
import type { ServeOptions } from "./serve-options.ts";
import type { Refusal } from "./server-request.ts";
import { KeyError, type SignatureKeys, verifySignature } from "./verify.ts";
import type { Invocation } from "./wire.ts";

export type { ServeOptions } from "./serve-options.ts";

/** An HTTP request, as an adapter hands it over. */
export interface EndpointRequest {
  readonly method: string;
  /** Absolute, or the path alone: `serveMany` picks the workflow by it. */
  readonly url: string;
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

/**
 * Makes the endpoint of a workflow. The Hookline server invokes it; nobody else should.
 *
 * @throws RangeError when `timeBudget` is not a duration.
 */
export function createEndpoint<Payload>(
  workflow: Workflow<Payload>,
  options: ServeOptions = {},
): Endpoint {
  const { timeBudget } = options;
  const budgetMs = timeBudget === undefined ? null : durationMs(timeBudget);
  return async (request) => {
    const yieldAt = budgetMs === null ? null : performance.now() + budgetMs;
    try {
      if (request.method !== "POST") {
        return problem(405, "method_not_allowed", "This is a workflow: it answers to POST.");
      }
      return await respond(workflow, { options, yieldAt }, request);
    } catch (error) {
      return problem(500, "endpoint_error", reasonOf(error));
    }
  };
}

interface EndpointSetting {
  readonly options: ServeOptions;
  /** By `performance.now`. */
  readonly yieldAt: number | null;
}

async function respond<Payload>(
  workflow: Workflow<Payload>,
  { options, yieldAt }: EndpointSetting,
  request: EndpointRequest,
): Promise<EndpointResponse> {
  const body = await request.body();
  const distrust = await checkSignature(request, body, options);
  if (distrust !== null) return problem(401, "invalid_signature", distrust);

  const version = request.header("hookline-protocol");
  if (version !== null && version !== "1") return unsupported(version);
  const incoming = parseIncoming(body);
  if (incoming === null) {
    return problem(400, "invalid_invocation", "The body is not an invocation by Hookline.");
  }
  if (incoming.protocol !== 1) return unsupported(String(incoming.protocol));

  const env = environment(options.env, request.env);
  if (incoming.kind === "failure") return handleFailure(incoming, options, env);
  const serverUrl =
    options.serverUrl ??
    readSetting("HOOKLINE_URL", options.env, request.env) ??
    incoming.server.url;
  const history = await fetchHistory(incoming, { serverUrl, fetch: options.fetch });
  if (history.type !== "whole") return answer(incoming, endingOf(history));
  const { invocation } = history;
  const { run, lease } = invocation;
  const base = registrationTarget(serverUrl, run.id, lease.token);
  const target = { ...base, fetch: options.fetch };
  const ending = await runInvocation(workflow, { invocation, target, env, options, yieldAt });
  return answer(invocation, ending);
}

/** The journal cannot be had: what that means for the invocation. */
function endingOf(refusal: Refusal): Ending {
  if (refusal.type === "stopped") return { status: "suspended" };
  return { status: "lost", detail: refusal.detail };
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
