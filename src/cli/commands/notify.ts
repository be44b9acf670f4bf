import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { usageError } from "../control/cli-error.ts";
import { readJson } from "../control/option-values.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { onServer, type Session } from "../control/session.ts";
import { countText } from "../show/count-text.ts";
import { printable } from "../show/printable.ts";
import { relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

const NOTIFY_HELP = `
Without --run every run that waits for the event now is woken, and it is lost when none does. With
--run it is for that run, and kept until the run waits for it.

Examples:
  hookline notify paid-4711 --data '{"amount":30}'
  hookline notify paid --run order-4711 --data @payment.json
`;

const WAITERS_HELP = `
Examples:
  hookline waiters paid-4711
`;

interface NotifyOptions {
  readonly data?: string;
  readonly run?: string;
  readonly project?: string;
}

type Notified = Answer<"notifyEvent">;
type NotifiedRun = Answer<"notifyRun">;
type WaiterList = Answer<"listWaiters">;

/** `hookline notify` */
export function notifyCommand(terminal: Terminal): Command {
  const command = new Command("notify")
    .description("Notify the runs that wait for an event.")
    .argument("<eventId>", "the event")
    .option("--data <json>", "what the workflow gets: JSON, @file, or - for standard input")
    .option("--run <runId>", "for this run only, and kept for it")
    .option("--project <project>", "whose runs, with a token of all projects")
    .addHelpText("after", NOTIFY_HELP);
  return onServer(terminal, command, notify);
}

/** `hookline waiters` */
export function waitersCommand(terminal: Terminal): Command {
  const command = new Command("waiters")
    .summary("List the steps that wait for an event.")
    .description("List the steps that wait for an event, those that wait the longest first.")
    .argument("<eventId>", "the event")
    .addHelpText("after", WAITERS_HELP);
  return onServer(terminal, addPages(command), waiters);
}

async function notify(session: Session, options: NotifyOptions, eventId: string): Promise<void> {
  const { data, run: runId, project } = options;
  const body = data === undefined ? {} : { data: await readJson("--data", data, session.terminal) };
  if (runId !== undefined) {
    if (project !== undefined) throw usageError("--project cannot go with --run.");
    const params = { path: { runId, eventId } };
    const notified = await session.answer<NotifiedRun>(
      session.api.POST("/v1/runs/{runId}/events/{eventId}", { params, body }),
    );
    return session.print(notified, ({ outcome }) =>
      outcome === "kept"
        ? `Kept for ${printable(runId)}, which does not wait for it yet.\n`
        : `Delivered to ${printable(runId)}.\n`,
    );
  }
  const notified = await session.answer<Notified>(
    session.api.POST("/v1/events/{eventId}", {
      params: { path: { eventId } },
      body: { ...body, ...(project === undefined ? {} : { project }) },
    }),
  );
  session.print(notified, (answer) => notifiedText(session, answer));
}

function notifiedText(session: Session, { waiters, lost }: Notified): string {
  if (lost) return "Nobody waits for it: the event is lost.\n";
  const list = session.table(waiters, [
    { title: "run", text: ({ runId }) => runId },
    { title: "step", text: ({ step }) => step, cut: "end" },
    { title: "endpoint", text: ({ url }) => url, cut: "start" },
  ]);
  return `Woke ${countText(waiters.length, "step")}.\n\n${list}`;
}

async function waiters(session: Session, options: PageOptions, eventId: string): Promise<void> {
  await printPages(session, options, {
    rows: "waiters",
    load: (query) => {
      const params = { path: { eventId }, query };
      return session.answer<WaiterList>(
        session.api.GET("/v1/events/{eventId}/waiters", { params }),
      );
    },
    rowsOf: (page) => page.waiters,
    nextOf: ({ cursor }) => cursor,
    text: (rows) =>
      session.table(rows, [
        { title: "run", text: ({ runId }) => runId },
        { title: "step", text: ({ step }) => step, cut: "end" },
        { title: "since", text: ({ since }) => relativeTime(since, session.now) },
        {
          title: "ends",
          text: ({ timeoutAt }) => (timeoutAt === null ? "" : relativeTime(timeoutAt, session.now)),
        },
        { title: "endpoint", text: ({ url }) => url, cut: "start" },
      ]),
  });
}
