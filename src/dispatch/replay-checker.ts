import { assert } from "../core/assert.ts";
import { after } from "../core/ids.ts";
import { isOpen } from "../core/run/schedule.ts";
import { asResumed, CHECK_EPOCH, type ReplayCheck, withReopenedStep } from "../engine/dry-run.ts";
import { readJournalPage } from "../engine/journal-reader.ts";
import type { Clock, FreshHistory } from "../engine/ports.ts";
import { inlineBytesFor } from "../engine/wire-size.ts";
import { FieldReader, isRecord } from "../http/wire.ts";
import type { RunRecord } from "../storage/storage.ts";
import { failedRequest, failedStatus, unusableAnswer } from "./failed-attempt.ts";
import type { HttpAnswer, HttpCaller } from "./http-caller.ts";
import type { DispatchReads } from "./invocation-sender.ts";
import { type NativeProtocol, PROTOCOL_VERSION } from "./native-protocol.ts";
import type { DecodedAnswer, OutgoingInvocation } from "./protocol.ts";

/** How long the capability of a dry replay is good for: its pages of the journal. */
const CAPABILITY_MS = 60_000;

/** How long an endpoint may take: whoever asked is waiting, and its connection with it. */
const TIMEOUT_MS = 20_000;

/** Dry replays under way: invocations and calls leave so many of the process's requests. */
const CHECKS_MAX = 16;

/** The largest answer, in bytes: a few names of steps. */
const ANSWER_BYTES_MAX = 256 * 1024;

/** Steps shown of those that the code would do now. */
const NEXT_MAX = 100;

/** Texts of an endpoint are cut at this length. */
const TEXT_LENGTH_MAX = 1_000;

/** What a `ReplayChecker` is made of. */
export interface ReplayCheckerOptions {
  readonly storage: DispatchReads;
  readonly protocol: NativeProtocol;
  readonly caller: HttpCaller;
  readonly clock: Clock;
}

/** Asks endpoints whether their code still matches the journals of runs. Changes nothing. */
export class ReplayChecker {
  readonly #options: ReplayCheckerOptions;
  #underWay = 0;

  constructor(options: ReplayCheckerOptions) {
    this.#options = options;
  }

  /**
   * Replays an open run's journal against the endpoint at `url`; null when too many checks are
   * under way. A failed run must be a dead letter: it is replayed as if it were resumed.
   *
   * @throws whatever reading from storage throws.
   */
  async check(run: RunRecord, url: string): Promise<ReplayCheck | null> {
    if (this.#underWay >= CHECKS_MAX) return null;
    this.#underWay += 1;
    try {
      return await this.#check(run, url);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #check(run: RunRecord, url: string): Promise<ReplayCheck> {
    const { protocol, caller, clock } = this.#options;
    const invocation = await this.#load(run);
    const outcome = await caller.send({
      ...protocol.encodeCheck(invocation, url),
      timeoutMs: TIMEOUT_MS,
      bytesMax: ANSWER_BYTES_MAX,
    });
    if (!outcome.ok) return unreachable(failedRequest(outcome, url));
    if (outcome.status !== 200) return unreachable(failedStatus(outcome, url, clock.now()));
    return readAnswer(outcome, run, url);
  }

  async #load(run: RunRecord): Promise<OutgoingInvocation> {
    const { storage, clock } = this.#options;
    const { runId, state } = run;
    assert(isOpen(state), "only an open run is replayed");
    const { journalLength: until, hooks } = state;
    const [started] = await storage.loadJournal(runId, 0, 1);
    const input = started?.body ?? null;
    const bytesMax = inlineBytesFor({ headers: run.headers, waits: state.waits, input });
    const size = { bytesMax, isStrict: true };
    const query = { runId, from: 1, until, hooks, fresh: null, ...size };
    const journal = withReopenedStep(await readJournalPage(storage, query), state);
    const work = {
      ...{ runId, invocationId: 0, epoch: CHECK_EPOCH, attempt: 1 },
      leaseUntil: after(clock.now(), CAPABILITY_MS),
      state: asResumed(state, clock.now()),
      fresh: NOTHING,
    };
    return { run, work, input, journal, failed: null };
  }
}

const NOTHING: FreshHistory = { entries: [], calls: [] };

function unreachable({ errorMessage }: DecodedAnswer): ReplayCheck {
  return { status: "unreachable", detail: errorMessage ?? "The endpoint did not answer." };
}

function readAnswer(http: HttpAnswer, { runId }: RunRecord, url: string): ReplayCheck {
  const answer = parseJson(http.body);
  const fault = (what: string) => unreachable(unusableAnswer(http, url, what));
  if (!isRecord(answer)) return fault("the body is not a JSON object");
  if (answer.protocol !== PROTOCOL_VERSION) return fault(`"protocol" is not ${PROTOCOL_VERSION}`);
  if (answer.runId !== runId) return fault('"runId" is not that of this run');
  if (answer.status === "matches") return { status: "matches", next: textsOf(answer.next) };
  if (answer.status !== "differs") return fault("it does not say what a dry replay has found");

  const fields = new FieldReader(answer);
  const [recorded, requested, detail] = ["recorded", "requested", "detail"].map((name) =>
    (fields.optionalText(name) ?? "").slice(0, TEXT_LENGTH_MAX),
  );
  return {
    status: "differs",
    recorded: recorded ?? "",
    requested: requested ?? "",
    detail: detail ?? "",
  };
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((one): one is string => typeof one === "string");
  return texts.slice(0, NEXT_MAX).map((text) => text.slice(0, TEXT_LENGTH_MAX));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
