import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  type Redactor,
  redactBody,
  redactHeaders,
  redactionOf,
  redactorOf,
} from "../../src/api/redaction.ts";
import type { EpochMs, HookId, RunId } from "../../src/core/ids.ts";
import type { HeaderList, JournalEntry } from "../../src/core/run/journal.ts";
import type { AttemptRecord } from "../../src/storage/storage.ts";
import { HttpApp } from "../support/http-app.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const sha256 = (content: string | Uint8Array) =>
  `REDACTED:${createHash("sha256").update(content).digest("hex")}`;

const SECRET = "canary-4711";

const HEADERS: HeaderList = [
  ["X-Card", SECRET],
  ["content-type", "application/json"],
  ["x-card", "second"],
];

describe("the pure parts", () => {
  test("a body is shown as the hash of its bytes, a text as that of its UTF-8", () => {
    expect(redactBody("é")).toBe(redactBody(bytes("é")));
    expect(redactBody("")).toBe(
      "REDACTED:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  test("equal bodies look equal and others do not", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        const isEqual = Buffer.from(a).equals(b);
        expect(redactBody(a) === redactBody(b)).toBe(isEqual);
        expect(redactBody(a)).toMatch(/^REDACTED:[0-9a-f]{64}$/);
      }),
      { numRuns: 100 },
    );
  });

  test("named headers are hidden in any case, the others and all names stay", () => {
    expect(redactHeaders(HEADERS, ["x-CARD", "none"])).toEqual([
      ["X-Card", sha256(SECRET)],
      ["content-type", "application/json"],
      ["x-card", sha256("second")],
    ]);
    expect(redactHeaders(HEADERS, true).map(([, value]) => value)).toEqual(
      HEADERS.map(([, value]) => sha256(value)),
    );
    expect(redactHeaders(HEADERS, [])).toEqual(HEADERS);
  });

  test("what a start asks for is stored only if it hides something", () => {
    expect(redactionOf(undefined)).toBeNull();
    expect(redactionOf({ body: false, headers: [] })).toBeNull();
    expect(redactionOf({ body: true })).toEqual({ body: true, headers: [] });
    expect(redactionOf({ headers: true })).toEqual({ body: false, headers: true });
  });
});

describe("a redactor", () => {
  const hiding = redactorOf({ body: true, headers: true });
  const failure = { name: "CardError", message: SECRET, code: "declined", stack: `at ${SECRET}` };
  const attempt = (status: number | null): AttemptRecord => ({
    kind: "invocation",
    ref: "1",
    attempt: 1,
    report: {
      startedAt: 1 as EpochMs,
      durationMs: 2,
      status,
      errorCode: "workflow_error",
      errorMessage: SECRET,
      answer: SECRET,
    },
  });
  const hookRequest = {
    method: "POST",
    path: "/paid",
    query: `?card=${SECRET}`,
    headers: HEADERS,
    deliveryId: SECRET,
    remoteAddress: "203.0.113.7",
  };

  test("keeps name and code of a failure, and hides what may quote a payload", () => {
    expect(hiding.failure(failure)).toEqual({
      name: "CardError",
      code: "declined",
      message: sha256(SECRET),
      stack: sha256(`at ${SECRET}`),
    });
    expect(hiding.failure({ name: "E", message: "m" })).not.toContainKey("stack");
  });

  test("hides the start of an answer, and a message only if somebody else has a part in it", () => {
    expect(hiding.attempt(attempt(500)).report).toMatchObject({
      status: 500,
      errorCode: "workflow_error",
      errorMessage: sha256(SECRET),
      answer: sha256(SECRET),
    });
    expect(hiding.attempt(attempt(null)).report.errorMessage).toBe(SECRET);
  });

  test("hides the query of a hook call as a payload, its delivery id as a header", () => {
    const bodyOnly = redactorOf({ body: true, headers: [] }).hookRequest(hookRequest);
    const headerOnly = redactorOf({ body: false, headers: ["Idempotency-Key"] });

    expect(bodyOnly).toMatchObject({ query: sha256(`?card=${SECRET}`), deliveryId: SECRET });
    expect(bodyOnly.headers).toEqual(HEADERS);
    expect(headerOnly.hookRequest(hookRequest)).toMatchObject({
      query: hookRequest.query,
      deliveryId: sha256(SECRET),
    });
    expect(hiding.hookRequest({ ...hookRequest, query: "", deliveryId: null })).toMatchObject({
      method: "POST",
      path: "/paid",
      query: "",
      deliveryId: null,
    });
  });

  test("finds headers, failures and payloads in journal data, however deep", () => {
    const data = {
      request: { url: "https://a.example/", method: "POST", headers: HEADERS, timeoutMs: 5 },
      failure,
      branches: [{ key: "k", on: "child", failure, output: SECRET }],
      status: 200,
      handled: null,
    } as unknown as JournalEntry["data"];

    const shown = hiding.entryData(data);

    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(shown).toMatchObject({
      request: { url: "https://a.example/", method: "POST", timeoutMs: 5 },
      branches: [{ key: "k", on: "child", output: sha256(SECRET) }],
      status: 200,
      handled: null,
    });
    expect(data).toMatchObject({ failure: { message: SECRET } });
  });

  test("leaves the names of what is hidden as they are", () => {
    const redact = { body: true, headers: ["authorization", "x-customer"] };

    const shown = hiding.entryData({ redact, headers: HEADERS } as never);

    expect(shown).toMatchObject({ redact });
  });

  test("that has nothing to hide changes nothing", () => {
    for (const open of [redactorOf(null), redactorOf({ body: false, headers: [] })]) {
      expect(open.failure(failure)).toEqual(failure);
      expect(open.attempt(attempt(500))).toEqual(attempt(500));
      expect(open.hookRequest(hookRequest)).toEqual(hookRequest);
      expect(open.headers(HEADERS)).toEqual(HEADERS.map(([name, value]) => [name, value]));
      expect(open.json(bytes('{"a":1}'))).toEqual({ a: 1 });
      expect(open.bytes(bytes("x"))).toEqual(bytes("x"));
      expect(open.entryData({ attempt: 1 })).toEqual({ attempt: 1 });
    }
  });

  test("shows no payload where there is none", () => {
    expect(hiding.json(null)).toBeNull();
    expect((hiding satisfies Redactor).json(bytes("null"))).toBe(sha256("null"));
  });
});

