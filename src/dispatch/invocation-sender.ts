import { assert } from "../core/assert.ts";
import type { CommandOf } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Clock, Ids, LeasedWork } from "../engine/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { HttpCaller, HttpOutcome } from "./http-caller.ts";
import type { EndpointProtocol, OutgoingInvocation, ReceivedCall } from "./protocol.ts";

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
export type DispatchReads = Pick<Storage, "loadJournal" | "loadHookCall" | "loadSteps">;

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
   * the engine need not be told, because the request was given up.
   *
   * @throws whatever reading from storage throws.
   */
  async send(
    work: LeasedWork,
    controller: AbortController,
  ): Promise<CommandOf<"end_invocation"> | null> {
    const { protocol, caller, clock, ids, answerBytesMax } = this.#options;
    const startedAt = clock.now();
    const invocation = await this.#load(work);
    if (controller.signal.aborted) return null;

    const outcome = await caller.send({
      ...protocol.encode(invocation),
      timeoutMs: Math.max(work.leaseUntil - LEASE_GRACE_MS - clock.now(), 1),
      bytesMax: answerBytesMax ?? ANSWER_BYTES_MAX,
      errorBytesMax: ERROR_ANSWER_BYTES_MAX,
      controller,
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

  /** All that the endpoint is told: the run as of its lease, and its history up to there. */
  async #load(work: LeasedWork): Promise<OutgoingInvocation> {
    const journal = await this.#loadJournal(work);
    const [started] = journal;
    assert(started?.type === "run_started", "a journal begins with the start of its run");
    const { runId, state } = work;
    const { createdAt } = state;
    const run = { ...started.data, runId, state, createdAt, finishedAt: null };
    return { run, work, journal, received: await this.#loadReceived(work, journal) };
  }

  /** The entries that `state` counts: the older ones from storage, the newest as they came. */
  async #loadJournal({ runId, state, fresh }: LeasedWork): Promise<JournalEntry[]> {
    const length = state.journalLength;
    const freshFrom = fresh.entries[0]?.seq ?? length;
    const journal: JournalEntry[] = [];
    while (journal.length < freshFrom) {
      const { storage } = this.#options;
      const limit = Math.min(JOURNAL_PAGE_LENGTH, freshFrom - journal.length);
      const page = await storage.loadJournal(runId, journal.length, limit);
      assert(page.length > 0, "a journal has as many entries as its run counts");
      for (const entry of page) journal.push(entry);
    }
    for (const entry of fresh.entries) if (entry.seq < length) journal.push(entry);
    return journal;
  }

  async #loadReceived(
    { fresh }: LeasedWork,
    journal: readonly JournalEntry[],
  ): Promise<Map<number, ReceivedCall>> {
    const received = new Map<number, ReceivedCall>();
    const reads: Promise<void>[] = [];
    for (const entry of journal) {
      if (entry.type !== "hook_received") continue;
      const { hookId, callSeq } = entry.data;
      const known = fresh.calls.find((call) => call.hookId === hookId && call.seq === callSeq);
      if (known !== undefined) {
        received.set(entry.seq, known);
        continue;
      }
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
