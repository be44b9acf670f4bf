import type { Client } from "@hookline/workflow";

type Run = Awaited<ReturnType<Client["runs"]["get"]>>;
type Entry = Awaited<ReturnType<Client["runs"]["journal"]>>["entries"][number];

/** How often the journal is looked at. */
const POLL_MS = 50;

/** Prints a run's journal as it grows, a line per entry, and resolves with the run at its end. */
export async function followRun(
  client: Client,
  runId: string,
  print: (line: string) => void,
): Promise<Run> {
  let next = 0;
  let begunAt: number | null = null;
  for (;;) {
    // The run first: whatever it had recorded by then is in the journal that is read after it.
    const run = await client.runs.get(runId);
    const { entries } = await client.runs.journal(runId, { from: next, limit: 100 });
    for (const entry of entries) {
      begunAt ??= entry.at;
      print(line(entry, begunAt));
      next = entry.seq + 1;
    }
    if (run.status !== "running" && next >= run.journalLength) return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function line(entry: Entry, begunAt: number): string {
  const time = `${((entry.at - begunAt) / 1_000).toFixed(3)} s`.padStart(9);
  const type = entry.type.padEnd(16);
  const name = entry.step === null ? "" : entry.step.replace(/#1$/, "");
  return `${time}  ${type}  ${name}${detail(entry)}`;
}

function detail(entry: Entry): string {
  const { data } = entry as { data?: Record<string, unknown> };
  const shown = ["url", "status", "timeoutMs", "callSeq"]
    .filter((key) => data?.[key] !== undefined)
    .map((key) => `${key}=${data?.[key]}`);
  return shown.length === 0 ? "" : `  (${shown.join(", ")})`;
}
