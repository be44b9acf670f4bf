import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type { CommandOf } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import { type JournalPage, readJournalPage } from "../engine/journal-reader.ts";
import type { Clock, Ids, LeasedWork } from "../engine/ports.ts";
import { inlineBytesFor } from "../engine/wire-size.ts";
import type { Storage } from "../storage/storage.ts";
import type { HttpCaller, HttpOutcome } from "./http-caller.ts";
import type { EndpointProtocol, FailedNews, OutgoingInvocation } from "./protocol.ts";

/** How long an endpoint may take to answer: as long as the larger serverless platforms let it. */
export const INVOCATION_TIMEOUT_MS = 300_000;

/** A lease outlives its request by this much, so that an answer in time is never fenced. */
export const LEASE_GRACE_MS = 5_000;

/** The largest answer of an endpoint, in bytes. */
export const ANSWER_BYTES_MAX = 4 * 1024 * 1024;

/** Of an answer other than 2xx no more is read: only its start is kept. */
const ERROR_ANSWER_BYTES_MAX = 64 * 1024;

/** What senders read. */
export type DispatchReads = Pick<
  Storage,
  "loadJournal" | "loadHookCall" | "loadSteps" | "listAttempts"
>;

/** What an `InvocationSender` is made of. */
export interface InvocationSenderOptions {
  readonly storage: DispatchReads;
  readonly protocol: EndpointProtocol;
  readonly caller: Pick<HttpCaller, "send">;
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
    const { runId, state, fresh } = work;
    const { createdAt, hooks, journalLength: until } = state;
    const isFailed = state.status === "failed";
    const started = fresh.entries[0]?.seq === 0 ? fresh.entries[0] : await this.#loadStart(runId);
    assert(started?.type === "run_started", "a journal begins with the start of its run");
    const finishedAt = isFailed ? state.finishedAt : null;
    const run = { ...started.data, runId, state, createdAt, finishedAt };
    const failed = isFailed ? await this.#loadFailure(work) : null;
    const { headers } = started.data;
    const { body: input } = started;
    const bytesMax = inlineBytesFor({ headers, waits: state.waits, input });
    const page = { bytesMax, isStrict: true };
    const query = { runId, from: 1, until, hooks, fresh, ...page };
    const { storage } = this.#options;
    const journal = isFailed ? NO_JOURNAL : await readJournalPage(storage, query);
    return { run, work, input, journal, failed };
  }

  async #loadStart(runId: RunId): Promise<JournalEntry | undefined> {
    return (await this.#options.storage.loadJournal(runId, 0, 1))[0];
  }

  /** Why the run has failed, and what its endpoint had answered then. */
  async #loadFailure({ runId, state, fresh }: LeasedWork): Promise<FailedNews> {
    assert(state.status === "failed", "only a failed run tells its failure");
    const { storage } = this.#options;
    const { failedSeq, failedInvocation } = state;
    const known = fresh.entries.find(({ seq }) => seq === failedSeq);
    const entry = known ?? (await storage.loadJournal(runId, failedSeq, 1))[0];
    assert(entry?.type === "run_failed", "a failed run has recorded why");
    const attempts = await storage.listAttempts(runId, ATTEMPTS_READ);
    const ref = String(failedInvocation);
    const last = attempts.find((one) => one.kind === "invocation" && one.ref === ref)?.report;
    const answer = last?.status == null ? null : { status: last.status, body: last.answer };
    return { failure: entry.data.failure, answer };
  }
}

/** A failed run makes few attempts after the one that failed it: those of telling so. */
const ATTEMPTS_READ = 200;

const NO_JOURNAL: JournalPage = {
  entries: [],
  received: new Map(),
  kept: new Map(),
  next: null,
};

/** Whether somebody aborted the request, as opposed to its own deadline. */
export function wasGivenUp(outcome: HttpOutcome): boolean {
  return !outcome.ok && outcome.code === "aborted";
}
