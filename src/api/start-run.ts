import { hash } from "node:crypto";
import type { EpochMs } from "../core/ids.ts";
import type { Start } from "../core/run/command.ts";
import { isFramingHeader, isReservedHeader } from "../http/header-rules.ts";
import { headersFault } from "../http/operation.ts";
import type { ProblemCode } from "../http/problem.ts";
import { type PutRunRequest, RETRIES_DEFAULT } from "./start-schemas.ts";

/** A command, or the code of what is wrong with the request and where. */
export type StartDecision =
  | { readonly ok: true; readonly command: Start }
  | { readonly ok: false; readonly code: ProblemCode; readonly field: string };

/** What `startCommand` needs beside the request. */
export interface StartContext {
  readonly at: EpochMs;
  readonly checkUrl: (url: string) => ProblemCode | null;
  /** The first pause between attempts, in ms. */
  readonly retryBaseMs: number;
  /** Whether the caller chose the id: then a repetition must have the same content. */
  readonly hasChosenId: boolean;
}

/** Makes the command of a request that matches its schema. */
export function startCommand(request: PutRunRequest, context: StartContext): StartDecision {
  const wrongUrl = context.checkUrl(request.url);
  if (wrongUrl !== null) return { ok: false, code: wrongUrl, field: "url" };

  const headers = Object.entries(request.headers ?? {});
  if (headersFault(headers) !== null || headers.some(([name]) => isForbidden(name))) {
    return { ok: false, code: "invalid_header", field: "headers" };
  }
  const { url, input, labels = [], retries = RETRIES_DEFAULT } = request;
  const content = {
    url,
    headers: request.headers ?? {},
    labels,
    retries,
    ...(input === undefined ? {} : { input }),
  };
  const command: Start = {
    type: "start",
    at: context.at,
    url,
    headers,
    labels,
    retries,
    retryBaseMs: context.retryBaseMs,
    input: input === undefined ? null : new TextEncoder().encode(JSON.stringify(input)),
    digest: context.hasChosenId ? digestOf(content) : "",
  };
  return { ok: true, command };
}

function isForbidden(name: string): boolean {
  const lower = name.toLowerCase();
  return isFramingHeader(lower) || isReservedHeader(lower);
}

/** Does not depend on the order of keys: clients in some languages do not keep it. */
function digestOf(content: unknown): string {
  return hash("sha256", canonicalJson(content), "hex");
}

/** JSON with the keys of every object sorted. The body parser has bounded the nesting. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const members = entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
