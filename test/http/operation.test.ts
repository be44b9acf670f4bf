import { describe, expect, test } from "bun:test";
import type { HookId, RunId } from "../../src/core/ids.ts";
import {
  decodeOperation,
  decodeOperations,
  OPERATIONS_MAX,
  RESULT_BYTES_MAX,
} from "../../src/http/operation.ts";
import { FAILURE_TEXT_LENGTH_MAX } from "../../src/http/operation-fields.ts";

const MINTED = { hookId: "hook_1" as HookId, url: "http://h/hooks/t", tokenHash: "ab" };
const mint = { hook: () => MINTED, runId: () => "run_minted" as RunId };
const CHILD = {
  runId: "run_minted",
  digest: "",
  url: "https://a.example/w",
  headers: [],
  labels: [],
  retries: null,
  retryDelay: null,
  flow: null,
  input: null,
};
const text = (value: string) => new TextEncoder().encode(value);
const FAILURE = { name: "Error", message: "boom" };

/** Reads it, and says either what it is or what is wrong. */
function read(value: unknown): unknown {
  const decoded = decodeOperation(value, mint);
  return decoded.ok ? decoded.value : `${decoded.code}: ${decoded.field}`;
}

test.each([
  [
    { op: "complete_step", step: "a#1", result: '{"é": "😀"}' },
    { op: "complete_step", step: "a#1", result: Buffer.from('{"é": "😀"}') },
  ],
  [
    { op: "fail_step", step: "a#b#12", failure: FAILURE, retryable: false },
    {
      op: "fail_step",
      step: "a#b#12",
      failure: FAILURE,
      retryable: false,
      retryAfterMs: null,
      retries: null,
      retryDelay: null,
    },
  ],
  [
    { op: "sleep", step: "a#1", durationMs: 0 },
    { op: "sleep", step: "a#1", requested: { durationMs: 0 } },
  ],
  [
    { op: "sleep", step: "a#1", until: 1_760_000_000_000 },
    { op: "sleep", step: "a#1", requested: { until: 1_760_000_000_000 } },
  ],
  [
    { op: "create_hook", step: "a#1" },
    { op: "create_hook", step: "a#1", ...MINTED },
  ],
  [
    { op: "wait_for_hook", step: "a#1", hookId: "hook_9", timeoutMs: 5 },
    { op: "wait_for_hook", step: "a#1", hookId: "hook_9", timeoutMs: 5 },
  ],
  [
    { op: "wait_for_event", step: "a#1", eventId: "order/é#1", timeoutMs: 5 },
    { op: "wait_for_event", step: "a#1", eventId: "order/é#1", timeoutMs: 5 },
  ],
  [
    { op: "notify", step: "a#1", eventId: "order-1", data: "{}" },
    { op: "notify", step: "a#1", eventId: "order-1", data: Buffer.from("{}"), runId: null },
  ],
  [
    { op: "invoke", step: "a#1", url: "https://a.example/w" },
    { op: "invoke", step: "a#1", ...CHILD },
  ],
  [
    {
      op: "race",
      step: "a#1",
      branches: [
        { key: "paid", on: "hook", hookId: "hook_9" },
        { key: "off", on: "event", eventId: "e" },
        { key: "late", on: "sleep", durationMs: 7 },
        { key: "sub", on: "child", url: "https://a.example/w" },
      ],
    },
    {
      op: "race",
      step: "a#1",
      branches: [
        { key: "paid", on: "hook", hookId: "hook_9" },
        { key: "off", on: "event", eventId: "e" },
        { key: "late", on: "sleep", requested: { durationMs: 7 } },
        { key: "sub", on: "child", child: CHILD },
      ],
    },
  ],
])("%j is read", (value, expected) => {
  expect(read(value)).toEqual(expected);
});

test("a call is read with its defaults, and with everything", () => {
  const url = "https://api.example.com/x?y=z";

  expect(read({ op: "call", step: "a#1", url, method: "GET" })).toEqual({
    op: "call",
    step: "a#1",
    request: {
      ...{ url, method: "GET", headers: [], timeoutMs: 30_000, retries: 0 },
      ...{ retryDelay: null, flow: null },
    },
    body: null,
  });
  const headers = [["x-a", "b"]];
  const full = { url, method: "POST", headers, timeoutMs: 9, retries: 2, retryDelay: "1000" };
  const flow = { key: "api", parallelism: 2, rate: null, periodMs: null };
  const flowControl = { key: "api", parallelism: 2 };
  expect(read({ op: "call", step: "a#1", ...full, flowControl, body: "aGk=" })).toEqual({
    op: "call",
    step: "a#1",
    request: { ...full, flow },
    body: Buffer.from("hi"),
  });
});

