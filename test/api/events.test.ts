import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

interface Waiting {
  readonly eventId?: string;
  readonly project?: string;
}

/** A run with a step that waits for the event. */
async function waiting(http: HttpApp, name: string, options: Waiting = {}) {
  const { eventId = "paid", ...more } = options;
  const body = { url: URL_OK, ...more };
  await http.request(`/v1/runs/${name}`, { method: "PUT", body });
  const operation = { op: "wait_for_event", step: "wait#1", eventId, timeoutMs: 60_000 };
  const answer = await http.register(name as RunId, [operation]);
  expect(answer.status).toBe(200);
  http.clock.advance(1);
}

const notify = (http: HttpApp, eventId: string, body: unknown = { data: { amount: 30 } }) =>
  http.request(`/v1/events/${encodeURIComponent(eventId)}`, { method: "POST", body });

async function lastEntry(http: HttpApp, runId: string) {
  const { json } = await http.request(`/v1/runs/${runId}/journal`);
  return json.entries.at(-1);
}

describe("notifying an event", () => {
  test("wakes everybody who waits for it, once, and says whom", async () => {
    const http = new HttpApp();
    await waiting(http, "a");
    await waiting(http, "b");
    await waiting(http, "other", { eventId: "shipped" });
    const commits = http.storage.commits;

    const first = await notify(http, "paid");
    const second = await notify(http, "paid");

    expect(first.status).toBe(200);
    expect(first.json).toEqual({
      waiters: [
        { runId: "a", step: "wait#1", url: URL_OK },
        { runId: "b", step: "wait#1", url: URL_OK },
      ],
      lost: false,
    });
    expect(second.json).toEqual({ waiters: [], lost: true });
    expect(http.storage.commits).toBe(commits + 1);
    expect(await lastEntry(http, "a")).toMatchObject({
      type: "event_received",
      step: "wait#1",
      data: { eventId: "paid", keptSeq: null },
      body: { json: { amount: 30 } },
    });
    expect(await lastEntry(http, "other")).toMatchObject({ type: "event_wait_started" });
  });

  test("nobody waits: it is lost, and says so", async () => {
    const http = new HttpApp();

    const answer = await notify(http, "paid");
    await waiting(http, "late");

    expect(answer.json).toEqual({ waiters: [], lost: true });
    expect(await lastEntry(http, "late")).toMatchObject({ type: "event_wait_started" });
  });

  test.each([
    ["an object", { data: { a: [1] } }, { json: { a: [1] } }],
    ["a text", { data: "x" }, { json: "x" }],
    ["null", { data: null }, { json: null }],
    ["nothing", {}, null],
    ["no body at all", undefined, null],
  ])("data can be %s", async (_, body, expected) => {
    const http = new HttpApp();
    await waiting(http, "a");

    const answer = await http.request("/v1/events/paid", {
      method: "POST",
      ...(body === undefined ? {} : { body }),
    });

    expect(answer.json.lost).toBe(false);
    const entry = await lastEntry(http, "a");
    if (expected === null) expect(entry.body).toBeNull();
    else expect(entry.body).toMatchObject(expected);
  });

  test.each(["order/4711", "a#b?c=d", "größe 😀", "100%", "a b+c", "waiters"])(
    "an event can be called %p",
    async (eventId) => {
      const http = new HttpApp();
      await waiting(http, "a", { eventId });

      const path = `/v1/events/${encodeURIComponent(eventId)}/waiters`;
      const list = await http.request(path);
      const answer = await notify(http, eventId);

      expect(list.json.waiters).toMatchObject([{ runId: "a" }]);
      expect(answer.json.waiters).toMatchObject([{ runId: "a" }]);
    },
  );

  test.each(["%00", "%FF", "a%0Ab", "%C2%85", "x".repeat(257)])(
    "an event cannot be called %p",
    async (raw) => {
      const http = new HttpApp();

      const send = () => http.request(`/v1/events/${raw}`, { method: "POST", body: {} });

      await expectRefused(http, send, [422, "validation_failed"]);
    },
  );

  test("stays within its project", async () => {
    const http = new HttpApp();
    await waiting(http, "shop", { project: "shop" });
    await waiting(http, "plain");

    const toDefault = await notify(http, "paid");
    const toShop = await notify(http, "paid", { project: "shop" });

    expect(toDefault.json.waiters).toMatchObject([{ runId: "plain" }]);
    expect(toShop.json.waiters).toMatchObject([{ runId: "shop" }]);
  });

  test("is refused to a token that may only read", async () => {
    const http = new HttpApp();
    await waiting(http, "a");
    const { json } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "reader", access: "read" },
    });
    const path = "/v1/events/paid";

    const asReader = await http.request(path, { method: "POST", body: {}, token: json.token });

    expect(asReader.json.code).toBe("forbidden");
    expect(await lastEntry(http, "a")).toMatchObject({ type: "event_wait_started" });
  });
});

