import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { EpochMs, RunId, ScheduleId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";
const PATH = "/v1/schedules";
const EVERY = { url: URL_OK, everyMs: 60_000 };

const post = (http: HttpApp, body: unknown) => http.request(PATH, { method: "POST", body });
const put = (http: HttpApp, id: string, body: unknown) => http.putSchedule(id, body);
const act = (http: HttpApp, id: string, action: string) =>
  http.request(`${PATH}/${id}/${action}`, { method: "POST" });

describe("making a schedule", () => {
  test("answers 201 with all of it, under an id of the server's", async () => {
    const http = new HttpApp();

    const made = await post(http, { ...EVERY, input: { a: 1 }, labels: ["vip"] });

    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      scheduleId: "sched_1",
      project: "default",
      cron: null,
      timeZone: null,
      everyMs: 60_000,
      overlap: "allow",
      catchUp: "latest",
      paused: false,
      url: URL_OK,
      labels: ["vip"],
      headers: [],
      retries: 3,
      input: { a: 1 },
      createdAt: http.clock.now(),
      nextFireAt: http.clock.now() + 60_000,
      lastFireAt: null,
      lastRunId: null,
      lastRefusal: null,
      counts: { fired: 0, skipped: 0, missed: 0, refused: 0 },
    });
    expect((await http.request(`${PATH}/sched_1`)).json).toEqual(made.json);
  });

  test("takes everything that a start of a run takes, but a delay", async () => {
    const http = new HttpApp();
    const fields = {
      url: URL_OK,
      headers: { "x-tenant": "acme" },
      labels: ["a"],
      retries: 1,
      retryDelay: "pow(2, retried) * 1000",
      flowControl: { key: "reports", parallelism: 1 },
      failureUrl: "https://app.test/failed",
    };

    const made = await put(http, "s", { ...fields, cron: "0 2 * * *", timeZone: "Europe/Berlin" });

    const { headers, ...rest } = fields;
    expect(made.json).toMatchObject({ ...rest, cron: "0 2 * * *", timeZone: "Europe/Berlin" });
    expect(made.json.headers).toEqual(Object.entries(headers));
    for (const delay of [{ delayMs: 1 }, { notBefore: 1 }]) {
      const delayed = () => put(http, "d", { ...EVERY, ...delay });
      await expectRefused(http, delayed, [422, "validation_failed"]);
    }
  });

  test("with an id of one's own can be repeated, but not with other content", async () => {
    const http = new HttpApp();
    const body = { ...EVERY, scheduleId: "s", input: { a: 1, b: 2 } };
    const first = await post(http, body);
    await act(http, "s", "pause");

    const again = await post(http, { ...body, input: { b: 2, a: 1 } });

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toMatchObject({ paused: true, nextFireAt: null });
    const other = () => post(http, { ...body, overlap: "skip" });
    await expectRefused(http, other, [409, "schedule_exists"]);
  });

  test.each([
    ["neither cron nor interval", {}, "validation_failed"],
    ["both", { cron: "* * * * *", everyMs: 1_000 }, "validation_failed"],
    ["a time zone without cron", { everyMs: 1_000, timeZone: "UTC" }, "validation_failed"],
    ["an interval below a second", { everyMs: 999 }, "validation_failed"],
    ["an interval with a fraction", { everyMs: 1_000.5 }, "validation_failed"],
    ["cron garbage", { cron: "every day" }, "invalid_cron"],
    ["cron that never fires", { cron: "0 0 30 2 *" }, "invalid_cron"],
    ["no time zone", { cron: "* * * * *", timeZone: "Mars/Olympus" }, "invalid_time_zone"],
    ["an unknown policy", { everyMs: 1_000, overlap: "queue" }, "validation_failed"],
    ["a broken retry delay", { everyMs: 1_000, retryDelay: "while" }, "validation_failed"],
    ["a reserved header", { everyMs: 1_000, headers: { "hookline-x": "1" } }, "invalid_header"],
    ["no URL", { everyMs: 1_000, url: "ftp://app.test" }, "url_not_allowed"],
    ["an id that is too long", { everyMs: 1_000, scheduleId: "s".repeat(81) }, "invalid_id"],
    ["an id that is no part of a path", { everyMs: 1_000, scheduleId: ".." }, "invalid_id"],
  ])("refuses %s", async (_name, body, code) => {
    const http = new HttpApp();

    const answer = await expectRefused(http, () => post(http, { url: URL_OK, ...body }), [
      422,
      code,
    ]);

    // The request is not echoed.
    expect(answer.text).not.toMatch(/every day|Mars|ftp/);
    expect((await http.request(PATH)).json.schedules).toEqual([]);
  });

  test("hides what its runs hide", async () => {
    const http = new HttpApp();
    const redact = { body: true, headers: ["x-secret"] };
    const headers = { "x-secret": "s3cret", "x-open": "o" };

    const made = await put(http, "s", { ...EVERY, input: { pin: "s3cret" }, headers, redact });

    const hash = (text: string) => `REDACTED:${createHash("sha256").update(text).digest("hex")}`;
    expect(made.json.input).toBe(hash('{"pin":"s3cret"}'));
    expect(made.json.headers).toEqual([
      ["x-secret", hash("s3cret")],
      ["x-open", "o"],
    ]);
    expect((await http.request(PATH)).text).not.toContain("s3cret");
  });
});

