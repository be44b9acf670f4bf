import { describe, expect, test } from "bun:test";
import { createPublicKey, verify } from "node:crypto";
import type { EpochMs, HookId, RunId, StepId } from "../../src/core/ids.ts";
import type { JournalEntry } from "../../src/core/run/journal.ts";
import { CapabilityMint } from "../../src/dispatch/capability.ts";
import type { HttpFailureCode, HttpOutcome } from "../../src/dispatch/http-caller.ts";
import { NativeProtocol } from "../../src/dispatch/native-protocol.ts";
import type { OutgoingInvocation } from "../../src/dispatch/protocol.ts";
import { generateSigningKey, publicKeyText } from "../../src/dispatch/signature.ts";
import { leasedWork } from "../support/fake-ports.ts";

const RUN = "run_1" as RunId;
const HOOK = "hook_1" as HookId;
const NOW = 1_760_000_000_999 as EpochMs;
const URL_TEXT = "https://app.example.com/api/order?key=canary";
const key = generateSigningKey();
const capabilities = new CapabilityMint(new Uint8Array(32).fill(1));
const protocol = new NativeProtocol({
  serverUrl: "http://127.0.0.1:4665",
  version: "9.9.9",
  capabilities,
  signingKeys: () => [key],
  mint: {
    hook: () => ({ hookId: HOOK, url: "http://h/hooks/t", tokenHash: "ab" }),
    runId: () => "run_child" as RunId,
  },
  wallClock: { now: () => NOW },
});

const bytes = (text: string) => new TextEncoder().encode(text);

function entry(seq: number, type: string, fields: object): JournalEntry {
  return { seq, at: NOW, step: "a#1", type, data: {}, body: null, ...fields } as JournalEntry;
}

function invocation(change: Partial<OutgoingInvocation> = {}): OutgoingInvocation {
  const waits = [
    { kind: "retry", step: "charge#1" as StepId, attempts: 1, dueAt: NOW, ready: true },
    { kind: "sleep", step: "nap#1" as StepId, dueAt: NOW },
  ] as const;
  const leaseUntil = (NOW + 300_000) as EpochMs;
  return {
    run: {
      runId: RUN,
      url: URL_TEXT,
      headers: [["x-tenant", "acme"]],
      labels: ["vip"],
      retries: 3,
      createdAt: NOW,
      finishedAt: null,
      parent: null,
      failureUrl: null,
    } as unknown as OutgoingInvocation["run"],
    work: leasedWork(
      { runId: RUN, invocationId: 4, epoch: 7, attempt: 2, leaseUntil },
      { waits, journalLength: 5 },
    ),
    input: bytes('{"order":1}'),
    journal: { entries: [], received: new Map(), kept: new Map(), next: null },
    failed: null,
    ...change,
  };
}

