import { after, type EpochMs } from "../ids.ts";
import type { StartSleep } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import type { SleepRequest } from "./journal.ts";
import { WAIT_MS_MAX } from "./limits.ts";
import type { RefusalCode, StepReply } from "./outcome.ts";
import type { SleepWait } from "./state.ts";

/** Starts a sleep. The deadline is fixed now; repeating the request does not move it. */
export function startSleep(
  draft: RunDraft,
  { step, requested }: StartSleep,
): StepReply | RefusalCode {
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    const same = opened.type === "sleep_started" && sameRequest(opened.data.requested, requested);
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";

  const dueAt = sleepEnd(draft.at, requested);
  if (!Number.isSafeInteger(dueAt) || dueAt - draft.at > WAIT_MS_MAX) return "limit_exceeded";
  draft.append("sleep_started", step, { data: { dueAt, requested } });
  if (dueAt <= draft.at) return { step, closed: wake(draft, { kind: "sleep", step, dueAt }) };
  draft.putWait({ kind: "sleep", step, dueAt });
  return { step, closed: null };
}

/** When a sleep ends that begins at `at`. */
export function sleepEnd(at: EpochMs, requested: SleepRequest): EpochMs {
  return "until" in requested ? requested.until : after(at, requested.durationMs);
}

/** The sleep is over. */
export function wake(draft: RunDraft, { step }: SleepWait) {
  draft.removeWait(step);
  return draft.append("sleep_completed", step, { data: {} });
}

function sameRequest(a: SleepRequest, b: SleepRequest): boolean {
  return milliseconds(a) === milliseconds(b) && "until" in a === "until" in b;
}

function milliseconds(request: SleepRequest): number | EpochMs {
  return "until" in request ? request.until : request.durationMs;
}
