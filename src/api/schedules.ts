import { Type } from "@sinclair/typebox";
import { Elysia } from "elysia";
import type { RunId, ScheduleId } from "../core/ids.ts";
import type { Schedule, ScheduleDefinition, Timing } from "../core/schedule/schedule.ts";
import { jsonParser } from "../http/json-body.ts";
import { type Principal, principalOf } from "../http/principal.ts";
import { type AnswerHeaders, refuse } from "../http/problem.ts";
import { ANY_CONTROL, ANY_JSON, ANY_WRITE, docs } from "../http/route-docs.ts";
import type { ScheduleRef } from "../schedules/schedule-service.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import { maySee, projectFilter, projectOf } from "./project-scope.ts";
import { integerOf, queryInteger } from "./query.ts";
import {
  CreateScheduleRequest,
  PutScheduleRequest,
  RemovedSchedule,
  ScheduleDetails,
  ScheduleIdText,
  ScheduleList,
  ScheduleRun,
} from "./schedule-schemas.ts";
import { scheduleDetails, scheduleSummary } from "./schedule-views.ts";
import { digestOf, type StartFault, startCommand } from "./start-run.ts";

const ScheduleParams = Type.Object({ scheduleId: ScheduleIdText });

const STRICT = { additionalProperties: false } as const;

/** Schedules in one page of the list. */
const PAGE_DEFAULT = 50;

const ListQuery = Type.Object(
  {
    limit: queryInteger({
      description: "How many schedules.",
      minimum: 1,
      maximum: 100,
      default: PAGE_DEFAULT,
    }),
    cursor: Type.Optional(Type.String({ description: "Continues an earlier page." })),
  },
  STRICT,
);

const PUT_REFUSALS = [
  ...ANY_WRITE,
  ...ANY_JSON,
  "invalid_id",
  "invalid_cron",
  "invalid_time_zone",
  "url_not_allowed",
  "invalid_header",
  "schedule_exists",
] as const;

const CHANGE_REFUSALS = [...ANY_WRITE, "invalid_id", "schedule_not_found"] as const;

/** `/v1/schedules`: what starts runs at given times. */
export function scheduleRoutes(deps: ApiDeps) {
  return new Elysia({ name: "api.schedules", normalize: false })
    .use(putRoutes(deps))
    .use(readRoutes(deps))
    .use(changeRoutes(deps))
    .use(runRoute(deps));
}

function putRoutes(deps: ApiDeps) {
  const parse = jsonParser(deps.controlBodyMax);
  return new Elysia({ name: "api.schedules.put", normalize: false })
    .post(
      "/v1/schedules",
      ({ body, request, set }) => {
        const { scheduleId: chosen, ...wanted } = body;
        const scheduleId = (chosen ?? mintId(deps)) as ScheduleId;
        const principal = principalOf(request);
        return put(deps, { scheduleId, wanted, principal, replace: false }, set);
      },
      {
        parse,
        body: CreateScheduleRequest,
        ...docs({
          operationId: "createSchedule",
          tag: "Schedules",
          summary: "Make a schedule",
          description:
            "With a `scheduleId` of your own the request can be repeated safely: the second one " +
            "answers `200`. Other content under the same id is `schedule_exists`.",
          security: "token",
          scope: "project",
          ok: { 201: ScheduleDetails, 200: ScheduleDetails },
          refusals: PUT_REFUSALS,
        }),
      },
    )
    .put(
      "/v1/schedules/:scheduleId",
      ({ params, body, request, set }) => {
        const scheduleId = params.scheduleId as ScheduleId;
        const principal = principalOf(request);
        return put(deps, { scheduleId, wanted: body, principal, replace: true }, set);
      },
      {
        parse,
        params: ScheduleParams,
        body: PutScheduleRequest,
        ...docs({
          operationId: "putSchedule",
          tag: "Schedules",
          summary: "Make or replace a schedule",
          description:
            "Repeating it changes nothing. A replaced schedule keeps its history, and its place " +
            "if it fires at the same times as before.",
          security: "token",
          scope: "project",
          ok: { 201: ScheduleDetails, 200: ScheduleDetails },
          refusals: PUT_REFUSALS,
        }),
      },
    );
}