describe("the request", () => {
  const { method, url, headers, body } = protocol.encode(invocation());
  const header = new Map(headers);

  test("is a POST of JSON to the workflow's URL, as documented", () => {
    expect(method).toBe("POST");
    expect(url).toBe(URL_TEXT);
    expect(header.get("content-type")).toBe("application/json");
    expect(header.get("user-agent")).toBe("hookline/9.9.9");
    expect(header.get("hookline-protocol")).toBe("1");
    expect(JSON.parse(Buffer.from(body ?? []).toString())).toEqual({
      protocol: 1,
      kind: "run",
      run: {
        id: RUN,
        url: URL_TEXT,
        createdAt: NOW,
        attempt: 2,
        retries: 3,
        headers: [["x-tenant", "acme"]],
        labels: ["vip"],
        parent: null,
        input: '{"order":1}',
      },
      lease: { invocationId: 4, epoch: 7, token: expect.any(String), expiresAt: NOW + 300_000 },
      server: { url: "http://127.0.0.1:4665" },
      waiting: [
        { step: "charge#1", kind: "retry", attempts: 1, ready: true },
        { step: "nap#1", kind: "sleep" },
      ],
      journal: [],
      journalNext: null,
    });
  });

  test("carries a capability for this run and epoch until the lease ends", () => {
    const { lease } = JSON.parse(Buffer.from(body ?? []).toString());

    expect(capabilities.verify(lease.token, NOW)).toEqual({
      runId: RUN,
      invocationId: 4,
      epoch: 7,
      expiresAt: (NOW + 300_000) as EpochMs,
      journalLength: 5,
    });
  });

  test("is signed: id of the invocation, wall clock in seconds, raw body", () => {
    expect(header.get("webhook-id")).toBe("run_1.4");
    expect(header.get("webhook-timestamp")).toBe("1760000000");
    const signature = header.get("webhook-signature")?.split(" ")[0]?.slice(4) ?? "";
    const raw = Buffer.from(publicKeyText(key).slice(5), "base64");
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
    const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
    const content = Buffer.concat([Buffer.from("run_1.4.1760000000."), body ?? bytes("")]);
    expect(verify(null, content, publicKey, Buffer.from(signature, "base64"))).toBe(true);
  });

  test("carries what opens or closes steps, and received calls with their URL", () => {
    const request = { method: "POST", path: "/x", query: "", headers: [] };
    const call = { request, body: bytes("hi"), hookUrl: "http://h/hooks/t" } as unknown as never;
    const entries = [
      entry(0, "run_started", { step: null }),
      entry(1, "hook_created", { data: { hookId: HOOK, url: "http://h/hooks/t" } }),
      entry(2, "step_retrying", {}),
      entry(3, "hook_received", { data: { hookId: HOOK, callSeq: 0 } }),
    ];

    const journal = { entries, received: new Map([[3, call]]), kept: new Map(), next: null };
    const encoded = protocol.encode(invocation({ input: null, journal }));

    const content = JSON.parse(Buffer.from(encoded.body ?? []).toString());
    expect(content.run.input).toBeNull();
    expect(content.journal).toMatchObject([
      { seq: 1, type: "hook_created" },
      { seq: 3, type: "hook_received", request: { url: "http://h/hooks/t/x", body: "aGk=" } },
    ]);
  });
});

function decode(outcome: HttpOutcome) {
  return protocol.decode(outcome, invocation(), NOW);
}

function answered(
  body: unknown,
  { status = 200, headers = [] as [string, string][] } = {},
): HttpOutcome {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { ok: true, status, headers, body: bytes(text), durationMs: 1 };
}

const GOOD = { protocol: 1, runId: RUN, epoch: 7 };
const FAILURE = { name: "Error", message: "boom", stack: "at x" };

describe("a good answer", () => {
  test.each([
    [
      { status: "completed", output: '{"a":1}' },
      { type: "completed", output: Buffer.from('{"a":1}') },
    ],
    [
      { status: "completed", output: null },
      { type: "completed", output: null },
    ],
    [{ status: "completed" }, { type: "completed", output: null }],
    [
      { status: "suspended", operations: [] },
      { type: "suspended", again: false },
    ],
    [
      { status: "failed", failure: FAILURE, retryable: true, retryAfterMs: 1_000 },
      { type: "failed", failure: FAILURE, step: null, retryable: true, retryAfterMs: 1_000 },
    ],
    [
      { status: "failed", failure: FAILURE, step: "pay#1", retryable: false },
      {
        ...{ type: "failed", failure: FAILURE, step: "pay#1" },
        ...{ retryable: false, retryAfterMs: null },
      },
    ],
    [
      { status: "suspended", again: true },
      { type: "suspended", again: true },
    ],
    [
      { status: "canceled", reason: "late" },
      { type: "canceled", reason: "late" },
    ],
    [
      { status: "failed", failure: FAILURE, retryable: false },
      { type: "failed", failure: FAILURE, step: null, retryable: false, retryAfterMs: null },
    ],
  ])("%j is understood", (fields, result) => {
    const decoded = decode(answered({ ...GOOD, ...fields, unknown: "ignored" }));

    expect(decoded.result).toEqual(result as never);
    expect(decoded).toMatchObject({ operations: [], status: 200, answer: null });
  });

  test("may bring operations, hooks among them", () => {
    const operations = [
      { op: "complete_step", step: "a#1", result: "1" },
      { op: "create_hook", step: "h#1" },
    ];

    const decoded = decode(answered({ ...GOOD, status: "suspended", operations }));

    expect(decoded.result.type).toBe("suspended");
    expect(decoded.operations).toMatchObject([
      { op: "complete_step" },
      { op: "create_hook", hookId: HOOK, tokenHash: "ab" },
    ]);
  });

  test("that says failed is reported with the workflow's error", () => {
    const decoded = decode(
      answered({ ...GOOD, status: "failed", failure: FAILURE, retryable: true }),
    );

    expect(decoded).toMatchObject({ errorCode: "workflow_error", errorMessage: "Error: boom" });
  });
});

