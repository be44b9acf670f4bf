import { defined } from "../../defined.ts";
import type { Failure } from "../../errors.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { type FlowControl, flowControlSetting } from "../../flow-control.ts";
import { listOf } from "../../list-of.ts";
import { fromJsonText, toJsonText } from "../json-text.ts";
import { type ServerSpec, unexpectedEntry } from "../step.ts";
import type { ChildSetting, EndedChild, HeaderPairs } from "../wire.ts";
import type { InvokableWorkflow } from "../workflows.ts";
import { readRetries } from "./run.ts";

/** How a child run is started, whichever way its workflow is named. */
export interface InvokeOptions {
  /** Names the child run. Default: an id made by the server. */
  readonly workflowRunId?: string;
  /** `context.headers` of the child. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often an invocation or step of the child is tried again. Default: as this run's. */
  readonly retries?: number;
  /** Pause before the next try, as an expression in milliseconds: `"1000 * (1 + retried)"`. */
  readonly retryDelay?: string;
  /** Limits of the child's invocations; the parent's are not inherited. */
  readonly flowControl?: FlowControl;
  /** To find the child run by. */
  readonly label?: string | readonly string[];
}

/** What `context.invoke` starts: a workflow made by `createWorkflow`, with the input it takes. */
export type InvokeSettings<Payload = unknown, Result = unknown> = InvokeOptions & {
  readonly workflow: InvokableWorkflow<Payload, Result>;
  /** Where the workflow is served. Default: beside the running one, under its `serveMany` name. */
  readonly url?: string;
} & (undefined extends Payload ? { readonly body?: Payload } : { readonly body: Payload });

/** What `context.invoke` starts, named by its URL only. */
export interface InvokeUrlSettings extends InvokeOptions {
  readonly url: string;
  readonly workflow?: undefined;
  /** Any JSON value: `context.requestPayload` of the child. */
  readonly body?: unknown;
}

/** How a child run ended. */
export interface InvokeStepResponse<Result = unknown> {
  /** What the child returned; undefined when it failed, was canceled or returned nothing. */
  readonly body: Result;
  readonly isFailed: boolean;
  readonly isCanceled: boolean;
  /** The child run. */
  readonly workflowRunId: string;
  /** Why it failed. */
  readonly failure?: Failure;
}

/** Any settings of a child run; what the types above have checked. */
export type AnyInvokeSettings = InvokeOptions & {
  readonly workflow?: InvokableWorkflow<never, unknown> | undefined;
  readonly url?: string;
  readonly body?: unknown;
};

/** A run of another workflow, whose end this one waits for. `ownUrl` is the running workflow's. */
export function invokeSpec<Result>(
  settings: AnyInvokeSettings,
  ownUrl: string,
): ServerSpec<InvokeStepResponse<Result>> {
  return {
    kind: "child",
    deferrable: true,
    operation: (step) => ({ op: "invoke", step, ...childSetting(settings, ownUrl) }),
    decode(entry) {
      if (entry.type !== "child_completed") return unexpectedEntry(entry);
      return endedChildOf<Result>(entry);
    },
  };
}

/** A child run as the server is asked for it. @throws on bad arguments. */
export function childSetting(settings: AnyInvokeSettings, ownUrl: string): ChildSetting {
  const { body, headers, retryDelay, flowControl, label, workflowRunId: runId } = settings;
  return defined({
    url: urlOf(settings, ownUrl),
    input: toJsonText(body) ?? undefined,
    headers: headers === undefined ? undefined : ([...new Headers(headers)] as HeaderPairs),
    labels: listOf(label),
    retries: readRetries(settings.retries),
    retryDelay,
    flowControl: flowControl === undefined ? undefined : flowControlSetting(flowControl),
    runId,
  });
}

/** How a child ended, as the workflow sees it. */
export function endedChildOf<Result>(child: EndedChild): InvokeStepResponse<Result> {
  const { childRunId: workflowRunId, status, output, failure } = child;
  return {
    body: (status === "succeeded" ? fromJsonText(output) : undefined) as Result,
    isFailed: status === "failed",
    isCanceled: status === "canceled",
    workflowRunId,
    ...(failure === undefined || failure === null ? {} : { failure }),
  };
}

function urlOf({ workflow, url }: AnyInvokeSettings, ownUrl: string): string {
  if (typeof url === "string") return url;
  const id = workflow?.workflowId;
  if (id !== undefined) return siblingUrl(ownUrl, id);
  throw new WorkflowNonRetryableError(
    "context.invoke needs a `url`, or a `workflow` that is served by the same serveMany",
  );
}

/** Replaces the last segment of the path, by which `serveMany` chooses. */
function siblingUrl(ownUrl: string, workflowId: string): string {
  const url = new URL(ownUrl);
  url.pathname = url.pathname.replace(/[^/]*\/?$/, encodeURIComponent(workflowId));
  url.search = "";
  url.hash = "";
  return url.href;
}
