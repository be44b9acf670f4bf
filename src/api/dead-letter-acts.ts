import { assert } from "../core/assert.ts";
import type { EpochMs, RunId } from "../core/ids.ts";
import type { RunCommand, Start } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";
import type { FlowControl } from "../core/run/state.ts";
import type { RunRecord } from "../storage/storage.ts";
import type { RestartRequest } from "./dead-letter-requests.ts";
import type { ApiDeps } from "./deps.ts";

/** What can be done with a dead letter. */
export type DeadLetterAct =
  | { readonly type: "resume"; readonly retries: number | null }
  | {
      readonly type: "restart";
      readonly options: Omit<RestartRequest, "flowControl">;
      readonly flow: FlowControl | null;
    }
  | { readonly type: "discard" }
  | { readonly type: "failure-callback" };

/** The command of an act, and what it makes of the run. */
export interface PreparedAct {
  readonly runId: RunId;
  readonly command: RunCommand;
  readonly restartedAs: RunId | null;
}

/**
 * Makes the command for one run. Whether the run is a dead letter the core decides: what is read
 * here never changes.
 */
export async function prepareAct(
  deps: ApiDeps,
  run: RunRecord,
  act: DeadLetterAct,
): Promise<PreparedAct> {
  const { runId } = run;
  const at = deps.clock.now();
  switch (act.type) {
    case "resume":
      return { runId, command: { type: "resume", at, retries: act.retries }, restartedAs: null };
    case "restart": {
      const restartedAs = deps.ids.runId();
      const restart = { runId: restartedAs, start: await startAgain(deps, run, act) };
      return { runId, command: { type: "discard_dead_letter", at, restart }, restartedAs };
    }
    case "discard": {
      const command = { type: "discard_dead_letter", at, restart: null } as const;
      return { runId, command, restartedAs: null };
    }
    case "failure-callback":
      return { runId, command: { type: "retry_failure_callback", at }, restartedAs: null };
  }
}

/** Gives prepared acts to the engine within one turn of the event loop: one transaction. */
export function performActs(deps: ApiDeps, acts: readonly PreparedAct[]): Promise<Outcome[]> {
  return Promise.all(acts.map(({ runId, command }) => deps.engine.apply(runId, command)));
}

/**
 * The start of a run once more, as it was asked for: with its input, but without its delay. Its
 * parent, if it had one, has been told that it failed; the new run is nobody's child.
 */
async function startAgain(
  { storage, clock, retryBaseMs }: ApiDeps,
  run: RunRecord,
  { options, flow }: Extract<DeadLetterAct, { type: "restart" }>,
): Promise<Start> {
  const [started] = await storage.loadJournal(run.runId, 0, 1);
  assert(started?.type === "run_started", "a journal begins with the start of its run");
  const { data, body: input } = started;
  const { url, headers, labels, retryDelay, failureUrl, redact, callerIp, project } = data;
  const at = clock.now();
  const { delayMs = 0, retries } = options;
  return {
    ...{ type: "start", at, url, headers, labels, retryBaseMs, retryDelay },
    ...{ failureUrl, redact, callerIp, project, input },
    retries: retries ?? data.retries,
    flow: flow ?? data.flow,
    notBefore: delayMs > 0 ? ((at + delayMs) as EpochMs) : null,
    parent: null,
    depth: 0,
    // The id is a new one.
    digest: "",
  };
}
