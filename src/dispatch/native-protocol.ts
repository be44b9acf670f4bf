import type { EpochMs, StepId } from "../core/ids.ts";
import type { InvocationResult, Operation } from "../core/run/command.ts";
import { WAIT_MS_MAX } from "../core/run/limits.ts";
import type { Wait } from "../core/run/state.ts";
import type { Clock } from "../engine/ports.ts";
import {
  decodeOperations,
  FieldReader,
  isRecord,
  jsonText,
  type Mint,
  pageToWire,
  readFailure,
} from "../http/wire.ts";
import type { RunRecord } from "../storage/storage.ts";
import { answerExcerpt } from "./answer-excerpt.ts";
import type { CapabilityMint } from "./capability.ts";
import { failedRequest, failedStatus, unusableAnswer } from "./failed-attempt.ts";
import type { HttpAnswer, HttpOutcome } from "./http-caller.ts";
import type {
  DecodedAnswer,
  EncodedInvocation,
  EndpointProtocol,
  FailedNews,
  OutgoingInvocation,
} from "./protocol.ts";
import { type SigningKey, sign } from "./signature.ts";

/** The version that this server speaks; see `docs/protocol.md`. */
export const PROTOCOL_VERSION = 1;

/** The largest output of a run in bytes: as large as an answer may be. */
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

const SUCCESS = { errorCode: null, errorMessage: null, answer: null } as const;

/** What the protocol needs from the server. */
export interface NativeProtocolOptions {
  /** Base for the requests of endpoints to this server, without a trailing slash. */
  readonly serverUrl: string;
  readonly version: string;
  readonly capabilities: Pick<CapabilityMint, "mint">;
  /** Active keys, current first. Asked for every request, so that keys can be rotated. */
  readonly signingKeys: () => readonly SigningKey[];
  /** Makes the ids that an answer's operations need. */
  readonly mint: Mint;
  /** The wall clock as it is: receivers compare timestamps with their own. */
  readonly wallClock: Clock;
}

/** The native protocol, sections 1 and 3 of `docs/protocol.md`. */
export class NativeProtocol implements EndpointProtocol {
  readonly #options: NativeProtocolOptions;
  readonly #userAgent: string;

  constructor(options: NativeProtocolOptions) {
    this.#options = options;
    this.#userAgent = `hookline/${options.version}`;
  }

  encode(invocation: OutgoingInvocation): EncodedInvocation {
    const { run, work, failed } = invocation;
    const content =
      failed === null ? this.#content(invocation) : failureContent(invocation, failed);
    const url = failed === null ? run.url : (run.failureUrl ?? run.url);
    return this.#signed(url, `${work.runId}.${work.invocationId}`, content);
  }

  /** A dry replay of the run at `url`: the endpoint executes nothing. */
  encodeCheck(invocation: OutgoingInvocation, url: string): EncodedInvocation {
    const content = { ...this.#content(invocation), kind: "check" };
    return this.#signed(url, `${invocation.work.runId}.check`, content);
  }

  #signed(url: string, id: string, content: object): EncodedInvocation {
    const { signingKeys, wallClock } = this.#options;
    const body = Buffer.from(JSON.stringify(content));
    const timestampSeconds = Math.floor(wallClock.now() / 1_000);
    const headers = [
      ["content-type", "application/json"],
      ["user-agent", this.#userAgent],
      ["hookline-protocol", String(PROTOCOL_VERSION)],
      ["webhook-id", id],
      ["webhook-timestamp", String(timestampSeconds)],
      ["webhook-signature", sign(signingKeys(), { id, timestampSeconds, body })],
    ] as const;
    return { method: "POST", url, headers, body };
  }

  decode(outcome: HttpOutcome, invocation: OutgoingInvocation, at: EpochMs): DecodedAnswer {
    const { run, work, failed } = invocation;
    if (failed !== null) return decodeCallback(outcome, run, at);
    if (!outcome.ok) return failedRequest(outcome, run.url);
    if (outcome.status !== 200) return failedStatus(outcome, run.url, at);

    const answer = parseJson(outcome.body);
    if (!isRecord(answer)) return unusableAnswer(outcome, run.url, "the body is not a JSON object");
    if (answer.protocol !== PROTOCOL_VERSION) {
      return unusableAnswer(outcome, run.url, `"protocol" is not ${PROTOCOL_VERSION}`);
    }
    if (answer.runId !== work.runId) {
      return unusableAnswer(outcome, run.url, '"runId" is not that of this run');
    }
    if (answer.epoch !== work.epoch) {
      return unusableAnswer(outcome, run.url, '"epoch" is not that of this invocation');
    }
    return this.#decodeResult(outcome, answer, run.url);
  }

  #decodeResult(http: HttpAnswer, answer: Record<string, unknown>, url: string): DecodedAnswer {
    const decoded = decodeOperations(answer.operations ?? [], this.#options.mint);
    if (!decoded.ok) return unusableAnswer(http, url, `"${decoded.field}" ${decoded.detail}`);
    const operations: readonly Operation[] = decoded.value;

    const fields = new FieldReader(answer);
    const result = readResult(fields);
    if (fields.problem !== null) {
      const { field, detail } = fields.problem;
      return unusableAnswer(http, url, `"${field}" ${detail}`);
    }
    if (result.type !== "failed") return { operations, result, status: http.status, ...SUCCESS };
    const { name, message } = result.failure;
    return {
      operations,
      result,
      status: http.status,
      errorCode: "workflow_error",
      errorMessage: answerExcerpt(Buffer.from(`${name}: ${message}`)),
      answer: null,
    };
  }

  #content(invocation: OutgoingInvocation): object {
    const { work, journal } = invocation;
    const { runId, invocationId, epoch, leaseUntil: expiresAt, state } = work;
    const { capabilities, serverUrl } = this.#options;
    const { journalLength } = state;
    const token = capabilities.mint({ runId, invocationId, epoch, expiresAt, journalLength });
    return {
      protocol: PROTOCOL_VERSION,
      kind: "run",
      run: runToWire(invocation),
      lease: { invocationId, epoch, token, expiresAt },
      server: { url: serverUrl },
      waiting: state.waits.map(waitToWire),
      journal: pageToWire(journal),
      journalNext: journal.next,
    };
  }
}

