import { assert } from "../assert.ts";
import { after, type EpochMs, type RunId } from "../ids.ts";
import { ID_TAKEN } from "./child.ts";
import type { CommandOf } from "./command.ts";
import { RunDraft } from "./draft.ts";
import type { Facts } from "./facts.ts";
import { WAIT_MS_MAX } from "./limits.ts";
import type { Outcome, RunMessage } from "./outcome.ts";
import type { ActiveRun, ParentRef, RunState } from "./state.ts";

const NO_FACTS: Facts = {
  steps: new Map(),
  duplicateSeq: null,
  waiters: new Map(),
  receivers: new Map(),
};

/**
 * Makes a run and its first invocation.
 *
 * A caller that chose the id may repeat the start: the same content is answered as before, other
 * content is refused, so that a retried request never starts a second run.
 */
export function start(
  existing: RunState | null,
  runId: RunId,
  command: CommandOf<"start">,
): Outcome {
  if (existing !== null) return repeatStart(existing, command);

  const { at, retries, retryBaseMs, retryDelay, flow, digest, project, parent, depth } = command;
  const { notBefore, redact } = command;
  if (notBefore !== null && notBefore - at > WAIT_MS_MAX)
    return { ok: false, code: "limit_exceeded" };
  const empty: ActiveRun = {
    runId,
    version: 0,
    journalLength: 0,
    epoch: 0,
    createdAt: at,
    digest,
    status: "running",
    ...{ project, parent, depth, flow, redact, retryDelay, retries, retryBaseMs },
    invocationCount: 0,
    invocations: [],
    waits: [],
    hooks: [],
    keptEvents: [],
  };
  const draft = new RunDraft(empty, NO_FACTS, { at });
  draft.append("run_started", null, { data: startedData(command), body: command.input });
  const dueAt = notBefore !== null && notBefore > at ? notBefore : after(at, 0);
  requestFirst(draft, dueAt);
  return draft.done({ type: "started", deduplicated: false });
}

/** A delayed start is an invocation that is not due yet: the run's alarm brings it. */
function requestFirst(draft: RunDraft, dueAt: EpochMs): void {
  const invocationId = draft.nextInvocation();
  draft.setInvocations([{ phase: "due", invocationId, attempt: 1, dueAt }]);
  if (dueAt <= draft.at) draft.effect({ type: "invoke", invocationId });
}

function startedData(command: CommandOf<"start">) {
  const { url, headers, labels, retries, retryDelay, notBefore, flow } = command;
  const { failureUrl, redact, callerIp, project, parent } = command;
  return {
    ...{ url, headers, labels, retries, retryDelay, notBefore, flow },
    ...{ failureUrl, redact, callerIp, project, parent },
  };
}

function repeatStart(state: RunState, command: CommandOf<"start">): Outcome {
  const { digest, parent } = command;
  assert(digest !== "", "only a start with a chosen id can meet an existing run");
  if (parent !== null) return refuseChild(state, command, parent);
  if (state.digest !== digest) return { ok: false, code: "idempotency_mismatch" };
  const reply = { type: "started", deduplicated: true } as const;
  return { ok: true, changed: false, state, messages: [], effects: [], reply };
}

/** A parent starts its child once: a run that exists already is another one. */
function refuseChild(state: RunState, { at }: CommandOf<"start">, parent: ParentRef): Outcome {
  const end = { status: "failed", output: null, failure: ID_TAKEN } as const;
  const { step } = parent;
  const told: RunMessage = {
    runId: parent.runId,
    command: { type: "child_finished", at, step, childRunId: state.runId, ...end },
  };
  const reply = { type: "started", deduplicated: true } as const;
  return { ok: true, changed: false, state, messages: [told], effects: [], reply };
}
