import { type Duration, durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { type InlineSpec, type RunningStep, type RunOptions, unexpectedEntry } from "../step.ts";
import type { ClosingEntry } from "../wire.ts";

/** Retries one may ask for, as the server has it. */
const RETRIES_MAX = 100;

/**
 * How `undefined` is stored: JSON for null, with a space that JSON ignores. Servers keep results
 * byte for byte, so a replay can tell it from null, and any other reader sees null.
 */
const UNDEFINED_TEXT = " null";

/** A result as it is stored, and as the workflow sees it now and on every replay. */
export interface EncodedResult {
  readonly text: string;
  readonly value: unknown;
}

/** A step that calls a function of the workflow's own. */
export function runSpec<Value>(
  execute: (running: RunningStep) => Value | PromiseLike<Value>,
  options: RunOptions | undefined,
): InlineSpec<Value> {
  if (typeof execute !== "function") {
    throw new WorkflowNonRetryableError("context.run needs a function as its second argument");
  }
  return {
    kind: "run",
    execute,
    retries: readRetries(options?.retries),
    retryDelay: options?.retryDelay,
    timeoutMs: readTimeout(options?.timeout),
    decode,
  };
}

function readTimeout(timeout: Duration | undefined): number | undefined {
  // At least 1 ms: 0 is not a time in which anything can be done.
  return timeout === undefined ? undefined : Math.max(durationMs(timeout), 1);
}

/** Checks a number of retries that a caller has chosen. */
export function readRetries(retries: number | undefined): number | undefined {
  if (retries === undefined) return undefined;
  if (Number.isInteger(retries) && retries >= 0 && retries <= RETRIES_MAX) return retries;
  throw new WorkflowNonRetryableError(`retries must be an integer from 0 to ${RETRIES_MAX}`);
}

/**
 * Encodes a result. `value` is what a replay will give: a `Date` has become a string, a property
 * that is undefined is gone. Plain values are spared the way through JSON.
 *
 * @throws when JSON cannot hold the result (cycles, bigint).
 */
export function encodeResult(result: unknown): EncodedResult {
  const text = JSON.stringify(result) as string | undefined;
  if (text === undefined) return { text: UNDEFINED_TEXT, value: undefined };
  const plain = typeof result === "string" || typeof result === "boolean" || result === null;
  return { text, value: plain ? result : JSON.parse(text) };
}

function decode<Value>(entry: ClosingEntry): Value {
  if (entry.type !== "step_completed" || entry.result === undefined) return unexpectedEntry(entry);
  if (entry.result === UNDEFINED_TEXT) return undefined as Value;
  return JSON.parse(entry.result);
}
