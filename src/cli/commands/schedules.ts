import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import type { Outcome } from "../control/api.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import { paintStatus } from "../show/paint.ts";
import { printable } from "../show/printable.ts";
import { scheduleText, timingText } from "../show/schedule-text.ts";
import { relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";
import { schedulesCreateCommand } from "./schedules-create.ts";

type ScheduleList = Answer<"listSchedules">;
type Schedule = Answer<"getSchedule">;
type ScheduleRun = Answer<"runSchedule">;

/** `hookline schedules` */
export function schedulesCommand(terminal: Terminal): Command {
  const group = new Command("schedules").description("Start runs at given times, again and again.");
  const listing = new Command("list").description("List schedules, newest first.");
  return groupOf(group, [
    onServer(terminal, addPages(listing), list),
    ...SHOWN.map(({ name, description, request }) =>
      onServer(terminal, ofSchedule(name, description), async (session, _, id: string) => {
        const schedule = await session.answer<Schedule>(request(session, about(id)));
        session.print(schedule, (one) => scheduleText(one, session));
      }),
    ),
    schedulesCreateCommand(terminal),
    onServer(terminal, ofSchedule("run", "Start a run of it now, also of a paused one."), runNow),
    onServer(terminal, ofSchedule("delete", "Delete a schedule. Its runs stay."), remove),
  ]);
}

function ofSchedule(name: string, description: string): Command {
  return new Command(name).description(description).argument("<scheduleId>", "the schedule");
}

type ScheduleParams = {
  readonly params: { readonly path: { readonly scheduleId: string } };
};

function about(scheduleId: string): ScheduleParams {
  return { params: { path: { scheduleId } } };
}

/** What answers with the schedule as it is then. */
const SHOWN: readonly {
  readonly name: string;
  readonly description: string;
  readonly request: (session: Session, about: ScheduleParams) => Promise<Outcome>;
}[] = [
  {
    name: "get",
    description: "Show a schedule: when it fires, and what it starts.",
    request: ({ api }, which) => api.GET("/v1/schedules/{scheduleId}", which),
  },
  {
    name: "pause",
    description: "Let a schedule fire no more until it is resumed.",
    request: ({ api }, which) => api.POST("/v1/schedules/{scheduleId}/pause", which),
  },
  {
    name: "resume",
    description: "Let a paused schedule fire again.",
    request: ({ api }, which) => api.POST("/v1/schedules/{scheduleId}/resume", which),
  },
];

async function list(session: Session, options: PageOptions): Promise<void> {
  const { now, paint } = session;
  await printPages(session, options, {
    rows: "schedules",
    load: (query) =>
      session.answer<ScheduleList>(session.api.GET("/v1/schedules", { params: { query } })),
    rowsOf: ({ schedules }) => schedules,
    nextOf: ({ cursor }) => cursor,
    text: (schedules) =>
      session.table(schedules, [
        { title: "schedule", text: ({ scheduleId }) => scheduleId },
        { title: "fires", text: timingText, cut: "end" },
        {
          title: "next",
          text: ({ paused, nextFireAt }) =>
            paused ? "paused" : nextFireAt === null ? "" : relativeTime(nextFireAt, now),
          paint: (cell) => paintStatus(paint, cell),
        },
        {
          title: "last",
          text: ({ lastFireAt }) => (lastFireAt === null ? "never" : relativeTime(lastFireAt, now)),
        },
        { title: "fired", text: ({ counts }) => String(counts.fired), align: "right" },
        { title: "endpoint", text: ({ url }) => url, cut: "start" },
      ]),
  });
}

async function runNow(session: Session, _options: object, scheduleId: string): Promise<void> {
  const run = await session.answer<ScheduleRun>(
    session.api.POST("/v1/schedules/{scheduleId}/run", about(scheduleId)),
  );
  session.print(run, ({ runId }) => `Started ${printable(runId)}.\n`);
}

async function remove(session: Session, _options: object, scheduleId: string): Promise<void> {
  const removed = await session.answer<Answer<"removeSchedule">>(
    session.api.DELETE("/v1/schedules/{scheduleId}", about(scheduleId)),
  );
  session.print(removed, () => `Deleted ${printable(scheduleId)}. Its runs stay.\n`);
}