describe("an answer that is not of the protocol", () => {
  test.each([
    ["", "not a JSON object"],
    ["ok", "not a JSON object"],
    ["[]", "not a JSON object"],
    ["null", "not a JSON object"],
    ["\xff{}", "not a JSON object"],
    [{ ...GOOD, protocol: 2, status: "suspended" }, "protocol"],
    [{ ...GOOD, runId: "run_2", status: "suspended" }, "runId"],
    [{ ...GOOD, epoch: 6, status: "suspended" }, "epoch"],
    [{ ...GOOD, epoch: "7", status: "suspended" }, "epoch"],
    [{ ...GOOD }, "status"],
    [{ ...GOOD, status: "done" }, "status"],
    [{ ...GOOD, status: "completed", output: { a: 1 } }, "output"],
    [{ ...GOOD, status: "completed", output: "{" }, "output"],
    [{ ...GOOD, status: "failed", retryable: true }, "failure"],
    [{ ...GOOD, status: "failed", failure: FAILURE }, "retryable"],
    [{ ...GOOD, status: "suspended", operations: {} }, "operations"],
    [
      { ...GOOD, status: "suspended", operations: [{ op: "create_hook", step: "x" }] },
      "operations[0].step",
    ],
  ])("is a failed attempt that says why: %j", (body, fault) => {
    const decoded = decode(answered(body));

    expect(decoded).toMatchObject({
      operations: [],
      result: { type: "failed", retryable: true, retryAfterMs: null },
      status: 200,
      errorCode: "protocol_error",
    });
    expect(decoded.errorMessage).toContain(fault);
    expect(decoded.errorMessage).toContain("https://app.example.com/api/order");
    expect(decoded.errorMessage).not.toContain("canary");
    expect(decoded.answer).toBeString();
  });

  test("is kept to 4 KiB of valid text", () => {
    for (const body of ["é".repeat(9_000), `x${"😀".repeat(9_000)}`, "x".repeat(9_000)]) {
      const { answer } = decode(answered(body));
      expect(Buffer.byteLength(answer ?? "")).toBeWithin(4_090, 4_097);
      expect(body.startsWith(answer ?? "-")).toBe(true);
    }
    const binary = new Uint8Array(9_000).fill(0xff);
    const { answer } = decode({ ok: true, status: 500, headers: [], body: binary, durationMs: 1 });
    expect(Buffer.byteLength(answer ?? "")).toBeLessThanOrEqual(4_096);
  });
});

describe("another status", () => {
  test.each([
    [500, true, "endpoint_status"],
    [503, true, "endpoint_status"],
    [401, true, "endpoint_status"],
    [404, true, "endpoint_status"],
    [429, true, "endpoint_status"],
    [204, true, "endpoint_status"],
    [999, true, "endpoint_status"],
    [302, true, "redirect_not_followed"],
    [307, true, "redirect_not_followed"],
    [304, true, "redirect_not_followed"],
    [410, false, "endpoint_status"],
    [489, false, "endpoint_status"],
  ])("%p: retryable %p, %s", (status, retryable, code) => {
    const decoded = decode(answered("<h1>oops</h1>", { status }));

    expect(decoded).toMatchObject({
      result: { type: "failed", retryable, failure: { code } },
      status,
      errorCode: code,
      answer: "<h1>oops</h1>",
    });
  });

  test.each([
    [429, "10", 10_000],
    [503, "6m5s", 365_000],
    [503, "soon", null],
    [500, "10", null],
    [200, "10", null],
  ])("%p with Retry-After %s asks for %p ms", (status, value, expected) => {
    const decoded = decode(answered("x", { status, headers: [["Retry-After", value]] }));

    expect(decoded.result).toMatchObject({ retryAfterMs: expected });
  });
});

