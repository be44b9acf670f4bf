import { defined } from "../defined.ts";
import { type Duration, durationMs } from "../duration.ts";
import type { Failure } from "../errors.ts";
import { type FlowControl, flowControlSetting } from "../flow-control.ts";
import { listOf } from "../list-of.ts";
import { type Answer, type Api, isCode, unwrap } from "./api.ts";
import { type AnyOf, filterBody, filterQuery, type WorkflowFilter } from "./filter.ts";

/** What became of telling a failure to the workflow's failure function, or the failure URL. */
export type FailureCallbackState = Answer<"getDeadLetter">["failureCallback"];

/** Which dead letters are meant. All that is given must match. */
export interface DeadLetterFilter extends WorkflowFilter {
  /** What became of telling the failure; also in the words of the stock SDK. */
  readonly failureFunctionState?: FailureCallbackState | keyof typeof STOCK_STATES;
  readonly workflowRunId?: string;
}

/** Some dead letters: by id, by filter, or all. A dead letter has the id of its run. */
export interface DeadLetterSelection {
  readonly dlqIds?: AnyOf;
  /** The same, as older code of the stock SDK says it. */
  readonly dlqId?: AnyOf;
  readonly filter?: DeadLetterFilter;
  readonly all?: true;
  /** At most so many, 100 by default and at most; repeat while there is a `cursor`. */
  readonly count?: number;
  /** Taken so that loops over pages read alike; what is done is not met again. */
  readonly cursor?: string | undefined;
}

/** A failed run. */
export interface DeadLetterMessage {
  /** The id of the run. */
  readonly dlqId: string;
  readonly workflowRunId: string;
  readonly workflowUrl: string;
  /** When the run was started, epoch ms. */
  readonly workflowCreatedAt: number;
  /** When it failed, epoch ms. */
  readonly createdAt: number;
  readonly label: string | undefined;
  readonly labels: string[];
  readonly maxRetries: number;
  readonly callerIP: string | null;
  readonly failure: Failure;
  /** The step whose failure the workflow did not catch. */
  readonly failedStep: string | null;
  readonly failureCallback: FailureCallbackState;
}

/** What became of many dead letters. */
export interface DeadLetterOutcome {
  /** Those it was done with; of a restart the new runs. */
  readonly workflowRuns: { readonly workflowRunId: string; readonly dlqId: string }[];
  /** Those it was not done with, and the code of the reason. */
  readonly refused: { readonly dlqId: string; readonly code: string }[];
  /** There while there are more of the kind: repeat the call. */
  readonly cursor?: string;
}

/** How a run goes on. */
export interface ResumeOptions {
  /** From now on, in place of the run's own. */
  readonly retries?: number;
}

/** How a run is started anew. */
export interface RestartOptions extends ResumeOptions {
  readonly flowControl?: FlowControl;
  readonly delay?: Duration;
}

const STOCK_STATES = {
  CALLBACK_INPROGRESS: "pending",
  CALLBACK_SUCCESS: "handled",
  CALLBACK_FAIL: "failed",
} as const;

/** Ids in one request, as the server has it. */
const IDS_MAX = 100;

/**
 * `client.dlq`: failed runs, and what to do with them.
 *
 * With one id a method rejects when the server refuses; with several, or a filter, the outcome says
 * what became of each.
 */
