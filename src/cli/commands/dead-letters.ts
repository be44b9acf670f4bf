import { Command, Option } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { addFilters, type FilterOptions, queryFilters } from "../control/filters.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { groupOf, onServer, type Session } from "../control/session.ts";
import { failureText, fieldsText } from "../show/fields.ts";
import { printable } from "../show/printable.ts";
import { durationText, fullTime, relativeTime } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";
import { actCommands } from "./dead-letter-acts.ts";

const CALLBACK_STATUSES = ["pending", "handled", "no_handler", "failed"] as const;

const HELP = `
A run that has failed waits here, with all it has recorded, until somebody resumes it, starts it
anew, or gives it up.

Examples:
  hookline dead-letters list --from 24h
  hookline dead-letters resume order-4711
  hookline dead-letters restart --url-prefix https://shop.example.com/ --yes
`;

type DeadLetterList = Answer<"listDeadLetters">;
type DeadLetter = Answer<"getDeadLetter">;

interface ListOptions extends FilterOptions, PageOptions {
  readonly failureCallback?: (typeof CALLBACK_STATUSES)[number];
}

/** `hookline dead-letters` */
export function deadLettersCommand(terminal: Terminal): Command {
  const group = new Command("dead-letters")
    .description("Find failed runs; resume them, start them anew, or give them up.")
    .addHelpText("after", HELP);
  const listing = new Command("list")
    .description("List failed runs that can be resumed or restarted, newest first.")
    .addOption(
      new Option("--failure-callback <status>", "only those whose failure was told so").choices(
        CALLBACK_STATUSES,
      ),
    );
  return groupOf(group, [
    onServer(terminal, addPages(addFilters(listing)), list),
    onServer(
      terminal,
      new Command("get").description("Show why a run has failed.").argument("<runId>", "the run"),
      get,
    ),
    ...actCommands(terminal),
  ]);
}

async function list(session: Session, { failureCallback, ...options }: ListOptions): Promise<void> {
  const filters = { ...queryFilters(options), ...(failureCallback && { failureCallback }) };
  await printPages(session, options, {
    rows: "dead letters",
    load: (page) =>
      session.answer<DeadLetterList>(
        session.api.GET("/v1/dead-letters", { params: { query: { ...filters, ...page } } }),
      ),
    rowsOf: ({ deadLetters }) => deadLetters,
    nextOf: ({ cursor }) => cursor,
    text: (rows) =>
      session.table(rows, [
        { title: "run", text: ({ runId }) => runId },
        {
          title: "failed",
          text: ({ finishedAt, createdAt }) => relativeTime(finishedAt ?? createdAt, session.now),
        },
        { title: "step", text: ({ failedStep }) => failedStep ?? "", cut: "end", isOptional: true },
        {
          title: "failure",
          text: ({ failure }) => failureText(failure),
          cut: "end",
          paint: session.paint.red,
        },
        { title: "told", text: (row) => row.failureCallback.replace("_", " "), isOptional: true },
        { title: "endpoint", text: ({ url }) => url, cut: "start" },
      ]),
  });
}

async function get(session: Session, _options: object, runId: string): Promise<void> {
  const deadLetter = await session.answer<DeadLetter>(
    session.api.GET("/v1/dead-letters/{runId}", { params: { path: { runId } } }),
  );
  session.print(deadLetter, (letter) => deadLetterText(letter, session));
}

function deadLetterText(letter: DeadLetter, { now, paint }: Session): string {
  const { runId, url, createdAt, finishedAt, failure, failedStep, failureCallback } = letter;
  return fieldsText(
    [
      ["Run", printable(runId)],
      ["Endpoint", printable(url)],
      ["Started", fullTime(createdAt, now)],
      ["Failed", finishedAt === null ? null : fullTime(finishedAt, now)],
      ["Step", failedStep === null ? null : printable(failedStep)],
      ["Failure", paint.red(failureText(failure))],
      ["Last request", letter.lastAttempt === null ? null : attemptText(letter.lastAttempt)],
      ["Failure told", failureCallback.replace("_", " ")],
      ["Go on", `hookline dead-letters resume ${printable(runId)}`],
    ],
    paint,
  );
}

function attemptText(attempt: NonNullable<DeadLetter["lastAttempt"]>): string {
  const { kind, ref, status, durationMs, errorCode, errorMessage, answer } = attempt;
  const facts = [
    `${kind} ${ref}, attempt ${attempt.attempt}`,
    status === null ? "no answer" : `answered ${status}`,
    `after ${durationText(durationMs)}`,
    [errorCode, errorMessage, answer].filter(Boolean).join(": "),
  ];
  return printable(facts.filter((fact) => fact !== "").join(", "));
}
