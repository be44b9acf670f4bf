import { defined } from "../defined.ts";
import { HooklineError } from "../errors.ts";
import { type Answer, type Api, type ClientOptions, isCode, openApi, unwrap } from "./api.ts";
import { DeadLetters } from "./dead-letters.ts";
import {
  listWaiters,
  type NotifiedRun,
  type NotifyOptions,
  notify,
  type Waiter,
} from "./events.ts";
import { FlowKeys } from "./flow-keys.ts";
import { Hooks } from "./hooks.ts";
import { SigningKeys, Tokens } from "./keys.ts";
import { follow, type LiveOptions, type RunEvent, type StreamRequest } from "./live.ts";
import { type RunDetails, Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";
import { type CancelRequest, cancelRequests, type LogsFilter, logsQuery } from "./selection.ts";
import { startRequest, type TriggeredRun, type TriggerOptions, triggeredRun } from "./trigger.ts";

/** Runs in one request, as the server has it. */
const BATCH_MAX = 100;

/** Runs of one page of `logs`, as in the stock SDK. */
const LOGS_COUNT_DEFAULT = 10;

/**
 * Starts, inspects and cancels runs, and all else that the control API can do.
 *
 * Every method rejects with a `HooklineError` when the server refuses (see its `code`) or does not
 * answer. Without an answer a request is sent again if that is safe: whatever only reads, and
 * `trigger` of one run with a `workflowRunId`.
 */
export class Client {
  readonly runs: Runs;
  readonly hooks: Hooks;
  /** Dead letters: runs that have failed. */
  readonly dlq: DeadLetters;
  readonly flowControl: FlowKeys;
  readonly schedules: Schedules;
  readonly tokens: Tokens;
  readonly signingKeys: SigningKeys;
  readonly #api: Api;

  constructor(options: ClientOptions = {}) {
    const api = openApi(options);
    this.#api = api;
    this.runs = new Runs(api);
    this.hooks = new Hooks(api);
    this.dlq = new DeadLetters(api);
    this.flowControl = new FlowKeys(api);
    this.schedules = new Schedules(api);
    this.tokens = new Tokens(api);
    this.signingKeys = new SigningKeys(api);
  }

  /** Starts a run. `deduplicated` tells that it existed already. */
  trigger(options: TriggerOptions): Promise<TriggeredRun>;
  /**
   * Starts many, each hundred in one transaction. Rejects with a `HooklineError` when one of them
   * has the id of another run; the others are started all the same, see its `cause`. With ids
   * it is safe to repeat.
   */
  trigger(options: readonly TriggerOptions[]): Promise<TriggeredRun[]>;
  trigger(
    options: TriggerOptions | readonly TriggerOptions[],
  ): Promise<TriggeredRun | TriggeredRun[]> {
    return "length" in options ? this.#triggerMany(options) : this.#triggerOne(options);
  }

  async #triggerOne(options: TriggerOptions): Promise<TriggeredRun> {
    const { runId, ...start } = startRequest(options);
    if (runId === undefined) {
      const request = this.#api.POST("/v1/runs", { body: start });
      return triggeredRun(await unwrap<Answer<"startRun">>(request));
    }
    const params = { path: { runId } };
    const request = this.#api.PUT("/v1/runs/{runId}", { params, body: start });
    return triggeredRun(await unwrap<Answer<"putRun">>(request));
  }

  async #triggerMany(options: readonly TriggerOptions[]): Promise<TriggeredRun[]> {
    const started: TriggeredRun[] = [];
    const starts = options.map(startRequest);
    for (let from = 0; from < starts.length; from += BATCH_MAX) {
      const body = { runs: starts.slice(from, from + BATCH_MAX) };
      const { runs } = await unwrap<Answer<"startRuns">>(
        this.#api.POST("/v1/runs/batch", { body }),
      );
      for (const [index, run] of runs.entries()) {
        if ("refused" in run) throw notStarted(from + index, run.refused, runs);
        started.push(triggeredRun(run));
      }
    }
    return started;
  }

  /**
   * Cancels runs: one by its id, several, those that a filter finds, or all. Runs that are unknown
   * or have ended are not counted. With a filter, repeat it while there are `more`.
   */
  async cancel(
    request: string | readonly string[] | CancelRequest,
  ): Promise<{ cancelled: number; more: boolean }> {
    let cancelled = 0;
    let more = false;
    for (const body of cancelRequests(request)) {
      const answer: Answer<"cancelRuns"> = await unwrap(
        this.#api.POST("/v1/runs/cancel", { body }),
      );
      cancelled += answer.canceled;
      more = answer.more;
    }
    return { cancelled, more };
  }

  /**
   * Wakes every run that waits for an event, once, and gives those it has reached: none means that
   * the event is lost. With `workflowRunId` it is for that run only, and kept if it does not wait.
   */
  notify(options: NotifyOptions): Promise<NotifiedRun[]> {
    return notify(this.#api, options);
  }

  /** All who wait for an event, those who wait the longest first. */
  getWaiters({ eventId }: { readonly eventId: string }): Promise<Waiter[]> {
    return listWaiters(this.#api, eventId);
  }

  /**
   * Runs with their steps, newest first, a page at a time: pass `cursor` for the next page. It asks
   * for each run by itself; `runs.list` has more runs in a page, without steps.
   */
  async logs(
    page: { cursor?: string | undefined; count?: number; filter?: LogsFilter } = {},
  ): Promise<{ runs: RunDetails[]; cursor?: string }> {
    const { cursor, count: limit = LOGS_COUNT_DEFAULT, filter = {} } = page;
    if (filter.workflowRunId !== undefined) {
      return { runs: await this.#details([filter.workflowRunId]) };
    }
    const query = { ...logsQuery(filter), limit, ...defined({ cursor }) };
    const found = await this.runs.list(query);
    const runs = await this.#details(found.runs.map((run) => run.runId));
    return { runs, ...defined({ cursor: found.cursor ?? undefined }) };
  }

  /** Watches all runs, entry by entry: from now on, or after the event that `after` names. */
  events(options: LiveOptions = {}): AsyncGenerator<RunEvent, void, undefined> {
    const open = ({ query, ...request }: StreamRequest) => {
      const answer = this.#api.GET("/v1/events", {
        ...({ params: { query }, parseAs: "stream", ...request } as const),
      });
      return unwrap<ReadableStream<Uint8Array>>(answer);
    };
    return follow(open, options);
  }

  /** Without those that do not exist. */
  async #details(runIds: readonly string[]): Promise<RunDetails[]> {
    const runs = await Promise.all(
      runIds.map((runId) =>
        this.runs.get(runId).catch((error: unknown) => {
          if (isCode(error, "run_not_found")) return null;
          throw error;
        }),
      ),
    );
    return runs.filter((run) => run !== null);
  }
}

interface Refused {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
}

function notStarted(
  index: number,
  { code, status, detail }: Refused,
  runs: unknown,
): HooklineError {
  return new HooklineError(`runs[${index}]: ${detail}`, { code, status, cause: runs });
}
