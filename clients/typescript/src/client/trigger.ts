import { defined } from "../defined.ts";
import { type Duration, durationMs } from "../duration.ts";
import { type FlowControl, flowControlSetting } from "../flow-control.ts";
import { epochMsOf, type Instant } from "../instant.ts";
import { listOf } from "../list-of.ts";

/** What `client.trigger` starts. */
export interface TriggerOptions {
  /** The workflow's endpoint, as the server reaches it. */
  readonly url: string;
  /** Any JSON value: `context.requestPayload`. */
  readonly body?: unknown;
  /** `context.headers`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Names the run; starting it again with the same content gives the run that exists. */
  readonly workflowRunId?: string;
  /** How often an invocation or step is tried again. Default: as the server says. */
  readonly retries?: number;
  /** Pause before the next try, as an expression in milliseconds: `"1000 * (1 + retried)"`. */
  readonly retryDelay?: string;
  /** The first invocation is sent so much later. */
  readonly delay?: Duration;
  /** The first invocation is not sent before. A number is in Unix **seconds**. */
  readonly notBefore?: Instant;
  /** To find the run by. */
  readonly label?: string | readonly string[];
  /** Limits of the run's invocations. */
  readonly flowControl?: FlowControl;
  /** Told when the run has failed, in place of the workflow's failure function. */
  readonly failureUrl?: string;
  /** What of the run is never shown, only its digest. */
  readonly redact?: {
    readonly body?: boolean;
    /** All headers, or those of these names. */
    readonly header?: true | readonly string[];
  };
}

/** A run that was started, or that existed already. */
export interface TriggeredRun {
  readonly workflowRunId: string;
  /** Whether it existed already, with the same content. */
  readonly deduplicated: boolean;
}

/** The start of a run as the server reads it. @throws RangeError on a bad duration or instant. */
export function startRequest(options: TriggerOptions) {
  const { url, body: input, headers, workflowRunId: runId, retries, retryDelay } = options;
  const { delay, notBefore, flowControl, failureUrl, redact, label } = options;
  return defined({
    ...{ url, input, headers, runId, retries, retryDelay, failureUrl },
    labels: listOf(label),
    // As in the stock SDK, `notBefore` counts when both are given.
    delayMs: delay === undefined || notBefore !== undefined ? undefined : durationMs(delay),
    notBefore: notBefore === undefined ? undefined : epochMsOf(notBefore),
    flowControl: flowControl === undefined ? undefined : flowControlSetting(flowControl),
    redact: redact === undefined ? undefined : redaction(redact),
  });
}

function redaction({ body, header }: NonNullable<TriggerOptions["redact"]>) {
  const headers = header === true || header === undefined ? header : [...header];
  return defined({ body, headers });
}

/** A started run in the words of the stock SDK. */
export function triggeredRun(run: {
  readonly runId: string;
  readonly deduplicated: boolean;
}): TriggeredRun {
  return { workflowRunId: run.runId, deduplicated: run.deduplicated };
}
