import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp, READ_TOKEN } from "../support/http-app.ts";

const get = (http: HttpApp, path: string) => http.request(`/v1/flow-control${path}`);

const post = (http: HttpApp, path: string, body?: unknown) =>
  http.request(`/v1/flow-control/${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { body }),
  });

interface Flow {
  readonly key: string;
  readonly project?: string;
  readonly parallelism?: number;
  readonly rate?: number;
  readonly periodMs?: number;
}

const start = (http: HttpApp, runId: string, flow?: Flow) => {
  const { project, ...flowControl } = flow ?? {};
  const url = "https://app.test/w";
  const body = flow === undefined ? { url } : { url, flowControl, project: project ?? "default" };
  return http.request(`/v1/runs/${runId}`, { method: "PUT", body });
};

describe("a flow-control key", () => {
  test("shows its limits, what is under way and what waits", async () => {
    const http = new HttpApp();
    for (const runId of ["r1", "r2", "r3"]) {
      await start(http, runId, { key: "shop", parallelism: 2, rate: 9, periodMs: 60_000 });
    }

    const { status, json } = await get(http, "/shop");

    expect(status).toBe(200);
    expect(json).toEqual({
      ...{ key: "shop", project: "default", waiting: 1, parallelismMax: 2, parallelismCount: 2 },
      ...{ rateMax: 9, rateCount: 2, periodMs: 60_000, windowStartedAt: http.clock.now() },
      ...{ paused: false, pinnedParallelism: false, pinnedRate: false },
    });
    expect(http.dispatch.sent.map(({ runId }) => runId)).toEqual(["r1", "r2"] as RunId[]);
    http.clock.advance(60_000);
    expect((await get(http, "/shop")).json).toMatchObject({ rateCount: 0, windowStartedAt: null });
  });

  test("is paused and resumed", async () => {
    const http = new HttpApp();

    const paused = await post(http, "shop/pause");
    await start(http, "r1", { key: "shop" });
    expect(paused.json).toMatchObject({ key: "shop", paused: true, waiting: 0 });
    expect((await get(http, "/shop")).json).toMatchObject({ paused: true, waiting: 1 });
    expect(http.dispatch.sent).toHaveLength(0);

    const resumed = await post(http, "shop/resume");
    expect(resumed.json).toMatchObject({ paused: false, waiting: 0, parallelismCount: 1 });
    expect(http.dispatch.sent).toHaveLength(1);
  });

  test("is pinned and unpinned, whole or in part", async () => {
    const http = new HttpApp();
    const pin = { parallelism: 3, rate: null };
    expect((await post(http, "shop/pin", pin)).json).toMatchObject({
      ...{ parallelismMax: 3, pinnedParallelism: true, rateMax: null, pinnedRate: true },
    });
    await start(http, "r1", { key: "shop", parallelism: 8, rate: 8 });
    expect((await get(http, "/shop")).json).toMatchObject({ parallelismMax: 3, rateMax: null });

    const part = await post(http, "shop/unpin", { rate: true });
    expect(part.json).toMatchObject({ pinnedParallelism: true, pinnedRate: false });
    const whole = await post(http, "shop/unpin");
    expect(whole.json).toMatchObject({ pinnedParallelism: false, parallelismMax: 3 });
    expect((await post(http, "shop/pin")).json).toMatchObject({
      ...{ pinnedParallelism: true, pinnedRate: true, parallelismMax: 3 },
    });
  });

  test("begins a new window after a reset", async () => {
    const http = new HttpApp();
    await start(http, "r1", { key: "shop", rate: 1, periodMs: 60_000 });
    await start(http, "r2", { key: "shop" });
    expect(http.dispatch.sent).toHaveLength(1);

    const { json } = await post(http, "shop/reset");

    expect(json).toMatchObject({ waiting: 0, rateCount: 1 });
    expect(http.dispatch.sent).toHaveLength(2);
  });

  test("that nothing has used is not found, and only pause and pin make it", async () => {
    const http = new HttpApp();
    await expectRefused(http, () => get(http, "/shop"), [404, "flow_key_not_found"]);
    for (const change of ["resume", "unpin", "reset"]) {
      await expectRefused(http, () => post(http, `shop/${change}`), [404, "flow_key_not_found"]);
    }

    expect((await post(http, "shop/pin", { rate: 1 })).status).toBe(200);
    expect((await get(http, "/shop")).json).toMatchObject({ rateMax: 1, periodMs: 1_000 });
  });

  test("belongs to a project", async () => {
    const http = new HttpApp();
    await start(http, "r1", { key: "shop", parallelism: 1, project: "a" });
    await start(http, "r2", { key: "shop", parallelism: 2, project: "b" });

    expect((await get(http, "/shop?project=a")).json).toMatchObject({ parallelismMax: 1 });
    expect((await get(http, "/shop?project=b")).json).toMatchObject({ parallelismMax: 2 });
    await expectRefused(http, () => get(http, "/shop"), [404, "flow_key_not_found"]);
    await post(http, "shop/pause?project=b");
    expect((await get(http, "")).json.keys).toMatchObject([
      { project: "a", paused: false },
      { project: "b", paused: true },
    ]);
  });
});

test("keys are listed in pages", async () => {
  const http = new HttpApp();
  for (const key of ["c", "a", "b"]) await start(http, `run-${key}`, { key });
  await start(http, "run-z", { key: "z", project: "other" });

  const first = await get(http, "?limit=2&project=default");
  const { cursor } = first.json;
  const second = await get(http, `?limit=2&project=default&cursor=${cursor}`);

  expect(first.json.keys).toMatchObject([{ key: "a" }, { key: "b" }]);
  expect(second.json).toMatchObject({ keys: [{ key: "c" }], cursor: null });
  expect((await get(http, "")).json.keys).toHaveLength(4);
  await expectRefused(http, () => get(http, `?cursor=${cursor}x`), [400, "invalid_cursor"]);
});

test.each([
  ["shop/pin", { parallelism: 0 }],
  ["shop/pin", { rate: 1.5 }],
  ["shop/pin", { periodMs: 999 }],
  ["shop/pin", { speed: 1 }],
  ["shop/unpin", { rate: "yes" }],
])("%s refuses %j", async (path, body) => {
  const http = new HttpApp();

  await expectRefused(http, () => post(http, path, body), [422, "validation_failed"]);
  expect((await get(http, "")).json.keys).toEqual([]);
});

test("refuses a key that cannot be one, and a token that may only read", async () => {
  const http = new HttpApp();

  await expectRefused(http, () => post(http, "sh%20op/pause"), [422, "invalid_id"]);
  const request = { method: "POST", token: READ_TOKEN };
  await expectRefused(http, () => http.request("/v1/flow-control/shop/pause", request), [
    403,
    "forbidden",
  ]);
});

test("the global parallelism is what is under way on the whole server", async () => {
  const http = new HttpApp();
  await start(http, "r1");

  const { json } = await http.request("/v1/global-parallelism");

  expect(json).toEqual({ parallelismMax: 20, parallelismCount: 11 });
});