test("texts of a failure that are too long are cut, never within a character", () => {
  const stack = `${"x".repeat(FAILURE_TEXT_LENGTH_MAX - 1)}😀😀`;
  const failure = { ...FAILURE, stack, code: "E1" };

  const decoded = read({ op: "fail_step", step: "a#1", failure, retryable: true });

  expect(decoded).toMatchObject({
    failure: { ...FAILURE, code: "E1", stack: `${stack.slice(0, -4)}\ufffd` },
  });
});

describe("what is wrong is named", () => {
  const CALL = { op: "call", step: "a#1", url: "https://a.example/", method: "POST" };
  const WAIT = { op: "wait_for_hook", step: "a#1", hookId: "hook_1", timeoutMs: 1 };

  test.each([
    [null, "validation_failed: "],
    [[], "validation_failed: "],
    [{}, "validation_failed: step"],
    [{ step: "a#1" }, "validation_failed: op"],
    [{ op: "__proto__", step: "a#1" }, "validation_failed: op"],
    [{ op: "toString", step: "a#1" }, "validation_failed: op"],
    [{ op: "explode", step: "a#1" }, "validation_failed: op"],
    [{ op: "create_hook", step: "a" }, "validation_failed: step"],
    [{ op: "create_hook", step: "#1" }, "validation_failed: step"],
    [{ op: "create_hook", step: "a#0" }, "validation_failed: step"],
    [{ op: "create_hook", step: "a#01" }, "validation_failed: step"],
    [{ op: "create_hook", step: "a#1 " }, "validation_failed: step"],
    [{ op: "create_hook", step: "a\n#1" }, "validation_failed: step"],
    [{ op: "create_hook", step: "\ud800#1" }, "validation_failed: step"],
    [{ op: "create_hook", step: 1 }, "validation_failed: step"],
    [{ op: "create_hook", step: `${"a".repeat(257)}#1` }, "limit_exceeded: step"],
    [{ op: "create_hook", step: "a#1", extra: 1 }, "validation_failed: extra"],
    [{ op: "complete_step", step: "a#1" }, "validation_failed: result"],
    [{ op: "complete_step", step: "a#1", result: {} }, "validation_failed: result"],
    [{ op: "complete_step", step: "a#1", result: "" }, "validation_failed: result"],
    [{ op: "complete_step", step: "a#1", result: "{" }, "validation_failed: result"],
    [{ op: "complete_step", step: "a#1", result: '"\ud800"' }, "validation_failed: result"],
    [
      { op: "complete_step", step: "a#1", result: jsonOf(RESULT_BYTES_MAX + 1) },
      "limit_exceeded: result",
    ],
    [{ op: "fail_step", step: "a#1", retryable: true }, "validation_failed: failure"],
    [
      { op: "fail_step", step: "a#1", failure: {}, retryable: true },
      "validation_failed: failure.name",
    ],
    [{ op: "fail_step", step: "a#1", failure: FAILURE }, "validation_failed: retryable"],
    [
      { op: "fail_step", step: "a#1", failure: FAILURE, retryable: 1 },
      "validation_failed: retryable",
    ],
    [
      { op: "fail_step", step: "a#1", failure: FAILURE, retryable: true, retries: 101 },
      "validation_failed: retries",
    ],
    [{ op: "sleep", step: "a#1" }, "validation_failed: durationMs"],
    [{ op: "sleep", step: "a#1", durationMs: 1, until: 1 }, "validation_failed: until"],
    [{ op: "sleep", step: "a#1", durationMs: -1 }, "validation_failed: durationMs"],
    [{ op: "sleep", step: "a#1", durationMs: 1.5 }, "validation_failed: durationMs"],
    [{ op: "sleep", step: "a#1", durationMs: 1e300 }, "validation_failed: durationMs"],
    [{ op: "sleep", step: "a#1", until: "tomorrow" }, "validation_failed: until"],
    [{ ...CALL, url: "file:///etc/passwd" }, "url_not_allowed: url"],
    [{ ...CALL, url: 5 }, "validation_failed: url"],
    [{ ...CALL, method: "get" }, "validation_failed: method"],
    [{ ...CALL, method: "CONNECT" }, "validation_failed: method"],
    [{ ...CALL, method: "GET", body: "aGk=" }, "validation_failed: body"],
    [{ ...CALL, body: "aGk" }, "validation_failed: body"],
    [{ ...CALL, body: "not base64!" }, "validation_failed: body"],
    [{ ...CALL, timeoutMs: 0 }, "validation_failed: timeoutMs"],
    [{ ...CALL, timeoutMs: 13 * 3_600_000 }, "validation_failed: timeoutMs"],
    [{ ...CALL, retryDelay: "eval(1)" }, "validation_failed: retryDelay"],
    [{ ...CALL, flowControl: { parallelism: 1 } }, "validation_failed: flowControl.key"],
    [{ ...CALL, flowControl: { key: "a b" } }, "validation_failed: flowControl.key"],
    [{ ...CALL, flowControl: { key: "a", rate: 0 } }, "validation_failed: flowControl.rate"],
    [{ op: "wait_for_event", step: "a#1", eventId: "" }, "validation_failed: eventId"],
    [{ op: "notify", step: "a#1", eventId: "e", data: "{" }, "validation_failed: data"],
    [{ op: "notify", step: "a#1", eventId: "e", runId: "a b" }, "validation_failed: runId"],
    [{ op: "invoke", step: "a#1", url: "ftp://a" }, "url_not_allowed: url"],
    [
      { op: "invoke", step: "a#1", url: "http://a/", headers: [["host", "b"]] },
      "validation_failed: headers",
    ],
    [{ op: "invoke", step: "a#1", url: "http://a/", labels: ["a b"] }, "validation_failed: labels"],
    [{ op: "race", step: "a#1", branches: [] }, "validation_failed: branches"],
    [
      { op: "race", step: "a#1", branches: [{ key: "a", on: "luck" }] },
      "validation_failed: branches[0].on",
    ],
    [
      {
        op: "race",
        step: "a#1",
        branches: [
          { key: "a", on: "event", eventId: "e" },
          { key: "a", on: "event", eventId: "f" },
        ],
      },
      "validation_failed: branches",
    ],
    [
      {
        op: "race",
        step: "a#1",
        branches: [
          { key: "a", on: "child", url: "http://a/", runId: "kid" },
          { key: "b", on: "child", url: "http://b/", runId: "kid" },
        ],
      },
      "validation_failed: branches",
    ],
    [{ op: "notify", step: "a#1", eventId: "..", runId: "a" }, "validation_failed: eventId"],
    [{ op: "invoke", step: "a#1", url: "http://a/", runId: "." }, "validation_failed: runId"],
    [{ ...CALL, headers: { a: "b" } }, "validation_failed: headers"],
    [{ ...CALL, headers: [["a"]] }, "validation_failed: headers"],
    [{ ...CALL, headers: [["a b", "c"]] }, "validation_failed: headers"],
    [{ ...CALL, headers: [["a", "b\r\nc: d"]] }, "validation_failed: headers"],
    [{ ...CALL, headers: [["a", "€"]] }, "validation_failed: headers"],
    [{ ...CALL, headers: Array(101).fill(["a", "b"]) }, "validation_failed: headers"],
    [{ ...CALL, headers: [["a", "b".repeat(20_000)]] }, "validation_failed: headers"],
    [{ ...WAIT, hookId: "a/b" }, "validation_failed: hookId"],
    [{ ...WAIT, timeoutMs: undefined }, "validation_failed: timeoutMs"],
    [{ ...WAIT, timeoutMs: 367 * 86_400_000 }, "validation_failed: timeoutMs"],
  ])("in %#", (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test("but never repeated", () => {
    const decoded = decodeOperation({ op: "complete_step", step: "a#1", result: "canary" }, mint);

    expect(JSON.stringify(decoded)).not.toContain("canary");
  });
});

test("a result may be as large as the limit", () => {
  const result = jsonOf(RESULT_BYTES_MAX);

  expect(read({ op: "complete_step", step: "a#1", result })).toEqual({
    op: "complete_step",
    step: "a#1",
    result: text(result),
  });
});

test("a list is read in order, mints one hook each, and says where it is wrong", () => {
  let minted = 0;
  const hookIds = () => {
    minted += 1;
    return { ...MINTED, hookId: `hook_${minted}` as HookId };
  };
  const counting = { ...mint, hook: hookIds };
  const hook = (step: string) => ({ op: "create_hook", step });

  const decoded = decodeOperations([hook("a#1"), hook("b#1")], counting);

  expect(decoded).toMatchObject({
    ok: true,
    value: [
      { step: "a#1", hookId: "hook_1" },
      { step: "b#1", hookId: "hook_2" },
    ],
  });
  expect(decodeOperations([hook("a#1"), hook("b")], mint)).toMatchObject({
    ok: false,
    field: "operations[1].step",
  });
  expect(decodeOperations([1], mint)).toMatchObject({ field: "operations[0]" });
  expect(decodeOperations({}, mint)).toMatchObject({ ok: false, field: "operations" });
});

test("a list has at most a thousand operations", () => {
  const full = Array(OPERATIONS_MAX).fill({ op: "sleep", step: "a#1", durationMs: 1 });

  expect(decodeOperations(full, mint).ok).toBe(true);
  expect(decodeOperations([...full, full[0]], mint)).toMatchObject({ code: "limit_exceeded" });
});

/** A JSON document of so many bytes. */
function jsonOf(bytes: number): string {
  return `"${"x".repeat(bytes - 2)}"`;
}
