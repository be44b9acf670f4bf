import { hash } from "node:crypto";
import type { EpochMs, RunId } from "../core/ids.ts";
import { parseRetryExpression } from "../core/retry-expression.ts";
import type { Start } from "../core/run/command.ts";
import type { FlowControl } from "../core/run/state.ts";
import { isFramingHeader, isReservedHeader } from "../http/header-rules.ts";
import { flowControlOf, headersFault } from "../http/operation-fields.ts";
import type { Principal } from "../http/principal.ts";
import type { ProblemCode } from "../http/problem.ts";
import type { ApiDeps } from "./deps.ts";
import { PROJECT_DEFAULT, projectOf } from "./project-scope.ts";
import { redactionOf } from "./redaction.ts";
import { type PutRunRequest, RETRIES_DEFAULT, type StartRunRequest } from "./start-schemas.ts";

/** A command, or the code of what is wrong with the request and where. */
export type StartDecision = { readonly ok: true; readonly command: Start } | StartFault;

/** What is wrong with a request that matches its schema. */
export interface StartFault {
  readonly ok: false;
  readonly code: ProblemCode;
  readonly field: string;
  /** In place of the code's own text. Holds nothing of the request. */
  readonly detail?: string;
}

/** What `startCommand` needs beside the request. */
export interface StartContext {
  readonly at: EpochMs;
  readonly checkUrl: (url: string) => ProblemCode | null;
  /** The first pause between attempts, in ms. */
  readonly retryBaseMs: number;
  /** Whether the caller chose the id: then a repetition must have the same content. */
  readonly hasChosenId: boolean;
  /** Whose run it is. */
  readonly project: string;
  /** Who asks, or null. */
  readonly callerIp?: string | null;
}

/** Makes the command of a request that matches its schema. */
export function startCommand(request: PutRunRequest, context: StartContext): StartDecision {
  const fault = faultOf(request, context);
  if (fault !== null) return fault;
  const flow = readFlow(request);
  if (!flow.ok) return flow;

  const { url, input, labels = [], retries = RETRIES_DEFAULT } = request;
  const command: Start = {
    type: "start",
    at: context.at,
    ...{ url, labels, retries },
    headers: Object.entries(request.headers ?? {}),
    retryBaseMs: context.retryBaseMs,
    retryDelay: request.retryDelay ?? null,
    project: context.project,
    notBefore: notBeforeOf(request, context.at),
    flow: flow.value,
    failureUrl: request.failureUrl ?? null,
    redact: redactionOf(request.redact),
    callerIp: context.callerIp ?? null,
    parent: null,
    depth: 0,
    input: input === undefined ? null : new TextEncoder().encode(JSON.stringify(input)),
    digest: context.hasChosenId ? digestOf(contentOf(request, context.project)) : "",
  };
  return { ok: true, command };
}

/** A request to start a run, and who asks. */
export interface AskedStart {
  readonly request: StartRunRequest;
  readonly principal: Principal;
  readonly callerIp: string | null;
}

/** The command that a request asks for, and the id of the run: the caller's, or a new one. */
export function decideStart(
  deps: ApiDeps,
  { request, principal, callerIp }: AskedStart,
): { readonly ok: true; readonly runId: RunId; readonly command: Start } | StartFault {
  const { runId: chosen, ...content } = request;
  const project = projectOf(principal, content.project);
  if (project === null) return { ok: false, code: "forbidden", field: "project" };
  const { checkUrl, retryBaseMs, clock, ids } = deps;
  const at = clock.now();
  const hasChosenId = chosen !== undefined;
  const context = { at, checkUrl, retryBaseMs, hasChosenId, project, callerIp };
  const decision = startCommand(content, context);
  return decision.ok ? { ...decision, runId: (chosen ?? ids.runId()) as RunId } : decision;
}

function faultOf(request: PutRunRequest, { checkUrl }: StartContext): StartFault | null {
  const { url, failureUrl, headers, retryDelay, delayMs, notBefore } = request;
  const wrongUrl = checkUrl(url);
  if (wrongUrl !== null) return { ok: false, code: wrongUrl, field: "url" };
  const wrongFailureUrl = failureUrl === undefined ? null : checkUrl(failureUrl);
  if (wrongFailureUrl !== null) return { ok: false, code: wrongFailureUrl, field: "failureUrl" };

  const pairs = Object.entries(headers ?? {});
  if (headersFault(pairs) !== null || pairs.some(([name]) => isForbidden(name))) {
    return { ok: false, code: "invalid_header", field: "headers" };
  }
  if (delayMs !== undefined && notBefore !== undefined) {
    return invalid("notBefore", "notBefore cannot go with delayMs.");
  }
  const parsed = retryDelay === undefined ? null : parseRetryExpression(retryDelay);
  if (parsed === null || parsed.ok) return null;
  return invalid("retryDelay", `retryDelay is not an expression: ${parsed.message}.`);
}

function invalid(field: string, detail?: string): StartFault {
  return { ok: false, code: "validation_failed", field, ...(detail && { detail }) };
}

function readFlow({
  flowControl,
}: PutRunRequest): { readonly ok: true; readonly value: FlowControl | null } | StartFault {
  if (flowControl === undefined) return { ok: true, value: null };
  const read = flowControlOf(flowControl);
  if (read.ok) return { ok: true, value: read.flow };
  const field = read.field === "" ? "flowControl" : `flowControl.${read.field}`;
  return invalid(field, `${field}: ${read.detail}.`);
}

function notBeforeOf({ delayMs, notBefore }: PutRunRequest, at: EpochMs): EpochMs | null {
  if (delayMs !== undefined && delayMs > 0) return (at + delayMs) as EpochMs;
  return notBefore === undefined ? null : (notBefore as EpochMs);
}

function isForbidden(name: string): boolean {
  const lower = name.toLowerCase();
  return isFramingHeader(lower) || isReservedHeader(lower);
}

/**
 * What a repeated start must repeat: everything that was asked for. What is left out and what is
 * given as its default are the same.
 */
function contentOf(request: PutRunRequest, project: string): object {
  const { headers = {}, labels = [], retries = RETRIES_DEFAULT, ...rest } = request;
  const content = { ...rest, headers, labels, retries };
  // Without it, the start of another project's run could be repeated, and would tell of it.
  return project === PROJECT_DEFAULT ? { ...content, project: undefined } : { ...content, project };
}

/** A fingerprint of JSON. The order of keys is of no account: not all languages keep it. */
export function digestOf(content: unknown): string {
  return hash("sha256", canonicalJson(content), "hex");
}

/** JSON with the keys of every object sorted. The body parser has bounded the nesting. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const members = entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
