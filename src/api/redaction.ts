import { createHash } from "node:crypto";
import { type Static, Type } from "@sinclair/typebox";
import type { Failure, HeaderList, JournalEntry, Redaction } from "../core/run/journal.ts";
import type { AttemptRecord, HookCallSummary } from "../storage/storage.ts";
import { jsonOf } from "./json-text.ts";

/**
 * What the control API shows of a run that was started with `redact`: in place of a payload or of a
 * header's value, the SHA-256 of it. Who has the original can tell that it is the same, and nobody
 * else learns more than that. It is about looking: storage keeps everything, and endpoints, hooks
 * and third parties get the real thing.
 *
 * - `body`: input, output, results of steps, data of events, bodies of calls and hook calls, and
 *   the query of a hook call (the payload of a GET). Also what may quote a payload: messages and
 *   stacks of failures, the start of an unexpected answer, the message of an attempt that was
 *   answered, why a run was canceled, and what a dry replay says in words. Names and codes of
 *   failures stay: they say what kind of thing went wrong.
 * - `headers`: values of all header fields or of those named, of the run, of its calls and their
 *   answers, and of its hook calls. A delivery id is the value of a header too.
 *
 * Ids, URLs, labels, times, sizes and statuses are always shown. Small values can be guessed from
 * their hash: do not put a PIN into a payload and rely on this.
 *
 * Every view of a run's contents goes through a `Redactor`: `redactorOf(run.redact)`.
 */
export interface Redactor {
  /** Stored JSON text as a value. */
  json(body: Uint8Array | null): unknown;
  /** The bytes themselves, or what is shown in their place. */
  bytes(body: Uint8Array): Uint8Array;
  /** Whether bodies are hidden: then `bytes` and `json` give a hash. */
  readonly hidesBodies: boolean;
  headers(list: HeaderList): [string, string][];
  failure(failure: Failure): Failure;
  /** A text that may quote a payload. */
  text<Text extends string | null>(text: Text): Text | string;
  /** What an entry of the journal carries beside its body. */
  entryData(data: JournalEntry["data"]): Record<string, unknown>;
  attempt(attempt: AttemptRecord): AttemptRecord;
  /** A hook call's request, without its body. */
  hookRequest(request: HookCallSummary["request"]): HookCallSummary["request"];
}

/** Header fields that one run may name: as many as a request of it may have. */
const HEADER_NAMES_MAX = 100;

/** What a start asks for. */
export const RedactRequest = Type.Object(
  {
    body: Type.Optional(Type.Boolean({ description: "Hide payloads." })),
    headers: Type.Optional(
      Type.Union(
        [
          Type.Literal(true),
          Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
            maxItems: HEADER_NAMES_MAX,
          }),
        ],
        { description: "Hide the values of all header fields, or of those named." },
      ),
    ),
  },
  {
    additionalProperties: false,
    $id: "RedactRequest",
    description: "What the API shall show as `REDACTED:<sha256>` of this run.",
  },
);
export type RedactRequest = Static<typeof RedactRequest>;

/** What a start asked for, as it is stored; null when nothing is to be hidden. */
export function redactionOf(request: RedactRequest | undefined): Redaction | null {
  const { body = false, headers = [] } = request ?? {};
  return body || headers === true || headers.length > 0 ? { body, headers } : null;
}

/** `REDACTED:` and the SHA-256, as hex, of the bytes (of a text: in UTF-8). */
export function redactBody(content: string | Uint8Array): string {
  return `REDACTED:${createHash("sha256").update(content).digest("hex")}`;
}

/** The list with the values replaced: all, or those of the named fields, in any case. */
export function redactHeaders(list: HeaderList, which: Redaction["headers"]): HeaderList {
  const isHidden = headerTest(which);
  return list.map(([name, value]) => [name, isHidden(name) ? redactBody(value) : value] as const);
}

/** The redactor for runs started with `redact`; null shows everything. */
export function redactorOf(redact: Redaction | null): Redactor {
  return redact === null ? OPEN : new HidingRedactor(redact);
}

