import type { StreamEvent } from "../../../clients/typescript/src/client/event-stream.ts";
import { eventText, type RunEvent } from "../show/event-text.ts";
import { printable, safeJson } from "../show/printable.ts";
import { CliError } from "./cli-error.ts";
import { liveEvents } from "./live.ts";
import type { Session } from "./session.ts";

/**
 * Prints the entries of a run as they happen, until it ends.
 *
 * @throws CliError unless it succeeded: scripts go by the exit code.
 */
export async function watchRun(session: Session, runId: string, types?: string): Promise<void> {
  const path = `/v1/runs/${encodeURIComponent(runId)}/events`;
  let last: StreamEvent | null = null;
  for await (const event of liveEvents(session, path, types)) {
    if (!session.terminal.hasReader) return;
    last = event;
    if (event.event !== "end") printEvent(session, event, false);
    else if (session.wantsJson) session.terminal.out(safeJson(event.data));
  }
  const { status } = JSON.parse(last?.data ?? "{}") as { status?: string };
  if (status === "succeeded") return;
  throw new CliError(
    `The run ${printable(runId)} ${status === "failed" ? "has failed" : `is ${status}`}.`,
    {
      hints: [`See why: hookline runs get ${printable(runId)}`],
    },
  );
}

/** Prints the entries of all runs as they happen, until it is interrupted. */
export async function watchAll(session: Session, types?: string): Promise<void> {
  session.note("Watching all runs. Ctrl+C ends it.");
  for await (const event of liveEvents(session, "/v1/events", types)) {
    if (!session.terminal.hasReader) return;
    printEvent(session, event, true);
  }
}

function printEvent(session: Session, event: StreamEvent, namesRun: boolean): void {
  if (session.wantsJson) {
    session.terminal.out(safeJson(event.data));
    return;
  }
  const entry = JSON.parse(event.data) as RunEvent;
  const { columns } = session;
  session.terminal.out(eventText(entry, { columns, paint: session.paint, namesRun }));
}
