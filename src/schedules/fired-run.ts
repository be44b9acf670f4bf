import type { EpochMs, RunId, ScheduleId } from "../core/ids.ts";
import type { Start } from "../core/run/command.ts";
import type { Schedule } from "../core/schedule/schedule.ts";
import type { RunRecord, Storage } from "../storage/storage.ts";

/** Runs of a schedule get these, so that a workflow can tell what it was started for. */
const ID_HEADER = "hookline-schedule-id";
const FIRE_HEADER = "hookline-scheduled-at";

/**
 * The command with headers that say what started the run; `fireAt` is when it was to start.
 *
 * Its digest is none that a caller's start can have: a run that a caller has started under the id
 * of a fire is another run, with the same content too.
 */
export function ofSchedule(command: Start, scheduleId: ScheduleId, fireAt: EpochMs): Start {
  const headers = [
    ...command.headers,
    [ID_HEADER, scheduleId] as const,
    [FIRE_HEADER, String(fireAt)] as const,
  ];
  return { ...command, headers, digest: `fire:${command.digest}` };
}

/**
 * The run with this id, if this schedule has started it; null when there is none, or another's.
 *
 * Ids of fires can be guessed, and any caller may choose the id of a run. No caller can set a
 * header that begins with `hookline-`, or start runs in a project that is not its own.
 *
 * @throws StorageError
 */
export async function loadFired(
  storage: Pick<Storage, "getRun">,
  { scheduleId, project }: Pick<Schedule, "scheduleId" | "project">,
  runId: RunId,
): Promise<RunRecord | null> {
  const run = await storage.getRun(runId);
  if (run === null || run.project !== project) return null;
  const isFired = run.headers.some(([name, value]) => name === ID_HEADER && value === scheduleId);
  return isFired ? run : null;
}