const OPEN: Redactor = {
  hidesBodies: false,
  json: jsonOf,
  bytes: (body) => body,
  headers: copyHeaders,
  failure: (failure) => ({ ...failure }),
  text: (text) => text,
  entryData: (data) => ({ ...data }),
  attempt: (attempt) => attempt,
  hookRequest: (request) => request,
};

/**
 * Fields of journal data that hold payloads as text, or may quote one: why a run was canceled, say.
 * Today payloads are in bodies; a new type of entry that does otherwise shall not slip through.
 */
const PAYLOAD_FIELDS = new Set(["body", "input", "output", "data", "result", "reason"]);

/** The header fields that a sender's name for its call may come from. */
const DELIVERY_HEADERS = ["webhook-id", "idempotency-key"];

class HidingRedactor implements Redactor {
  readonly hidesBodies: boolean;
  readonly #which: Redaction["headers"];
  readonly #isHidden: (header: string) => boolean;

  constructor({ body, headers }: Redaction) {
    this.hidesBodies = body;
    this.#which = headers;
    this.#isHidden = headerTest(headers);
  }

  json(body: Uint8Array | null): unknown {
    return body !== null && this.hidesBodies ? redactBody(body) : jsonOf(body);
  }

  bytes(body: Uint8Array): Uint8Array {
    return this.hidesBodies ? new TextEncoder().encode(redactBody(body)) : body;
  }

  headers(list: HeaderList): [string, string][] {
    return copyHeaders(redactHeaders(list, this.#which));
  }

  failure(failure: Failure): Failure {
    if (!this.hidesBodies) return { ...failure };
    const { message, stack, ...rest } = failure;
    const hidden = { ...rest, message: redactBody(message) };
    return stack === undefined ? hidden : { ...hidden, stack: redactBody(stack) };
  }

  text<Text extends string | null>(text: Text): Text | string {
    return text !== null && text !== "" && this.hidesBodies ? redactBody(text) : text;
  }

  entryData(data: JournalEntry["data"]): Record<string, unknown> {
    return this.#fields(data);
  }

  attempt(attempt: AttemptRecord): AttemptRecord {
    if (!this.hidesBodies) return attempt;
    const { answer, errorMessage, status } = attempt.report;
    const report = {
      ...attempt.report,
      answer: answer && redactBody(answer),
      // Without an answer the message is our own, and quotes nobody.
      errorMessage: status === null ? errorMessage : errorMessage && redactBody(errorMessage),
    };
    return { ...attempt, report };
  }

  hookRequest(request: HookCallSummary["request"]): HookCallSummary["request"] {
    const { headers, query, deliveryId } = request;
    const hidesId = DELIVERY_HEADERS.some(this.#isHidden);
    return {
      ...request,
      headers: this.headers(headers),
      query: this.hidesBodies && query !== "" ? redactBody(query) : query,
      deliveryId: deliveryId !== null && hidesId ? redactBody(deliveryId) : deliveryId,
    };
  }

  #fields(record: object): Record<string, unknown> {
    const shown = Object.entries(record).map(([name, value]) => [name, this.#field(name, value)]);
    return Object.fromEntries(shown);
  }

  #field(name: string, value: unknown): unknown {
    if (typeof value === "string") {
      return this.hidesBodies && PAYLOAD_FIELDS.has(name) ? redactBody(value) : value;
    }
    if (typeof value !== "object" || value === null) return value;
    if (name === "redact") return value; // names of headers, which hide nothing themselves
    if (name === "headers" && Array.isArray(value)) return this.headers(value as HeaderList);
    if (name === "failure") return this.failure(value as Failure);
    if (Array.isArray(value)) return value.map((element) => this.#field("", element));
    return this.#fields(value);
  }
}

function headerTest(which: Redaction["headers"]): (name: string) => boolean {
  if (which === true) return () => true;
  const names = new Set(which.map((name) => name.toLowerCase()));
  return (name) => names.has(name.toLowerCase());
}

function copyHeaders(list: HeaderList): [string, string][] {
  return list.map(([name, value]): [string, string] => [name, value]);
}
