import { Command } from "commander";
import type { Answer, Body } from "../../../clients/typescript/src/client/api.ts";
import type { Outcome } from "../control/api.ts";
import { CliError, usageError } from "../control/cli-error.ts";
import { confirm } from "../control/confirm.ts";
import { addFilters, type FilterOptions, isNarrowed, queryFilters } from "../control/filters.ts";
import { duration, integer, present } from "../control/option-values.ts";
import { onServer, type Session } from "../control/session.ts";
import { countText } from "../show/count-text.ts";
import type { Terminal } from "../terminal.ts";

/** Dead letters that one request changes at most. */
const BULK_MAX = 100;

type Results = Answer<"resumeDeadLetters">;
type Result = Results["runs"][number];
type DeadLetterList = Answer<"listDeadLetters">;

interface ActOptions extends FilterOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly retries?: number;
  readonly delay?: number;
}

/** One thing that can be done with dead letters. */
interface Act {
  readonly name: "resume" | "restart" | "discard" | "retry-callback";
  readonly description: string;
  /** For the question before it: "Resume 3 dead letters?" */
  readonly verb: string;
  readonly done: string;
  readonly request: (session: Session, body: Body<"restartDeadLetters">) => Promise<Outcome>;
}

const ACTS: readonly Act[] = [
  {
    name: "resume",
    description: "Let failed runs go on from the step that failed, with all they have recorded.",
    verb: "Resume",
    done: "Resumed",
    request: ({ api }, body) => api.POST("/v1/dead-letters/resume", { body }),
  },
  {
    name: "restart",
    description: "Start other runs with the same content, from the beginning.",
    verb: "Restart",
    done: "Restarted",
    request: ({ api }, body) => api.POST("/v1/dead-letters/restart", { body }),
  },
  {
    name: "discard",
    description: "Give failed runs up: they stay, but cannot be resumed any more.",
    verb: "Give up",
    done: "Gave up",
    request: ({ api }, body) => api.POST("/v1/dead-letters/delete", { body }),
  },
  {
    name: "retry-callback",
    description: "Tell the failure once more: to the failure function, or to the failure URL.",
    verb: "Tell the failure of",
    done: "Will tell the failure of",
    request: ({ api }, body) => api.POST("/v1/dead-letters/failure-callback", { body }),
  },
];

/** `hookline dead-letters resume` and so on. */
export function actCommands(terminal: Terminal): Command[] {
  return ACTS.map((act) => {
    const command = new Command(act.name)
      .description(act.description)
      .argument("[runId...]", "the failed runs; or say which with filters")
      .option("--all", act.name === "retry-callback" ? "all that could not be told" : "all of them")
      .option("--yes", "do not ask");
    if (act.name === "resume" || act.name === "restart") {
      command.option("--retries <number>", "from now on", integer);
    }
    if (act.name === "restart")
      command.option("--delay <duration>", "begin so much later", duration);
    return onServer(terminal, addFilters(command), (session, options: ActOptions, ids: string[]) =>
      perform(session, act, { options, ids }),
    );
  });
}

interface Asked {
  readonly options: ActOptions;
  readonly ids: readonly string[];
}

async function perform(session: Session, act: Act, { options, ids }: Asked): Promise<void> {
  const isFiltered = isNarrowed(options);
  const ways = [ids.length > 0, isFiltered, options.all === true].filter(Boolean).length;
  if (ways !== 1) throw usageError("Say which in one way: ids, filters, or --all.");

  const runIds = ids.length > 0 ? ids : await findIds(session, act, options);
  if (runIds.length > 0 && ids.length === 0) {
    const question = `${act.verb} ${countText(runIds.length, "dead letter")}?`;
    await confirm(session, question, options.yes);
  }
  const { retries, delay: delayMs } = options;
  const runs: Result[] = [];
  for (let from = 0; from < runIds.length; from += BULK_MAX) {
    const page = runIds.slice(from, from + BULK_MAX);
    const body = { runIds: page, ...present({ retries, delayMs }) };
    const answer = await session.answer<Results>(act.request(session, body));
    runs.push(...answer.runs);
  }
  session.print({ runs, more: false }, () => resultsText(session, act, runs));
  const failed = runs.filter(({ done }) => !done).length;
  if (failed > 0) throw new CliError(`Not done for ${countText(failed, "run")}.`);
}

/**
 * Which dead letters there are now. They are named one by one: of those that are resumed some may
 * fail again at once, and must not be taken twice.
 */
async function findIds(session: Session, act: Act, options: ActOptions): Promise<string[]> {
  const untold = act.name === "retry-callback" ? { failureCallback: "failed" as const } : {};
  const filters = { ...queryFilters(options), ...untold, limit: 100 };
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { ...filters, ...(cursor && { cursor }) };
    const page: DeadLetterList = await session.answer<DeadLetterList>(
      session.api.GET("/v1/dead-letters", { params: { query } }),
    );
    ids.push(...page.deadLetters.map(({ runId }) => runId));
    cursor = page.cursor;
  } while (cursor !== null);
  return ids;
}

function resultsText(session: Session, act: Act, runs: readonly Result[]): string {
  const done = runs.filter((run) => run.done);
  const summary = `${act.done} ${countText(done.length, "run")}.\n`;
  const isWorthListing = act.name === "restart" || done.length < runs.length;
  if (runs.length === 0 || !isWorthListing) return summary;
  const list = session.table(runs, [
    { title: "run", text: ({ runId }) => runId },
    { title: "result", text: ({ code, restartedAs }) => code ?? restartedAs ?? "done" },
  ]);
  return `${summary}\n${list}`;
}
