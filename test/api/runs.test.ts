import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeCursor, encodeCursor } from "../../src/api/cursor.ts";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

describe("starting a run", () => {
  test("answers 201 with an id of the server's and sends the first invocation", async () => {
    const http = new HttpApp();

    const answer = await http.request("/v1/runs", { method: "POST", body: { url: URL_OK } });

    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({
      runId: "run_1",
      status: "running",
      createdAt: http.clock.now(),
      deduplicated: false,
    });
    expect(http.dispatch.sent).toMatchObject([{ runId: "run_1", epoch: 1 }]);
  });

  test("the same id with the same content, in any order of keys, is the same run", async () => {
    const http = new HttpApp();
    const first = { url: URL_OK, input: { a: 1, b: [2] }, headers: { x: "1", y: "2" }, runId: "r" };
    const second = {
      runId: "r",
      headers: { y: "2", x: "1" },
      input: { b: [2], a: 1 },
      url: URL_OK,
    };

    const created = await http.request("/v1/runs", { method: "POST", body: first });
    http.clock.advance(1_000);
    const repeated = await http.request("/v1/runs", { method: "POST", body: second });

    expect(created.status).toBe(201);
    expect(repeated.status).toBe(200);
    expect(repeated.json).toEqual({ ...created.json, deduplicated: true });
    expect(http.storage.commits).toBe(1);
  });

  test("POST and PUT of the same run are one start", async () => {
    const http = new HttpApp();
    const content = { url: URL_OK, input: 1 };

    await http.request("/v1/runs", { method: "POST", body: { ...content, runId: "r" } });
    const put = await http.request("/v1/runs/r", { method: "PUT", body: content });

    expect(put.status).toBe(200);
  });

  test.each([
    ["url", { url: "https://app.test/other" }],
    ["input", { input: 2 }],
    ["no input", { input: undefined }],
    ["labels", { labels: ["a"] }],
    ["headers", { headers: { x: "1" } }],
    ["retries", { retries: 0 }],
  ])("the same id with another %s is a mismatch", async (_, change) => {
    const http = new HttpApp();
    const body = { url: URL_OK, input: 1 };
    await http.request("/v1/runs/r", { method: "PUT", body });

    const again = () => http.request("/v1/runs/r", { method: "PUT", body: { ...body, ...change } });

    await expectRefused(http, again, [409, "idempotency_mismatch"]);
  });

  test("PUT takes the id from the path only", async () => {
    const http = new HttpApp();
    const body = { url: URL_OK, runId: "r" };

    const send = () => http.request("/v1/runs/r", { method: "PUT", body });

    await expectRefused(http, send, [422, "validation_failed"]);
  });

  test("keeps input, headers, labels and retries as given", async () => {
    const http = new HttpApp();
    const body = {
      url: URL_OK,
      input: { text: "\ud800 é \u2028", big: 2 ** 53, nothing: null },
      headers: { "X-Tenant": "acme" },
      labels: ["vip"],
      retries: 0,
    };

    await http.request("/v1/runs/r", { method: "PUT", body });

    const [entry] = await http.storage.loadJournal("r" as RunId, 0, 1);
    expect(JSON.parse(Buffer.from(entry?.body ?? []).toString())).toEqual(body.input);
    expect(entry?.data).toMatchObject({
      url: URL_OK,
      headers: [["X-Tenant", "acme"]],
      labels: ["vip"],
      retries: 0,
    });
  });
});

describe("canceling a run", () => {
  test("with and without a reason; repeating it changes nothing", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const path = `/v1/runs/${runId}/cancel`;

    const first = await http.request(path, { method: "POST", body: { reason: "wrong order" } });
    const commits = http.storage.commits;
    const second = await http.request(path, { method: "POST" });

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.json).toEqual({ runId, status: "canceled" });
    expect(http.storage.commits).toBe(commits);
    const { json } = await http.request(`/v1/runs/${runId}/journal?from=1`);
    expect(json.entries[0]).toMatchObject({
      type: "run_canceled",
      data: { reason: "wrong order" },
    });
  });

  test("a run that ended otherwise is finished", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.apply(runId, {
      type: "end_invocation",
      at: http.clock.now(),
      jitter: 0,
      epoch: 1,
      operations: [],
      result: { type: "completed", output: Buffer.from('{"done":true}') },
      report: {
        startedAt: http.clock.now(),
        durationMs: 5,
        status: 200,
        errorCode: null,
        errorMessage: null,
        answer: null,
      },
    });

    const cancel = () => http.request(`/v1/runs/${runId}/cancel`, { method: "POST" });

    await expectRefused(http, cancel, [409, "run_finished"]);
    const { json } = await http.request(`/v1/runs/${runId}`);
    expect(json).toMatchObject({
      status: "succeeded",
      finishedAt: http.clock.now(),
      input: { a: 1 },
      output: { done: true },
      failure: null,
      attempts: [{ kind: "invocation", ref: "1", attempt: 1, status: 200 }],
    });
  });
});

