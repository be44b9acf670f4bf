import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId } from "../core/ids.ts";
import { jsonParser } from "../http/json-body.ts";
import { RESULT_BYTES_MAX } from "../http/operation.ts";
import { principalOf } from "../http/principal.ts";
import { refuse } from "../http/problem.ts";
import { ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { Waiter } from "../storage/storage.ts";
import type { ApiDeps } from "./deps.ts";
import {
  EventIdText,
  Notified,
  NotifiedRun,
  NotifyRequest,
  NotifyRunRequest,
} from "./event-schemas.ts";
import { projectOf, visibleRun } from "./project-scope.ts";
import { RunIdText } from "./schemas.ts";

/** Steps that one notification wakes at most: as many as one from within a workflow. */
const WAITERS_MAX = 100_000;

/** Runs that are told in one transaction: more would keep everybody else waiting. */
const TOLD_AT_ONCE = 500;

/** Notifying events from outside. */
export function eventRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  return new Elysia({ name: "api.events", normalize: false })
    .post(
      "/v1/events/:eventId",
      async ({ params, body, request, set }) => {
        const project = projectOf(principalOf(request), body?.project);
        if (project === null) return refuse(set, "forbidden", { field: "project" });
        const data = dataOf(body?.data);
        if (data === "too_large") return refuse(set, "limit_exceeded", TOO_LARGE);
        const event = { eventId: params.eventId, data };
        const waiters = await notifyAll(deps, { ...event, project });
        return { waiters, lost: waiters.length === 0 };
      },
      {
        parse,
        params: Type.Object({ eventId: EventIdText }),
        body: Type.Optional(NotifyRequest),
        ...docs({
          operationId: "notifyEvent",
          tag: "Events",
          summary: "Notify everybody who waits for an event",
          description:
            "Wakes every run of the project that waits for the event, once, and says which. " +
            "Without any, the event is lost: what is meant for one run, and may come before it " +
            "waits, goes to `POST /v1/runs/{runId}/events/{eventId}`.",
          security: "token",
          scope: "project",
          ok: { 200: Notified },
          refusals: [...ANY_WRITE, ...ANY_JSON, "limit_exceeded"],
        }),
      },
    )
    .post(
      "/v1/runs/:runId/events/:eventId",
      async ({ params, body, request, set }) => {
        const runId = params.runId as RunId;
        const run = await visibleRun(deps, principalOf(request), runId);
        if (run === null) return refuse(set, "run_not_found");
        const data = dataOf(body?.data);
        if (data === "too_large") return refuse(set, "limit_exceeded", TOO_LARGE);
        const { eventId } = params;
        const outcome = await deps.engine.apply(runId, {
          ...{ type: "deliver_event", at: deps.clock.now(), eventId, data, keep: true },
        });
        if (!outcome.ok) return refuse(set, outcome.code);
        const isKept = outcome.reply.type === "notified" && outcome.reply.kept;
        return { runId, outcome: isKept ? ("kept" as const) : ("delivered" as const) };
      },
      {
        parse,
        params: Type.Object({ runId: RunIdText, eventId: EventIdText }),
        body: Type.Optional(NotifyRunRequest),
        ...docs({
          operationId: "notifyRun",
          tag: "Events",
          summary: "Notify one run of an event",
          description: "If the run does not wait for it, it is kept until the run does.",
          security: "token",
          scope: "project",
          ok: { 200: NotifiedRun },
          refusals: [
            ...ANY_WRITE,
            ...ANY_JSON,
            "invalid_id",
            "run_not_found",
            "run_finished",
            "inbox_full",
            "limit_exceeded",
          ],
        }),
      },
    );
}

const TOO_LARGE = { field: "data", detail: "The data of an event may have 2 MiB." };

/** As JSON text; null for none. */
function dataOf(value: unknown): Uint8Array | null | "too_large" {
  if (value === undefined) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return bytes.length > RESULT_BYTES_MAX ? "too_large" : bytes;
}

interface Notification {
  readonly eventId: string;
  readonly data: Uint8Array | null;
  readonly project: string;
}

/** Tells every run that waits now, once, and gives the steps that this has ended. */
async function notifyAll(
  { engine, storage, clock }: ApiDeps,
  { eventId, data, project }: Notification,
): Promise<Pick<Waiter, "runId" | "step" | "url">[]> {
  const waiters = await storage.listWaiters({ eventId, project, limit: WAITERS_MAX });
  const urls = new Map(waiters.map(({ runId, url }) => [runId, url]));
  const runIds = [...urls.keys()];
  const command = { type: "deliver_event", at: clock.now(), eventId, data, keep: false } as const;
  const woken: Pick<Waiter, "runId" | "step" | "url">[] = [];
  for (let from = 0; from < runIds.length; from += TOLD_AT_ONCE) {
    const told = runIds.slice(from, from + TOLD_AT_ONCE);
    // Given to the engine within one turn of the event loop: one transaction.
    const outcomes = await Promise.all(told.map((runId) => engine.apply(runId, command)));
    for (const [index, outcome] of outcomes.entries()) {
      // Who stopped waiting in this moment was not reached.
      if (!outcome.ok || outcome.reply.type !== "notified") continue;
      const runId = told[index] as RunId;
      for (const step of outcome.reply.woken)
        woken.push({ runId, step, url: urls.get(runId) ?? "" });
    }
  }
  return woken;
}
