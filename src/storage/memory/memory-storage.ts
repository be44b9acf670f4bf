import type { EpochMs, HookId, RunId, StepId } from "../../core/ids.ts";
import type { StepFact } from "../../core/run/facts.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import type { HookOwner } from "../../core/run/outcome.ts";
import type { RunState } from "../../core/run/state.ts";
import type { FlowKeyRecord } from "../flow-storage.ts";
import type {
  AnyOf,
  AttemptRecord,
  FeedEntry,
  HookCall,
  HookCallSummary,
  HookRecord,
  RunCommit,
  RunFilter,
  RunRecord,
  Storage,
  Waiter,
  WaiterQuery,
  Wakeup,
  WakeupRange,
} from "../storage.ts";
import { StorageError } from "../storage.ts";
import { applyCommit } from "./apply-commit.ts";
import type { Contents, StoredCall, StoredHook, StoredRun } from "./contents.ts";
import { copyEntry, emptyContents, UndoLog } from "./contents.ts";
import { MemoryFlowStorage } from "./flow-storage.ts";
import { MemoryScheduleStorage } from "./schedule-storage.ts";
import { MemoryTokenStorage } from "./token-storage.ts";

/**
 * Runs in maps: the plainest storage that keeps the contract, and so the oracle for the others.
 *
 * It checks the same invariants as the schema of a database does. What it takes and gives are
 * copies or frozen, so that no caller can change what is stored.
 */
