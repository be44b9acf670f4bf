import type { HookId, StepId } from "../ids.ts";
import type { RunCommand } from "./command.ts";
import type { JournalEntry } from "./journal.ts";

/**
 * What a decision must know beyond the state: points of the history, looked up by key. The state
 * stays small because these stay out of it.
 */
export interface Facts {
  /** For each step named by the command that the journal knows: its opening and closing entry. */
  readonly steps: ReadonlyMap<StepId, StepFact>;
  /** The seq of the stored call with the command's delivery id, or null. */
  readonly duplicateSeq: number | null;
}

/** What the journal says of one step. Bodies are loaded. */
export interface StepFact {
  readonly opened: JournalEntry | null;
  readonly closed: JournalEntry | null;
}

/** Which facts a command needs. */
export interface FactKeys {
  readonly steps: readonly StepId[];
  readonly delivery: { readonly hookId: HookId; readonly deliveryId: string } | null;
}

const NO_STEPS: readonly StepId[] = [];

/** Tells the shell what to look up before the transition. */
export function factKeys(command: RunCommand): FactKeys {
  switch (command.type) {
    case "register_steps":
    case "end_invocation":
      return { steps: command.operations.map((operation) => operation.step), delivery: null };
    case "deliver_hook": {
      const { deliveryId } = command.request;
      const delivery = deliveryId === null ? null : { hookId: command.hookId, deliveryId };
      return { steps: NO_STEPS, delivery };
    }
    default:
      return { steps: NO_STEPS, delivery: null };
  }
}
