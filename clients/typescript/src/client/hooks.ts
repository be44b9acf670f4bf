import { type Answer, type Api, type Query, unwrap } from "./api.ts";

/** `client.hooks`: the public URLs of runs, and the requests that they received. */
export class Hooks {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** One hook. */
  get(hookId: string): Promise<Answer<"getHook">> {
    return unwrap(this.#api.GET("/v1/hooks/{hookId}", { params: { path: { hookId } } }));
  }

  /** The hooks that a run has made. */
  list(runId: string): Promise<Answer<"listRunHooks">> {
    return unwrap(this.#api.GET("/v1/runs/{runId}/hooks", { params: { path: { runId } } }));
  }

  /** The requests that a hook received, oldest first. */
  calls(hookId: string, query: Query<"listHookCalls"> = {}): Promise<Answer<"listHookCalls">> {
    const params = { path: { hookId }, query };
    return unwrap(this.#api.GET("/v1/hooks/{hookId}/calls", { params }));
  }

  /** One request that a hook received, without its body. */
  call(callId: string): Promise<Answer<"getHookCall">> {
    return unwrap(this.#api.GET("/v1/calls/{callId}", { params: { path: { callId } } }));
  }

  /** The body of such a request, byte for byte. */
  async callBody(callId: string): Promise<Uint8Array> {
    const options = { params: { path: { callId } }, parseAs: "arrayBuffer" } as const;
    const bytes: ArrayBuffer | undefined = await unwrap(
      this.#api.GET("/v1/calls/{callId}/body", options),
    );
    return bytes === undefined ? new Uint8Array() : new Uint8Array(bytes); // undefined: empty
  }
}
