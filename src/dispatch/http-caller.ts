import type { HeaderList } from "../core/run/journal.ts";
import { checkUrl } from "../http/wire.ts";
import type { AddressGuard } from "./address-guard.ts";
import { decodeContent } from "./content-encoding.ts";
import { describeFetchError } from "./fetch-error.ts";

/** One request to be sent. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Those that belong to a connection, and `host` and `content-length`, are left out. */
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /** For everything: resolving, connecting, sending, and the whole answer. */
  readonly timeoutMs: number;
  /** A larger answer, also once decompressed, is `response_too_large`. */
  readonly bytesMax: number;
  /** An answer other than 2xx is cut at this size instead: it is only looked at by people. */
  readonly errorBytesMax?: number;
  /** Gives the request up when aborted. The caller aborts it itself when the time is up. */
  readonly controller?: AbortController;
}

/** What came of a request. Any status is an answer. */
export type HttpOutcome = HttpAnswer | HttpFailure;

/** A complete answer. Redirects are not followed: a 3xx is an answer like any other. */
export interface HttpAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: HeaderList;
  /** Decompressed; `content-encoding` and `content-length` are then left out of `headers`. */
  readonly body: Uint8Array;
  readonly durationMs: number;
}

/** No complete answer came. */
export interface HttpFailure {
  readonly ok: false;
  readonly code: HttpFailureCode;
  /** For people: what happened, without any byte of the answer. */
  readonly message: string;
  readonly durationMs: number;
}

/** Why there is no answer. `connect_error`: no connection, or it broke before the end. */
export type HttpFailureCode =
  | "connect_error"
  | "dns_error"
  | "timeout"
  | "aborted"
  | "response_too_large"
  | "protocol_error"
  | "tls_error"
  | "url_not_allowed"
  | "invalid_request";

/** Characters of all names and values of an answer's headers: they go into the journal. */
const RESPONSE_HEADERS_LENGTH_MAX = 64 * 1024;

/** `fetch` sends a method that it does not know as GET, silently. */
const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** Header fields of a connection (RFC 9110, section 7.6.1), and those that are ours to write. */
const DROPPED_HEADERS: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "http2-settings",
]);

type Failed = Omit<HttpFailure, "durationMs">;

/** Sends requests to addresses that the guard has checked. */
export class HttpCaller {
  readonly #guard: AddressGuard;

  constructor(guard: AddressGuard) {
    this.#guard = guard;
  }

  /** Sends one request, once. Never rejects: whatever goes wrong is an `HttpFailure`. */
  async send(request: HttpRequest): Promise<HttpOutcome> {
    const begun = performance.now();
    const deadline = new Deadline(request);
    try {
      const outcome = await this.#send(request, deadline);
      return { ...outcome, durationMs: performance.now() - begun };
    } catch (error) {
      const failed = deadline.explain() ?? describeFetchError(error);
      return { ...failed, durationMs: performance.now() - begun };
    } finally {
      deadline.clear();
    }
  }

  async #send(request: HttpRequest, deadline: Deadline): Promise<Failed | Answer> {
    const checked = checkUrl(request.url);
    if (!checked.ok) return fail(checked.code, checked.message);
    const fault = requestFault(request);
    if (fault !== null) return fail("invalid_request", fault);
    if (deadline.signal.aborted) return deadline.explain() ?? fail("aborted", "Given up.");

    const headers = outgoingHeaders(request.headers);
    if (headers === null) return fail("invalid_request", "A header cannot be sent as it is.");

    const { url } = checked;
    const { signal } = deadline;
    const target = await this.#guard.resolve(url, signal);
    if (!target.ok) return deadline.explain() ?? target;
    if (target.addresses.length === 0) {
      return dial(url.href, { request, headers, signal });
    }
    return dialPinned(url, target.addresses, { request, headers, signal });
  }
}

type Answer = Omit<HttpAnswer, "durationMs">;

interface Dial {
  readonly request: HttpRequest;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** The name to check the certificate against, when the URL holds a checked address instead. */
  readonly serverName?: string;
}

/** Tries the checked addresses in order, as long as nothing has been sent to any of them. */
async function dialPinned(
  url: URL,
  addresses: readonly string[],
  { request, headers, signal }: Dial,
): Promise<Failed | Answer> {
  const serverName = url.hostname.endsWith(".") ? url.hostname.slice(0, -1) : url.hostname;
  headers.set("host", url.host);
  let lastError: unknown;
  for (const address of addresses) {
    const there = new URL(url);
    there.hostname = address.includes(":") ? `[${address}]` : address;
    try {
      return await dial(there.href, { request, headers, signal, serverName });
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      lastError = error;
    }
  }
  throw lastError;
}

