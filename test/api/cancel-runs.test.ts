import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp, type TestRequest } from "../support/http-app.ts";

const cancel = (http: HttpApp, body: object, rest: TestRequest = {}) =>
  http.request("/v1/runs/cancel", { method: "POST", body, ...rest });

async function start(http: HttpApp, runId: string, rest: object = {}): Promise<void> {
  const body = { url: "https://a.test/x", ...rest };
  await http.request(`/v1/runs/${runId}`, { method: "PUT", body });
}

async function running(http: HttpApp): Promise<string[]> {
  const { json } = await http.request("/v1/runs?status=running&limit=100");
  return json.runs.map((run: { runId: string }) => run.runId).sort();
}

describe("canceling many runs", () => {
  test("by id: unknown, ended and repeated ones do not count", async () => {
    const http = new HttpApp();
    for (const runId of ["a", "b", "c"]) await start(http, runId);
    await http.request("/v1/runs/b/cancel", { method: "POST" });

    const answer = await cancel(http, { runIds: ["a", "a", "b", "none"], reason: "late" });

    expect(answer.json).toEqual({ canceled: 1, more: false });
    expect(await running(http)).toEqual(["c"]);
    expect((await http.request("/v1/runs/a")).json.cancelReason).toBe("late");
  });

  test("any value of a filter will do, and all filters must match", async () => {
    const http = new HttpApp();
    await start(http, "a", { labels: ["red"] });
    await start(http, "b", { labels: ["blue"] });
    await start(http, "c", { labels: ["green"] });
    await start(http, "d", { labels: ["red"], url: "https://b.test/" });

    const answer = await cancel(http, {
      labels: ["red", "blue"],
      urlPrefix: ["https://a.test/", "https://none.test/"],
    });

    expect(answer.json).toEqual({ canceled: 2, more: false });
    expect(await running(http)).toEqual(["c", "d"]);
  });

  test.each([
    ["url", { url: "https://b.test/y" }],
    ["urlPrefix", { urlPrefix: "https://b.test" }],
    ["labels", { labels: "vip" }],
    ["flowControlKey", { flowControlKey: ["k", "l"] }],
    ["from", { from: 1_000_005 }],
    ["project", { project: "shop", all: true }],
  ])("by %s", async (_, filter) => {
    const http = new HttpApp();
    await start(http, "a");
    http.clock.advance(5);
    const rest = { labels: ["vip"], flowControl: { key: "k" }, project: "shop" };
    await start(http, "b", { url: "https://b.test/y", ...rest });

    expect((await cancel(http, filter)).json).toEqual({ canceled: 1, more: false });
    expect(await running(http)).toEqual(["a"]);
  });

  test("all, a part at a time, the newest first", async () => {
    const http = new HttpApp();
    for (let index = 0; index < 250; index += 1) await start(http, `r${index}`);

    const first = await cancel(http, { all: true, count: 101 });
    const rest = await cancel(http, { all: true, count: 149 });
    const none = await cancel(http, { all: true });

    expect(first.json).toEqual({ canceled: 101, more: true });
    expect(rest.json).toEqual({ canceled: 149, more: false });
    expect(none.json).toEqual({ canceled: 0, more: false });
  });

  test.each([
    [{}],
    [{ count: 1 }],
    [{ runIds: ["a"], all: true }],
    [{ runIds: ["a"], labels: ["b"] }],
    [{ runIds: ["a"], count: 1 }],
    [{ all: true, url: "https://a.test/x" }],
    [{ all: false }],
    [{ runIds: [] }],
    [{ labels: [] }],
    [{ urlPrefix: "" }],
    [{ project: "shop" }],
    [{ all: true, count: 1_001 }],
  ])("%p does not say which runs: none is canceled", async (body) => {
    const http = new HttpApp();
    await start(http, "a", { project: "shop" });

    await expectRefused(http, () => cancel(http, body), [422, "validation_failed"]);
  });

  test("a token of one project reaches its own runs only", async () => {
    const http = new HttpApp();
    await start(http, "theirs");
    await start(http, "own", { project: "shop" });
    const body = { name: "shop", access: "full", project: "shop" };
    const { token } = (await http.request("/v1/tokens", { method: "POST", body })).json;

    expect((await cancel(http, { runIds: ["theirs"] }, { token })).json.canceled).toBe(0);
    expect((await cancel(http, { all: true }, { token })).json.canceled).toBe(1);
    const other = () => cancel(http, { all: true, project: "default" }, { token });
    await expectRefused(http, other, [403, "forbidden"]);
    expect((await http.storage.loadRun("theirs" as RunId))?.status).toBe("running");
  });
});
