import type { RunId } from "../core/ids.ts";
import type { CommandOf } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { RunState } from "../core/run/state.ts";
import type { Clock, Ids, LeasedWork } from "../engine/ports.ts";
import type { HookCall, Storage } from "../storage/storage.ts";
import type { HttpCaller, HttpOutcome } from "./http-caller.ts";
import type { EndpointProtocol, OutgoingInvocation } from "./protocol.ts";

/** How long an endpoint may take to answer: as long as the larger serverless platforms let it. */
export const INVOCATION_TIMEOUT_MS = 300_000;

/** A lease outlives its request by this much, so that an answer in time is never fenced. */
export const LEASE_GRACE_MS = 5_000;

/** The largest answer of an endpoint, in bytes. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Of an answer other than 2xx no more is read: only its start is kept. */
const ERROR_ANSWER_BYTES_MAX = 64 * 1024;

/** Journal entries loaded at once. */
const JOURNAL_PAGE_LENGTH = 1_000;

/** What senders read. */
export type DispatchReads = Pick<Storage, "getRun" | "loadJournal" | "loadHookCall" | "loadSteps">;

/** What an `InvocationSender` is made of. */
export interface InvocationSenderOptions {
  readonly storage: DispatchReads;
  readonly protocol: EndpointProtocol;
  readonly caller: HttpCaller;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "jitter">;
  readonly answerBytesMax?: number;
}

/** Sends leased invocations: load, encode, send, decode. */
export class InvocationSender {
  readonly #options: InvocationSenderOptions;

  constructor(options: InvocationSenderOptions) {
    this.#options = options;
  }

  /**
   * Sends one invocation and resolves with the command that tells the engine how it went; null when
   * the engine need not be told, because the lease is gone or the request was given up.
   *
   * @throws whatever reading from storage throws.
   */
  async send(work: LeasedWork, signal: AbortSignal): Promise<CommandOf<"end_invocation"> | null> {
    const { protocol, caller, clock, ids, answerBytesMax } = this.#options;
    const startedAt = clock.now();
    const invocation = await this.#load(work);
    if (invocation === null || signal.aborted) return null;

    const outcome = await caller.send({
      ...protocol.encode(invocation),
      timeoutMs: Math.max(work.leaseUntil - LEASE_GRACE_MS - clock.now(), 1),
      bytesMax: answerBytesMax ?? ANSWER_BYTES_MAX,
      errorBytesMax: ERROR_ANSWER_BYTES_MAX,
      signal,
    });
    if (wasGivenUp(outcome)) return null;

    const at = clock.now();
    const decoded = protocol.decode(outcome, invocation, at);
    const { operations, result, status, errorCode, errorMessage, answer } = decoded;
    const durationMs = Math.round(outcome.durationMs);
    return {
      type: "end_invocation",
      at,
      jitter: ids.jitter(),
      epoch: work.epoch,
      operations,
      result,
      report: { startedAt, durationMs, status, errorCode, errorMessage, answer },
    };
  }

  /** All that the endpoint is told, as of one version of the run; null when the lease is gone. */
  async #load(work: LeasedWork): Promise<OutgoingInvocation | null> {
    const { storage } = this.#options;
    const { runId } = work;
    const [run, first] = await Promise.all([
      storage.getRun(runId),
      storage.loadJournal(runId, 0, JOURNAL_PAGE_LENGTH),
    ]);
    if (run === null || !holdsLease(run.state, work.epoch)) return null;

    const journal = await this.#loadRest(runId, first, run.state.journalLength);
    return { run, work, journal, received: await this.#loadReceived(journal) };
  }

  /** Entries 0 to `length`: later ones are not part of the state that is sent with them. */
  async #loadRest(runId: RunId, first: JournalEntry[], length: number): Promise<JournalEntry[]> {
    const journal = first;
    while (journal.length < length) {
      const { storage } = this.#options;
      const page = await storage.loadJournal(runId, journal.length, JOURNAL_PAGE_LENGTH);
      if (page.length === 0) throw new Error(`the journal of ${runId} ends before its length`);
      for (const entry of page) journal.push(entry);
    }
    return journal.length > length ? journal.slice(0, length) : journal;
  }

  async #loadReceived(journal: readonly JournalEntry[]): Promise<Map<number, HookCall>> {
    const received = new Map<number, HookCall>();
    const reads: Promise<void>[] = [];
    for (const entry of journal) {
      if (entry.type !== "hook_received") continue;
      const { hookId, callSeq } = entry.data;
      const read = this.#options.storage.loadHookCall(hookId, callSeq).then((call) => {
        if (call !== null) received.set(entry.seq, call);
      });
      reads.push(read);
    }
    if (reads.length > 0) await Promise.all(reads);
    return received;
  }
}

/** Whether somebody aborted the request, as opposed to its own deadline. */
export function wasGivenUp(outcome: HttpOutcome): boolean {
  return !outcome.ok && outcome.code === "aborted";
}

function holdsLease(state: RunState, epoch: number): boolean {
  if (state.status !== "running") return false;
  return state.invocations.some((one) => one.phase === "leased" && one.epoch === epoch);
}