function readRoutes({ storage }: ApiDeps) {
  return new Elysia({ name: "api.schedules.read", normalize: false })
    .get(
      "/v1/schedules",
      async ({ query, request, set }) => {
        const limit = integerOf(query.limit, PAGE_DEFAULT);
        const seen = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
        if (seen === null) return refuse(set, "invalid_cursor", { field: "cursor" });
        const before = seen && { ...seen, scheduleId: asScheduleId(seen.runId) };
        const filter = { ...projectFilter(principalOf(request)), limit: limit + 1 };
        const rows = await storage.schedules.listSchedules({
          ...filter,
          ...(before && { before }),
        });
        const page = rows.slice(0, limit);
        const cursor = rows.length > limit ? nextOf(page) : null;
        return { schedules: page.map(scheduleSummary), cursor };
      },
      {
        query: ListQuery,
        ...docs({
          operationId: "listSchedules",
          tag: "Schedules",
          summary: "List schedules, newest first",
          security: "token",
          scope: "project",
          ok: { 200: ScheduleList },
          refusals: [...ANY_CONTROL, "validation_failed", "invalid_cursor"],
        }),
      },
    )
    .get(
      "/v1/schedules/:scheduleId",
      async ({ params, request, set }) => {
        const schedule = await storage.schedules.getSchedule(params.scheduleId as ScheduleId);
        const isVisible = schedule !== null && maySee(principalOf(request), schedule.project);
        return isVisible ? scheduleDetails(schedule) : refuse(set, "schedule_not_found");
      },
      {
        params: ScheduleParams,
        ...docs({
          operationId: "getSchedule",
          tag: "Schedules",
          summary: "Read a schedule",
          security: "token",
          scope: "project",
          ok: { 200: ScheduleDetails },
          refusals: [...ANY_CONTROL, "invalid_id", "schedule_not_found"],
        }),
      },
    );
}

function changeRoutes({ schedules }: ApiDeps) {
  return new Elysia({ name: "api.schedules.change", normalize: false })
    .post(
      "/v1/schedules/:scheduleId/pause",
      async ({ params, request, set }) => {
        const outcome = await schedules.pause(refOf(params, request));
        return outcome.ok ? scheduleDetails(outcome.schedule) : refuse(set, outcome.code);
      },
      {
        params: ScheduleParams,
        ...docs({
          operationId: "pauseSchedule",
          tag: "Schedules",
          summary: "Pause a schedule",
          description: "It fires no more until it is resumed. Repeating it changes nothing.",
          security: "token",
          scope: "project",
          ok: { 200: ScheduleDetails },
          refusals: CHANGE_REFUSALS,
        }),
      },
    )
    .post(
      "/v1/schedules/:scheduleId/resume",
      async ({ params, request, set }) => {
        const outcome = await schedules.resume(refOf(params, request));
        return outcome.ok ? scheduleDetails(outcome.schedule) : refuse(set, outcome.code);
      },
      {
        params: ScheduleParams,
        ...docs({
          operationId: "resumeSchedule",
          tag: "Schedules",
          summary: "Resume a paused schedule",
          description: "What the pause has missed is caught up as `catchUp` says.",
          security: "token",
          scope: "project",
          ok: { 200: ScheduleDetails },
          refusals: CHANGE_REFUSALS,
        }),
      },
    )
    .delete(
      "/v1/schedules/:scheduleId",
      async ({ params, request, set }) => {
        const outcome = await schedules.remove(refOf(params, request));
        if (!outcome.ok) return refuse(set, outcome.code);
        return { scheduleId: params.scheduleId, removed: true as const };
      },
      {
        params: ScheduleParams,
        ...docs({
          operationId: "removeSchedule",
          tag: "Schedules",
          summary: "Remove a schedule",
          description: "Its runs stay, also those that are active.",
          security: "token",
          scope: "project",
          ok: { 200: RemovedSchedule },
          refusals: CHANGE_REFUSALS,
        }),
      },
    );
}

