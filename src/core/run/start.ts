import { assert } from "../assert.ts";
import type { RunId } from "../ids.ts";
import type { CommandOf } from "./command.ts";
import { RunDraft } from "./draft.ts";
import { requestInvocation } from "./invocation.ts";
import type { Outcome } from "./outcome.ts";
import type { ActiveRun, RunState } from "./state.ts";

const NO_FACTS = { steps: new Map(), duplicateSeq: null };

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

  const { at, url, headers, labels, retries, retryBaseMs, input, digest } = command;
  const empty: ActiveRun = {
    runId,
    version: 0,
    journalLength: 0,
    epoch: 0,
    createdAt: at,
    digest,
    status: "running",
    retries,
    retryBaseMs,
    invocationCount: 0,
    invocations: [],
    waits: [],
    hooks: [],
  };
  const draft = new RunDraft(empty, NO_FACTS, { at });
  draft.append("run_started", null, { data: { url, headers, labels, retries }, body: input });
  requestInvocation(draft);
  return draft.done({ type: "started", deduplicated: false });
}

function repeatStart(state: RunState, { digest }: CommandOf<"start">): Outcome {
  assert(digest !== "", "only a start with a chosen id can meet an existing run");
  if (state.digest !== digest) return { ok: false, code: "idempotency_mismatch" };
  const reply = { type: "started", deduplicated: true } as const;
  return { ok: true, changed: false, state, effects: [], reply };
}
