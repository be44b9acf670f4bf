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

/** A run as the addressee of an event; `gone` takes none any more. */
export type Receiver = OpenReceiver | "gone";

/** It waits for the event, or keeps it if there is room beside what it has kept. */
export interface OpenReceiver {
  readonly isWaiting: boolean;
  readonly kept: KeptSize;
}

/** Events that are kept, and their bytes together. */
export interface KeptSize {
  readonly count: number;
  readonly bytes: number;
}

/** Which points of the history a command needs. */
export interface FactKeys {
  readonly steps: readonly StepId[];
  readonly delivery: { readonly hookId: HookId; readonly deliveryId: string } | null;
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

const NONE: FactKeys = { steps: [], delivery: null };

/** Tells the shell what to look up in the history before the transition. */
export function factKeys(command: RunCommand): FactKeys {
  switch (command.type) {
    case "register_steps":
      return { steps: stepsOf(command.operations), delivery: null };
    case "end_invocation": {
      const { operations, result } = command;
      // The step whose failure fails the run is looked at too: a resume opens it again.
      const failed = result.type === "failed" ? result.step : null;
      if (operations.length === 0 && failed === null) return NONE;
      const steps = stepsOf(operations);
      return { steps: failed === null ? steps : [...steps, failed], delivery: null };
    }
    case "deliver_hook": {
      const { deliveryId } = command.request;
      if (deliveryId === null) return NONE;
      return { steps: NONE.steps, delivery: { hookId: command.hookId, deliveryId } };
    }
    default:
      return NONE;
  }
}

function stepsOf(operations: readonly Operation[]): readonly StepId[] {
  return operations.map((operation) => operation.step);
}

/** Tells the shell which notifications a command makes: whom they reach is a fact, too. */
export function notificationsOf(command: RunCommand): readonly Notification[] {
  if (command.type !== "register_steps" && command.type !== "end_invocation") return NOBODY;
  let notifications: Notification[] | null = null;
  for (const operation of command.operations) {
    if (operation.op !== "notify") continue;
    notifications ??= [];
    notifications.push(operation);
  }
  return notifications ?? NOBODY;
}

const NOBODY: readonly Notification[] = [];