describe("replacing a schedule", () => {
  test("is repeatable, and leaves a pause alone unless told otherwise", async () => {
    const http = new HttpApp();
    const created = await put(http, "s", EVERY);
    await act(http, "s", "pause");
    http.clock.advance(1_000);

    const repeated = await put(http, "s", EVERY);
    const changed = await put(http, "s", { ...EVERY, input: 1 });
    const resumed = await put(http, "s", { ...EVERY, input: 1, paused: false });

    expect([created, repeated, changed, resumed].map(({ status }) => status)).toEqual([
      201, 200, 200, 200,
    ]);
    expect(changed.json).toMatchObject({ paused: true, nextFireAt: null, input: 1 });
    expect(resumed.json).toEqual({ ...created.json, input: 1 });
  });
});

test("a pause and a resume are answered with the schedule, repeatedly", async () => {
  const http = new HttpApp();
  const made = await put(http, "s", EVERY);

  const paused = [await act(http, "s", "pause"), await act(http, "s", "pause")];
  const resumed = [await act(http, "s", "resume"), await act(http, "s", "resume")];

  for (const { status, json } of paused) {
    expect([status, json]).toEqual([200, { ...made.json, paused: true, nextFireAt: null }]);
  }
  for (const { status, json } of resumed) expect([status, json]).toEqual([200, made.json]);
});

test("an action needs no body, and looks at none", async () => {
  const http = new HttpApp();
  await put(http, "s", EVERY);

  for (const action of ["pause", "resume"]) {
    const path = `${PATH}/s/${action}`;
    const answer = await http.request(path, { method: "POST", body: "{" });

    expect(answer.status).toBe(200);
  }
});

test("run now starts a run of the schedule's project with its content", async () => {
  const http = new HttpApp();
  await put(http, "s", { ...EVERY, input: { a: 1 }, project: "shop" });

  const started = await act(http, "s", "run");

  expect(started.status).toBe(201);
  expect(started.json).toEqual({ scheduleId: "s", runId: "s.now.1" });
  const run = await http.storage.getRun("s.now.1" as RunId);
  expect(run).toMatchObject({ url: URL_OK, project: "shop" });
  expect(run?.headers).toEqual([
    ["hookline-schedule-id", "s"],
    ["hookline-scheduled-at", String(http.clock.now())],
  ]);
});

test("a removed schedule is gone", async () => {
  const http = new HttpApp();
  await put(http, "s", EVERY);
  const remove = () => http.request(`${PATH}/s`, { method: "DELETE" });

  const removed = await remove();

  expect([removed.status, removed.json]).toEqual([200, { scheduleId: "s", removed: true }]);
  const gone = [404, "schedule_not_found"] as const;
  await expectRefused(http, remove, gone);
  await expectRefused(http, () => http.request(`${PATH}/s`), gone);
  for (const action of ["pause", "resume", "run"]) {
    await expectRefused(http, () => act(http, "s", action), gone);
  }
});

test("lists schedules newest first, page after page, each project its own", async () => {
  const http = new HttpApp();
  for (const [index, id] of ["a", "b", "c"].entries()) {
    await put(http, id, { ...EVERY, ...(index === 1 ? { project: "shop" } : {}) });
    http.clock.advance(1_000);
  }
  const body = { name: "shop", access: "full", project: "shop" };
  const { json: shop } = await http.request("/v1/tokens", { method: "POST", body });
  const idsOf = (json: { schedules: { scheduleId: string }[] }) =>
    json.schedules.map(({ scheduleId }) => scheduleId);

  const first = await http.request(`${PATH}?limit=2`);
  const rest = await http.request(`${PATH}?limit=2&cursor=${first.json.cursor}`);
  const shops = await http.request(PATH, { token: shop.token });

  expect([idsOf(first.json), idsOf(rest.json), rest.json.cursor]).toEqual([
    ["c", "b"],
    ["a"],
    null,
  ]);
  expect([idsOf(shops.json), shops.json.cursor]).toEqual([["b"], null]);
  const wrong = () => http.request(`${PATH}?cursor=x`);
  await expectRefused(http, wrong, [400, "invalid_cursor"]);
});

test("another project's schedule cannot be taken over", async () => {
  const http = new HttpApp();
  await put(http, "s", EVERY);

  await expectRefused(http, () => put(http, "s", { ...EVERY, project: "shop" }), [
    409,
    "schedule_exists",
  ]);

  const stored = await http.storage.schedules.getSchedule("s" as ScheduleId);
  expect(stored).toMatchObject({ project: "default", version: 1 });
});

test("a due schedule starts a run that the API shows", async () => {
  const http = new HttpApp();
  await put(http, "s", { ...EVERY, input: { a: 1 } });
  http.schedules.start();
  const fireAt = http.clock.advance(60_000) as EpochMs;

  // Turns of the loop: it sleeps for a while when there is nothing to do.
  for (let turn = 0; turn < 20 && http.dispatch.sent.length === 0; turn += 1) {
    http.scheduler.runAll();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await http.request(`${PATH}/s`);

  const { json } = await http.request(`/v1/runs/s.${fireAt}`);
  expect(json).toMatchObject({ status: "running", url: URL_OK, input: { a: 1 } });
});
