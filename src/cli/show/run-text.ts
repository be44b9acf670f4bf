import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { failureText, fieldsText, INDENT, indented, section } from "./fields.ts";
import { type Paint, paintStatus } from "./paint.ts";
import { jsonLine, printable } from "./printable.ts";
import type { Column } from "./table.ts";
import { durationText, fullTime, relativeTime } from "./time.ts";
import { timelineText } from "./timeline.ts";

type RunDetails = Answer<"getRun">;

/** What showing a run needs to know. */
export interface Showing {
  readonly now: number;
  readonly paint: Paint;
  /** Of the terminal; null: nothing is cut. */
  readonly columns: number | null;
  /** A table that leaves so many columns of the terminal free. */
  readonly table: <Row>(
    rows: readonly Row[],
    columns: readonly Column<Row>[],
    free?: number,
  ) => string;
}

/** Stack frames of a failure that are shown; the JSON has all. */
const STACK_LINES_MAX = 8;

/** A run for a person: what it is, its timeline, and what is worth knowing when it hangs. */
export function runText(run: RunDetails, session: Showing): string {
  const { paint } = session;
  const table: Showing["table"] = (rows, columns) =>
    rows.length === 0 ? "" : indented(session.table(rows, columns, INDENT.length));
  const { now, columns } = session;
  const showing = { now, paint, columns, table };
  const more = run.stepsNext === null ? "" : "  … and more steps: hookline runs journal\n";
  return [
    headText(run, showing),
    section("Timeline", indented(timelineText(run, showing)) + more, paint),
    section("Waits for", waitsText(run, showing), paint),
    section("Failure", failureSection(run), paint),
    section("Requests sent, newest first", attemptsText(run, showing), paint),
    section("Hooks", hooksText(run, showing), paint),
    section("Child runs", childrenText(run, showing), paint),
  ].join("");
}

function headText(run: RunDetails, { now, paint }: Showing): string {
  const took =
    run.finishedAt === null ? "" : `, after ${durationText(run.finishedAt - run.createdAt)}`;
  const { parent, flowControl, failureCallback, invocation } = run;
  return fieldsText(
    [
      ["Run", printable(run.runId)],
      ["Status", statusText(run, paint)],
      ["Endpoint", printable(run.url)],
      ["Started", fullTime(run.createdAt, now)],
      ["Delayed", run.notBefore === null ? null : `until ${fullTime(run.notBefore, now)}`],
      ["Ended", run.finishedAt === null ? null : fullTime(run.finishedAt, now) + took],
      ["Labels", printable(run.labels.join(", "))],
      ["Project", run.project === "default" ? null : printable(run.project)],
      ["Parent", parent === null ? null : printable(`${parent.runId}, step ${parent.step}`)],
      ["From", run.callerIp === null ? null : printable(run.callerIp)],
      ["Flow control", flowControl === null ? null : flowText(flowControl)],
      ["Retries", run.retryDelay === null ? null : printable(`${run.retries}, ${run.retryDelay}`)],
      ["Input", run.input === null ? null : jsonLine(run.input)],
      ["Output", run.output === null ? null : jsonLine(run.output)],
      ["Canceled", run.cancelReason === null ? null : printable(run.cancelReason)],
      ["Failure told", failureCallback === null ? null : callbackText(failureCallback)],
      ["Next", invocation === null ? null : invocationText(invocation, now)],
    ],
    paint,
  );
}

function statusText({ status, deadLetter }: RunDetails, paint: Paint): string {
  const painted = paintStatus(paint, status);
  return deadLetter ? `${painted}, in the dead letters` : painted;
}

function flowText(flow: NonNullable<RunDetails["flowControl"]>): string {
  const { key, parallelism, rate, periodMs } = flow;
  const limits = [
    parallelism === null ? null : `${parallelism} at once`,
    rate === null ? null : `${rate} per ${durationText(periodMs ?? 1_000)}`,
  ].filter((limit) => limit !== null);
  return printable([key, ...limits].join(", "));
}

function callbackText({
  status,
  url,
  failure,
}: NonNullable<RunDetails["failureCallback"]>): string {
  const reason = failure === null ? "" : `: ${failureText(failure)}`;
  return `${status.replace("_", " ")}, ${printable(url)}${reason}`;
}

function invocationText(invocation: NonNullable<RunDetails["invocation"]>, now: number): string {
  const { number, phase, attempt, at } = invocation;
  const what = `invocation ${number}, attempt ${attempt}`;
  return phase === "due"
    ? `${what}, due ${relativeTime(at, now)}`
    : `${what}, at the endpoint; given up ${relativeTime(at, now)}`;
}

function waitsText({ waits }: RunDetails, { now, table }: Showing): string {
  return table(waits, [
    { title: "step", text: ({ step }) => step, cut: "end" },
    { title: "for", text: ({ kind }) => kind },
    { title: "ends", text: ({ dueAt }) => (dueAt === null ? "" : relativeTime(dueAt, now)) },
    {
      title: "which",
      text: ({ hookId, eventId, childRunId, attempt, branches }) =>
        hookId ??
        eventId ??
        childRunId ??
        branches?.join(", ") ??
        (attempt === undefined ? "" : `attempt ${attempt}`),
      cut: "end",
    },
  ]);
}

function failureSection({ failure, failedStep }: RunDetails): string {
  if (failure === null) return "";
  const frames = (failure.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const lines = [
    ...(failedStep === null ? [] : [`in step ${printable(failedStep)}`]),
    failureText(failure),
    ...frames.slice(0, STACK_LINES_MAX).map((frame) => `  ${printable(frame.trim())}`),
    ...(frames.length > STACK_LINES_MAX ? ["  …"] : []),
  ];
  return indented(`${lines.join("\n")}\n`);
}

function attemptsText({ attempts }: RunDetails, { now, paint, table }: Showing): string {
  return table(attempts, [
    {
      title: "request",
      text: ({ kind, ref, attempt }) =>
        `${kind} ${ref}${attempt === 1 ? "" : `, attempt ${attempt}`}`,
      cut: "end",
    },
    { title: "when", text: ({ startedAt }) => relativeTime(startedAt, now) },
    { title: "took", text: ({ durationMs }) => durationText(durationMs), align: "right" },
    { title: "status", text: ({ status }) => (status === null ? "" : String(status)) },
    {
      title: "error",
      text: ({ errorCode, errorMessage, answer }) =>
        [errorCode, errorMessage, answer].filter(Boolean).join(": "),
      cut: "end",
      isOptional: true,
      paint: paint.red,
    },
  ]);
}

function hooksText({ hooks }: RunDetails, { now, table }: Showing): string {
  return table(hooks, [
    { title: "hook", text: ({ hookId }) => hookId },
    { title: "step", text: ({ step }) => step, cut: "end" },
    { title: "made", text: ({ createdAt }) => relativeTime(createdAt, now) },
    { title: "calls", text: ({ received }) => String(received), align: "right" },
    {
      title: "unread",
      text: ({ received, consumed }) => String(received - consumed),
      align: "right",
    },
  ]);
}

function childrenText({ children }: RunDetails, { paint, table }: Showing): string {
  return table(children, [
    { title: "run", text: ({ runId }) => runId },
    {
      title: "status",
      text: ({ status }) => status ?? "not started",
      paint: (cell) => paintStatus(paint, cell),
    },
    { title: "step", text: ({ step }) => step, cut: "end" },
    { title: "endpoint", text: ({ url }) => url, cut: "start" },
  ]);
}
