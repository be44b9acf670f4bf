import type { Paint } from "./paint.ts";
import { jsonLine, printable } from "./printable.ts";
import { cut } from "./table.ts";
import { calendarTime } from "./time.ts";

/** An entry of a journal, as it happened. */
export interface RunEvent {
  readonly runId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly type: string;
  readonly step: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How an event is shown. */
export interface EventShowing {
  /** Of the terminal; null: nothing is cut. */
  readonly columns: number | null;
  readonly paint: Paint;
  /** Whether events of several runs are mixed. */
  readonly namesRun: boolean;
}

/** The longest names of types, so that lines that come one by one are aligned. */
const TYPE_WIDTH = "event_wait_timed_out".length;

const TIME_START = "2026-01-31 ".length;

/** What of an entry's data matters at a glance, in this order; the journal has all of it. */
const SHOWN: ReadonlySet<string> = new Set([
  ...["url", "attempt", "attempts", "failure", "reason", "hookId", "callSeq", "eventId"],
  ...["childRunId", "status", "key", "waiters", "handled", "restartedAs"],
]);

/** One line for one event. */
export function eventText(event: RunEvent, { columns, paint, namesRun }: EventShowing): string {
  const { runId, at, type, step, data } = event;
  const run = namesRun ? `${printable(runId)}  ` : "";
  const facts = [step ?? "", ...factsOf(data)].filter((fact) => fact !== "").map(printable);
  const start = `${calendarTime(at).slice(TIME_START)}  ${run}`;
  const rest = facts.join("  ");
  const room = columns === null ? rest.length : columns - start.length - TYPE_WIDTH - 2;
  const kind = colourOf(type, paint)(type.padEnd(TYPE_WIDTH));
  return `${`${paint.dim(start)}${kind}  ${cut(rest, Math.max(room, 1))}`.trimEnd()}\n`;
}

function factsOf(data: RunEvent["data"]): string[] {
  return Object.entries(data)
    .filter(([name, value]) => SHOWN.has(name) && value !== null)
    .map(([name, value]) => `${name}=${textOf(value)}`);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const { name, message } = Object(value) as { name?: unknown; message?: unknown };
  return typeof message === "string" ? `${name}: ${message}` : jsonLine(value);
}

function colourOf(type: string, paint: Paint): (text: string) => string {
  if (/_(failed|canceled)$/.test(type)) return paint.red;
  if (/_(retrying|timed_out)$/.test(type)) return paint.yellow;
  return /_(succeeded|completed|received|won)$/.test(type) ? paint.green : paint.blue;
}
