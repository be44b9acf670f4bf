import { Command, Option } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { addFilters, type FilterOptions, queryFilters } from "../control/filters.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { onServer, type Session } from "../control/session.ts";
import { paintStatus } from "../show/paint.ts";
import { durationText, relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  hookline runs list --status running
  hookline runs list --label vip --from 7d
  hookline runs list --url-prefix https://shop.example.com/ --all --json
`;

type RunList = Answer<"listRuns">;
type Run = RunList["runs"][number];

interface ListOptions extends FilterOptions, PageOptions {
  readonly status?: "running" | "succeeded" | "failed" | "canceled";
}

/** `hookline runs list` */
export function runsListCommand(terminal: Terminal): Command {
  const command = new Command("list")
    .description("List runs, newest first.")
    .addOption(
      new Option("--status <status>", "only runs that are so").choices([
        "running",
        "succeeded",
        "failed",
        "canceled",
      ]),
    )
    .addHelpText("after", EXAMPLES);
  addPages(addFilters(command));
  return onServer(terminal, command, list);
}

async function list(session: Session, { status, ...options }: ListOptions): Promise<void> {
  const filters = { ...queryFilters(options), ...(status && { status }) };
  await printPages(session, options, {
    rows: "runs",
    load: (page) =>
      session.answer<RunList>(
        session.api.GET("/v1/runs", { params: { query: { ...filters, ...page } } }),
      ),
    rowsOf: ({ runs }) => runs,
    nextOf: ({ cursor }) => cursor,
    text: (runs) => runsTable(session, runs),
  });
}

function runsTable(session: Session, runs: readonly Run[]): string {
  const { now, paint } = session;
  return session.table(runs, [
    { title: "run", text: ({ runId }) => runId },
    { title: "status", text: ({ status }) => status, paint: (cell) => paintStatus(paint, cell) },
    { title: "started", text: ({ createdAt }) => relativeTime(createdAt, now) },
    {
      title: "took",
      text: ({ createdAt, finishedAt }) =>
        finishedAt === null ? "" : durationText(finishedAt - createdAt),
      isOptional: true,
    },
    { title: "labels", text: ({ labels }) => labels.join(", "), cut: "end", isOptional: true },
    { title: "endpoint", text: ({ url }) => url, cut: "start" },
  ]);
}
