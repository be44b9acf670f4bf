import { Command } from "commander";
import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { addPages, type PageOptions, printPages } from "../control/pages.ts";
import { onServer, type Session } from "../control/session.ts";
import { jsonLine } from "../show/printable.ts";
import { calendarTime, durationText } from "../show/time.ts";
import type { Terminal } from "../terminal.ts";

type JournalPage = Answer<"getJournal">;
type Entry = JournalPage["entries"][number];

const EXAMPLES = `
Examples:
  hookline runs journal order-4711
  hookline runs journal order-4711 --all --json
`;

/** `hookline runs journal` */
export function runsJournalCommand(terminal: Terminal): Command {
  const command = new Command("journal")
    .description("Print a run's journal: every entry that was recorded, oldest first.")
    .argument("<runId>", "the run")
    .addHelpText("after", EXAMPLES);
  return onServer(terminal, addPages(command), journal);
}

async function journal(session: Session, options: PageOptions, runId: string): Promise<void> {
  await printPages(session, options, {
    rows: "entries",
    load: ({ limit, cursor }) => {
      const query = { ...(limit && { limit }), ...(cursor && { from: Number(cursor) }) };
      const params = { path: { runId }, query };
      return session.answer<JournalPage>(session.api.GET("/v1/runs/{runId}/journal", { params }));
    },
    rowsOf: ({ entries }) => entries,
    nextOf: ({ next }) => (next === null ? null : String(next)),
    text: (entries) =>
      session.table(entries, [
        { title: "seq", text: ({ seq }) => String(seq), align: "right" },
        { title: "at", text: ({ at }) => calendarTime(at) },
        { title: "type", text: ({ type }) => type },
        { title: "step", text: ({ step }) => step ?? "", cut: "end" },
        { title: "content", text: contentOf, cut: "end" },
      ]),
  });
}

function contentOf({ data, body }: Entry): string {
  const facts = Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${valueText(name, value)}`);
  return [...facts, bodyOf(body)].filter((fact) => fact !== "").join(" ");
}

/** The names of an entry's data say what a number is. */
function valueText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && name.endsWith("At")) return calendarTime(value);
  if (typeof value === "number" && name.endsWith("Ms")) return durationText(value);
  return jsonLine(value);
}

function bodyOf(body: Entry["body"]): string {
  if (body === null) return "";
  if (body.json !== undefined) return jsonLine(body.json);
  return body.redacted ?? `(${body.size} bytes)`;
}
