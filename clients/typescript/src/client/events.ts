import { defined } from "../defined.ts";
import type { Answer, Api } from "./api.ts";
import { unwrap } from "./api.ts";

/** A run that a notification reached. */
export interface NotifiedRun {
  readonly workflowRunId: string;
  /** Nothing was waiting: the event is kept for this run until it waits for it. */
  readonly kept: boolean;
  /** What was waiting; absent when a run was named. */
  readonly waiter?: { readonly url: string; readonly step: string };
}

/** A run that waits for an event. */
export interface Waiter {
  readonly workflowRunId: string;
  /** Of the workflow. */
  readonly url: string;
  /** The step that waits: `<name>#<occurrence>`. */
  readonly step: string;
  /** When the wait ends at the latest, in Unix seconds; null for a race without a sleep. */
  readonly deadline: number | null;
}

/** What `client.notify` sends, and to whom. */
export interface NotifyOptions {
  readonly eventId: string;
  /** Any JSON value: `eventData` of the waiting step. */
  readonly eventData?: unknown;
  /** Only this run, for which the event is kept if it does not wait yet. */
  readonly workflowRunId?: string;
}

/** Tells everybody who waits for an event, or one run. */
export async function notify(api: Api, options: NotifyOptions): Promise<NotifiedRun[]> {
  const { eventId, eventData: data, workflowRunId: runId } = options;
  const body = defined({ data });
  if (runId !== undefined) {
    const params = { path: { runId, eventId } };
    const request = api.POST("/v1/runs/{runId}/events/{eventId}", { params, body });
    const { outcome } = await unwrap<Answer<"notifyRun">>(request);
    return [{ workflowRunId: runId, kept: outcome === "kept" }];
  }
  const request = api.POST("/v1/events/{eventId}", { params: { path: { eventId } }, body });
  const { waiters } = await unwrap<Answer<"notifyEvent">>(request);
  return waiters.map(({ runId: workflowRunId, url, step }) => ({
    ...{ workflowRunId, kept: false, waiter: { url, step } },
  }));
}

/** All who wait for an event, those who wait the longest first. */
export async function listWaiters(api: Api, eventId: string): Promise<Waiter[]> {
  const waiters: Waiter[] = [];
  let cursor: string | null = null;
  do {
    const query: { cursor?: string } = cursor === null ? {} : { cursor };
    const params = { path: { eventId }, query };
    const request = api.GET("/v1/events/{eventId}/waiters", { params });
    const page: Answer<"listWaiters"> = await unwrap(request);
    for (const { runId: workflowRunId, url, step, timeoutAt } of page.waiters) {
      const deadline = timeoutAt === null ? null : timeoutAt / 1_000;
      waiters.push({ workflowRunId, url, step, deadline });
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return waiters;
}