export class MemoryStorage implements Storage {
  readonly tokens = new MemoryTokenStorage(() => this.#assertOpen());
  readonly schedules = new MemoryScheduleStorage(() => this.#assertOpen());
  readonly flowKeys = new MemoryFlowStorage(() => this.#assertOpen());
  readonly #contents: Contents = emptyContents();
  #isClosed = false;

  async loadRun(runId: RunId): Promise<RunState | null> {
    return this.#run(runId)?.state ?? null;
  }

  async loadSteps(runId: RunId, steps: readonly StepId[]): Promise<Map<StepId, StepFact>> {
    const facts = new Map<StepId, StepFact>();
    const run = this.#run(runId);
    for (const step of steps) {
      const fact = run?.steps.get(step);
      if (fact === undefined) continue;
      const { opened, closed } = fact;
      facts.set(step, { opened: opened && copyEntry(opened), closed: closed && copyEntry(closed) });
    }
    return facts;
  }

  async findDelivery(hookId: HookId, deliveryId: string): Promise<number | null> {
    return this.#hook(hookId)?.deliveries.get(deliveryId) ?? null;
  }

  async findHook(tokenHash: string): Promise<HookOwner | null> {
    this.#assertOpen();
    const hook = this.#contents.tokens.get(tokenHash);
    return hook === undefined ? null : { runId: hook.runId, hookId: hook.hookId };
  }

  async commit(
    batch: readonly RunCommit[],
    flowKeys: readonly FlowKeyRecord[] = [],
  ): Promise<void> {
    this.#assertOpen();
    const undo = new UndoLog();
    try {
      for (const commit of batch) applyCommit(this.#contents, commit, undo);
      for (const record of flowKeys) this.flowKeys.write(record, undo);
    } catch (error) {
      undo.run();
      throw error;
    }
  }

  async loadJournal(runId: RunId, fromSeq: number, limit: number): Promise<JournalEntry[]> {
    const entries = this.#run(runId)?.entries ?? [];
    return entries.slice(fromSeq, fromSeq + limit).map(copyEntry);
  }

  async loadHookCall(hookId: HookId, seq: number): Promise<HookCall | null> {
    const call = this.#hook(hookId)?.calls[seq];
    return call === undefined ? null : { ...summary(call), body: call.body.slice() };
  }

  async listWakeups({ from, before, after, limit }: WakeupRange): Promise<Wakeup[]> {
    const wakeups: Wakeup[] = [];
    for (const { state, wakeAt } of this.#runs()) {
      const isDue = wakeAt !== null && wakeAt >= from && wakeAt < before;
      if (isDue) wakeups.push({ runId: state.runId, wakeAt });
    }
    wakeups.sort(compareWakeups);
    const rest =
      after === undefined ? wakeups : wakeups.filter((w) => compareWakeups(w, after) > 0);
    return rest.slice(0, limit);
  }

  async listInFlight(after: RunId | null, limit: number): Promise<RunId[]> {
    return [...this.#runs()]
      .filter((run) => run.inFlight > 0)
      .map((run) => run.state.runId)
      .filter((runId) => after === null || runId > after)
      .sort(compareText)
      .slice(0, limit);
  }

  async listWaiters({ eventId, project, after, limit }: WaiterQuery): Promise<Waiter[]> {
    const waiters: Waiter[] = [];
    for (const { state, start, awaited } of this.#runs()) {
      if (project !== undefined && start.project !== project) continue;
      for (const { eventId: name, step, since, timeoutAt } of awaited) {
        if (name !== eventId) continue;
        const { project: owner, url } = start;
        waiters.push({ runId: state.runId, project: owner, step, url, since, timeoutAt });
      }
    }
    waiters.sort(compareWaiters);
    const rest =
      after === undefined ? waiters : waiters.filter((w) => compareWaiters(w, after) > 0);
    return rest.slice(0, limit);
  }

  async listFeed(after: number, limit: number): Promise<FeedEntry[]> {
    this.#assertOpen();
    const page = this.#contents.feed.slice(after, after + limit);
    return page.map(({ run, entry }, index) => feedEntry(run, entry, after + index + 1));
  }

  async listRunFeed(runId: RunId, fromSeq: number, limit: number): Promise<FeedEntry[]> {
    this.#assertOpen();
    const entries: FeedEntry[] = [];
    for (const [index, { run, entry }] of this.#contents.feed.entries()) {
      if (run.state.runId !== runId || entry.seq < fromSeq || entries.length >= limit) continue;
      entries.push(feedEntry(run, entry, index + 1));
    }
    return entries;
  }

  async feedHead(): Promise<number> {
    this.#assertOpen();
    return this.#contents.feed.length;
  }

  async getRun(runId: RunId): Promise<RunRecord | null> {
    const run = this.#run(runId);
    return run === undefined ? null : record(run);
  }

  async listRuns(filter: RunFilter): Promise<RunRecord[]> {
    const { before, limit } = filter;
    return [...this.#runs()]
      .filter((run) => matches(run, filter))
      .map(record)
      .sort(compareNewestFirst)
      .filter((run) => before === undefined || compareNewestFirst(run, before) > 0)
      .slice(0, limit);
  }

  /** Newest first. */
  async listAttempts(runId: RunId, limit: number): Promise<AttemptRecord[]> {
    const attempts = this.#run(runId)?.attempts ?? [];
    return attempts.toReversed().slice(0, limit);
  }

  /** In the order in which they were made. */
  async listHooks(runId: RunId): Promise<HookRecord[]> {
    return (this.#run(runId)?.hooks ?? []).map(hookRecord);
  }

  async getHook(hookId: HookId): Promise<HookRecord | null> {
    const hook = this.#hook(hookId);
    return hook === undefined ? null : hookRecord(hook);
  }

  async listHookCalls(hookId: HookId, fromSeq: number, limit: number): Promise<HookCallSummary[]> {
    const calls = this.#hook(hookId)?.calls ?? [];
    return calls.slice(fromSeq, fromSeq + limit).map(summary);
  }

  async countRuns(): Promise<Record<RunState["status"], number>> {
    const counts = { running: 0, succeeded: 0, failed: 0, canceled: 0 };
    for (const { state } of this.#runs()) counts[state.status] += 1;
    return counts;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #runs(): Iterable<StoredRun> {
    this.#assertOpen();
    return this.#contents.runs.values();
  }

  #run(runId: RunId): StoredRun | undefined {
    this.#assertOpen();
    return this.#contents.runs.get(runId);
  }

  #hook(hookId: HookId): StoredHook | undefined {
    this.#assertOpen();
    return this.#contents.hooks.get(hookId);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new StorageError("failed", "the storage is closed");
  }
}

function matches({ start, state }: StoredRun, filter: RunFilter): boolean {
  const { status, url, urlPrefix, label, project, callerIp, flowKey, deadLetter, from, to } =
    filter;
  const isDeadLetter = state.status === "failed" && state.deadLetter;
  return (
    (status === undefined || state.status === status) &&
    (url === undefined || anyOf(url).includes(start.url)) &&
    (urlPrefix === undefined || anyOf(urlPrefix).some((one) => start.url.startsWith(one))) &&
    (label === undefined || anyOf(label).some((one) => start.labels.includes(one))) &&
    (project === undefined || start.project === project) &&
    (callerIp === undefined || isAmong(callerIp, start.callerIp)) &&
    (flowKey === undefined || isAmong(flowKey, start.flow?.key)) &&
    (deadLetter === undefined || isDeadLetter) &&
    (from === undefined || state.createdAt >= from) &&
    (to === undefined || state.createdAt <= to)
  );
}

function anyOf(wanted: AnyOf<string>): readonly string[] {
  return typeof wanted === "string" ? [wanted] : wanted;
}

function isAmong(wanted: AnyOf<string>, value: string | null | undefined): boolean {
  return anyOf(wanted).some((one) => one === value);
}

function record({ start, state }: StoredRun): RunRecord {
  const finishedAt = state.status === "running" ? null : state.finishedAt;
  return { ...start, runId: state.runId, state, createdAt: state.createdAt, finishedAt };
}

function hookRecord({ runId, hookId, step, createdAt, calls }: StoredHook): HookRecord {
  const consumed = calls.filter((call) => call.consumedBy !== null).length;
  return { runId, hookId, step, createdAt, received: calls.length, consumed };
}

function summary({
  hookId,
  seq,
  receivedAt,
  request,
  body,
  consumedBy,
}: StoredCall): HookCallSummary {
  return { hookId, seq, receivedAt, request, bodySize: body.length, consumedBy };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function feedEntry(run: StoredRun, entry: JournalEntry, key: number): FeedEntry {
  const { seq, type, at, step, data } = entry;
  const { runId } = run.state;
  return { key, runId, project: run.start.project, seq, type, at, step, data };
}

type WaiterPosition = Pick<Waiter, "since" | "runId" | "step">;

function compareWaiters(a: WaiterPosition, b: WaiterPosition): number {
  return a.since - b.since || compareText(a.runId, b.runId) || compareText(a.step, b.step);
}

function compareWakeups(a: Wakeup, b: Wakeup): number {
  return a.wakeAt - b.wakeAt || compareText(a.runId, b.runId);
}

type Position = { readonly createdAt: EpochMs; readonly runId: RunId };

function compareNewestFirst(a: Position, b: Position): number {
  return b.createdAt - a.createdAt || compareText(b.runId, a.runId);
}
