import type { HookId } from "../../src/core/ids.ts";
import { stepId } from "../../src/core/ids.ts";
import type { HookRequest } from "../../src/core/run/command.ts";
import type { NewAttempt, NewHook, NewHookCall } from "../../src/core/run/outcome.ts";
import { bytes } from "./entry-fixtures.ts";
import { at } from "./fixtures.ts";

export const HOOK = "hook_1" as HookId;

/** A token hash made from one hex digit. */
export function tokenHash(digit: string): string {
  return digit.repeat(64);
}

export function hookRequest(overrides: Partial<HookRequest> = {}): HookRequest {
  return {
    method: "POST",
    path: "",
    query: "?a=1",
    headers: [
      ["content-type", "text/plain"],
      ["x-many", "1"],
      ["x-many", "2"],
    ],
    deliveryId: null,
    remoteAddress: "192.0.2.1",
    ...overrides,
  };
}

export function newHook(overrides: Partial<NewHook> = {}): NewHook {
  const step = stepId("hook", 1);
  return { hookId: HOOK, step, tokenHash: tokenHash("a"), createdAt: at(1), ...overrides };
}

export function newCall(seq: number, overrides: Partial<NewHookCall> = {}): NewHookCall {
  const body = bytes(`call ${seq}`);
  const base = { hookId: HOOK, seq, receivedAt: at(seq), request: hookRequest() };
  return { ...base, body, consumedBy: null, ...overrides };
}

export function newAttempt(attempt: number, overrides: Partial<NewAttempt> = {}): NewAttempt {
  const report = {
    startedAt: at(attempt),
    durationMs: 12.5,
    status: 500,
    errorCode: null,
    errorMessage: null,
    answer: "no \u{1f600}",
  };
  return { kind: "invocation", ref: "1", attempt, report, ...overrides };
}
