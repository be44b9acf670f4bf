import type { Duration } from "../duration.ts";
import type { FlowControl } from "../flow-control.ts";
import type { ClosingEntry, Operation } from "./wire.ts";

/** What a step is, which decides how it may be recorded. */
export type StepKind =
  | "run"
  | "sleep"
  | "call"
  | "hook"
  | "wait"
  | "event"
  | "notify"
  | "child"
  | "race";

/** How a step of some kind is started and how its recorded result is read. */
export type StepSpec<Value> = InlineSpec<Value> | ServerSpec<Value>;

/** A step that runs here; its result is registered afterwards. */
export interface InlineSpec<Value> {
  readonly kind: "run";
  execute(running: RunningStep): Value | PromiseLike<Value>;
  /** Overrides the run's number of retries. */
  readonly retries: number | undefined;
  /** Overrides the run's pauses: an expression in milliseconds. */
  readonly retryDelay: string | undefined;
  /** For one attempt. */
  readonly timeoutMs: number | undefined;
  decode(entry: ClosingEntry): Value;
}

/** A step that the server performs: registering it starts it. */
export interface ServerSpec<Value> {
  readonly kind: Exclude<StepKind, "run">;
  /** Made only when the step is not recorded yet. May throw on bad arguments. */
  operation(step: string): Operation;
  /** It can never be answered at once, so it may ride along when the invocation ends. */
  readonly deferrable: boolean;
  decode(entry: ClosingEntry): Value;
}

/** What the function of a `run` step is given. */
export interface RunningStep {
  /** Aborted when the step's `timeout` is over: hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
}

/** Options of `context.run`. */
export interface RunOptions {
  /** How often the step is tried again after its first failure. Default: as the run says. */
  readonly retries?: number;
  /** Pause before the next try, as an expression in milliseconds: `"1000 * (1 + retried)"`. */
  readonly retryDelay?: string;
  /**
   * How long one attempt may take; then it fails with a `WorkflowStepTimeoutError` and is tried
   * again like any failed attempt. What the function still does is ignored. Default: no limit.
   */
  readonly timeout?: Duration;
}

/** What the context needs of a replay. */
export interface StepSource {
  request<Value>(name: string, makeSpec: () => StepSpec<Value>): Promise<Value>;
  cancel(reason?: string): Promise<never>;
}

/** What `context.call` sends. */
export interface CallSettings {
  readonly url: string;
  /** GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS. Default: GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Text and bytes go as they are, anything else as JSON. Without a `content-type` among the
   * headers all but bytes is sent as `application/json`.
   */
  readonly body?: unknown;
  /** How long one attempt may take, up to 12 hours. Default: as the server says, 30 seconds. */
  readonly timeout?: Duration;
  /** How often an attempt that failed, or was answered with 4xx or 5xx, is repeated. Default: 0. */
  readonly retries?: number;
  /** Pause before the next try, as an expression in milliseconds: `"1000 * (1 + retried)"`. */
  readonly retryDelay?: string;
  /** Limits of such calls; the run's are not inherited. */
  readonly flowControl?: FlowControl;
}

/** The answer to a `context.call`, whatever its status. */
export interface CallResponse<Body = unknown> {
  readonly status: number;
  /** Lower-case names; values of a repeated name are joined with ", ". */
  readonly headers: Record<string, string>;
  /** The same as the stock SDK has them: names such as `Content-Type`, all values in a list. */
  readonly header: Record<string, string[]>;
  /** Parsed when the content type is JSON and it parses, else the text. */
  readonly body: Body;
  /** The body, byte for byte. */
  readonly rawBody: Uint8Array;
}

/** A public URL of this run, made by `context.createWebhook`. Plain data: it can be stored. */
export interface Webhook {
  readonly webhookUrl: string;
  readonly eventId: string;
}

/** What `context.waitForWebhook` gives: the request that came, or the news that none did. */
export type WebhookResult =
  | { readonly timeout: false; readonly request: Request }
  | { readonly timeout: true; readonly request?: undefined };

/** Fails a decode of an entry that the kind check has let through: a bug of this package. */
export function unexpectedEntry(entry: ClosingEntry): never {
  throw new Error(`step "${entry.step}" has an entry of type ${entry.type}`);
}