export class DeadLetters {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Failed runs, newest first, a page at a time. */
  async list(
    page: { cursor?: string | undefined; count?: number; filter?: DeadLetterFilter } = {},
  ): Promise<{ messages: DeadLetterMessage[]; cursor?: string }> {
    const { cursor, count: limit, filter = {} } = page;
    const { workflowRunId, failureFunctionState } = filter;
    if (workflowRunId !== undefined) return { messages: await this.#find(workflowRunId) };
    const failureCallback = stateOf(failureFunctionState);
    const query = defined({ ...filterQuery(filter), failureCallback, limit, cursor });
    const request = this.#api.GET("/v1/dead-letters", { params: { query } });
    const answer = await unwrap<Answer<"listDeadLetters">>(request);
    const messages = answer.deadLetters.map(messageOf);
    return { messages, ...defined({ cursor: answer.cursor ?? undefined }) };
  }

  /** Why a run has failed, with the request that failed last. */
  get(dlqId: string): Promise<Answer<"getDeadLetter">> {
    const params = { path: { runId: dlqId } };
    return unwrap(this.#api.GET("/v1/dead-letters/{runId}", { params }));
  }

  /** Lets failed runs go on: each from its failed step, under its own id. */
  async resume(
    which: AnyOf | DeadLetterSelection,
    { retries }: ResumeOptions = {},
  ): Promise<DeadLetterOutcome> {
    const body = defined({ retries });
    if (typeof which === "string") {
      const request = { params: { path: { runId: which } }, body };
      await unwrap(this.#api.POST("/v1/dead-letters/{runId}/resume", request));
      return outcomeOf([{ runId: which, done: true }], false);
    }
    return this.#inBulk(which, (selection) =>
      this.#api.POST("/v1/dead-letters/resume", { body: { ...selection, ...body } }),
    );
  }

  /** Starts failed runs anew, with the same input, under new ids. */
  async restart(
    which: AnyOf | DeadLetterSelection,
    { retries, flowControl, delay }: RestartOptions = {},
  ): Promise<DeadLetterOutcome> {
    const body = defined({
      retries,
      flowControl: flowControl === undefined ? undefined : flowControlSetting(flowControl),
      delayMs: delay === undefined ? undefined : durationMs(delay),
    });
    if (typeof which === "string") {
      const call = { params: { path: { runId: which } }, body };
      const request = this.#api.POST("/v1/dead-letters/{runId}/restart", call);
      const { restartedAs } = await unwrap<Answer<"restartDeadLetter">>(request);
      return outcomeOf([{ runId: which, done: true, restartedAs }], false);
    }
    return this.#inBulk(which, (selection) =>
      this.#api.POST("/v1/dead-letters/restart", { body: { ...selection, ...body } }),
    );
  }

  /** Gives failed runs up: they stay to be looked at, but cannot be resumed. */
  async delete(
    which: AnyOf | DeadLetterSelection,
  ): Promise<DeadLetterOutcome & { readonly deleted: number }> {
    const outcome = await this.#delete(which);
    return { ...outcome, deleted: outcome.workflowRuns.length };
  }

  /** Tells the failure function or failure URL once more; of many, where it could not be told. */
  async retryFailureFunction(
    which: AnyOf | DeadLetterSelection,
  ): Promise<DeadLetterOutcome & { readonly workflowRunId: string | undefined }> {
    const outcome = await this.#retryFailureFunction(which);
    return { ...outcome, workflowRunId: outcome.workflowRuns[0]?.workflowRunId };
  }

  async #delete(which: AnyOf | DeadLetterSelection): Promise<DeadLetterOutcome> {
    if (typeof which === "string") {
      const params = { path: { runId: which } };
      await unwrap(this.#api.DELETE("/v1/dead-letters/{runId}", { params }));
      return outcomeOf([{ runId: which, done: true }], false);
    }
    return this.#inBulk(which, (body) => this.#api.POST("/v1/dead-letters/delete", { body }));
  }

  async #retryFailureFunction(which: AnyOf | DeadLetterSelection): Promise<DeadLetterOutcome> {
    if (typeof which === "string") {
      const params = { path: { runId: which } };
      await unwrap(this.#api.POST("/v1/dead-letters/{runId}/failure-callback", { params }));
      return outcomeOf([{ runId: which, done: true }], false);
    }
    return this.#inBulk(which, (body) =>
      this.#api.POST("/v1/dead-letters/failure-callback", { body }),
    );
  }

  async #find(runId: string): Promise<DeadLetterMessage[]> {
    try {
      return [messageOf(await this.get(runId))];
    } catch (error) {
      if (isCode(error, "run_not_found", "not_a_dead_letter")) return [];
      throw error;
    }
  }

  async #inBulk(
    which: readonly string[] | DeadLetterSelection,
    send: (selection: Selection) => Parameters<typeof unwrap>[0],
  ): Promise<DeadLetterOutcome> {
    const results: Result[] = [];
    let more = false;
    for (const selection of selectionsOf(which)) {
      const answer = await unwrap<Answer<"resumeDeadLetters">>(send(selection));
      results.push(...answer.runs);
      more = answer.more;
    }
    return outcomeOf(results, more);
  }
}

type Result = Answer<"resumeDeadLetters">["runs"][number];
type Selection = ReturnType<typeof selectionOf> | { runIds: string[] };

/** Many ids take several requests; no ids take none. */
function selectionsOf(which: readonly string[] | DeadLetterSelection): Selection[] {
  const ids = "length" in which ? which : listOf(which.dlqIds ?? which.dlqId);
  if (ids === undefined) return [selectionOf(which as DeadLetterSelection)];
  const selections: Selection[] = [];
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    selections.push({ runIds: ids.slice(from, from + IDS_MAX) });
  }
  return selections;
}

function selectionOf({ filter = {}, all, count }: DeadLetterSelection) {
  const { workflowRunId, failureFunctionState } = filter;
  const failureCallback = stateOf(failureFunctionState);
  const runIds = listOf(workflowRunId);
  return defined({ ...filterBody(filter), failureCallback, runIds, all, count });
}

function stateOf(
  state: DeadLetterFilter["failureFunctionState"],
): FailureCallbackState | undefined {
  if (state === undefined) return undefined;
  return state in STOCK_STATES
    ? STOCK_STATES[state as keyof typeof STOCK_STATES]
    : (state as FailureCallbackState);
}

function messageOf(letter: Answer<"listDeadLetters">["deadLetters"][number]): DeadLetterMessage {
  const { runId, url, createdAt, labels, failure, failedStep, failureCallback } = letter;
  return {
    ...{ dlqId: runId, workflowRunId: runId, workflowUrl: url, workflowCreatedAt: createdAt },
    ...{ createdAt: letter.finishedAt ?? createdAt, label: labels[0], labels },
    ...{ maxRetries: letter.retries, callerIP: letter.callerIp },
    ...{ failure, failedStep, failureCallback },
  };
}

/** Without any progress there is no cursor: a loop over pages must come to an end. */
function outcomeOf(results: readonly Result[], more: boolean): DeadLetterOutcome {
  const done = results.filter((result) => result.done);
  return {
    workflowRuns: done.map(({ runId: dlqId, restartedAs: workflowRunId = dlqId }) => ({
      ...{ workflowRunId, dlqId },
    })),
    refused: results
      .filter((result) => !result.done)
      .map(({ runId: dlqId, code = "unknown" }) => ({ dlqId, code })),
    ...(more && done.length > 0 ? { cursor: "more" } : {}),
  };
}
