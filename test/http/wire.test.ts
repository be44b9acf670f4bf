import { expect, test } from "bun:test";
import type { EpochMs, HookId, StepId } from "../../src/core/ids.ts";
import type { EntryOf, EntryType, JournalEntry } from "../../src/core/run/journal.ts";
import { entryToWire, jsonText } from "../../src/http/wire.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";

const HOOK = "hook_1" as HookId;
const AT = 1_000 as EpochMs;
const FAILURE = { name: "Error", message: "boom" };

function entry<Type extends EntryType>(
  type: Type,
  data: EntryOf<Type>["data"],
  body: string | null = null,
): JournalEntry {
  const step = "a#1" as StepId;
  const bytes = body === null ? null : new TextEncoder().encode(body);
  return { type, seq: 3, at: AT, step, data, body: bytes } as JournalEntry;
}

const BASE = { seq: 3, at: AT, step: "a#1" };

test.each<[JournalEntry, object]>([
  [entry("step_completed", { attempt: 1 }, '{"a":1}'), { result: '{"a":1}' }],
  [entry("step_failed", { attempts: 2, failure: FAILURE }), { attempts: 2, failure: FAILURE }],
  [
    entry("sleep_started", { dueAt: AT, requested: { durationMs: 5 } }),
    { dueAt: AT, requested: { durationMs: 5 } },
  ],
  [entry("sleep_completed", {}), {}],
  [
    entry(
      "call_started",
      {
        request: {
          url: "http://a/",
          method: "GET",
          headers: [["authorization", "secret"]],
          timeoutMs: 1,
          retries: 0,
          retryDelay: null,
          flow: null,
        },
      },
      "body",
    ),
    { url: "http://a/", method: "GET" },
  ],
  [
    entry("call_completed", { attempt: 1, status: 201, headers: [["a", "b"]] }, "hi"),
    { status: 201, headers: [["a", "b"]], body: "aGk=" },
  ],
  [entry("hook_created", { hookId: HOOK, url: "http://h/" }), { hookId: HOOK, url: "http://h/" }],
  [
    entry("wait_started", { hookId: HOOK, timeoutMs: 5, timeoutAt: AT }),
    { hookId: HOOK, timeoutMs: 5, timeoutAt: AT },
  ],
  [entry("wait_timed_out", { hookId: HOOK }), { hookId: HOOK }],
])("%# is sent as documented", (stored, fields) => {
  expect(entryToWire(stored)).toEqual({ ...BASE, type: stored.type, ...fields } as never);
});

test.each<[JournalEntry]>([
  [entry("run_started", { ...PLAIN_CREATION, url: "http://a/", headers: [] })],
  [entry("step_retrying", { attempt: 1, failure: FAILURE, retryAt: AT })],
  [entry("call_retrying", { attempt: 1, failure: FAILURE, retryAt: AT })],
  [entry("run_succeeded", {})],
  [entry("run_failed", { failure: FAILURE, step: null })],
  [entry("run_canceled", { reason: null })],
])("%# is not sent: it neither opens nor closes a step", (stored) => {
  expect(entryToWire(stored)).toBeNull();
});

test("a received call carries the hook's address with what the caller added to it", () => {
  const request = {
    method: "PUT",
    path: "/a%20b",
    query: "?x=1",
    headers: [["x-a", "b"]] as const,
    deliveryId: "secret",
    remoteAddress: "10.0.0.1",
  };
  const received = { request, body: new Uint8Array([0, 255]), hookUrl: "http://h/hooks/t" };

  const wire = entryToWire(entry("hook_received", { hookId: HOOK, callSeq: 7 }), { received });

  expect(wire).toEqual({
    ...BASE,
    type: "hook_received",
    hookId: HOOK,
    callId: "hook_1.7",
    request: {
      method: "PUT",
      url: "http://h/hooks/t/a%20b?x=1",
      headers: [["x-a", "b"]],
      body: "AP8=",
    },
  } as never);
});

test("a received call that was not loaded is a mistake of ours", () => {
  expect(() => entryToWire(entry("hook_received", { hookId: HOOK, callSeq: 7 }))).toThrow();
});

test("the result can be left out", () => {
  const stored = entry("step_completed", { attempt: 1 }, "1");

  expect(entryToWire(stored, { omitResult: true })).toEqual({
    ...BASE,
    type: "step_completed",
  } as never);
});

test("JSON text comes back byte for byte, a leading byte order mark included", () => {
  const text = '\ufeff{"a":"😀"}';

  expect(jsonText(new TextEncoder().encode(text))).toBe(text);
  expect(jsonText(null)).toBeNull();
});
