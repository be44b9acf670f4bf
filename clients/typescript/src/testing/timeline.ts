import type { RecordedEntry, RecordedFailure } from "./engine.js";

/** One step of a run, as its journal tells of it. */
export interface TimelineStep {
  /** As the workflow called it. */
  readonly name: string;
  /** From 1: which of the steps of this name it is. */
  readonly occurrence: number;
  readonly kind:
    | "run"
    | "sleep"
    | "call"
    | "webhook"
    | "wait"
    | "event"
    | "notify"
    | "invoke"
    | "race";
  readonly status: "waiting" | "completed" | "timed out" | "failed";
  /** Of a `run` step: what it returned. Of a race: the key of the winner. */
  readonly result?: unknown;
  readonly failure?: RecordedFailure;
  /** Attempts that failed before it ended, or so far. */
  readonly failedAttempts: number;
  /** By the test server's clock, epoch ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

type Told = Pick<TimelineStep, "kind"> & Partial<TimelineStep>;

const text = new TextDecoder();

/** The steps of a journal, in the order in which they began. */
export function timelineOf(journal: readonly RecordedEntry[]): TimelineStep[] {
  const steps = new Map<string, TimelineStep>();
  for (const entry of journal) {
    if (entry.step === null) continue;
    const told = tell(entry);
    if (told === null) continue;
    const known = steps.get(entry.step);
    steps.set(entry.step, { ...(known ?? begin(entry, told)), ...told, ...retried(entry, known) });
  }
  return [...steps.values()];
}

function begin({ step, at }: RecordedEntry, { kind }: Told): TimelineStep {
  const id = step ?? "";
  const mark = id.lastIndexOf("#");
  return {
    name: id.slice(0, mark),
    occurrence: Number(id.slice(mark + 1)),
    kind,
    status: "waiting",
    failedAttempts: 0,
    startedAt: at,
  };
}

function retried({ type }: RecordedEntry, known: TimelineStep | undefined) {
  const isRetry = type === "step_retrying" || type === "call_retrying";
  return { failedAttempts: (known?.failedAttempts ?? 0) + (isRetry ? 1 : 0) };
}

/** What an entry says of its step; null when it says nothing of interest. */
function tell({ type, at: endedAt, data, body }: RecordedEntry): Told | null {
  const done = { status: "completed", endedAt } as const;
  switch (type) {
    case "step_completed":
      return { kind: "run", ...done, result: parse(body) };
    case "step_retrying":
      return { kind: "run", failure: failureIn(data) };
    case "step_failed":
      return { kind: "run", status: "failed", endedAt, failure: failureIn(data) };
    case "sleep_started":
      return { kind: "sleep" };
    case "sleep_completed":
      return { kind: "sleep", ...done };
    case "call_started":
      return { kind: "call" };
    case "call_completed":
      return { kind: "call", ...done };
    case "hook_created":
      return { kind: "webhook", ...done };
    case "wait_started":
      return { kind: "wait" };
    case "hook_received":
      return { kind: "wait", ...done };
    case "wait_timed_out":
      return { kind: "wait", status: "timed out", endedAt };
    case "event_wait_started":
      return { kind: "event" };
    case "event_received":
      return { kind: "event", ...done };
    case "event_wait_timed_out":
      return { kind: "event", status: "timed out", endedAt };
    case "event_notified":
      return { kind: "notify", ...done };
    case "child_started":
      return { kind: "invoke" };
    case "child_completed":
      return { kind: "invoke", ...done };
    case "race_started":
      return { kind: "race" };
    case "race_won":
      return { kind: "race", ...done, result: (data as { key?: unknown }).key };
    default:
      return null;
  }
}

function failureIn(data: object): RecordedFailure {
  return (data as { failure: RecordedFailure }).failure;
}

/** Stored JSON text as a value; nothing is undefined. */
export function parse(body: Uint8Array | null): unknown {
  return body === null ? undefined : JSON.parse(text.decode(body));
}
