import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import type { ActiveRun, EndedRun, FailedRun, RunState } from "../../src/core/run/state.ts";
import type { RunCommit, Storage } from "../../src/storage/storage.ts";
import { PLAIN_CREATION, PLAIN_RUN } from "../support/start-command.ts";

/** Runs and commits as small as the types allow; tests override what they are about. */

export const RUN = "run_1" as RunId;

const START_AT = 1_700_000_000_000;

export function at(seconds: number): EpochMs {
  return (START_AT + seconds * 1_000) as EpochMs;
}

export function runId(text: string): RunId {
  return text as RunId;
}

export function activeRun(overrides: Partial<ActiveRun> = {}): ActiveRun {
  return {
    status: "running",
    runId: RUN,
    version: 1,
    journalLength: 0,
    epoch: 0,
    createdAt: at(0),
    digest: "digest",
    ...PLAIN_RUN,
    retryBaseMs: 1_000,
    retries: 3,
    invocationCount: 0,
    invocations: [],
    waits: [],
    hooks: [],
    ...overrides,
  };
}

/** The state that follows `state` when `entries` are added. */
export function next(state: RunState, entries: number, overrides: Partial<ActiveRun> = {}) {
  const journalLength = state.journalLength + entries;
  return { ...state, version: state.version + 1, journalLength, ...overrides } as ActiveRun;
}

export function finished(state: RunState, entries = 0): EndedRun {
  const { runId, version, journalLength, epoch, createdAt, digest } = state;
  return {
    status: "succeeded",
    runId,
    version: version + 1,
    journalLength: journalLength + entries,
    epoch,
    createdAt,
    digest,
    finishedAt: at(99),
  };
}

/** The run as it is when it has failed: a dead letter whose endpoint was told. */
export function failedRun(state: ActiveRun): FailedRun {
  return {
    ...state,
    status: "failed",
    version: state.version + 1,
    finishedAt: at(99),
    deadLetter: true,
    failedSeq: state.journalLength - 1,
    failedInvocation: state.invocationCount,
    failedStep: null,
    callback: "handled",
  };
}

export function creation(state: RunState, overrides: Partial<RunCommit> = {}): RunCommit {
  return {
    ...change(state),
    expectedVersion: null,
    previousStatus: null,
    created: {
      url: "https://app.example/workflow",
      ...PLAIN_CREATION,
      headers: [["x-a", "1"]],
    },
    ...overrides,
  };
}

/** A commit that follows version `state.version - 1`. */
export function change(state: RunState, overrides: Partial<RunCommit> = {}): RunCommit {
  return {
    runId: state.runId,
    expectedVersion: state.version - 1,
    previousStatus: "running",
    state,
    created: null,
    entries: [],
    hooks: [],
    calls: [],
    consumed: [],
    attempts: [],
    reopened: [],
    awaited: null,
    wakeAt: null,
    inFlight: 0,
    ...overrides,
  };
}

/** Everything that the reads tell of the given run and its hooks: to compare two storages. */
export async function snapshot(storage: Storage, id: RunId) {
  const hooks = await storage.listHooks(id);
  const journal = await storage.loadJournal(id, 0, 1_000);
  const steps = journal.flatMap(({ step }): StepId[] => (step === null ? [] : [step]));
  return {
    state: await storage.loadRun(id),
    run: await storage.getRun(id),
    journal,
    steps: await storage.loadSteps(id, steps),
    attempts: await storage.listAttempts(id, 1_000),
    hooks,
    calls: await Promise.all(
      hooks.map(async ({ hookId, received }) => ({
        list: await storage.listHookCalls(hookId, 0, 1_000),
        last: await storage.loadHookCall(hookId, received - 1),
      })),
    ),
  };
}
