import { defined } from "../../defined.ts";
import { durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { flowControlSetting } from "../../flow-control.ts";
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
  const { timeout, retryDelay, flowControl } = settings;
  return defined({
    op: "call" as const,
    step,
    url: String(settings.url),
    method,
    headers: [...headers] as HeaderPairs,
    body: body === null ? undefined : toBase64(body),
    // At least 1 ms: 0 is not a time in which a request can be answered.
    timeoutMs: timeout === undefined ? undefined : Math.max(durationMs(timeout), 1),
    retries: readRetries(settings.retries) ?? 0,
    retryDelay,
    flowControl: flowControl === undefined ? undefined : flowControlSetting(flowControl),
  });
}

/** The server refuses these too; here the stack trace leads to the line. */
function faultOf(url: unknown, method: string, hasBody: boolean): string | null {
  if (!METHODS.has(method)) return `method must be one of ${[...METHODS].join(", ")}`;
  if (hasBody && (method === "GET" || method === "HEAD")) return `${method} cannot have a body`;
  const scheme = URL.canParse(String(url)) ? new URL(String(url)).protocol : null;
  return scheme === "http:" || scheme === "https:" ? null : "an http or https URL is needed";
}

/** Sets a content type where there is none, for all but bytes: JSON, as the stock SDK does. */
function encodeBody(body: unknown, headers: Headers): Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return toUtf8(typeof body === "string" ? body : JSON.stringify(body));
}

function decode<Body>(entry: ClosingEntry): CallResponse<Body> {
  if (entry.type !== "call_completed") return unexpectedEntry(entry);
  const headers = recordOf(entry.headers);
  const rawBody = fromBase64(entry.body);
  const body = decodeBody(rawBody, headers["content-type"]) as Body;
  return { status: entry.status, headers, header: stockHeaders(entry.headers), body, rawBody };
}

/** Lists of values under names in the spelling that the stock SDK shows: `Content-Type`. */
function stockHeaders(pairs: HeaderPairs): Record<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase().replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase());
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return Object.fromEntries(lists);
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
