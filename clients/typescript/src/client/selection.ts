import { defined } from "../defined.ts";
import { listOf } from "../list-of.ts";
import { type AnyOf, filterBody, filterQuery, type WorkflowFilter } from "./filter.ts";
import type { RunFilter } from "./runs.ts";

/** Which runs to cancel: by id, by filter, or all. Filters may also stand by themselves. */
export interface CancelRequest extends WorkflowFilter {
  readonly workflowRunIds?: AnyOf;
  readonly filter?: WorkflowFilter;
  readonly all?: true;
  /** At most so many, the newest first; 100 by default, 1,000 at most. */
  readonly count?: number;
  /** Kept with the runs. */
  readonly reason?: string;
  /** The same as `workflowRunIds`, as older code of the stock SDK says it. */
  readonly ids?: AnyOf;
  /** The same as `workflowUrlStartingWith`, likewise. */
  readonly urlStartingWith?: AnyOf;
}

/** Ids in one request, as the server has it. */
const IDS_MAX = 1_000;

/** The requests that cancel the runs. No ids take none: the server would not know what is meant. */
export function cancelRequests(request: string | readonly string[] | CancelRequest) {
  if (typeof request === "string") return [{ runIds: [request] }];
  if ("length" in request) return chunksOf(request).map((runIds) => ({ runIds }));
  const {
    all,
    count,
    reason,
    urlStartingWith,
    workflowUrlStartingWith = urlStartingWith,
  } = request;
  const ids = listOf(request.workflowRunIds ?? request.ids);
  const filter = filterBody({
    ...request,
    ...defined({ workflowUrlStartingWith }),
    ...request.filter,
  });
  const body = defined({ ...filter, all, count, reason });
  return ids === undefined ? [body] : chunksOf(ids).map((runIds) => ({ ...body, runIds }));
}

function chunksOf(ids: readonly string[]): string[][] {
  const chunks: string[][] = [];
  for (let from = 0; from < ids.length; from += IDS_MAX) {
    chunks.push(ids.slice(from, from + IDS_MAX));
  }
  return chunks;
}

/** Which runs `client.logs` is to show. */
export interface LogsFilter extends WorkflowFilter {
  readonly workflowRunId?: string;
  readonly state?: RunStatus | keyof typeof STOCK_STATES;
}

type RunStatus = NonNullable<RunFilter["status"]>;

const STOCK_STATES = {
  RUN_STARTED: "running",
  RUN_SUCCESS: "succeeded",
  RUN_FAILED: "failed",
  RUN_CANCELED: "canceled",
} as const;

/** The filter of `client.logs` as a query for runs. */
export function logsQuery({ state, ...filter }: LogsFilter): RunFilter {
  return { ...filterQuery(filter), ...defined({ status: statusOf(state) }) };
}

function statusOf(state: LogsFilter["state"]): RunStatus | undefined {
  if (state === undefined) return undefined;
  return state in STOCK_STATES
    ? STOCK_STATES[state as keyof typeof STOCK_STATES]
    : (state as RunStatus);
}
