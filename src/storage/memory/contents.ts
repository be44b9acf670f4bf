import type { EpochMs, HookId, RunId, StepId } from "../../core/ids.ts";
import type { HookRequest } from "../../core/run/command.ts";
import type { StepFact } from "../../core/run/facts.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import type { AwaitedEvent } from "../../core/run/schedule.ts";
import type { RunState } from "../../core/run/state.ts";
import type { AttemptRecord, NewRun } from "../storage.ts";

/** Everything that `MemoryStorage` holds. */
export interface Contents {
  readonly runs: Map<RunId, StoredRun>;
  readonly hooks: Map<HookId, StoredHook>;
  /** By the hash of the URL's token. */
  readonly tokens: Map<string, StoredHook>;
  /** Every entry of every run in order of recording: the one with key n is at n - 1. */
  readonly feed: { readonly run: StoredRun; readonly entry: JournalEntry }[];
}

/** A run and all that belongs to it alone. */
export interface StoredRun {
  readonly start: NewRun;
  readonly entries: JournalEntry[];
  readonly steps: Map<StepId, StepFact>;
  readonly hooks: StoredHook[];
  /** Journal entries that consumed a call. */
  readonly consumers: Set<number>;
  state: RunState;
  wakeAt: EpochMs | null;
  inFlight: number;
  attempts: readonly AttemptRecord[];
  awaited: readonly StoredAwaited[];
}

/** An event that a run waits for. */
export interface StoredAwaited extends AwaitedEvent {
  readonly since: EpochMs;
}

/** A hook and its calls, by seq. */
export interface StoredHook {
  readonly runId: RunId;
  readonly hookId: HookId;
  readonly step: StepId;
  readonly createdAt: EpochMs;
  readonly calls: StoredCall[];
  /** Seq by delivery id. */
  readonly deliveries: Map<string, number>;
}

/** A call, stored or consumed. */
export interface StoredCall {
  readonly hookId: HookId;
  readonly seq: number;
  readonly receivedAt: EpochMs;
  readonly request: HookRequest;
  readonly body: Uint8Array;
  consumedBy: number | null;
}

/** What a new storage holds. */
export function emptyContents(): Contents {
  return { runs: new Map(), hooks: new Map(), tokens: new Map(), feed: [] };
}

/** How to take back what was done, newest first: makes a batch all or nothing. */
export class UndoLog {
  readonly #steps: (() => void)[] = [];

  add(step: () => void): void {
    this.#steps.push(step);
  }

  run(): void {
    for (const step of this.#steps.splice(0).reverse()) step();
  }
}

/** A frozen copy, as a backend that stores JSON would give it back. */
export function frozenCopy<T>(value: T): T {
  return deepFreeze(JSON.parse(JSON.stringify(value)));
}

/** A copy whose body is the caller's own; the rest is shared and frozen. */
export function copyEntry(entry: JournalEntry): JournalEntry {
  return entry.body === null ? entry : { ...entry, body: entry.body.slice() };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
