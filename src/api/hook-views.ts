import { callId, type RunId, type StepId } from "../core/ids.ts";
import type { HookCallSummary, HookRecord, Storage } from "../storage/storage.ts";
import type { HookCallView, HookView } from "./hook-schemas.ts";
import type { Redactor } from "./redaction.ts";

/** A hook as the API shows it. Its URL is shown only where it was asked for by id. */
export function hookView(hook: HookRecord, url?: string): HookView {
  const { runId, hookId, step, createdAt, received, consumed } = hook;
  const view = { hookId, runId, step, createdAt, received, consumed };
  return url === undefined ? view : { ...view, url };
}

/** A hook call as the API shows it, without its body. */
export function hookCallView(call: HookCallSummary, redactor: Redactor): HookCallView {
  const { hookId, seq, receivedAt, bodySize, consumedBy } = call;
  const request = redactor.hookRequest(call.request);
  const { method, path, query, headers, deliveryId, remoteAddress } = request;
  return {
    callId: callId(hookId, seq),
    hookId,
    seq,
    receivedAt,
    method,
    path,
    query,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    deliveryId,
    remoteAddress,
    bodySize,
    consumedBy,
  };
}

/** The public URL of a hook, which only the entry that made it holds. */
export async function loadHookUrl(
  storage: Storage,
  runId: RunId,
  step: StepId,
): Promise<string | null> {
  const facts = await storage.loadSteps(runId, [step]);
  const closed = facts.get(step)?.closed;
  return closed?.type === "hook_created" ? closed.data.url : null;
}
