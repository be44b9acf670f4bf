import type { Operation } from "../../src/core/run/command.ts";
import { FAILURE, HOOK, json, step } from "./run-world.ts";

export const createHook = (name = "hook", hookId = HOOK): Operation => ({
  op: "create_hook",
  step: step(name),
  hookId,
  url: "http://server.test/hooks/token",
  tokenHash: "00".repeat(32),
});

export const waitForHook = (name = "wait", timeoutMs = 30_000, hookId = HOOK): Operation => ({
  op: "wait_for_hook",
  step: step(name),
  hookId,
  timeoutMs,
});

export const completeStep = (name: string, value: unknown = true): Operation => ({
  op: "complete_step",
  step: step(name),
  result: json(value),
});

export const failStep = (name: string, options: Partial<Operation> = {}): Operation =>
  ({
    op: "fail_step",
    step: step(name),
    failure: FAILURE,
    retryable: true,
    retryAfterMs: null,
    retries: null,
    ...options,
  }) as Operation;

export const startCall = (name = "call", retries = 0): Operation => ({
  op: "call",
  step: step(name),
  request: {
    url: "http://third.test/",
    method: "POST",
    headers: [],
    timeoutMs: 5_000,
    retries,
  },
  body: null,
});