function runToWire({ run, work, input }: OutgoingInvocation): object {
  return {
    id: work.runId,
    url: run.url,
    createdAt: run.createdAt,
    attempt: work.attempt,
    retries: run.retries,
    headers: run.headers,
    labels: run.labels,
    parent: run.parent,
    input: jsonText(input),
  };
}

function failureContent(invocation: OutgoingInvocation, failed: FailedNews): object {
  const { failure, answer } = failed;
  const run = runToWire(invocation);
  return { protocol: PROTOCOL_VERSION, kind: "failure", run, failure, failedAnswer: answer };
}

/** A failure URL may answer any 2xx; a workflow says whether it has a failure function. */
function decodeCallback(outcome: HttpOutcome, run: RunRecord, at: EpochMs): DecodedAnswer {
  const url = run.failureUrl ?? run.url;
  if (!outcome.ok) return failedRequest(outcome, url);
  const { status } = outcome;
  const isFine = run.failureUrl === null ? status === 200 : status >= 200 && status <= 299;
  if (!isFine) return failedStatus(outcome, url, at);
  const told = { operations: [], status, ...SUCCESS };
  if (run.failureUrl !== null) return { ...told, result: { type: "completed", output: null } };

  const answer = parseJson(outcome.body);
  if (!isRecord(answer) || answer.protocol !== PROTOCOL_VERSION || answer.runId !== run.runId) {
    return unusableAnswer(outcome, url, "the body does not say what became of the failure");
  }
  if (answer.status === "no_handler") return { ...told, result: { type: "no_handler" } };
  const fields = new FieldReader(answer);
  const output = fields.optionalJsonBytes("result", OUTPUT_BYTES_MAX);
  if (answer.status === "handled" && fields.problem === null) {
    return { ...told, result: { type: "completed", output } };
  }
  return unusableAnswer(outcome, url, '"status" is neither "handled" nor "no_handler"');
}

function waitToWire(wait: Wait): object {
  const { step, kind } = wait;
  if (wait.kind !== "retry") return { step, kind };
  return { step, kind, attempts: wait.attempts, ready: wait.ready };
}

function readResult(fields: FieldReader): InvocationResult {
  switch (fields.text("status")) {
    case "completed":
      return { type: "completed", output: fields.optionalJsonBytes("output", OUTPUT_BYTES_MAX) };
    case "suspended":
      return { type: "suspended", again: fields.take("again") === true };
    case "canceled":
      return { type: "canceled", reason: fields.optionalText("reason")?.slice(0, 1_000) ?? null };
    case "failed":
      return {
        type: "failed",
        failure: readFailure(fields, "failure"),
        step: fields.optionalText("step") as StepId | null,
        retryable: fields.flag("retryable"),
        retryAfterMs: fields.optionalInteger("retryAfterMs", 0, WAIT_MS_MAX),
      };
    default:
      fields.fail("status", "is not one of completed, failed, suspended, canceled");
      return { type: "suspended", again: false };
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body as JSON; undefined when it is not. */
function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}
