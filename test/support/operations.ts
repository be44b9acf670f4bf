import type { RunId } from "../../src/core/ids.ts";
import type { Operation, RaceRequest } from "../../src/core/run/command.ts";
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
    retryDelay: null,
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
    retryDelay: null,
    flow: null,
  },
  body: null,
});

export const waitForEvent = (name = "wait", eventId = "paid", timeoutMs = 30_000): Operation => ({
  op: "wait_for_event",
  step: step(name),
  eventId,
  timeoutMs,
});

export const notify = (name: string, eventId = "paid", runId: string | null = null): Operation => ({
  ...{ op: "notify", step: step(name), eventId, data: json(name) },
  runId: runId as RunId | null,
});

/** How a child run is asked for; a chosen id needs a digest. */
export const child = (runId: string, digest = "") => ({
  ...{ runId: runId as RunId, digest, url: "http://app.test/child", headers: [], labels: [] },
  ...{ retries: null, retryDelay: null, flow: null, input: null },
});

export const invoke = (name: string, runId: string, digest = ""): Operation => ({
  ...{ op: "invoke", step: step(name) },
  ...child(runId, digest),
});

export const race = (name: string, ...branches: RaceRequest[]): Operation => ({
  ...{ op: "race", step: step(name), branches },
});
