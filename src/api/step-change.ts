import type { EntryOf, JournalEntry, RaceBranchRecord } from "../core/run/journal.ts";
import type { Redactor } from "./redaction.ts";
import type { StepView } from "./step-schemas.ts";

/** How payloads are shown. */
export interface StepShowing {
  /** Whether a result is small enough to be shown. */
  readonly isShown: (body: Uint8Array) => boolean;
  readonly redactor: Redactor;
}

/** Failed attempts shown of one step: the last ones say why it goes on failing. */
const RETRIES_SHOWN_MAX = 10;

/** What an entry tells of its step, beside when the step ended. */
export function stepChangeOf(
  entry: JournalEntry,
  step: StepView,
  showing: StepShowing,
): Partial<StepView> {
  const { redactor } = showing;
  switch (entry.type) {
    case "step_completed":
      return {
        status: "succeeded",
        attempts: entry.data.attempt,
        ...sizeOf(entry),
        ...resultOf(entry, showing),
      };
    case "step_retrying":
    case "call_retrying":
      return retryOf(entry, step, redactor);
    case "step_failed": {
      const { attempts, failure } = entry.data;
      return { status: "failed", attempts, failure: redactor.failure(failure) };
    }
    case "step_reopened":
      return { status: "pending" };
    case "sleep_started":
      return { kind: "sleep", dueAt: entry.data.dueAt };
    case "sleep_completed":
      return { kind: "sleep", status: "succeeded" };
    case "call_started": {
      const { url, method } = entry.data.request;
      return { kind: "call", url, method };
    }
    case "call_completed": {
      const { attempt: attempts, status: responseStatus } = entry.data;
      return { kind: "call", status: "succeeded", attempts, responseStatus, ...sizeOf(entry) };
    }
    default:
      return waitChangeOf(entry, showing);
  }
}

function waitChangeOf(entry: JournalEntry, showing: StepShowing): Partial<StepView> {
  switch (entry.type) {
    case "hook_created":
      return { kind: "hook", status: "succeeded", hookId: entry.data.hookId };
    case "wait_started":
      return { kind: "wait", hookId: entry.data.hookId, dueAt: entry.data.timeoutAt };
    case "hook_received":
      return { kind: "wait", status: "succeeded", ...callOf(entry.data) };
    case "wait_timed_out":
      return { kind: "wait", status: "timed_out", hookId: entry.data.hookId };
    case "event_wait_started":
      return { kind: "event", eventId: entry.data.eventId, dueAt: entry.data.timeoutAt };
    case "event_received": {
      const { eventId } = entry.data;
      const result = resultOf(entry, showing);
      return { kind: "event", status: "succeeded", eventId, ...sizeOf(entry), ...result };
    }
    case "event_wait_timed_out":
      return { kind: "event", status: "timed_out", eventId: entry.data.eventId };
    case "event_notified": {
      const { eventId, total: notified } = entry.data;
      return { kind: "notify", status: "succeeded", eventId, notified };
    }
    default:
      return childChangeOf(entry, showing);
  }
}

function childChangeOf(entry: JournalEntry, showing: StepShowing): Partial<StepView> {
  switch (entry.type) {
    case "child_started":
      return { kind: "child", childRunId: entry.data.childRunId, url: entry.data.url };
    case "child_completed": {
      const { childRunId, status, failure } = entry.data;
      const shown = failure === null ? {} : { failure: showing.redactor.failure(failure) };
      const result = { ...sizeOf(entry), ...resultOf(entry, showing) };
      return { kind: "child", status, childRunId, ...shown, ...result };
    }
    case "race_started":
      return { kind: "race", branches: entry.data.branches.map(branchOf) };
    case "race_won":
      return raceWonOf(entry, showing);
    default:
      return {};
  }
}

function raceWonOf(entry: EntryOf<"race_won">, showing: StepShowing): Partial<StepView> {
  const { data } = entry;
  const won = { kind: "race", status: "succeeded", winner: data.key } as const;
  const result = { ...sizeOf(entry), ...resultOf(entry, showing) };
  switch (data.on) {
    case "hook":
      return { ...won, ...callOf(data) };
    case "event":
      return { ...won, eventId: data.eventId, ...result };
    case "child": {
      const { childRunId, failure } = data;
      const shown = failure === null ? {} : { failure: showing.redactor.failure(failure) };
      return { ...won, childRunId, ...shown, ...result };
    }
    default:
      return won;
  }
}

function retryOf(
  entry: EntryOf<"step_retrying"> | EntryOf<"call_retrying">,
  { retries = [] }: StepView,
  redactor: Redactor,
): Partial<StepView> {
  const { attempt, retryAt } = entry.data;
  const failure = redactor.failure(entry.data.failure);
  const retry = { attempt, at: entry.at, retryAt, failure };
  const shown = [...retries, retry].slice(-RETRIES_SHOWN_MAX);
  return { status: "retrying", attempts: attempt, failure, retryAt, retries: shown };
}

function branchOf(branch: RaceBranchRecord): NonNullable<StepView["branches"]>[number] {
  if (branch.on !== "sleep") return { ...branch };
  const { key, on, dueAt } = branch;
  return { key, on, dueAt };
}

function callOf({ hookId, callSeq }: { hookId: string; callSeq: number }) {
  return { hookId, callId: `${hookId}.${callSeq}` };
}

function sizeOf({ body }: JournalEntry): { bodySize?: number } {
  return body === null ? {} : { bodySize: body.length };
}

function resultOf(
  { body }: JournalEntry,
  { isShown, redactor }: StepShowing,
): { result?: unknown } {
  return body !== null && isShown(body) ? { result: redactor.json(body) } : {};
}
