import type { RunState } from "../../core/run/state.ts";
import type { NewRun } from "../storage.ts";

/** What a run's row holds, as it is written. `rows.ts` reads it back. */

/** What of a state has no column of its own. The row is written often: it is kept small. */
export function writeState(state: RunState): string {
  if (!isOpen(state.status)) {
    const { epoch, digest } = state;
    return JSON.stringify({ epoch, digest });
  }
  const { runId: _, status: _s, version: _v, journalLength: _j, createdAt: _c, ...rest } = state;
  return JSON.stringify(rest);
}

/** Whether a run of this status can still change. */
export function isOpen(status: string): boolean {
  return status === "running" || status === "failed";
}

/** 1 for a run that can be resumed, else 0. */
export function deadLetterOf(state: RunState): number {
  return state.status === "failed" && state.deadLetter ? 1 : 0;
}

/** What of a start has no column of its own. */
export function writeStart(created: NewRun): string {
  const { url: _u, project: _p, callerIp: _c, ...rest } = created;
  return JSON.stringify(rest);
}
