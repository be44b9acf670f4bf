import type { EpochMs, HookId, RunId, StepId } from "../ids.ts";
import type { AttemptReport, HookRequest, RunCommand } from "./command.ts";
import type { Effect } from "./effect.ts";
import type { JournalEntry } from "./journal.ts";
import type { RunState } from "./state.ts";

/** What the core answers to a command. Expected refusals are values; only bugs throw. */
export type Outcome = Accepted | Unchanged | Rejected;

/** The command changes the run: storage must take all of this, or none of it. */
export interface Accepted {
  readonly ok: true;
  readonly changed: true;
  readonly state: RunState;
  readonly entries: readonly JournalEntry[];
  readonly hooks: readonly NewHook[];
  readonly calls: readonly NewHookCall[];
  readonly consumed: readonly ConsumedCall[];
  readonly attempts: readonly NewAttempt[];
  /** Steps that are open again: their closing entries close nothing any more. */
  readonly reopened: readonly ReopenedStep[];
  /** For other runs, to be decided in the same transaction. */
  readonly messages: readonly RunMessage[];
  /** To be performed after the commit. Each is harmless when performed twice. */
  readonly effects: readonly Effect[];
  readonly reply: Reply;
}

/** The command had been applied before (or has nothing to do): the same answer, no change. */
export interface Unchanged {
  readonly ok: true;
  readonly changed: false;
  readonly state: RunState;
  readonly messages: readonly RunMessage[];
  readonly effects: readonly Effect[];
  readonly reply: Reply;
}

/** The command is refused and nothing changes. */
export interface Rejected {
  readonly ok: false;
  readonly code: RefusalCode;
}

/** Why the core refuses. Stable: a code is never renamed. */
export type RefusalCode =
  | "run_not_found"
  | "run_finished"
  | "idempotency_mismatch"
  | "stale_invocation"
  | "step_conflict"
  | "hook_not_found"
  | "not_a_dead_letter"
  | "not_waiting"
  | "inbox_full"
  | "limit_exceeded";

/** What a caller needs to know beside the new state. */
export type Reply =
  | { readonly type: "done" }
  | { readonly type: "started"; readonly deduplicated: boolean }
  | { readonly type: "registered"; readonly steps: readonly StepReply[] }
  | {
      readonly type: "delivered";
      readonly callSeq: number;
      readonly outcome: "consumed" | "stored" | "duplicate";
    }
  | {
      readonly type: "notified";
      /** Steps that the event has closed. */
      readonly woken: readonly StepId[];
      readonly kept: boolean;
    }
  | { readonly type: "granted"; readonly epoch: number; readonly leaseUntil: EpochMs }
  /** The engine's own: the limits of a key let the request wait. It begins when its turn comes. */
  | { readonly type: "held" };

/** One registered operation: pending, or closed by an entry. */
export interface StepReply {
  readonly step: StepId;
  readonly closed: JournalEntry | null;
}

/** A command that one run's decision has for another run. */
export interface RunMessage {
  readonly runId: RunId;
  readonly command: RunCommand;
}

/** A closing entry that closes nothing any more. */
export interface ReopenedStep {
  readonly step: StepId;
  readonly seq: number;
}

/** A hook row to insert. */
export interface NewHook {
  readonly hookId: HookId;
  readonly step: StepId;
  readonly tokenHash: string;
  readonly createdAt: EpochMs;
}

/** A received call to insert; `consumedBy` is the seq of the entry that consumed it at once. */
export interface NewHookCall {
  readonly hookId: HookId;
  readonly seq: number;
  readonly receivedAt: EpochMs;
  readonly request: HookRequest;
  readonly body: Uint8Array;
  readonly consumedBy: number | null;
}

/** A stored call that an entry now consumes. */
export interface ConsumedCall {
  readonly hookId: HookId;
  readonly seq: number;
  readonly consumedBy: number;
}

/** A row of the attempts log. */
export interface NewAttempt {
  readonly kind: "invocation" | "call";
  /** Invocation number as text, or the step id. */
  readonly ref: string;
  readonly attempt: number;
  readonly report: AttemptReport;
}

/** A hook together with the run that made it. */
export interface HookOwner {
  readonly runId: RunId;
  readonly hookId: HookId;
}