describe("listing runs", () => {
  test("pages go through all runs once, newest first", async () => {
    const http = new HttpApp();
    for (let index = 1; index <= 5; index += 1) {
      await http.startRun(`r${index}`);
      // Two runs of the same millisecond are told apart by their ids.
      if (index % 2 === 0) http.clock.advance(1);
    }
    const seen: string[] = [];

    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { json } = await http.request(`/v1/runs?limit=2${query}`);
      expect(json.runs.length).toBeLessThanOrEqual(2);
      seen.push(...json.runs.map((run: { runId: string }) => run.runId));
      cursor = json.cursor;
    }

    expect(seen).toEqual(["r5", "r4", "r3", "r2", "r1"]);
  });

  test("a last page that is full has no cursor", async () => {
    const http = new HttpApp();
    await http.startRun("r1");
    await http.startRun("r2");

    expect((await http.request("/v1/runs?limit=2")).json.cursor).toBeNull();
  });

  test("by status, label and url", async () => {
    const http = new HttpApp();
    await http.request("/v1/runs/a", { method: "PUT", body: { url: URL_OK, labels: ["vip"] } });
    await http.request("/v1/runs/b", { method: "PUT", body: { url: "https://app.test/other" } });
    await http.request("/v1/runs/b/cancel", { method: "POST" });
    const ids = async (query: string) =>
      (await http.request(`/v1/runs?${query}`)).json.runs.map(
        (run: { runId: string }) => run.runId,
      );

    expect(await ids("status=canceled")).toEqual(["b"]);
    expect(await ids("label=vip")).toEqual(["a"]);
    expect(await ids(`url=${encodeURIComponent(URL_OK)}`)).toEqual(["a"]);
    expect(await ids("label=none")).toEqual([]);
  });

  // Goal: a cursor means exactly the position it was made of.
  // Method: encode any position and read it back.
  test("every position survives its cursor", () => {
    const isId = (text: string) => text !== "." && text !== "..";
    const runId = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/).filter(isId);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8.64e15 }), runId, (createdAt, id) => {
        const position = { createdAt: createdAt as EpochMs, runId: id as RunId };
        expect(decodeCursor(encodeCursor(position))).toEqual(position);
      }),
    );
  });
});

describe("reading a run", () => {
  test("steps, waits and hooks tell what happened and what is open", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();
    await http.register(runId, [
      { op: "complete_step", step: "charge#1", result: '{"ok":true}' },
      { op: "sleep", step: "nap#1", durationMs: 5_000 },
      { op: "wait_for_hook", step: "paid#1", hookId, timeoutMs: 60_000 },
      { op: "wait_for_hook", step: "paid#2", hookId, timeoutMs: 60_000 },
    ]);
    await http.request(hookPath, { method: "POST", body: "hello" });

    const { json } = await http.request(`/v1/runs/${runId}`);

    expect(json.steps).toMatchObject([
      { step: "hook#1", name: "hook", occurrence: 1, kind: "hook", status: "succeeded", hookId },
      { step: "charge#1", kind: "run", status: "succeeded", result: { ok: true }, bodySize: 11 },
      { step: "nap#1", kind: "sleep", status: "pending", closedAt: null },
      { step: "paid#1", kind: "wait", status: "succeeded", callId: `${hookId}.0` },
      { step: "paid#2", kind: "wait", status: "pending", hookId },
    ]);
    expect(json.stepsNext).toBeNull();
    expect(json.waits).toMatchObject([
      { step: "nap#1", kind: "sleep", dueAt: http.clock.now() + 5_000 },
      { step: "paid#2", kind: "hook", hookId },
    ]);
    expect(json.hooks).toMatchObject([{ hookId, received: 1, consumed: 1 }]);
    expect(JSON.stringify(json)).not.toContain(hookPath);
  });

  test("a large result is left out, but not its size", async () => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    const runId = await http.startRun();
    const result = JSON.stringify("a".repeat(64 * 1024));
    await http.register(runId, [{ op: "complete_step", step: "big#1", result }]);

    const { json } = await http.request(`/v1/runs/${runId}`);

    expect(json.steps[0]).toMatchObject({ status: "succeeded", bodySize: result.length });
    expect(json.steps[0]).not.toHaveProperty("result");
  });

  test("of very many steps the first 1,000 are shown", async () => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    const runId = await http.startRun();
    const steps = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        op: "complete_step",
        step: `s#${from + index}`,
        result: "1",
      }));
    await http.register(runId, steps(1, 1_000));
    const full = await http.request(`/v1/runs/${runId}`);
    await http.register(runId, steps(1_001, 1));
    const over = await http.request(`/v1/runs/${runId}`);

    expect(full.json.steps).toHaveLength(1_000);
    expect(full.json.stepsNext).toBeNull();
    expect(over.json.steps).toHaveLength(1_000);
    expect(over.json.stepsNext).toBe(1_001);
  });

  test("the journal is paged and masks the URLs of hooks", async () => {
    const http = new HttpApp();
    const { runId, hookPath } = await http.runWithHook();
    await http.register(runId, [{ op: "complete_step", step: "a#1", result: "[1]" }]);

    const first = await http.request(`/v1/runs/${runId}/journal?limit=2`);
    const rest = await http.request(`/v1/runs/${runId}/journal?from=${first.json.next}`);

    expect(first.json.entries).toMatchObject([
      { seq: 0, type: "run_started", step: null, body: { json: { a: 1 } } },
      { seq: 1, type: "hook_created", step: "hook#1", body: null },
    ]);
    expect(first.text).not.toContain(hookPath);
    expect(rest.json).toMatchObject({
      entries: [{ seq: 2, type: "step_completed", body: { size: 3, json: [1] } }],
      next: null,
    });
  });
});
