import { assert } from "../core/assert.ts";
import type { EpochMs, HookId } from "../core/ids.ts";
import type { InvocationResult, Operation } from "../core/run/command.ts";
import { WAIT_MS_MAX } from "../core/run/limits.ts";
import type { Wait } from "../core/run/state.ts";
import type { Clock } from "../engine/ports.ts";
import {
  decodeOperations,
  entryToWire,
  FieldReader,
  isRecord,
  jsonText,
  type MintedHook,
  readFailure,
  type WireEntry,
} from "../http/wire.ts";
import { answerExcerpt } from "./answer-excerpt.ts";
import type { CapabilityMint } from "./capability.ts";
import { failedRequest, failedStatus, unusableAnswer } from "./failed-attempt.ts";
import type { HttpAnswer, HttpOutcome } from "./http-caller.ts";
import type {
  DecodedAnswer,
  EncodedInvocation,
  EndpointProtocol,
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
  readonly capabilities: CapabilityMint;
  /** Active keys, current first. Asked for every request, so that keys can be rotated. */
  readonly signingKeys: () => readonly SigningKey[];
  /** Makes id, URL and token of a hook that an answer asks for. */
  readonly mintHook: () => MintedHook;
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
    const { run, work } = invocation;
    const { signingKeys, wallClock } = this.#options;
    const body = Buffer.from(JSON.stringify(this.#content(invocation)));
    const id = `${work.runId}.${work.invocationId}`;
    const timestampSeconds = Math.floor(wallClock.now() / 1_000);
    const headers = [
      ["content-type", "application/json"],
      ["user-agent", this.#userAgent],
      ["hookline-protocol", String(PROTOCOL_VERSION)],
      ["webhook-id", id],
      ["webhook-timestamp", String(timestampSeconds)],
      ["webhook-signature", sign(signingKeys(), { id, timestampSeconds, body })],
    ] as const;
    return { method: "POST", url: run.url, headers, body };
  }

  decode(outcome: HttpOutcome, { run, work }: OutgoingInvocation, at: EpochMs): DecodedAnswer {
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
    const decoded = decodeOperations(answer.operations ?? [], this.#options.mintHook);
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

  #content({ run, work, journal, received }: OutgoingInvocation): object {
    const { runId, invocationId, epoch, leaseUntil } = work;
    const { state } = run;
    const { capabilities, serverUrl } = this.#options;
    const token = capabilities.mint({ runId, invocationId, epoch, expiresAt: leaseUntil });
    return {
      protocol: PROTOCOL_VERSION,
      run: {
        id: runId,
        url: run.url,
        createdAt: run.createdAt,
        attempt: work.attempt,
        retries: run.retries,
        headers: run.headers,
        labels: run.labels,
        input: jsonText(journal[0]?.body ?? null),
      },
      lease: { invocationId, epoch, token, expiresAt: leaseUntil },
      server: { url: serverUrl },
      waiting: state.status === "running" ? state.waits.map(waitToWire) : [],
      journal: journalToWire(journal, received),
    };
  }
}

function waitToWire(wait: Wait): object {
  const { step, kind } = wait;
  if (wait.kind !== "retry") return { step, kind };
  return { step, kind, attempts: wait.attempts, ready: wait.ready };
}

function journalToWire(
  journal: OutgoingInvocation["journal"],
  received: OutgoingInvocation["received"],
): WireEntry[] {
  const hookUrls = new Map<HookId, string>();
  const wire: WireEntry[] = [];
  for (const entry of journal) {
    if (entry.type === "hook_created") hookUrls.set(entry.data.hookId, entry.data.url);
    let sent: WireEntry | null;
    if (entry.type === "hook_received") {
      const call = received.get(entry.seq);
      const hookUrl = hookUrls.get(entry.data.hookId);
      assert(call !== undefined, `the call of entry ${entry.seq} is stored`);
      assert(hookUrl !== undefined, `entry ${entry.seq} follows the making of its hook`);
      sent = entryToWire(entry, { received: { request: call.request, body: call.body, hookUrl } });
    } else sent = entryToWire(entry);
    if (sent !== null) wire.push(sent);
  }
  return wire;
}

function readResult(fields: FieldReader): InvocationResult {
  switch (fields.text("status")) {
    case "completed":
      return { type: "completed", output: fields.optionalJsonBytes("output", OUTPUT_BYTES_MAX) };
    case "suspended":
      return { type: "suspended" };
    case "failed":
      return {
        type: "failed",
        failure: readFailure(fields, "failure"),
        retryable: fields.flag("retryable"),
        retryAfterMs: fields.optionalInteger("retryAfterMs", 0, WAIT_MS_MAX),
      };
    default:
      fields.fail("status", "is not one of completed, failed, suspended");
      return { type: "suspended" };
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
