import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/core/ids.ts";
import type { InvocationResult } from "../../src/core/run/command.ts";
import { StorageError } from "../../src/storage/storage.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

const FAILED: InvocationResult = {
  ...{ type: "failed", failure: { name: "CardError", message: "declined" } },
  ...{ step: null, retryable: false, retryAfterMs: null },
};

/** The endpoint answers the invocation that was sent last. */
async function answers(http: HttpApp, runId: string, result: InvocationResult & { http?: number }) {
  const { http: status = 200 } = result;
  const lease = http.dispatch.sent.findLast((work) => work.runId === runId);
  http.clock.advance(5);
  const report = {
    ...{ startedAt: http.clock.now(), durationMs: 5, status },
    ...{ errorCode: "workflow_error", errorMessage: "CardError: declined", answer: null },
  };
  const outcome = await http.apply(runId as RunId, {
    ...{ type: "end_invocation", at: http.clock.now(), jitter: 0, epoch: lease?.epoch ?? 0 },
    ...{ operations: [], result, report },
  });
  expect(outcome.ok).toBe(true);
}

/** A run that has failed; `callback` is what became of telling so. */
async function deadLetter(
  http: HttpApp,
  runId: string,
  { start = {}, callback }: { start?: object; callback?: "handled" | "no_handler" | "failed" } = {},
) {
  http.dispatch.places = 100;
  const body = { url: URL_OK, input: { order: runId }, ...start };
  const started = await http.request(`/v1/runs/${runId}`, { method: "PUT", body });
  expect(started.status).toBe(201);
  await answers(http, runId, FAILED);
  if (callback === "handled") await answers(http, runId, { type: "completed", output: null });
  if (callback === "no_handler") await answers(http, runId, { type: "no_handler" });
  if (callback === "failed") await answers(http, runId, { ...FAILED, http: 500 });
}

