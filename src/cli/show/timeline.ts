import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { failureText } from "./fields.ts";
import type { Paint } from "./paint.ts";
import { jsonLine, printable } from "./printable.ts";
import { cut } from "./table.ts";
import { durationText, relativeTime } from "./time.ts";

type RunDetails = Answer<"getRun">;
type Step = RunDetails["steps"][number];

const KIND_WIDTH = "notify".length;

/** Results are cut: the timeline is for overview. */
const RESULT_WIDTH_MAX = 60;

/** What a line needs beside its own text: its indent, its mark, and the gaps. */
const MARGIN = 10;

interface Showing {
  readonly now: number;
  readonly paint: Paint;
  /** Of the terminal; null: nothing is cut. */
  readonly columns: number | null;
}

/** The steps of a run as a tree: those that were open at the same time hang together. */
export function timelineText(run: RunDetails, showing: Showing): string {
  const steps = new Map(run.steps.map((step) => [step.step, step]));
  const width = Math.max(0, ...run.steps.map(({ step }) => Bun.stringWidth(printable(step))));
  const hasBranches = run.groups.some(({ type }) => type === "parallel");
  const other = hasBranches ? (["  ", "  "] as const) : (["", ""] as const);
  const lines = run.groups.flatMap((group) => {
    const isParallel = group.type === "parallel";
    return group.steps.flatMap((id, index) => {
      const step = steps.get(id);
      if (step === undefined) return [];
      const [first, rest] = isParallel ? branch(index, group.steps.length) : other;
      const [line, ...below] = stepLines(step, width, showing);
      return [`${first}${line}`, ...below.map((text) => `${rest}${text}`)];
    });
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** What stands before a parallel step, and before the lines below it. */
function branch(index: number, count: number): readonly [string, string] {
  if (index === 0) return ["┌ ", "│ "];
  return index === count - 1 ? ["└ ", "  "] : ["├ ", "│ "];
}

function stepLines(step: Step, width: number, showing: Showing): string[] {
  const { now, paint, columns } = showing;
  const name = printable(step.step);
  const blanks = " ".repeat(width - Bun.stringWidth(name));
  const shown = (text: string, taken: number) =>
    columns === null ? text : cut(text, Math.max(columns - taken - MARGIN, 1));
  const facts = factsOf(step, now).filter((fact) => fact !== "");
  const text = shown(facts.join(", "), width + KIND_WIDTH);
  const retries = step.retries ?? [];
  return [
    `${mark(step, paint)} ${name}${blanks}  ${paint.dim(step.kind.padEnd(KIND_WIDTH))}  ${text}`,
    ...retries.map(({ attempt, at, failure }) => {
      const when = relativeTime(at, now);
      return paint.yellow(
        shown(`    attempt ${attempt} failed ${when}: ${failureText(failure)}`, 0),
      );
    }),
  ];
}

function mark({ status }: Step, paint: Paint): string {
  switch (status) {
    case "succeeded":
      return paint.green("✓");
    case "failed":
      return paint.red("✗");
    case "timed_out":
      return paint.yellow("⌛");
    case "canceled":
      return paint.dim("–");
    case "retrying":
      return paint.yellow("↻");
    default:
      return paint.blue("…");
  }
}

function factsOf(step: Step, now: number): string[] {
  return [timeText(step, now), attemptsText(step), ...kindFacts(step), endText(step, now)];
}

function timeText({ status, openedAt, closedAt }: Step, now: number): string {
  if (closedAt === null) return openedAt === null ? "" : `for ${durationText(now - openedAt)}`;
  const took = openedAt === null ? "" : `, took ${durationText(closedAt - openedAt)}`;
  const verb = status === "timed_out" ? "timed out " : "";
  return `${verb}${relativeTime(closedAt, now)}${took}`;
}

function attemptsText({ attempts }: Step): string {
  return attempts > 1 ? `${attempts} attempts` : "";
}

function kindFacts(step: Step): string[] {
  const { method, url, responseStatus, callId, eventId, childRunId, notified } = step;
  const branches = step.branches?.map(({ key }) => key).join(" or ");
  return [
    [method, url].filter(Boolean).join(" "),
    responseStatus === undefined ? "" : `answered ${responseStatus}`,
    eventId === undefined ? "" : `event ${eventId}`,
    notified === undefined ? "" : `${notified} told`,
    childRunId === undefined ? "" : `run ${childRunId}`,
    branches === undefined ? "" : branches,
    step.winner === undefined ? "" : `won by ${step.winner}`,
    callId === undefined ? "" : `got ${callId}`,
  ].map(printable);
}

function endText({ status, failure, retryAt, dueAt, result }: Step, now: number): string {
  if (status === "retrying") {
    return retryAt === undefined ? "" : `tried again ${relativeTime(retryAt, now)}`;
  }
  if (status === "pending") return dueAt === undefined ? "" : `ends ${relativeTime(dueAt, now)}`;
  if (failure !== undefined) return failureText(failure);
  return result === undefined ? "" : cut(jsonLine(result), RESULT_WIDTH_MAX);
}
