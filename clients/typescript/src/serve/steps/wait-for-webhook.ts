import { type Duration, durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import { fromBase64 } from "../bytes.ts";
import { headersOf } from "../headers.ts";
import { type ServerSpec, unexpectedEntry, type Webhook, type WebhookResult } from "../step.ts";
import type { ReceivedRequest } from "../wire.ts";

/** Stands in for a URL this runtime cannot parse. */
const NO_URL = "http://localhost/";

/** The next request to a webhook: one that came early, or one that comes within `timeout`. */
export function waitForWebhookSpec(webhook: Webhook, timeout: Duration): ServerSpec<WebhookResult> {
  return {
    kind: "wait",
    deferrable: false,
    operation: (step) => ({
      op: "wait_for_hook",
      step,
      hookId: hookIdOf("context.waitForWebhook", webhook),
      timeoutMs: durationMs(timeout),
    }),
    decode(entry) {
      if (entry.type === "wait_timed_out") return { timeout: true };
      if (entry.type !== "hook_received") return unexpectedEntry(entry);
      return { timeout: false, request: requestOf(entry.request) };
    },
  };
}

/** Checks a webhook; `method` is named in the error. */
export function hookIdOf(method: string, webhook: Webhook): string {
  const hookId = webhook?.eventId;
  if (typeof hookId === "string") return hookId;
  throw new WorkflowNonRetryableError(
    `${method} needs what context.createWebhook returned (did you await it?)`,
  );
}

/** The request as it was received. Never throws: it is made again on every replay. */
export function requestOf({ method, url, headers, body }: ReceivedRequest): Request {
  const bodiless = method === "GET" || method === "HEAD";
  return new Request(URL.canParse(url) ? url : NO_URL, {
    method,
    headers: headersOf(headers),
    ...(bodiless ? {} : { body: fromBase64(body) }),
  });
}
