import type { JournalEntry } from "../../core/run/journal.ts";
import type { RunState } from "../../core/run/state.ts";
import type { NewRun } from "../storage.ts";

/**
 * What a run's rows hold, as it is written. `rows.ts` reads it back.
 *
 * Most runs use few of the things that a run can have, and their rows are written often: what a run
 * does not use is left out, and put back by the reader.
 */

/** The project of almost every run. */
const PROJECT_DEFAULT = "default";

/** What an open run has that uses nothing special. */
export const PLAIN_STATE = {
  project: PROJECT_DEFAULT,
  parent: null,
  depth: 0,
  flow: null,
  redact: null,
  retryDelay: null,
  invocations: [],
  waits: [],
  hooks: [],
  keptEvents: [],
} as const;

/** A start that asks for nothing special. */
export const PLAIN_START = {
  retryDelay: null,
  notBefore: null,
  flow: null,
  failureUrl: null,
  redact: null,
  callerIp: null,
  project: PROJECT_DEFAULT,
  parent: null,
} as const;

/** What of a state has no column of its own. */
export function writeState(state: RunState): string {
  if (state.status !== "running" && state.status !== "failed") {
    const { epoch, digest } = state;
    return JSON.stringify({ epoch, digest });
  }
  const { runId: _, status: _s, version: _v, journalLength: _j, createdAt: _c, ...rest } = state;
  // JSON leaves out what is undefined. A loop over the fields would cost three times as much.
  return JSON.stringify({
    ...rest,
    project: rest.project === PROJECT_DEFAULT ? undefined : rest.project,
    parent: rest.parent ?? undefined,
    depth: rest.depth === 0 ? undefined : rest.depth,
    flow: rest.flow ?? undefined,
    redact: rest.redact ?? undefined,
    retryDelay: rest.retryDelay ?? undefined,
    invocations: used(rest.invocations),
    waits: used(rest.waits),
    hooks: used(rest.hooks),
    keptEvents: used(rest.keptEvents),
  });
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
  const { url: _u, ...rest } = { ...created, project: PROJECT_DEFAULT, callerIp: null };
  return JSON.stringify(usedOf(rest));
}

/** What an entry carries. */
export function writeData({ type, data }: JournalEntry): string {
  return JSON.stringify(type === "run_started" ? usedOf(data as NewRun) : data);
}

function used<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list;
}

function usedOf(start: Omit<NewRun, "url">): object {
  return {
    ...start,
    retryDelay: start.retryDelay ?? undefined,
    notBefore: start.notBefore ?? undefined,
    flow: start.flow ?? undefined,
    failureUrl: start.failureUrl ?? undefined,
    redact: start.redact ?? undefined,
    callerIp: start.callerIp ?? undefined,
    project: start.project === PROJECT_DEFAULT ? undefined : start.project,
    parent: start.parent ?? undefined,
  };
}
