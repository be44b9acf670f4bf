import type { RunId } from "../core/ids.ts";
import type { AttemptReport, RunCommand } from "../core/run/command.ts";
import type { Failure } from "../core/run/journal.ts";
import { isOpen } from "../core/run/schedule.ts";
import type { OpenRun } from "../core/run/state.ts";
import type { Storage } from "../storage/storage.ts";
import type { Engine } from "./engine.ts";
import type { Clock, Ids } from "./ports.ts";

/** Runs looked at together. */
const PAGE_SIZE = 256;

const INTERRUPTED: Failure = {
  name: "ServerRestarted",
  message: "the server stopped while this attempt was under way",
  code: "server_restarted",
};

/**
 * Fences everything that an earlier process of this server had under way: its leases end, so that
 * an endpoint which still runs can no longer write, and the work is due again at once.
 *
 * Must run before the first request is accepted. Resolves with the number of runs it touched.
 */
export async function recover(
  engine: Engine,
  world: { storage: Storage; clock: Clock; ids: Ids },
): Promise<number> {
  let touched = 0;
  let last: RunId | null = null;
  for (;;) {
    const page = await world.storage.listInFlight(last, PAGE_SIZE);
    await Promise.all(page.map((runId) => recoverRun(engine, world, runId)));
    touched += page.length;
    last = page.at(-1) ?? null;
    if (page.length < PAGE_SIZE) return touched;
  }
}

async function recoverRun(
  engine: Engine,
  { storage, clock, ids }: { storage: Storage; clock: Clock; ids: Ids },
  runId: RunId,
): Promise<void> {
  const run = await storage.loadRun(runId);
  if (run === null || !isOpen(run)) return;
  const commands = interruptions(run, clock, ids);
  await Promise.all(commands.map((command) => engine.apply(runId, command)));
}

function interruptions(run: OpenRun, clock: Clock, ids: Ids): RunCommand[] {
  const commands: RunCommand[] = [];
  const at = clock.now();
  for (const invocation of run.invocations) {
    if (invocation.phase !== "leased") continue;
    const { epoch } = invocation;
    const jitter = ids.jitter();
    commands.push({ type: "expire_lease", at, jitter, epoch, failure: INTERRUPTED });
  }
  for (const wait of run.waits) {
    if (wait.kind !== "call" || wait.phase !== "sending") continue;
    const { step, attempt } = wait;
    const jitter = ids.jitter();
    const result = { type: "interrupted" } as const;
    const report: AttemptReport = {
      startedAt: at,
      durationMs: 0,
      status: null,
      errorCode: "server_restarted",
      errorMessage: INTERRUPTED.message,
      answer: null,
    };
    commands.push({ type: "end_call", at, jitter, step, attempt, result, report });
  }
  return commands;
}
