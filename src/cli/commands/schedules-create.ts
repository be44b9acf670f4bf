import { Command, Option } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { usageError } from "../control/cli-error.ts";
import { duration, present } from "../control/option-values.ts";
import { onServer, type Session } from "../control/session.ts";
import { addStartOptions, type StartOptions, startFields } from "../control/start-options.ts";
import { scheduleText } from "../show/schedule-text.ts";
import type { Terminal } from "../terminal.ts";

const HELP = `
With --id the command can be repeated; --replace changes a schedule that exists.

Examples:
  hookline schedules create https://app.example.com/api/report --cron "0 2 * * *" \\
    --time-zone Europe/Berlin --id nightly-report
  hookline schedules create https://app.example.com/api/sync --every 15m --overlap skip
`;

type Schedule = Answer<"createSchedule">;

interface CreateOptions extends StartOptions {
  readonly id?: string;
  readonly cron?: string;
  readonly timeZone?: string;
  readonly every?: number;
  readonly overlap?: "allow" | "skip" | "cancel";
  readonly catchUp?: "none" | "latest" | "all";
  readonly paused?: true;
  readonly replace?: boolean;
}

/** `hookline schedules create` */
export function schedulesCreateCommand(terminal: Terminal): Command {
  const command = new Command("create")
    .description("Make a schedule that starts runs of the workflow at a URL.")
    .argument("<url>", "the workflow's endpoint, as the server reaches it")
    .option("--id <scheduleId>", "the schedule's id (default: a new one)")
    .option("--cron <expression>", 'when: 5 fields, or 6 with seconds first, or "@daily"')
    .option("--time-zone <zone>", "of the expression, such as Europe/Berlin (default UTC)")
    .addOption(
      new Option("--every <duration>", "in place of --cron: 15m, 1h30m")
        .argParser(duration)
        .conflicts(["cron", "timeZone"]),
    )
    .addOption(
      new Option("--overlap <policy>", "while the previous run is active (default allow)").choices([
        "allow",
        "skip",
        "cancel",
      ]),
    )
    .addOption(
      new Option("--catch-up <policy>", "fires missed in a downtime (default latest)").choices([
        "none",
        "latest",
        "all",
      ]),
    )
    .option("--paused", "do not fire before it is resumed")
    .option("--replace", "change the schedule of this --id if it exists")
    .addHelpText("after", HELP);
  return onServer(terminal, addStartOptions(command), create);
}

async function create(session: Session, options: CreateOptions, url: string): Promise<void> {
  const { id: scheduleId, cron, timeZone, every: everyMs, overlap, catchUp, paused } = options;
  if (cron === undefined && everyMs === undefined) throw usageError("Say when: --cron or --every.");
  const fields = await startFields(options, session.terminal);
  const timing = present({ cron, timeZone, everyMs, overlap, catchUp, paused });
  const schedule = { url, ...fields, ...timing };
  if (options.replace === true) {
    if (scheduleId === undefined) throw usageError("--replace needs --id: which schedule?");
    const params = { path: { scheduleId } };
    const request = session.api.PUT("/v1/schedules/{scheduleId}", { params, body: schedule });
    return print(session, await session.answer<Schedule>(request));
  }
  const body = { ...schedule, ...present({ scheduleId }) };
  const request = session.api.POST("/v1/schedules", { body });
  print(session, await session.answer<Schedule>(request));
}

function print(session: Session, schedule: Schedule): void {
  session.print(schedule, (one) => scheduleText(one, session));
}
