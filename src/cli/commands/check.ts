import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { type CheckedRun, checkRuns } from "../control/check-runs.ts";
import { CliError, usageError } from "../control/cli-error.ts";
import { addFilters, type FilterOptions, isNarrowed, queryFilters } from "../control/filters.ts";
import { onServer, type Session } from "../control/session.ts";
import { countText } from "../show/count-text.ts";
import { paintStatus } from "../show/paint.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `
Which runs: "active" (those that run or wait), "dead-letters", or ids separated by commas. Without
filters of your own, only runs are checked whose endpoint has the same path as <url>: a new
deployment has another host, but its workflows have the paths of before.

Nothing is executed and no run changes. The exit code is 1 when a run would fail, or when the
endpoint did not answer.

Examples:
  hookline check --runs active https://preview.example.com/api/order
  hookline check --runs dead-letters https://app.example.com/api/order
  hookline check --runs order-4711,order-4712 http://localhost:3000/api/order
`;

interface CheckOptions extends FilterOptions {
  readonly runs: string;
}

type RunList = Answer<"listRuns">;

/** `hookline check` */
export function checkCommand(terminal: Terminal): Command {
  const command = new Command("check")
    .description(
      "Check whether the code of an endpoint still matches the runs that wait: replays their " +
        "journals there, without side effects, and lists those that would fail.",
    )
    .summary("Check whether new code still matches the runs that wait, without side effects.")
    .argument("<url>", "the endpoint that is to go on with the runs")
    .option("--runs <which>", "active, dead-letters, or ids", "active")
    .addHelpText("after", HELP);
  return onServer(terminal, addFilters(command), check);
}

async function check(session: Session, options: CheckOptions, url: string): Promise<void> {
  if (URL.parse(url) === null) throw usageError("<url> must be an absolute URL.");
  const runIds = await chosenRuns(session, options, url);
  const checked = await checkRuns(session, runIds, url);
  const failing = checked.filter(({ status }) => status !== "matches");
  session.print(checked, () => failingText(session, failing));
  session.note(summaryText(checked));
  if (failing.length === 0) return;
  throw new CliError(`${countText(failing.length, "run")} would fail at this endpoint.`, {
    hints: ["Deploy code that keeps the recorded steps, or let these runs end first."],
  });
}

async function chosenRuns(
  session: Session,
  options: CheckOptions,
  url: string,
): Promise<readonly string[]> {
  const { runs: which } = options;
  if (which !== "active" && which !== "dead-letters") {
    if (isNarrowed(options)) throw usageError("Ids cannot go with filters.");
    return which.split(",").filter((id) => id !== "");
  }
  const kind =
    which === "active" ? { status: "running" as const } : { deadLetter: "true" as const };
  const filters = { ...queryFilters(options), ...kind, limit: 100 };
  const isWanted = isNarrowed(options) ? () => true : samePath(url);
  const runIds: string[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { ...filters, ...(cursor && { cursor }) };
    const page: RunList = await session.answer<RunList>(
      session.api.GET("/v1/runs", { params: { query } }),
    );
    runIds.push(...page.runs.filter((run) => isWanted(run.url)).map(({ runId }) => runId));
    cursor = page.cursor;
  } while (cursor !== null);
  return runIds;
}

function samePath(url: string): (other: string) => boolean {
  const path = pathOf(url);
  return (other) => pathOf(other) === path;
}

function pathOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? "" : parsed.pathname + parsed.search;
}

function failingText(session: Session, failing: readonly CheckedRun[]): string {
  if (failing.length === 0) return "";
  return session.table(failing, [
    { title: "run", text: ({ runId }) => runId },
    {
      title: "result",
      text: ({ status }) => status,
      paint: (cell) => paintStatus(session.paint, cell),
    },
    { title: "recorded", text: ({ recorded = "" }) => recorded, cut: "end" },
    { title: "now", text: ({ requested = "" }) => requested, cut: "end" },
    { title: "detail", text: ({ detail = "" }) => detail, cut: "end" },
  ]);
}

function summaryText(checked: readonly CheckedRun[]): string {
  if (checked.length === 0) return "No runs to check.";
  const count = (wanted: CheckedRun["status"]) =>
    checked.filter(({ status }) => status === wanted).length;
  const parts = [`${count("matches")} matching`];
  if (count("differs") > 0) parts.push(`${count("differs")} differing`);
  if (count("unreachable") > 0) parts.push(`${count("unreachable")} without a usable answer`);
  return `Checked ${countText(checked.length, "run")}: ${parts.join(", ")}.`;
}
