import { type Answer, type Api, type Body, type Query, unwrap } from "./api.ts";
import { follow, type LiveOptions, type RunEvent, type StreamRequest } from "./live.ts";

/** A run with its steps, waits, attempts and hooks. */
export type RunDetails = Answer<"getRun">;

/** Filters of `client.runs.list`. */
export type RunFilter = Query<"listRuns">;

/** `client.runs`: single runs, as the control API shows them. */
export class Runs {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * One run, with everything there is to know about it but its journal. Of many steps the answer
   * has the first ones: pass its `stepsNext` as `stepsFrom` for those that follow.
   */
  get(runId: string, query: Query<"getRun"> = {}): Promise<RunDetails> {
    const params = { path: { runId }, query };
    return unwrap(this.#api.GET("/v1/runs/{runId}", { params }));
  }

  /** Runs, newest first, a page at a time: pass the answer's `cursor` for the next page. */
  list(filter: RunFilter = {}): Promise<Answer<"listRuns">> {
    return unwrap(this.#api.GET("/v1/runs", { params: { query: filter } }));
  }

  /** Ends a run. Unlike `client.cancel`, refuses a run that has ended, with `run_finished`. */
  cancel(runId: string, options: { readonly reason?: string } = {}): Promise<Answer<"cancelRun">> {
    const request = { params: { path: { runId } }, body: options };
    return unwrap(this.#api.POST("/v1/runs/{runId}/cancel", request));
  }

  /** The journal of a run, a page at a time: pass the answer's `next` as `from`. */
  journal(runId: string, query: Query<"getJournal"> = {}): Promise<Answer<"getJournal">> {
    const params = { path: { runId }, query };
    return unwrap(this.#api.GET("/v1/runs/{runId}/journal", { params }));
  }

  /** Watches a run from its start, entry by entry, until it has ended. */
  events(runId: string, options: LiveOptions = {}): AsyncGenerator<RunEvent, void, undefined> {
    const open = ({ query, ...request }: StreamRequest) => {
      const params = { path: { runId }, query };
      const answer = this.#api.GET("/v1/runs/{runId}/events", {
        ...({ params, parseAs: "stream", ...request } as const),
      });
      return unwrap<ReadableStream<Uint8Array>>(answer);
    };
    return follow(open, options);
  }

  /**
   * Asks an endpoint, by default the run's own, whether its code still matches what the run has
   * recorded. Nothing is executed, and the run does not change.
   */
  check(runId: string, options: Body<"checkRun"> = {}): Promise<Answer<"checkRun">> {
    const request = { params: { path: { runId } }, body: options };
    return unwrap(this.#api.POST("/v1/runs/{runId}/check", request));
  }
}
