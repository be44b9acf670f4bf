import createFetchClient from "openapi-fetch";
import { HooklineError } from "./errors.ts";
import type { operations, paths } from "./generated/openapi.ts";
import { readSetting } from "./serve/env.ts";

/** Where a server listens that was started without options. */
const URL_DEFAULT = "http://127.0.0.1:4665";

/** Options of `Client`. */
export interface ClientOptions {
  /** Address of the Hookline server. Default: `HOOKLINE_URL`, else `http://127.0.0.1:4665`. */
  readonly baseUrl?: string;
  /** Default: `HOOKLINE_TOKEN`. */
  readonly token?: string;
}

/** What `Client.trigger` starts. */
export interface TriggerOptions {
  /** The workflow's endpoint, as the server reaches it. */
  readonly url: string;
  /** Any JSON value: `context.requestPayload`. */
  readonly body?: unknown;
  /** `context.headers`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names the run; starting it again with the same content gives the run that exists. */
  readonly workflowRunId?: string;
  /** How often an invocation or step is tried again. Default: as the server says. */
  readonly retries?: number;
  /** To find the run by. */
  readonly label?: string | readonly string[];
}

type Answer<Operation extends keyof operations> = operations[Operation] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;

type Query<Operation extends keyof operations> = NonNullable<
  operations[Operation]["parameters"]["query"]
>;

/** A run with its steps, waits, attempts and hooks. */
export type RunDetails = Answer<"getRun">;

/** Filters of `Client.list`. */
export type RunFilter = Query<"listRuns">;

/** What openapi-fetch resolves to. */
interface Outcome<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Starts, inspects and cancels runs.
 *
 * Every method rejects with a `HooklineError` when the server refuses (see its `code`) or does not
 * answer. Requests are not repeated; `trigger` with a `workflowRunId` is safe to repeat.
 */
export class Client {
  readonly #api: ReturnType<typeof createFetchClient<paths>>;

  constructor(options: ClientOptions = {}) {
    const token = options.token ?? readSetting("HOOKLINE_TOKEN");
    this.#api = createFetchClient<paths>({
      baseUrl: options.baseUrl ?? readSetting("HOOKLINE_URL") ?? URL_DEFAULT,
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
  }

  /** Starts a run. `deduplicated` tells that it existed already. */
  async trigger(
    options: TriggerOptions,
  ): Promise<{ workflowRunId: string; deduplicated: boolean }> {
    const { url, body: input, headers, workflowRunId: runId, retries, label } = options;
    const labels = typeof label === "string" ? [label] : label;
    // Undefined fields are left out by JSON.
    const body = { url, input, runId, headers, labels, retries } as StartBody;
    const run = await unwrap<Answer<"startRun">>(this.#api.POST("/v1/runs", { body }));
    return { workflowRunId: run.runId, deduplicated: run.deduplicated };
  }

  /** One run, with everything there is to know about it but its journal. */
  get(runId: string): Promise<RunDetails> {
    return unwrap(this.#api.GET("/v1/runs/{runId}", { params: { path: { runId } } }));
  }

  /** Runs, newest first, a page at a time: pass the answer's `cursor` for the next page. */
  list(filter: RunFilter = {}): Promise<Answer<"listRuns">> {
    return unwrap(this.#api.GET("/v1/runs", { params: { query: filter } }));
  }

  /** Ends a run. Canceling a run that has ended is refused with `run_finished`. */
  cancel(runId: string, options: { reason?: string } = {}): Promise<Answer<"cancelRun">> {
    const request = { params: { path: { runId } }, body: options };
    return unwrap(this.#api.POST("/v1/runs/{runId}/cancel", request));
  }

  /** The timeline of a run, a page at a time: pass the answer's `next` as `from`. */
  journal(runId: string, query: Query<"getJournal"> = {}): Promise<Answer<"getJournal">> {
    const params = { path: { runId }, query };
    return unwrap(this.#api.GET("/v1/runs/{runId}/journal", { params }));
  }

  /** The hooks that a run has made. */
  hooks(runId: string): Promise<Answer<"listRunHooks">> {
    return unwrap(this.#api.GET("/v1/runs/{runId}/hooks", { params: { path: { runId } } }));
  }

  /** One hook. */
  hook(hookId: string): Promise<Answer<"getHook">> {
    return unwrap(this.#api.GET("/v1/hooks/{hookId}", { params: { path: { hookId } } }));
  }

  /** The requests that a hook received, oldest first. */
  hookCalls(hookId: string, query: Query<"listHookCalls"> = {}): Promise<Answer<"listHookCalls">> {
    const params = { path: { hookId }, query };
    return unwrap(this.#api.GET("/v1/hooks/{hookId}/calls", { params }));
  }

  /** One request that a hook received, without its body. */
  hookCall(callId: string): Promise<Answer<"getHookCall">> {
    return unwrap(this.#api.GET("/v1/calls/{callId}", { params: { path: { callId } } }));
  }

  /** The body of such a request, byte for byte. */
  async hookCallBody(callId: string): Promise<Uint8Array> {
    const options = { params: { path: { callId } }, parseAs: "arrayBuffer" } as const;
    const outcome = this.#api.GET("/v1/calls/{callId}/body", options);
    const bytes = await unwrap<ArrayBuffer | undefined>(outcome);
    return bytes === undefined ? new Uint8Array() : new Uint8Array(bytes); // undefined: empty
  }

  /** The public keys that invocations are signed with: for `HOOKLINE_PUBLIC_KEY`. */
  signingKeys(): Promise<Answer<"listSigningKeys">> {
    return unwrap(this.#api.GET("/v1/signing-keys", {}));
  }
}

type StartBody = operations["startRun"]["requestBody"]["content"]["application/json"];

async function unwrap<Data>(request: Promise<Outcome<unknown>>): Promise<Data> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `no usable answer from the Hookline server: ${reason}`;
    throw new HooklineError(message, { status: 0, code: "unreachable", cause });
  });
  if (response.ok) return data as Data;

  const { status } = response;
  const { code, detail, title, requestId } = (
    typeof error === "object" && error !== null ? error : {}
  ) as Partial<Record<string, unknown>>;
  throw new HooklineError(String(detail ?? title ?? `the server answered ${status}`), {
    status,
    code: typeof code === "string" ? code : `http_${status}`,
    requestId: typeof requestId === "string" ? requestId : response.headers.get("x-request-id"),
  });
}
