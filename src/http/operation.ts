import type { EpochMs, HookId, StepId } from "../core/ids.ts";
import { STEP_NAME_LENGTH_MAX } from "../core/ids.ts";
import type { Operation } from "../core/run/command.ts";
import type { Failure, HeaderList } from "../core/run/journal.ts";
import { CALL_TIMEOUT_MS_MAX, RETRIES_MAX, WAIT_MS_MAX } from "../core/run/limits.ts";
import { type FieldProblem, FieldReader, isRecord } from "./field-reader.ts";
import { checkUrl } from "./target-url.ts";

/** One request registers at most this many operations: they are one transaction. */
export const OPERATIONS_MAX = 1_000;

/** The largest result of a step, in bytes of UTF-8: it is sent again with every replay. */
export const RESULT_BYTES_MAX = 2 * 1024 * 1024;

/** Header fields of a `call`: as many as common servers take. */
export const CALL_HEADERS_MAX = 100;

/** Characters of all names and values of a call's headers: as many as common servers take. */
export const CALL_HEADERS_LENGTH_MAX = 16 * 1024;

/** How long a `call` may take that does not say: what most HTTP clients wait. */
export const CALL_TIMEOUT_MS_DEFAULT = 30_000;

/** Longer failure texts are cut, never refused: a stack trace must not hide the failure. */
export const FAILURE_TEXT_LENGTH_MAX = 16 * 1024;

const FAILURE_NAME_LENGTH_MAX = 256;

/** The last instant a JavaScript Date can name. */
const EPOCH_MS_MAX = 8.64e15;

const METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** What is made at the edge for a new hook. Only the hash of the URL's token is stored. */
export interface MintedHook {
  readonly hookId: HookId;
  readonly url: string;
  /** SHA-256 of the token in `url`, hex. */
  readonly tokenHash: string;
}

/** A value read from JSON, or the first thing that is wrong with it. */
export type Decoded<Value> = { readonly ok: true; readonly value: Value } | FieldProblem;

/**
 * Reads the `operations` of a request or of an endpoint's answer; an empty list is fine here.
 *
 * `mint` is called once for each `create_hook`. Only the form is checked: whether the operations
 * fit the run is for the core to say.
 */
export function decodeOperations(
  value: unknown,
  mint: () => MintedHook,
): Decoded<readonly Operation[]> {
  if (!Array.isArray(value)) return invalid("operations", "must be a list");
  if (value.length > OPERATIONS_MAX) {
    return invalid("operations", `has more than ${OPERATIONS_MAX} elements`, "limit_exceeded");
  }
  const operations: Operation[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const decoded = decodeOperation(value[index], mint);
    if (!decoded.ok) {
      const rest = decoded.field === "" ? "" : `.${decoded.field}`;
      return { ...decoded, field: `operations[${index}]${rest}` };
    }
    operations.push(decoded.value);
  }
  return { ok: true, value: operations };
}

/** Reads one operation. `field` of a problem is a path inside the operation. */
export function decodeOperation(value: unknown, mint: () => MintedHook): Decoded<Operation> {
  if (!isRecord(value)) return invalid("", "must be an object");
  const fields = new FieldReader(value);
  const step = readStep(fields);
  const read = READERS[fields.text("op") as Operation["op"]] as OperationReader | undefined;
  if (read === undefined) {
    return fields.problem ?? invalid("op", `must be one of ${Object.keys(READERS).join(", ")}`);
  }
  const decoded = read(fields, step, mint);
  fields.rejectUnread();
  return fields.problem ?? { ok: true, value: decoded };
}

type OperationReader = (fields: FieldReader, step: StepId, mint: () => MintedHook) => Operation;