describe("the API", () => {
  /** A run that has been through everything that can show a payload. */
  async function busyRun(redact: unknown) {
    const http = new HttpApp();
    const start = {
      url: "https://app.test/w",
      input: { card: SECRET },
      headers: { "x-card": SECRET },
      redact,
    };
    const started = await http.request("/v1/runs/r1", { method: "PUT", body: start });
    expect(started.status).toBe(201);
    const runId = "r1" as RunId;
    const made = await http.register(runId, [
      { op: "create_hook", step: "hook#1" },
      { op: "complete_step", step: "charge#1", result: JSON.stringify(SECRET) },
      {
        op: "fail_step",
        step: "mail#1",
        failure: { name: "Error", message: SECRET, stack: SECRET },
        retryable: false,
      },
      {
        op: "call",
        step: "ask#1",
        url: "https://third.test/",
        method: "POST",
        headers: [["x-card", SECRET]],
        body: Buffer.from(SECRET).toString("base64"),
      },
    ]);
    const { hookId, url } = made.json.steps[0].entry;
    const hookPath = url.slice(url.indexOf("/hooks/"));
    await http.request(`${hookPath}?card=${SECRET}`, {
      method: "POST",
      body: SECRET,
      token: null,
      headers: { "x-card": SECRET, "idempotency-key": SECRET },
    });
    return { http, hookId: hookId as HookId, answers: await lookEverywhere(http, hookId) };
  }

  async function lookEverywhere(http: HttpApp, hookId: string) {
    const paths = ["/v1/runs", "/v1/runs/r1", "/v1/runs/r1/journal", "/v1/runs/r1/hooks"].concat([
      `/v1/hooks/${hookId}`,
      `/v1/hooks/${hookId}/calls`,
      `/v1/calls/${hookId}.0`,
      `/v1/calls/${hookId}.0/body`,
    ]);
    const answers = await Promise.all(paths.map((path) => http.request(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
    return new Map(paths.map((path, index) => [path, answers[index]?.text ?? ""]));
  }

  test("shows nothing of a run that hides everything but its hashes", async () => {
    const { http, hookId, answers } = await busyRun({ body: true, headers: true });

    for (const [path, text] of answers) {
      expect(text, path).not.toContain(SECRET);
      expect(text, path).not.toContain(Buffer.from(SECRET).toString("base64"));
    }
    expect(answers.get(`/v1/calls/${hookId}.0/body`)).toBe(sha256(SECRET));
    const details = JSON.parse(answers.get("/v1/runs/r1") ?? "");
    expect(details.input).toBe(sha256(JSON.stringify({ card: SECRET })));
    expect(details.steps).toContainEqual(
      expect.objectContaining({ step: "charge#1", result: sha256(JSON.stringify(SECRET)) }),
    );
    expect(http.internalErrors).toEqual([]);
  });

  test("hides why a run was canceled as it hides its payloads", async () => {
    for (const redact of [{ body: true }, { headers: true }]) {
      const { http } = await busyRun(redact);
      await http.request("/v1/runs/r1/cancel", { method: "POST", body: { reason: SECRET } });
      const shown = redact.body === true ? sha256(SECRET) : SECRET;

      const details = await http.request("/v1/runs/r1");
      const journal = await http.request("/v1/runs/r1/journal");

      expect(details.json.cancelReason).toBe(shown);
      expect(journal.json.entries.at(-1).data).toEqual({ reason: shown });
    }
  });

  test("shows everything of a run that hides nothing", async () => {
    const { answers } = await busyRun({});

    for (const path of ["/v1/runs/r1", "/v1/runs/r1/journal"]) {
      expect(answers.get(path)).toContain(SECRET);
      expect(answers.get(path)).not.toContain("REDACTED");
    }
  });

  test("never keeps anything from the endpoint", async () => {
    const { http } = await busyRun({ body: true, headers: true });

    const [entry] = await http.storage.loadJournal("r1" as RunId, 0, 1);

    expect(new TextDecoder().decode(entry?.body ?? undefined)).toContain(SECRET);
    expect(JSON.stringify(entry?.data)).toContain(SECRET);
  });
});