const post = (http: HttpApp, path: string, body?: unknown) =>
  http.request(`/v1/dead-letters/${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { body }),
  });

const idsOf = (json: { deadLetters: { runId: string }[] }) =>
  json.deadLetters.map(({ runId }) => runId);

const story = async (http: HttpApp, runId: string): Promise<string[]> => {
  const { json } = await http.request(`/v1/runs/${runId}/journal`);
  return json.entries.map((entry: { type: string }) => entry.type);
};

describe("the dead letters", () => {
  test("are the failed runs, newest first, with why they failed", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a", { start: { labels: ["vip"] } });
    await http.startRun("b");
    await deadLetter(http, "c", { callback: "handled" });

    const { json } = await http.request("/v1/dead-letters");

    expect(idsOf(json)).toEqual(["c", "a"]);
    expect(json.cursor).toBeNull();
    expect(json.deadLetters[1]).toMatchObject({
      ...{ runId: "a", status: "failed", url: URL_OK, labels: ["vip"], failedStep: null },
      failure: { name: "CardError", message: "declined" },
      failureCallback: "pending",
    });
  });

  test("come in pages, which also a filter without an index fills", async () => {
    const http = new HttpApp();
    for (let index = 0; index < 9; index += 1) {
      const callback = index % 3 === 0 ? "failed" : "handled";
      await deadLetter(http, `r${index}`, { start: { retries: 0 }, callback });
    }

    const pages: string[][] = [];
    let cursor = "";
    do {
      const query = `limit=2&failureCallback=failed${cursor}`;
      const { json } = await http.request(`/v1/dead-letters?${query}`);
      pages.push(idsOf(json));
      cursor = json.cursor === null ? "" : `&cursor=${json.cursor}`;
    } while (cursor !== "");

    expect(pages).toEqual([["r6", "r3"], ["r0"]]);
  });

  test.each([
    ["url=https://other.test/x", ["b"]],
    ["urlPrefix=https://app.", ["c", "a"]],
    ["label=vip", ["a"]],
    ["flowControlKey=k", ["c"]],
    ["failureCallback=handled", ["a"]],
    ["from=1000005&to=1000006", ["b"]],
    ["label=vip&failureCallback=pending", []],
    ["callerIp=203.0.113.1", []],
  ])("can be filtered by %s", async (query, expected) => {
    const http = new HttpApp();
    await deadLetter(http, "a", { start: { labels: ["vip"] } });
    await deadLetter(http, "b", { start: { url: "https://other.test/x" } });
    await deadLetter(http, "c", { start: { flowControl: { key: "k", parallelism: 5 } } });
    await answers(http, "a", { type: "completed", output: null });

    const { json } = await http.request(`/v1/dead-letters?${query}`);

    expect(idsOf(json)).toEqual(expected);
  });

  test("one shows the request that failed last, not the callback after it", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a", { callback: "failed", start: { retries: 0 } });
    await post(http, "a/failure-callback");
    await answers(http, "a", { type: "completed", output: null, http: 201 });

    const { json } = await http.request("/v1/dead-letters/a");

    expect(json).toMatchObject({
      ...{ runId: "a", failureCallback: "handled", failure: { message: "declined" } },
      lastAttempt: { kind: "invocation", ref: "1", attempt: 1, status: 200 },
    });
  });

  test("do not show what the run hides", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a", { start: { redact: { body: true } } });

    const one = await http.request("/v1/dead-letters/a");
    const list = await http.request("/v1/dead-letters");

    expect(one.text + list.text).not.toContain("declined");
    expect(one.json.failure).toMatchObject({
      name: "CardError",
      message: expect.stringMatching(/^REDACTED:/),
    });
  });

  test("are not the runs that go on or have ended otherwise", async () => {
    const http = new HttpApp();
    await http.startRun("a");

    await expectRefused(http, () => http.request("/v1/dead-letters/a"), [409, "not_a_dead_letter"]);
    await expectRefused(http, () => http.request("/v1/dead-letters/x"), [404, "run_not_found"]);
    for (const act of ["resume", "restart", "failure-callback"]) {
      await expectRefused(http, () => post(http, `a/${act}`), [409, "not_a_dead_letter"]);
      await expectRefused(http, () => post(http, `x/${act}`), [404, "run_not_found"]);
    }
    const discard = () => http.request("/v1/dead-letters/a", { method: "DELETE" });
    await expectRefused(http, discard, [409, "not_a_dead_letter"]);
  });
});

describe("resuming", () => {
  test("lets the run go on, with other retries if asked, and only once", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");

    const answer = await post(http, "a/resume", { retries: 7 });

    expect(answer.json).toEqual({ runId: "a", status: "running" });
    expect(http.dispatch.sent.at(-1)).toMatchObject({ runId: "a", state: { retries: 7 } });
    expect(idsOf((await http.request("/v1/dead-letters")).json)).toEqual([]);
    await expectRefused(http, () => post(http, "a/resume"), [409, "not_a_dead_letter"]);
  });

  test("the failed step is open again, the others stay as recorded", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.register(runId, [
      { op: "complete_step", step: "reserve#1", result: "1" },
      {
        ...{ op: "fail_step", step: "charge#1", retryable: false },
        failure: { name: "CardError", message: "declined" },
      },
    ]);
    await answers(http, runId, { ...FAILED, step: "charge#1" } as InvocationResult);
    const { json } = await http.request(`/v1/dead-letters/${runId}`);

    await post(http, `${runId}/resume`);

    expect(json.failedStep).toBe("charge#1");
    const lease = http.dispatch.sent.at(-1);
    const again = { op: "complete_step", step: "charge#1", result: '"paid"' };
    const other = { op: "complete_step", step: "reserve#1", result: "2" };
    const token = http.capability(runId, lease?.epoch);
    expect((await http.register(runId, [again], token)).json.steps[0].status).toBe("closed");
    expect((await http.register(runId, [other], token)).json.code).toBe("step_conflict");
  });
});

describe("restarting", () => {
  test("starts another run with the same content, in one transaction", async () => {
    const http = new HttpApp();
    const start = {
      ...{ labels: ["vip"], headers: { "x-tenant": "acme" }, retries: 1, retryDelay: "1000" },
      ...{ project: "shop", failureUrl: "https://app.test/failed", redact: { headers: true } },
      flowControl: { key: "k", parallelism: 2 },
    };
    await deadLetter(http, "a", { start });
    const before = http.storage.commits;

    const { json, status } = await post(http, "a/restart");

    expect(status).toBe(200);
    expect(http.storage.commits).toBe(before + 1);
    const [old, fresh] = await Promise.all([
      http.storage.loadJournal("a" as RunId, 0, 1),
      http.storage.loadJournal(json.restartedAs, 0, 1),
    ]);
    expect(fresh[0]?.data).toEqual(old[0]?.data as never);
    expect(fresh[0]?.body).toEqual(old[0]?.body as never);
    expect(http.dispatch.sent.at(-1)).toMatchObject({ runId: json.restartedAs });
    expect((await story(http, "a")).at(-1)).toBe("dead_letter_discarded");
    await expectRefused(http, () => post(http, "a/restart"), [409, "not_a_dead_letter"]);
    await expectRefused(http, () => post(http, "a/resume"), [409, "not_a_dead_letter"]);
  });

  test("with other retries, limits and a delay", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");
    const sent = http.dispatch.sent.length;
    const body = { retries: 9, delayMs: 5_000, flowControl: { key: "slow", rate: 1 } };

    const { json } = await post(http, "a/restart", body);

    const run = await http.storage.getRun(json.restartedAs);
    expect(run).toMatchObject({ retries: 9, notBefore: http.clock.now() + 5_000 });
    expect(run?.flow).toMatchObject({ key: "slow", rate: 1 });
    expect(http.dispatch.sent).toHaveLength(sent);
  });

  test("when storage cannot take it, neither has happened", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");
    const runs = (await http.storage.listRuns({ limit: 9 })).length;

    http.storage.failure = new StorageError("full", "no space");
    const answer = await post(http, "a/restart");
    http.storage.failure = null;

    expect(answer.status).toBe(507);
    expect(await http.storage.listRuns({ limit: 9 })).toHaveLength(runs);
    expect(idsOf((await http.request("/v1/dead-letters")).json)).toEqual(["a"]);
    expect((await post(http, "a/restart")).status).toBe(200);
  });

  test("resumed and restarted in the same moment: one of the two", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");

    const answers = await Promise.all([post(http, "a/resume"), post(http, "a/restart")]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const runs = await http.storage.listRuns({ limit: 9 });
    const running = runs.filter((run) => run.state.status === "running");
    expect(running).toHaveLength(1);
  });
});

describe("giving up", () => {
  test("the run stays failed and receives nothing any more", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");

    const answer = await http.request("/v1/dead-letters/a", { method: "DELETE" });

    expect(answer.json).toEqual({ runId: "a" });
    expect(await http.storage.getRun("a" as RunId)).toMatchObject({ state: { status: "failed" } });
    const late = await http.request("/v1/runs/a/events/paid", { method: "POST" });
    expect(late.json.code).toBe("run_finished");
  });
});

describe("the failure callback", () => {
  test("is sent once, and again only when asked", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a", { start: { retries: 0 }, callback: "failed" });
    const told = http.dispatch.sent.length;

    const answer = await post(http, "a/failure-callback");

    expect(answer.json).toEqual({ runId: "a", failureCallback: "pending" });
    expect(http.dispatch.sent.length).toBe(told + 1);
    await post(http, "a/failure-callback");
    expect(http.dispatch.sent.length).toBe(told + 1);
    await answers(http, "a", { type: "completed", output: null });
    const { json } = await http.request("/v1/dead-letters/a");
    expect(json.failureCallback).toBe("handled");
  });
});

describe("many at once", () => {
  test("are resumed by filter, in one transaction, page after page", async () => {
    const http = new HttpApp();
    for (const name of ["a", "b", "c"]) await deadLetter(http, name, { start: { labels: ["x"] } });
    await deadLetter(http, "other");
    const before = http.storage.commits;

    const first = await post(http, "resume", { labels: "x", count: 2, retries: 4 });
    const second = await post(http, "resume", { labels: "x", count: 2 });

    expect(first.json).toEqual({
      runs: [
        { runId: "c", done: true },
        { runId: "b", done: true },
      ],
      more: true,
    });
    expect(second.json).toEqual({ runs: [{ runId: "a", done: true }], more: false });
    expect(http.storage.commits).toBe(before + 2);
    expect(idsOf((await http.request("/v1/dead-letters")).json)).toEqual(["other"]);
  });

  test("named ones: the answer says for each what became of it", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a");
    await http.startRun("b");

    const { json } = await post(http, "restart", { runIds: ["a", "b", "x", "a"] });

    expect(json).toEqual({
      runs: [
        { runId: "a", done: true, restartedAs: expect.stringMatching(/^run_/) },
        { runId: "b", done: false, code: "not_a_dead_letter" },
        { runId: "x", done: false, code: "run_not_found" },
      ],
      more: false,
    });
  });

  test("all are given up", async () => {
    const http = new HttpApp();
    for (const name of ["a", "b"]) await deadLetter(http, name);

    const { json } = await post(http, "delete", { all: true });

    expect(json.runs).toHaveLength(2);
    expect(idsOf((await http.request("/v1/dead-letters")).json)).toEqual([]);
  });

  test("callbacks that failed are repeated, those that were told are left alone", async () => {
    const http = new HttpApp();
    await deadLetter(http, "a", { start: { retries: 0 }, callback: "failed" });
    await deadLetter(http, "b", { callback: "handled" });

    const first = await post(http, "failure-callback", { all: true });
    const second = await post(http, "failure-callback", { all: true });

    expect(first.json).toEqual({ runs: [{ runId: "a", done: true }], more: false });
    expect(second.json).toEqual({ runs: [], more: false });
  });

  test.each([
    ["nothing", {}],
    ["only a count", { count: 5 }],
    ["ids and filters", { runIds: ["a"], labels: "x" }],
    ["ids and a count", { runIds: ["a"], count: 1 }],
    ["all and filters", { all: true, failureCallback: "failed" }],
    ["no ids", { runIds: [] }],
    ["too many ids", { runIds: Array.from({ length: 101 }, (_, index) => `r${index}`) }],
  ])("%s does not say which", async (_, body) => {
    const http = new HttpApp();
    await deadLetter(http, "a");

    for (const act of ["resume", "restart", "delete", "failure-callback"]) {
      await expectRefused(http, () => post(http, act, body), [422, "validation_failed"]);
    }
  });
});
