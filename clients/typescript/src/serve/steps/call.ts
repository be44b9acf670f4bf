import { durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { fromBase64, fromUtf8, toBase64, toUtf8 } from "../bytes.ts";
import { type CallResponse, type CallSettings, type ServerSpec, unexpectedEntry } from "../step.ts";
import type { ClosingEntry, HeaderPairs, Operation } from "../wire.ts";
import { readRetries } from "./run.ts";

const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** An HTTP request that the server sends for the workflow; nothing is held open meanwhile. */
export function callSpec<Body>(settings: CallSettings): ServerSpec<CallResponse<Body>> {
  return {
    kind: "call",
    deferrable: true,
    operation: (step) => operationOf(step, settings),
    decode: (entry) => decode<Body>(entry),
  };
}

function operationOf(step: string, settings: CallSettings): Operation {
  const method = (settings.method ?? "GET").toUpperCase();
  const headers = new Headers(settings.headers);
  const body = encodeBody(settings.body, headers);
  const fault = faultOf(settings.url, method, body !== null);
  if (fault !== null) throw new WorkflowNonRetryableError(`context.call: ${fault}`);
  return {
    op: "call",
    step,
    url: String(settings.url),
    method,
    headers: [...headers] as HeaderPairs,
    ...(body === null ? {} : { body: toBase64(body) }),
    // At least 1 ms: 0 is not a time in which a request can be answered.
    ...(settings.timeout === undefined
      ? {}
      : { timeoutMs: Math.max(durationMs(settings.timeout), 1) }),
    retries: readRetries(settings.retries) ?? 0,
  };
}

/** The server refuses these too; here the stack trace leads to the line. */
function faultOf(url: unknown, method: string, hasBody: boolean): string | null {
  if (!METHODS.has(method)) return `method must be one of ${[...METHODS].join(", ")}`;
  if (hasBody && (method === "GET" || method === "HEAD")) return `${method} cannot have a body`;
  const scheme = URL.canParse(String(url)) ? new URL(String(url)).protocol : null;
  return scheme === "http:" || scheme === "https:" ? null : "an http or https URL is needed";
}

/** Sets the content type when the body is turned into JSON here. */
function encodeBody(body: unknown, headers: Headers): Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string") return toUtf8(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return toUtf8(JSON.stringify(body));
}

function decode<Body>(entry: ClosingEntry): CallResponse<Body> {
  if (entry.type !== "call_completed") return unexpectedEntry(entry);
  const headers = recordOf(entry.headers);
  const rawBody = fromBase64(entry.body);
  const body = decodeBody(rawBody, headers["content-type"]) as Body;
  return { status: entry.status, headers, body, rawBody };
}

function recordOf(pairs: HeaderPairs): Record<string, string> {
  const record = new Map<string, string>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const before = record.get(key);
    record.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(record);
}

function decodeBody(bytes: Uint8Array, contentType: string | undefined): unknown {
  const text = fromUtf8(bytes);
  if (!isJson(contentType)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `application/json` and its relatives such as `application/problem+json`. */
function isJson(contentType: string | undefined): boolean {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return type === "application/json" || type === "text/json" || type.endsWith("+json");
}
