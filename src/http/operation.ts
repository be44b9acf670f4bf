import type { EpochMs, HookId, RunId, StepId } from "../core/ids.ts";
import { ID_PATTERN, STEP_NAME_LENGTH_MAX } from "../core/ids.ts";
import type { ChildRequest, Operation, RaceRequest } from "../core/run/command.ts";
import type { SleepRequest } from "../core/run/journal.ts";
import {
  CALL_TIMEOUT_MS_MAX,
  RACE_BRANCHES_MAX,
  RETRIES_MAX,
  WAIT_MS_MAX,
} from "../core/run/limits.ts";
import { eventIdFault } from "./event-id.ts";
import { type FieldProblem, FieldReader, isRecord } from "./field-reader.ts";
import { isFramingHeader, isReservedHeader } from "./header-rules.ts";
import { labelsFault } from "./labels.ts";
import { readFailure, readFlowControl, readHeaders, readRetryDelay } from "./operation-fields.ts";
import { checkUrl } from "./target-url.ts";

/** One request registers at most this many operations: they are one transaction. */
export const OPERATIONS_MAX = 1_000;

/** The largest result of a step, in bytes of UTF-8: it is sent again with every replay. */
export const RESULT_BYTES_MAX = 2 * 1024 * 1024;

/** How long a `call` may take that does not say: what most HTTP clients wait. */
export const CALL_TIMEOUT_MS_DEFAULT = 30_000;

/** The last instant a JavaScript Date can name. */
const EPOCH_MS_MAX = 8.64e15;

const RUN_ID = new RegExp(ID_PATTERN);

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

/** What operations need of the world: ids, made at the edge. */
export interface Mint {
  readonly hook: () => MintedHook;
  readonly runId: () => RunId;
}

/** A value read from JSON, or the first thing that is wrong with it. */
export type Decoded<Value> = { readonly ok: true; readonly value: Value } | FieldProblem;

/**
 * Reads the `operations` of a request or of an endpoint's answer; an empty list is fine here.
 *
 * `mint` is asked once for each hook and child run. Only the form is checked: whether the
 * operations fit the run is for the core to say.
 */
export function decodeOperations(value: unknown, mint: Mint): Decoded<readonly Operation[]> {
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
export function decodeOperation(value: unknown, mint: Mint): Decoded<Operation> {
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

type OperationReader = (fields: FieldReader, step: StepId, mint: Mint) => Operation;

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
    retryDelay: readRetryDelay(fields),
  }),
  sleep: (fields: FieldReader, step: StepId): Operation => ({
    op: "sleep",
    step,
    requested: readSleep(fields),
  }),
  call: readCall,
  create_hook: (fields: FieldReader, step: StepId, mint: Mint): Operation =>
    fields.problem === null
      ? { op: "create_hook", step, ...mint.hook() }
      : { op: "create_hook", step, hookId: "" as HookId, url: "", tokenHash: "" },
  wait_for_hook: (fields: FieldReader, step: StepId): Operation => ({
    op: "wait_for_hook",
    step,
    hookId: readHookId(fields),
    timeoutMs: fields.integer("timeoutMs", 0, WAIT_MS_MAX),
  }),
  wait_for_event: (fields: FieldReader, step: StepId): Operation => ({
    op: "wait_for_event",
    step,
    eventId: readEventId(fields),
    timeoutMs: fields.integer("timeoutMs", 0, WAIT_MS_MAX),
  }),
  notify: (fields: FieldReader, step: StepId): Operation => ({
    op: "notify",
    step,
    eventId: readEventId(fields),
    data: fields.optionalJsonBytes("data", RESULT_BYTES_MAX),
    runId: readRunId(fields),
  }),
  invoke: (fields: FieldReader, step: StepId, mint: Mint): Operation => ({
    op: "invoke",
    step,
    ...readChild(fields, mint),
  }),
  race: readRace,
});

function readSleep(fields: FieldReader): SleepRequest {
  const durationMs = fields.optionalInteger("durationMs", 0, WAIT_MS_MAX);
  const until = fields.optionalInteger("until", 0, EPOCH_MS_MAX) as EpochMs | null;
  if (durationMs !== null && until !== null) fields.fail("until", "cannot go with durationMs");
  if (until !== null) return { until };
  if (durationMs === null) fields.fail("durationMs", "or until is required");
  return { durationMs: durationMs ?? 0 };
}

