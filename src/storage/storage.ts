import type { EpochMs, HookId, RunId, StepId } from "../core/ids.ts";
import type { HookRequest } from "../core/run/command.ts";
import type { StepFact } from "../core/run/facts.ts";
import type { EntryOf, EntryType, JournalEntry } from "../core/run/journal.ts";
import type {
  ConsumedCall,
  HookOwner,
  NewAttempt,
  NewHook,
  NewHookCall,
  ReopenedStep,
} from "../core/run/outcome.ts";
import type { AwaitedEvent } from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import type { FlowKeyRecord, FlowStorage } from "./flow-storage.ts";
import type { ScheduleStorage } from "./schedule-storage.ts";
import type { TokenStorage } from "./token-storage.ts";

/**
 * Where runs live. A backend stores what the core decided and holds no workflow rule of its own.
 *
 * All reads see committed data only. The engine is the only caller of `commit`.
 */
export interface Storage {
  /** The API tokens, in the same database. */
  readonly tokens: TokenStorage;

  /** The schedules, in the same database. */
  readonly schedules: ScheduleStorage;

  /** The flow-control keys, in the same database. */
  readonly flowKeys: FlowStorage;

  /** The run's current state, or null. */
  loadRun(runId: RunId): Promise<RunState | null>;

  /** For each of `steps` that the journal has: its opening and closing entries, bodies loaded. */
  loadSteps(runId: RunId, steps: readonly StepId[]): Promise<Map<StepId, StepFact>>;

  /** The seq of the call stored at the hook under this delivery id, or null. */
  findDelivery(hookId: HookId, deliveryId: string): Promise<number | null>;

  /** The hook whose URL token has this SHA-256 (hex), or null. */
  findHook(tokenHash: string): Promise<HookOwner | null>;

  /**
   * Stores every commit of the batch in one durable transaction, or none of them; `flowKeys` are
   * the flow-control keys that changed with it.
   *
   * When the promise resolves, all of it is on disk.
   * @throws StorageError; nothing of the batch was stored (see its `kind`).
   */
  commit(batch: readonly RunCommit[], flowKeys?: readonly FlowKeyRecord[]): Promise<void>;

  /** Entries with seq >= `fromSeq`, in order, bodies loaded, at most `limit`. */
  loadJournal(runId: RunId, fromSeq: number, limit: number): Promise<JournalEntry[]>;

  /** One received call with its body, or null. */
  loadHookCall(hookId: HookId, seq: number): Promise<HookCall | null>;

  /**
   * Runs whose stored `wakeAt` is in [from, before), soonest first, at most `limit`. Deadlines
   * that are too far for memory stay here until they come near.
   */
  listWakeups(range: WakeupRange): Promise<Wakeup[]>;

  /** Runs with something under way (leased invocation, call being sent): for recovery at start. */
  listInFlight(after: RunId | null, limit: number): Promise<RunId[]>;

  /** Runs that wait for the event, dead letters too; oldest wait first, at most `limit`. */
  listWaiters(query: WaiterQuery): Promise<Waiter[]>;

  /** Entries of all runs in order of recording, key > `after`, without bodies, at most `limit`. */
  listFeed(after: number, limit: number): Promise<FeedEntry[]>;

  /** Entries of one run with seq >= `fromSeq`, in order, without bodies, at most `limit`. */
  listRunFeed(runId: RunId, fromSeq: number, limit: number): Promise<FeedEntry[]>;

  /** The key of the newest entry of all; 0 when there is none. */
  feedHead(): Promise<number>;

  getRun(runId: RunId): Promise<RunRecord | null>;
  /** Newest first. */
  listRuns(filter: RunFilter): Promise<RunRecord[]>;
  listAttempts(runId: RunId, limit: number): Promise<AttemptRecord[]>;
  listHooks(runId: RunId): Promise<HookRecord[]>;
  getHook(hookId: HookId): Promise<HookRecord | null>;
  /** Received calls in order of arrival, without bodies, seq >= `fromSeq`. */
  listHookCalls(hookId: HookId, fromSeq: number, limit: number): Promise<HookCallSummary[]>;
  /** How many runs there are of each status, for metrics. */
  countRuns(): Promise<Record<RunState["status"], number>>;

  /** Flushes and releases everything. Idempotent. */
  close(): Promise<void>;
}