test.each<[HttpFailureCode, string, boolean]>([
  ["connect_error", "endpoint_unreachable", true],
  ["dns_error", "endpoint_unreachable", true],
  ["tls_error", "endpoint_unreachable", true],
  ["timeout", "endpoint_timeout", true],
  ["response_too_large", "response_too_large", true],
  ["protocol_error", "protocol_error", true],
  ["url_not_allowed", "url_not_allowed", true],
  ["invalid_request", "invalid_request", false],
])("without an answer, %s is %s", (code, failureCode, retryable) => {
  const decoded = decode({ ok: false, code, message: "It broke.", durationMs: 1 });

  expect(decoded).toMatchObject({
    operations: [],
    result: { type: "failed", retryable, failure: { code: failureCode } },
    status: null,
    errorCode: code,
    answer: null,
  });
  expect(decoded.errorMessage).toContain("It broke.");
  expect(decoded.errorMessage).not.toContain("canary");
});

describe("a failed run", () => {
  const news = { failure: FAILURE, answer: { status: 500, body: "oops" } };
  const told = (failureUrl: string | null = null) => {
    const plain = invocation();
    return { ...plain, run: { ...plain.run, failureUrl }, failed: news };
  };
  const decodeTold = (outcome: HttpOutcome, failureUrl: string | null = null) =>
    protocol.decode(outcome, told(failureUrl), NOW);

  test("is told to its own URL, without a lease and its journal", () => {
    const { url, body } = protocol.encode(told());

    expect(url).toBe(URL_TEXT);
    const content = JSON.parse(Buffer.from(body ?? []).toString());
    expect(content).toMatchObject({
      kind: "failure",
      run: { id: RUN, input: '{"order":1}' },
      failure: FAILURE,
      failedAnswer: { status: 500, body: "oops" },
    });
    expect(content).not.toHaveProperty("lease");
    expect(content).not.toHaveProperty("journal");
  });

  test("is told to its failure URL when it has one, which may answer any 2xx", () => {
    const failureUrl = "https://alerts.example.com/";

    expect(protocol.encode(told(failureUrl)).url).toBe(failureUrl);
    const decoded = decodeTold(answered("thanks", { status: 204 }), failureUrl);
    expect(decoded.result).toEqual({ type: "completed", output: null });
    const refused = decodeTold(answered("", { status: 500 }), failureUrl);
    expect(refused.result).toMatchObject({ type: "failed", retryable: true });
  });

  test.each([
    [
      { status: "handled", result: '"sent"' },
      { type: "completed", output: expect.anything() },
    ],
    [{ status: "no_handler" }, { type: "no_handler" }],
    [{ status: "completed" }, { type: "failed", retryable: true }],
  ])("its endpoint's answer %j is understood", (fields, result) => {
    const decoded = decodeTold(answered({ protocol: 1, runId: RUN, ...fields }));

    expect(decoded.result).toMatchObject(result as never);
  });
});

test("a dry replay is the same invocation, but for its kind and its own id", () => {
  const { url, headers, body } = protocol.encodeCheck(invocation(), "https://new.example.com/");

  expect(url).toBe("https://new.example.com/");
  expect(new Map(headers).get("webhook-id")).toBe("run_1.check");
  expect(JSON.parse(Buffer.from(body ?? []).toString())).toMatchObject({
    kind: "check",
    run: { id: RUN },
    waiting: [{ step: "charge#1" }, { step: "nap#1" }],
  });
});
