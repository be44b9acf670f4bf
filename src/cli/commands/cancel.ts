import { Command } from "commander";
import type { Answer, Body } from "../../../clients/typescript/src/client/api.ts";
import { usageError } from "../control/cli-error.ts";
import { confirm } from "../control/confirm.ts";
import { addFilters, bodyFilters, type FilterOptions, isNarrowed } from "../control/filters.ts";
import { onServer, type Session } from "../control/session.ts";
import { countText } from "../show/count-text.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `
Say which runs: ids, or filters, or --all. Filters and --all ask first, unless --yes is given.

Examples:
  hookline cancel order-1 order-2 --reason "ordered twice"
  hookline cancel --url-prefix https://old.example.com/ --yes
  hookline cancel --all
`;

/** Runs that one request cancels at most. */
const CANCEL_MAX = 1_000;

interface CancelOptions extends FilterOptions {
  readonly all?: boolean;
  readonly reason?: string;
  readonly yes?: boolean;
}

type CanceledRuns = Answer<"cancelRuns">;
type CancelRequest = Body<"cancelRuns">;

/** `hookline cancel` */
export function cancelCommand(terminal: Terminal): Command {
  const command = new Command("cancel")
    .description("Cancel runs. They end at once, and nothing of them goes on.")
    .argument("[runId...]", "the runs")
    .option("--all", "every running run")
    .option("--reason <text>", "kept with the runs")
    .option("--yes", "do not ask")
    .addHelpText("after", HELP);
  return onServer(terminal, addFilters(command), cancel);
}

async function cancel(
  session: Session,
  options: CancelOptions,
  runIds: readonly string[],
): Promise<void> {
  const { reason } = options;
  const why = reason === undefined ? {} : { reason };
  if (runIds.length > 0) {
    if (options.all === true || isNarrowed(options)) {
      throw usageError("Give ids, or filters, or --all: one of these.");
    }
    return await cancelIds(session, runIds, why);
  }
  const { project, ...filters } = bodyFilters(options);
  if (options.all === true && isNarrowed(options)) {
    throw usageError("--all cannot go with filters.");
  }
  if (options.all !== true && !isNarrowed(options)) {
    throw usageError("Say which runs: ids, filters, or --all.");
  }
  const which = options.all === true ? "every running run" : "every running run that matches";
  await confirm(session, `Cancel ${which}?`, options.yes);
  const all = options.all === true ? { all: true as const } : filters;
  const body = { ...all, ...(project === undefined ? {} : { project }), ...why };
  await cancelMatching(session, body);
}

async function cancelIds(
  session: Session,
  runIds: readonly string[],
  why: { reason?: string },
): Promise<void> {
  const [runId] = runIds;
  if (runIds.length === 1 && runId !== undefined) {
    // This one says when there is no such run, or when it has ended already.
    const request = { params: { path: { runId } }, body: why };
    const canceled = await session.answer<Answer<"cancelRun">>(
      session.api.POST("/v1/runs/{runId}/cancel", request),
    );
    return session.print(canceled, () => `Canceled ${runId}.\n`);
  }
  const body = { runIds: [...runIds], ...why };
  const canceled = await session.answer<CanceledRuns>(
    session.api.POST("/v1/runs/cancel", { body }),
  );
  session.print(canceled, () => {
    const rest = runIds.length - canceled.canceled;
    const others = rest === 0 ? "" : ` ${countText(rest, "other")} had ended, or were unknown.`;
    return `Canceled ${countText(canceled.canceled, "run")}.${others}\n`;
  });
}

async function cancelMatching(session: Session, request: CancelRequest): Promise<void> {
  let canceled = 0;
  for (;;) {
    const body = { ...request, count: CANCEL_MAX };
    const answer = await session.answer<CanceledRuns>(
      session.api.POST("/v1/runs/cancel", { body }),
    );
    canceled += answer.canceled;
    // Without progress it would never end: the others are somebody else's to end.
    if (answer.more && answer.canceled > 0) continue;
    const total = { ...answer, canceled };
    return session.print(total, () => `Canceled ${countText(canceled, "run")}.\n`);
  }
}