function runRoute({ schedules }: ApiDeps) {
  return new Elysia({ name: "api.schedules.run", normalize: false }).post(
    "/v1/schedules/:scheduleId/run",
    async ({ params, request, set }) => {
      const started = await schedules.runNow(refOf(params, request));
      if (!started.ok) return refuse(set, started.code);
      const { runId, outcome } = started;
      if (!outcome.ok) return refuse(set, outcome.code);
      set.status = 201;
      return { runId, scheduleId: params.scheduleId };
    },
    {
      params: ScheduleParams,
      ...docs({
        operationId: "runSchedule",
        tag: "Schedules",
        summary: "Start a run of a schedule now",
        description: "Also of a paused one. The schedule itself does not change.",
        security: "token",
        scope: "project",
        ok: { 201: ScheduleRun },
        refusals: [...CHANGE_REFUSALS, "url_not_allowed", "limit_exceeded"],
      }),
    },
  );
}

interface PutStep {
  readonly scheduleId: ScheduleId;
  readonly wanted: PutScheduleRequest;
  readonly principal: Principal;
  readonly replace: boolean;
}

type Status = { status?: number | string };

async function put(deps: ApiDeps, step: PutStep, set: AnswerHeaders & Status) {
  const { scheduleId, wanted, principal, replace } = step;
  const project = projectOf(principal, wanted.project);
  if (project === null) return refuse(set, "forbidden", { field: "project" });
  const decision = definitionOf(deps, wanted, project);
  if (!decision.ok) {
    const { code, field, detail } = decision;
    return refuse(set, code, { field, detail });
  }
  const { definition } = decision;
  const paused = wanted.paused ?? null;
  const put = { scheduleId, project, definition, paused, replace };
  const outcome = await deps.schedules.put(put);
  if (!outcome.ok) return refuse(set, outcome.code, { field: FIELDS[outcome.code] });
  set.status = outcome.created ? 201 : 200;
  return scheduleDetails(outcome.schedule);
}

const FIELDS = {
  invalid_cron: "cron",
  invalid_time_zone: "timeZone",
  schedule_exists: undefined,
} as const;

/** What is asked for, or what is wrong with it. Runs are tried out as if they started now. */
function definitionOf(
  { checkUrl, retryBaseMs, clock }: ApiDeps,
  wanted: PutScheduleRequest,
  project: string,
): { readonly ok: true; readonly definition: ScheduleDefinition } | StartFault {
  const { cron: _cron, timeZone: _timeZone, everyMs: _everyMs, ...rest } = wanted;
  const { overlap = "allow", catchUp = "latest", paused: _p, project: _q, ...start } = rest;
  const timing = timingOf(wanted);
  if (timing === null) {
    const detail = "Give either cron (and timeZone), or everyMs.";
    return { ok: false, code: "validation_failed", field: "cron", detail };
  }
  const context = { at: clock.now(), checkUrl, retryBaseMs, hasChosenId: false, project };
  const tried = startCommand(start, context);
  if (!tried.ok) return tried;
  const content = { timing, overlap, catchUp };
  const digest = digestOf({ ...content, start });
  return { ok: true, definition: { ...content, start: JSON.stringify(start), digest } };
}

/** Null when it is not exactly one of both. */
function timingOf({ cron, timeZone, everyMs }: PutScheduleRequest): Timing | null {
  if (everyMs === undefined) {
    return cron === undefined ? null : { kind: "cron", cron, timeZone: timeZone ?? "UTC" };
  }
  return cron === undefined && timeZone === undefined ? { kind: "interval", everyMs } : null;
}

/** The random part of a run's id under another prefix is as unlike any other. */
function mintId({ ids }: ApiDeps): string {
  return ids.runId().replace(/^run_/, "sched_");
}

function refOf({ scheduleId }: { scheduleId: string }, request: Request): ScheduleRef {
  return { scheduleId: scheduleId as ScheduleId, project: principalOf(request).project };
}

/** Cursors of this list have the form of those of the list of runs. */
function nextOf(page: readonly Schedule[]): string | null {
  const last = page.at(-1);
  if (last === undefined) return null;
  const { createdAt, scheduleId } = last;
  return encodeCursor({ createdAt, runId: scheduleId as string as RunId });
}

function asScheduleId(runId: RunId): ScheduleId {
  return runId as string as ScheduleId;
}