async function dial(
  href: string,
  { request, headers: sent, signal, serverName }: Dial,
): Promise<Failed | Answer> {
  const response = await fetch(href, {
    method: request.method,
    headers: sent,
    body: request.body,
    redirect: "manual",
    decompress: false,
    proxy: false,
    timeout: false,
    signal,
    ...(serverName === undefined ? {} : { tls: { serverName } }),
  } as BunFetchRequestInit);

  const isCut = request.errorBytesMax !== undefined && !response.ok;
  const bytesMax = isCut ? (request.errorBytesMax ?? 0) : request.bytesMax;
  const headers = [...response.headers] as HeaderList;
  const read =
    headersLength(headers) > RESPONSE_HEADERS_LENGTH_MAX
      ? null
      : await readBody(response, request.method, { bytesMax, isCut });
  if (read === null) {
    await response.body?.cancel().catch(() => undefined);
    return tooLarge(bytesMax);
  }

  const decoded = await decodeContent(read, response.headers.get("content-encoding"), bytesMax);
  if (decoded === null) return { ok: true, status: response.status, headers, body: read };
  if (decoded.ok) {
    return {
      ok: true,
      status: response.status,
      headers: withoutCoding(headers),
      body: decoded.body,
    };
  }
  if (isCut) return { ok: true, status: response.status, headers, body: new Uint8Array(0) };
  if (decoded.code === "response_too_large") return tooLarge(bytesMax);
  return fail("protocol_error", "The answer is compressed, but cannot be decompressed.");
}

interface ReadLimits {
  readonly bytesMax: number;
  /** Return what fits, instead of null, when the body is too large. */
  readonly isCut: boolean;
}

/** The body; null when it is too large. Reads no more than needed to know. */
async function readBody(
  response: Response,
  method: string,
  { bytesMax, isCut }: ReadLimits,
): Promise<Uint8Array | null> {
  if (method === "HEAD") return new Uint8Array(0);
  // The parser holds a body to its stated length, so that a small one need not be counted; a
  // chunked one has no such length, whatever it states. Looking at `response.body` would make a
  // stream of it, which costs more than all the rest here.
  const isChunked = response.headers.get("transfer-encoding") !== null;
  const stated = isChunked ? null : response.headers.get("content-length");
  if (stated !== null && Number(stated) <= bytesMax) {
    return new Uint8Array(await response.arrayBuffer());
  }
  if (response.body === null) return new Uint8Array(0);
  if (stated !== null && !isCut) return null;

  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks, size);
    chunks.push(value as Uint8Array);
    size += value.byteLength;
    if (size <= bytesMax) continue;
    // Not awaited: the rest of the body is of no interest, nor is how its end goes.
    reader.cancel().catch(() => undefined);
    return isCut ? concat(chunks, size).subarray(0, bytesMax) : null;
  }
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, size);
}

/** The timeout and the caller's wish in one signal, and which of them it was. */
class Deadline {
  readonly #controller: AbortController;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #timeoutMs: number;
  #isOver = false;

  constructor({ timeoutMs, controller }: HttpRequest) {
    this.#timeoutMs = timeoutMs;
    this.#controller = controller ?? new AbortController();
    this.#timer = setTimeout(() => {
      this.#isOver = !this.#controller.signal.aborted;
      this.#controller.abort();
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The failure, if the time was up or the caller gave up; else null. */
  explain(): Failed | null {
    if (!this.signal.aborted) return null;
    return this.#isOver
      ? fail("timeout", `There was no complete answer within ${this.#timeoutMs} ms.`)
      : fail("aborted", "The request was given up.");
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

function requestFault({ method, body }: HttpRequest): string | null {
  if (!METHODS.has(method)) return `The method ${method.slice(0, 32)} cannot be sent.`;
  if (body !== null && (method === "GET" || method === "HEAD")) {
    return `A ${method} request cannot have a body.`;
  }
  return null;
}

/** The headers to be sent, or null when one of them cannot be. */
function outgoingHeaders(list: HeaderList): Headers | null {
  const headers = new Headers();
  try {
    for (const [name, value] of list) {
      if (!DROPPED_HEADERS.has(name.toLowerCase())) headers.append(name, value);
    }
  } catch {
    return null;
  }
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  return headers;
}

function withoutCoding(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => name !== "content-encoding" && name !== "content-length");
}

function headersLength(headers: HeaderList): number {
  let length = 0;
  for (const [name, value] of headers) length += name.length + value.length;
  return length;
}

/** Whether no connection was made, so that another address may be tried without harm. */
function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH";
}

function tooLarge(bytesMax: number): Failed {
  return fail("response_too_large", `The answer is larger than ${bytesMax} bytes.`);
}

function fail(code: HttpFailureCode, message: string): Failed {
  return { ok: false, code, message };
}
