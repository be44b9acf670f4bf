import type { ChildRequest, CommandOf, Invoke, Start } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { requestInvocation } from "./invocation.ts";
import type { Failure } from "./journal.ts";
import { CHILD_DEPTH_MAX } from "./limits.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { winRace } from "./race-win.ts";
import type { OpenRun, ParentRef, RaceWait, Wait } from "./state.ts";

/** Starts a child run, in the same transaction, and waits for its end. */
export function invoke(draft: RunDraft, operation: Invoke): StepReply | RefusalCode {
  const { step, runId, url, headers, labels } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    // The id is minted anew with each request: the first one counts.
    const same = opened.type === "child_started" && opened.data.url === url;
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";
  if (draft.run.depth >= CHILD_DEPTH_MAX) return "limit_exceeded";

  draft.append("child_started", step, { data: { childRunId: runId, url, headers, labels } });
  draft.putWait({ kind: "child", step, childRunId: runId });
  startChild(draft, step, operation);
  return { step, closed: null };
}

/** Sends the child its start. Project and redaction are ours; so are retries, unless it says. */
export function startChild(draft: RunDraft, step: ParentRef["step"], child: ChildRequest): void {
  const { run } = draft;
  const { runId, digest, url, headers, labels, retryDelay, flow, input } = child;
  const command: Start = {
    type: "start",
    at: draft.at,
    ...{ url, headers, labels, retryDelay, flow, input, digest },
    retries: child.retries ?? run.retries,
    retryBaseMs: run.retryBaseMs,
    project: run.project,
    notBefore: null,
    failureUrl: null,
    redact: run.redact,
    callerIp: null,
    parent: { runId: run.runId, step },
    depth: run.depth + 1,
  };
  draft.send({ runId, command });
}

/** A child has ended: its step closes. Nothing happens if the run no longer waits for it. */
export function childFinished(draft: RunDraft, command: CommandOf<"child_finished">): Outcome {
  const { step, childRunId, status, output: body, failure } = command;
  const wait = draft.findWait(step);
  if (wait === null || !awaitsChild(wait, childRunId)) return draft.done();

  if (wait.kind === "race") {
    const branch = wait.branches.find((one) => one.on === "child" && one.childRunId === childRunId);
    const key = branch?.key ?? "";
    winRace(draft, step, { win: { key, on: "child", childRunId, status, failure }, body });
  } else {
    draft.removeWait(step);
    draft.append("child_completed", step, { data: { childRunId, status, failure }, body });
  }
  requestInvocation(draft);
  return draft.done();
}

function awaitsChild(wait: Wait, childRunId: OpenRun["runId"]): boolean {
  if (wait.kind === "child") return wait.childRunId === childRunId;
  return wait.kind === "race" && hasChild(wait, childRunId);
}

function hasChild({ branches }: RaceWait, childRunId: OpenRun["runId"]): boolean {
  return branches.some((branch) => branch.on === "child" && branch.childRunId === childRunId);
}

/** How a run ended, as its parent is told. */
type End = Pick<CommandOf<"child_finished">, "status" | "output" | "failure">;

/** Tells the parent, if there is one, that this run has ended. */
export function tellParent(draft: RunDraft, end: End): void {
  const { parent, runId } = draft.run;
  if (parent === null) return;
  const { step } = parent;
  const command = {
    type: "child_finished",
    at: draft.at,
    step,
    childRunId: runId,
    ...end,
  } as const;
  draft.send({ runId: parent.runId, command });
}

/** What a parent is told whose child could not be started: its id is that of another run. */
export const ID_TAKEN: Failure = {
  name: "ChildRunError",
  message: "a run with this id exists already",
  code: "idempotency_mismatch",
};