describe("notifying one run", () => {
  const notifyRun = (
    http: HttpApp,
    runId: string,
    { eventId = "paid", data = 1 }: { eventId?: string; data?: unknown } = {},
  ) =>
    http.request(`/v1/runs/${runId}/events/${encodeURIComponent(eventId)}`, {
      method: "POST",
      body: { data },
    });

  test("that waits: it gets it", async () => {
    const http = new HttpApp();
    await waiting(http, "a", { eventId: "order/1" });
    await waiting(http, "b", { eventId: "order/1" });

    const answer = await notifyRun(http, "a", { eventId: "order/1" });

    expect(answer.json).toEqual({ runId: "a", outcome: "delivered" });
    expect(await lastEntry(http, "b")).toMatchObject({ type: "event_wait_started" });
  });

  test("that does not wait yet: kept, in order, and each is taken once", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();

    const answers = [
      await notifyRun(http, runId, { data: "first" }),
      await notifyRun(http, runId, { data: "second" }),
    ];
    const wait = (step: string) => ({
      op: "wait_for_event",
      step,
      eventId: "paid",
      timeoutMs: 0,
    });
    const registered = await http.register(runId, [wait("w#1"), wait("w#2"), wait("w#3")]);

    expect(answers.map((answer) => answer.json.outcome)).toEqual(["kept", "kept"]);
    expect(registered.json.steps.map((one: { entry: object }) => one.entry)).toMatchObject([
      { type: "event_received", data: '"first"' },
      { type: "event_received", data: '"second"' },
      { type: "event_wait_timed_out" },
    ]);
  });

  test("that is unknown or has ended is refused", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    await http.request("/v1/runs/a/cancel", { method: "POST" });

    await expectRefused(http, () => notifyRun(http, "nobody"), [404, "run_not_found"]);
    await expectRefused(http, () => notifyRun(http, "a"), [409, "run_finished"]);
  });

  test("pushes back when the run keeps as much as it may", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    for (let from = 0; from < 1_000; from += 100) {
      const page = Array.from({ length: 100 }, () => notifyRun(http, runId));
      await Promise.all(page);
    }

    await expectRefused(http, () => notifyRun(http, runId), [429, "inbox_full"]);
    // What another one waits for is not concerned.
    await waiting(http, "b");
    expect((await notifyRun(http, "b")).json.outcome).toBe("delivered");
  });
});

describe("the waiters of an event", () => {
  test("are listed oldest first, page after page, and leave when they are woken", async () => {
    const http = new HttpApp();
    for (const name of ["c", "a", "b"]) await waiting(http, name);
    const list = (query = "") => http.request(`/v1/events/paid/waiters${query}`);

    const first = await list("?limit=2");
    const second = await list(`?limit=2&cursor=${first.json.cursor}`);

    expect(first.json.waiters.map((waiter: { runId: string }) => waiter.runId)).toEqual(["c", "a"]);
    expect(second.json).toEqual({
      waiters: [
        {
          ...{ runId: "b", step: "wait#1", url: URL_OK },
          ...{ since: http.clock.now() - 1, timeoutAt: http.clock.now() + 59_999 },
        },
      ],
      cursor: null,
    });
    await notify(http, "paid");
    expect((await list()).json.waiters).toEqual([]);
  });

  test("a cursor of something else is refused", async () => {
    const http = new HttpApp();
    const send = () => http.request("/v1/events/paid/waiters?cursor=abc");

    await expectRefused(http, send, [400, "invalid_cursor"]);
  });

  test("a wait keeps its place when the run begins another one", async () => {
    const http = new HttpApp();
    await waiting(http, "a");
    await waiting(http, "b");
    const other = { op: "wait_for_event", step: "more#1", eventId: "other", timeoutMs: 60_000 };

    await http.register("a" as RunId, [other]);

    const { json } = await http.request("/v1/events/paid/waiters");
    expect(json.waiters.map((waiter: { runId: string }) => waiter.runId)).toEqual(["a", "b"]);
  });
});
