import { assert } from "../assert.ts";
import { after } from "../ids.ts";
import type { CommandOf, CreateHook, WaitForHook } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import type { Facts } from "./facts.ts";
import { requestInvocation } from "./invocation.ts";
import type { JournalEntry } from "./journal.ts";
import { HOOKS_MAX, INBOX_BYTES_MAX, INBOX_SIZE_MAX, WAIT_MS_MAX } from "./limits.ts";
import type { Outcome, RefusalCode, StepReply } from "./outcome.ts";
import { winRace } from "./race-win.ts";
import type { Hook, HookWait, RaceWait, Wait } from "./state.ts";

/** Makes a hook. Repeating the step gives the hook that was made first, with its URL. */
export function createHook(draft: RunDraft, operation: CreateHook): StepReply | RefusalCode {
  const { step, hookId, url, tokenHash } = operation;
  const { opened, closed } = draft.step(step);
  if (closed?.type === "hook_created") return { step, closed };
  if (opened !== null || closed !== null) return "step_conflict";
  if (draft.run.hooks.length >= HOOKS_MAX) return "limit_exceeded";

  draft.putHook({ hookId, url, received: 0, consumed: 0, pendingBytes: [] });
  draft.insertHook({ hookId, step, tokenHash, createdAt: draft.at });
  return { step, closed: draft.append("hook_created", step, { data: { hookId, url } }) };
}

/**
 * Waits for a call of a hook.
 *
 * A caller can be faster than the workflow: the URL is known as soon as the hook exists, the wait
 * starts a step later. So the oldest unconsumed call resolves the wait at once (lookback), even
 * when the timeout is 0.
 */
export function waitForHook(draft: RunDraft, operation: WaitForHook): StepReply | RefusalCode {
  const { step, hookId, timeoutMs } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    const same =
      opened.type === "wait_started" &&
      opened.data.hookId === hookId &&
      opened.data.timeoutMs === timeoutMs;
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";
  const hook = draft.findHook(hookId);
  if (hook === null) return "hook_not_found";
  if (timeoutMs > WAIT_MS_MAX) return "limit_exceeded";

  const timeoutAt = after(draft.at, timeoutMs);
  draft.append("wait_started", step, { data: { hookId, timeoutMs, timeoutAt } });
  const wait: HookWait = { kind: "hook", step, hookId, timeoutAt };
  const seq = takeOldestCall(draft, hookId);
  if (seq !== null) {
    const entry = resolve(draft, wait, seq);
    draft.consumeCall({ hookId, seq, consumedBy: entry.seq });
    return { step, closed: entry };
  }
  if (timeoutMs <= 0) return { step, closed: timeOut(draft, wait) };
  draft.putWait(wait);
  return { step, closed: null };
}

/** Nobody called in time. */
export function timeOut(draft: RunDraft, { step, hookId }: HookWait): JournalEntry {
  draft.removeWait(step);
  return draft.append("wait_timed_out", step, { data: { hookId } });
}

/**
 * Hands a received call to the run: the oldest wait on this hook gets it; without one it is kept
 * (lookback), never dropped.
 */
export function deliverHook(
  draft: RunDraft,
  command: CommandOf<"deliver_hook">,
  facts: Facts,
): Outcome {
  const hook = draft.findHook(command.hookId);
  if (hook === null) return { ok: false, code: "hook_not_found" };
  if (facts.duplicateSeq !== null) {
    return draft.done({ type: "delivered", callSeq: facts.duplicateSeq, outcome: "duplicate" });
  }

  const wait = draft.run.waits.find((candidate) => awaitsHook(candidate, hook.hookId));
  if (wait === undefined) return keepCall(draft, hook, command);

  const callSeq = hook.received;
  assert(hook.consumed === callSeq, "a hook with an open wait has no unconsumed call");
  draft.putHook({ ...hook, received: callSeq + 1, consumed: callSeq + 1 });
  const entry =
    wait.kind === "race"
      ? winWithCall(draft, wait, { hookId: hook.hookId, callSeq })
      : resolve(draft, wait as HookWait, callSeq);
  draft.insertCall(newCall(command, { seq: callSeq, consumedBy: entry.seq }));
  requestInvocation(draft);
  return draft.done({ type: "delivered", callSeq, outcome: "consumed" });
}

/** Whether this wait is one for the hook: by itself, or as a branch of a race. */
export function awaitsHook(wait: Wait, hookId: Hook["hookId"]): boolean {
  if (wait.kind === "hook") return wait.hookId === hookId;
  if (wait.kind !== "race") return false;
  return wait.branches.some((branch) => branch.on === "hook" && branch.hookId === hookId);
}

function winWithCall(
  draft: RunDraft,
  race: RaceWait,
  { hookId, callSeq }: { hookId: Hook["hookId"]; callSeq: number },
): JournalEntry {
  const branch = race.branches.find((one) => one.on === "hook" && one.hookId === hookId);
  return winRace(draft, race.step, {
    win: { key: branch?.key ?? "", on: "hook", hookId, callSeq },
  });
}

function keepCall(draft: RunDraft, hook: Hook, command: CommandOf<"deliver_hook">): Outcome {
  const { pendingBytes, received } = hook;
  const size = command.body.length;
  const bytes = pendingBytes.reduce((sum, pending) => sum + pending, size);
  if (pendingBytes.length >= INBOX_SIZE_MAX || bytes > INBOX_BYTES_MAX) {
    return { ok: false, code: "inbox_full" };
  }

  draft.putHook({ ...hook, received: received + 1, pendingBytes: [...pendingBytes, size] });
  draft.insertCall(newCall(command, { seq: received, consumedBy: null }));
  return draft.done({ type: "delivered", callSeq: received, outcome: "stored" });
}

function newCall(
  { at, hookId, request, body }: CommandOf<"deliver_hook">,
  { seq, consumedBy }: { seq: number; consumedBy: number | null },
) {
  return { hookId, seq, receivedAt: at, request, body, consumedBy };
}

/** Takes the oldest call that nothing has consumed; its seq, or null when there is none. */
export function takeOldestCall(draft: RunDraft, hookId: Hook["hookId"]): number | null {
  const hook = draft.findHook(hookId);
  if (hook === null || hook.consumed === hook.received) return null;
  const seq = hook.consumed;
  draft.putHook({ ...hook, consumed: seq + 1, pendingBytes: hook.pendingBytes.slice(1) });
  return seq;
}

function resolve(draft: RunDraft, { step, hookId }: HookWait, callSeq: number): JournalEntry {
  draft.removeWait(step);
  return draft.append("hook_received", step, { data: { hookId, callSeq } });
}
