import {
  FLOW_KEY_PATTERN,
  type FlowLimits,
  faultOfFlowLimits,
} from "../core/flow-control/limits.ts";
import { parseRetryExpression } from "../core/retry-expression.ts";
import type { Failure, HeaderList } from "../core/run/journal.ts";
import type { FlowControl } from "../core/run/state.ts";
import { FieldReader, isRecord } from "./field-reader.ts";

/** Parts that several operations have. */

/** Header fields of a `call`: as many as common servers take. */
export const CALL_HEADERS_MAX = 100;

/** Characters of all names and values of a call's headers: as many as common servers take. */
export const CALL_HEADERS_LENGTH_MAX = 16 * 1024;

/** Longer failure texts are cut, never refused: a stack trace must not hide the failure. */
export const FAILURE_TEXT_LENGTH_MAX = 16 * 1024;

const FAILURE_NAME_LENGTH_MAX = 256;

/** Reads `headers`; absence is an empty list. */
export function readHeaders(fields: FieldReader): HeaderList {
  const value = fields.take("headers");
  if (value === undefined || value === null) return [];
  const fault = headersFault(value);
  if (fault === null) return value as HeaderList;
  fields.fail("headers", fault);
  return [];
}

/** Why `value` is not a list of header fields that can be sent, or null when it is. */
export function headersFault(value: unknown): string | null {
  if (!Array.isArray(value)) return "must be a list of [name, value] pairs";
  if (value.length > CALL_HEADERS_MAX) return `has more than ${CALL_HEADERS_MAX} elements`;
  let length = 0;
  for (const pair of value as readonly unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) return "must be a list of [name, value] pairs";
    const [name, text] = pair as readonly unknown[];
    if (typeof name !== "string" || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      return "has a name that is not a header name";
    }
    // Latin-1 without control characters: what HTTP can carry (RFC 9110, section 5.5).
    if (typeof text !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
      return `has a value that a header cannot carry, under ${name}`;
    }
    length += name.length + text.length;
  }
  return length > CALL_HEADERS_LENGTH_MAX
    ? `is longer than ${CALL_HEADERS_LENGTH_MAX} characters`
    : null;
}

/** Reads a failure; texts that are too long are cut. */
export function readFailure(fields: FieldReader, field: string): Failure {
  const value = fields.take(field);
  if (!isRecord(value)) {
    fields.fail(field, "must be an object");
    return { name: "", message: "" };
  }
  const inner = new FieldReader(value);
  const name = inner.text("name");
  const message = inner.text("message");
  const code = inner.optionalText("code");
  const stack = inner.optionalText("stack");
  if (inner.problem !== null) fields.fail(`${field}.${inner.problem.field}`, inner.problem.detail);
  return {
    name: cut(name, FAILURE_NAME_LENGTH_MAX),
    message: cut(message, FAILURE_TEXT_LENGTH_MAX),
    ...(code === null ? {} : { code: cut(code, FAILURE_NAME_LENGTH_MAX) }),
    ...(stack === null ? {} : { stack: cut(stack, FAILURE_TEXT_LENGTH_MAX) }),
  };
}

/** A prefix of `text` in which no surrogate pair is cut in two. */
function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return text.slice(0, lengthMax).replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Reads `retryDelay`, an expression in ms; null and absence are the same. */
export function readRetryDelay(fields: FieldReader): string | null {
  const text = fields.optionalText("retryDelay");
  if (text === null) return null;
  const parsed = parseRetryExpression(text);
  if (!parsed.ok) fields.fail("retryDelay", `is not an expression: ${parsed.message}`);
  return text;
}

/** Reads `flowControl`; null and absence are the same. */
export function readFlowControl(fields: FieldReader): FlowControl | null {
  const value = fields.take("flowControl");
  if (value === undefined || value === null) return null;
  const read = flowControlOf(value);
  if (read.ok) return read.flow;
  fields.fail(read.field === "" ? "flowControl" : `flowControl.${read.field}`, read.detail);
  return null;
}

/** A flow control as it is stored, or what is wrong with it. */
export type ReadFlowControl =
  | { readonly ok: true; readonly flow: FlowControl }
  | { readonly ok: false; readonly field: string; readonly detail: string };

/** Checks `{ key, parallelism?, rate?, periodMs? }`. */
export function flowControlOf(value: unknown): ReadFlowControl {
  if (!isRecord(value)) return { ok: false, field: "", detail: "must be an object with a key" };
  const fields = new FieldReader(value);
  const key = fields.text("key");
  if (!new RegExp(FLOW_KEY_PATTERN).test(key)) fields.fail("key", "is not a flow-control key");
  const parallelism = fields.optionalInteger("parallelism", 1, Number.MAX_SAFE_INTEGER);
  const rate = fields.optionalInteger("rate", 1, Number.MAX_SAFE_INTEGER);
  const periodMs = fields.optionalInteger("periodMs", 1, Number.MAX_SAFE_INTEGER);
  fields.rejectUnread();
  if (fields.problem !== null) return fields.problem;
  const limits: FlowLimits = {
    ...(parallelism === null ? {} : { parallelism }),
    ...(rate === null ? {} : { rate }),
    ...(periodMs === null ? {} : { periodMs }),
  };
  const fault = faultOfFlowLimits(limits);
  if (fault !== null) return { ok: false, field: "", detail: fault };
  return { ok: true, flow: { key, parallelism, rate, periodMs } };
}