/** Each reads its fields; what it returns counts only if the reader found no problem. */
const READERS: Record<Operation["op"], OperationReader> = Object.assign(Object.create(null), {
  complete_step: (fields: FieldReader, step: StepId): Operation => ({
    op: "complete_step",
    step,
    result: fields.jsonBytes("result", RESULT_BYTES_MAX),
  }),
  fail_step: (fields: FieldReader, step: StepId): Operation => ({
    op: "fail_step",
    step,
    failure: readFailure(fields, "failure"),
    retryable: fields.flag("retryable"),
    retryAfterMs: fields.optionalInteger("retryAfterMs", 0, WAIT_MS_MAX),
    retries: fields.optionalInteger("retries", 0, RETRIES_MAX),
  }),
  sleep: readSleep,
  call: readCall,
  create_hook: (fields: FieldReader, step: StepId, mint: () => MintedHook): Operation =>
    fields.problem === null
      ? { op: "create_hook", step, ...mint() }
      : { op: "create_hook", step, hookId: "" as HookId, url: "", tokenHash: "" },
  wait_for_hook: (fields: FieldReader, step: StepId): Operation => ({
    op: "wait_for_hook",
    step,
    hookId: readHookId(fields),
    timeoutMs: fields.integer("timeoutMs", 0, WAIT_MS_MAX),
  }),
});

function readSleep(fields: FieldReader, step: StepId): Operation {
  const durationMs = fields.optionalInteger("durationMs", 0, WAIT_MS_MAX);
  const until = fields.optionalInteger("until", 0, EPOCH_MS_MAX) as EpochMs | null;
  if (durationMs !== null && until !== null) fields.fail("until", "cannot go with durationMs");
  if (until !== null) return { op: "sleep", step, requested: { until } };
  if (durationMs === null) fields.fail("durationMs", "or until is required");
  return { op: "sleep", step, requested: { durationMs: durationMs ?? 0 } };
}

function readCall(fields: FieldReader, step: StepId): Operation {
  const method = fields.text("method");
  if (!METHODS.has(method)) {
    fields.fail("method", `must be one of ${[...METHODS].join(", ")}, in upper case`);
  }
  const url = fields.text("url");
  const checked = checkUrl(url);
  if (!checked.ok) fields.fail("url", checked.message, checked.code);
  const body = fields.optionalBase64("body");
  if (body !== null && (method === "GET" || method === "HEAD")) {
    fields.fail("body", `cannot be sent with ${method}`);
  }
  const request = {
    url,
    method,
    headers: readHeaders(fields),
    timeoutMs:
      fields.optionalInteger("timeoutMs", 1, CALL_TIMEOUT_MS_MAX) ?? CALL_TIMEOUT_MS_DEFAULT,
    retries: fields.optionalInteger("retries", 0, RETRIES_MAX) ?? 0,
  };
  return { op: "call", step, request, body };
}

function readHeaders(fields: FieldReader): HeaderList {
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

function readStep(fields: FieldReader): StepId {
  const step = fields.text("step");
  const at = step.lastIndexOf("#");
  const name = step.slice(0, Math.max(at, 0));
  if (!/^[1-9]\d{0,8}$/.test(step.slice(at + 1)) || name.length === 0) {
    fields.fail("step", "must be <name>#<occurrence>, occurrence from 1");
  } else if (name.length > STEP_NAME_LENGTH_MAX) {
    fields.fail("step", `has a name longer than ${STEP_NAME_LENGTH_MAX}`, "limit_exceeded");
  } else if (/\p{Cc}/u.test(name)) {
    fields.fail("step", "has a name with control characters");
  }
  return step as StepId;
}

function readHookId(fields: FieldReader): HookId {
  const hookId = fields.text("hookId");
  if (!/^[A-Za-z0-9_:-]{1,64}$/.test(hookId)) fields.fail("hookId", "is not a hook id");
  return hookId as HookId;
}

function invalid(
  field: string,
  detail: string,
  code: FieldProblem["code"] = "validation_failed",
): FieldProblem {
  return { ok: false, code, field, detail };
}
