import type { HookId, RunId, StepId } from "../ids.ts";
import type { Operation, RunCommand } from "./command.ts";
import type { JournalEntry } from "./journal.ts";

/**
 * What a decision must know beyond the state: points of the history and of other runs, looked up by
 * key. The state stays small because these stay out of it.
 */
export interface Facts {
  /** For each step named by the command that the journal knows: its opening and closing entry. */
  readonly steps: ReadonlyMap<StepId, StepFact>;
  /** The seq of the stored call with the command's delivery id, or null. */
  readonly duplicateSeq: number | null;
  /** For each event that the command notifies: the runs of this project that wait for it. */
  readonly waiters: ReadonlyMap<string, readonly RunId[]>;
  /** For each run that the command addresses: what it would do with an event. */
  readonly receivers: ReadonlyMap<string, Receiver>;
}

/** What the journal says of one step. Bodies are loaded. */
export interface StepFact {
  readonly opened: JournalEntry | null;
  readonly closed: JournalEntry | null;
}

/** A run as the addressee of an event: it waits for it, would keep it, or takes none any more. */
export type Receiver = "waiting" | "keeping" | "gone";

/** Which facts a command needs. */
export interface FactKeys {
  readonly steps: readonly StepId[];
  readonly delivery: { readonly hookId: HookId; readonly deliveryId: string } | null;
  readonly notifications: readonly Notification[];
}

/** An event to be told to whoever waits for it, or to one run. */
export interface Notification {
  readonly eventId: string;
  readonly runId: RunId | null;
}

/** The key of `Facts.receivers`. */
export function receiverKey(runId: RunId, eventId: string): string {
  return `${runId} ${eventId}`;
}

const NONE: FactKeys = { steps: [], delivery: null, notifications: [] };

/** Tells the shell what to look up before the transition. */
export function factKeys(command: RunCommand): FactKeys {
  switch (command.type) {
    case "register_steps":
      return { ...NONE, ...operationKeys(command.operations) };
    case "end_invocation":
      return endKeys(command.operations, command.result);
    case "deliver_hook": {
      const { deliveryId } = command.request;
      if (deliveryId === null) return NONE;
      return { ...NONE, delivery: { hookId: command.hookId, deliveryId } };
    }
    default:
      return NONE;
  }
}

function operationKeys(operations: readonly Operation[]) {
  const steps = operations.map((operation) => operation.step);
  const notifications = operations.filter((operation) => operation.op === "notify");
  return { steps, notifications };
}

/** The step whose failure fails the run is looked at too: a resume opens it again. */
function endKeys(
  operations: readonly Operation[],
  result: Extract<RunCommand, { type: "end_invocation" }>["result"],
): FactKeys {
  const keys = operationKeys(operations);
  if (result.type !== "failed" || result.step === null) return { ...NONE, ...keys };
  return { ...NONE, ...keys, steps: [...keys.steps, result.step] };
}