/** All that one or more accepted commands changed in one run. */
export interface RunCommit {
  readonly runId: RunId;
  /** The version that storage must hold now; null when the run is new. */
  readonly expectedVersion: number | null;
  /** The run's status before; null when the run is new. */
  readonly previousStatus: RunState["status"] | null;
  /** The last state; its version may be several above `expectedVersion`. */
  readonly state: RunState;
  /** Present when the run is new. */
  readonly created: NewRun | null;
  readonly entries: readonly JournalEntry[];
  readonly hooks: readonly NewHook[];
  readonly calls: readonly NewHookCall[];
  readonly consumed: readonly ConsumedCall[];
  readonly attempts: readonly NewAttempt[];
  /** Closed steps that are open again. */
  readonly reopened: readonly ReopenedStep[];
  /** All events that the run waits for now; null when they are the same as before. */
  readonly awaited: readonly AwaitedEvent[] | null;
  /** When the run must be looked at again, or null. Derived from `state` by the core. */
  readonly wakeAt: EpochMs | null;
  /** How many invocations and calls are under way. Derived from `state` by the core. */
  readonly inFlight: number;
}

/** What is known of a run from its start and never changes. */
export type NewRun = EntryOf<"run_started">["data"];

/** Who waits for an event. */
export interface WaiterQuery {
  readonly eventId: string;
  /** Absent: of any project. */
  readonly project?: string;
  /** Continues after this one of an earlier page. */
  readonly after?: Pick<Waiter, "since" | "runId" | "step">;
  readonly limit: number;
}

/** A step of a run that waits for an event. */
export interface Waiter {
  readonly runId: RunId;
  readonly project: string;
  readonly step: StepId;
  readonly url: string;
  readonly since: EpochMs;
  readonly timeoutAt: EpochMs | null;
}

/** A journal entry among those of all runs. */
export interface FeedEntry {
  /** Rises with every entry recorded. */
  readonly key: number;
  readonly runId: RunId;
  readonly project: string;
  readonly seq: number;
  readonly type: EntryType;
  readonly at: EpochMs;
  readonly step: StepId | null;
  readonly data: JournalEntry["data"];
}

/** A run as read from outside. */
export interface RunRecord extends NewRun {
  readonly runId: RunId;
  readonly state: RunState;
  readonly createdAt: EpochMs;
  readonly finishedAt: EpochMs | null;
}

/** One value, or a list of which any will do; an empty list matches nothing. */
export type AnyOf<Value> = Value | readonly Value[];

/** What narrows a list of runs. Absent means any; of several filters, all must match. */
export interface RunFilter {
  readonly status?: RunState["status"];
  readonly url?: AnyOf<string>;
  readonly urlPrefix?: AnyOf<string>;
  readonly label?: AnyOf<string>;
  readonly project?: string;
  readonly callerIp?: AnyOf<string>;
  readonly flowKey?: AnyOf<string>;
  readonly deadLetter?: true;
  /** Created at or after, in epoch ms. */
  readonly from?: EpochMs;
  /** Created at or before, in epoch ms. */
  readonly to?: EpochMs;
  /** Only runs older than this one in list order: (createdAt, runId) of the last row seen. */
  readonly before?: { readonly createdAt: EpochMs; readonly runId: RunId };
  readonly limit: number;
}

/** A page of `listWakeups`: wake-ups in [from, before). */
export interface WakeupRange {
  readonly from: EpochMs;
  readonly before: EpochMs;
  /** Continues after this row of an earlier page. */
  readonly after?: Wakeup;
  readonly limit: number;
}

/** When a run must be looked at again. */
export interface Wakeup {
  readonly runId: RunId;
  readonly wakeAt: EpochMs;
}

/** An attempt as read from outside. */
export type AttemptRecord = NewAttempt;

/** A hook as read from outside. Its URL token is not stored, only the token's hash. */
export interface HookRecord {
  readonly runId: RunId;
  readonly hookId: HookId;
  readonly step: StepId;
  readonly createdAt: EpochMs;
  /** Calls received so far. */
  readonly received: number;
  /** Calls consumed so far. */
  readonly consumed: number;
}

/** A received call without its body. */
export interface HookCallSummary {
  readonly hookId: HookId;
  readonly seq: number;
  readonly receivedAt: EpochMs;
  readonly request: HookRequest;
  readonly bodySize: number;
  /** The seq of the journal entry that consumed it, or null while it is stored. */
  readonly consumedBy: number | null;
}

/** A received call with its body, byte for byte. */
export interface HookCall extends HookCallSummary {
  readonly body: Uint8Array;
}

/**
 * Why storage could not do its work.
 *
 * - `conflict`: another writer was first; reload and decide again.
 * - `full`: no space; nothing was stored, reads still work, it heals when space returns.
 * - `busy`: another process holds the database.
 * - `corrupt`: stored bytes do not match their checksum, or the file is damaged.
 * - `failed`: the disk failed; the process must stop and recover from disk.
 */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly kind: "conflict" | "full" | "busy" | "corrupt" | "failed";

  constructor(kind: StorageError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