function readChild(fields: FieldReader, mint: Mint): ChildRequest {
  const url = fields.text("url");
  const checked = checkUrl(url);
  if (!checked.ok) fields.fail("url", checked.message, checked.code);
  const chosen = readRunId(fields);
  const headers = readHeaders(fields);
  if (headers.some(([name]) => isForbidden(name))) fields.fail("headers", "has a reserved name");
  const labels = fields.take("labels") ?? [];
  const wrongLabels = labelsFault(labels);
  if (wrongLabels !== null) fields.fail("labels", wrongLabels);
  return {
    // A chosen id may be taken: the digest of any other start differs from this one.
    ...(chosen === null ? { runId: mint.runId(), digest: "" } : { runId: chosen, digest: "child" }),
    ...{ url, headers, labels: labels as readonly string[] },
    retries: fields.optionalInteger("retries", 0, RETRIES_MAX),
    retryDelay: readRetryDelay(fields),
    flow: readFlowControl(fields),
    input: fields.optionalJsonBytes("input", RESULT_BYTES_MAX),
  };
}

function isForbidden(name: string): boolean {
  const lower = name.toLowerCase();
  return isFramingHeader(lower) || isReservedHeader(lower);
}

function readRace(fields: FieldReader, step: StepId, mint: Mint): Operation {
  const value = fields.take("branches");
  const branches: RaceRequest[] = [];
  if (!Array.isArray(value) || value.length === 0) {
    fields.fail("branches", "must be a list of at least one branch");
  } else if (value.length > RACE_BRANCHES_MAX) {
    fields.fail("branches", `has more than ${RACE_BRANCHES_MAX} elements`, "limit_exceeded");
  } else {
    for (const [index, one] of value.entries()) {
      const decoded = readBranch(one, mint);
      if (decoded.ok) branches.push(decoded.value);
      else fields.fail(`branches[${index}].${decoded.field}`, decoded.detail, decoded.code);
    }
    const keys = new Set(branches.map((branch) => branch.key));
    if (keys.size < branches.length) fields.fail("branches", "has the same key twice");
    const children = branches.flatMap((one) => (one.on === "child" ? [one.child.runId] : []));
    const hasTwins = new Set(children).size < children.length;
    if (hasTwins) fields.fail("branches", "has the same child run twice");
  }
  return { op: "race", step, branches };
}

function readBranch(value: unknown, mint: Mint): Decoded<RaceRequest> {
  if (!isRecord(value)) return invalid("", "must be an object");
  const fields = new FieldReader(value);
  const key = fields.text("key");
  if (key.length === 0 || key.length > STEP_NAME_LENGTH_MAX) fields.fail("key", "is not a key");
  const branch = branchOf(fields, key, mint);
  if (branch === null) return fields.problem ?? invalid("on", "is not a kind of branch");
  fields.rejectUnread();
  return fields.problem ?? { ok: true, value: branch };
}

function branchOf(fields: FieldReader, key: string, mint: Mint): RaceRequest | null {
  switch (fields.text("on")) {
    case "hook":
      return { key, on: "hook", hookId: readHookId(fields) };
    case "event":
      return { key, on: "event", eventId: readEventId(fields) };
    case "sleep":
      return { key, on: "sleep", requested: readSleep(fields) };
    case "child":
      return { key, on: "child", child: readChild(fields, mint) };
    default:
      return null;
  }
}

function readEventId(fields: FieldReader): string {
  const eventId = fields.text("eventId");
  const fault = eventIdFault(eventId);
  if (fault !== null) fields.fail("eventId", fault);
  return eventId;
}

function readRunId(fields: FieldReader): RunId | null {
  const runId = fields.optionalText("runId");
  if (runId !== null && !RUN_ID.test(runId)) fields.fail("runId", "is not a run id");
  return runId as RunId | null;
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
    retryDelay: readRetryDelay(fields),
    flow: readFlowControl(fields),
  };
  return { op: "call", step, request, body };
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
