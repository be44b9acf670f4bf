import type { Duration } from "../duration.ts";
import type { Env } from "./env.ts";
import type { FailureFunction } from "./failure-function.ts";
import type { WorkflowMiddleware } from "./middleware.ts";
import type { PayloadOptions } from "./payload.ts";
import type { FetchLike } from "./server-request.ts";

/** Options of `serve`. What concerns the deployment can come from the environment instead. */
export interface ServeOptions<Payload = unknown, Result = unknown> extends PayloadOptions<Payload> {
  /**
   * Where the Hookline server is reached from here. Default: `HOOKLINE_URL`, else the address that
   * the server gives with each invocation.
   */
  readonly serverUrl?: string;
  /** For code that comes from Upstash, and ignored: the server knows the URL of each workflow. */
  readonly baseUrl?: string;
  /** As `baseUrl`. */
  readonly url?: string;
  /** `whpk_…`, several separated by commas. Default: `HOOKLINE_PUBLIC_KEY`. */
  readonly publicKey?: string;
  /** `whsec_…`, several separated by commas. Default: `HOOKLINE_SIGNING_SECRET`. */
  readonly signingSecret?: string;
  /**
   * Whether unsigned requests are refused. Default: if a key is set. With `true` and no key every
   * request is refused; `false` is for tests behind something else that keeps strangers out.
   */
  readonly verify?: boolean;
  /** Shown as `context.env`, and looked at for the settings above. Default: `process.env`. */
  readonly env?: Env;
  /**
   * Called when a run has failed for good, unless it was started with a `failureUrl`. What it
   * returns is stored with the run. When it throws it is called again later.
   */
  readonly failureFunction?: FailureFunction<Payload>;
  /** Look on while workflows run. */
  readonly middlewares?: readonly WorkflowMiddleware<Payload, Result>[];
  /** Whether to write what happens to the console, with `loggingMiddleware`. Default: false. */
  readonly verbose?: boolean;
  /**
   * How long one invocation may go on before it yields to the next, for platforms that limit how
   * long a request takes: no step is begun any more, those under way are finished and recorded. So
   * leave room for the longest step. Default: no limit.
   */
  readonly timeBudget?: Duration;
  /** Sends the requests to the Hookline server. Default: the global `fetch`. For tests. */
  readonly fetch?: FetchLike | undefined;
}
