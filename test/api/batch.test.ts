import { describe, expect, test } from "bun:test";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

const start = (http: HttpApp, runs: readonly object[]) =>
  http.request("/v1/runs/batch", { method: "POST", body: { runs } });

describe("starting many runs", () => {
  test("all are started in one transaction, and answered in order", async () => {
    const http = new HttpApp();

    const answer = await start(http, [
      { url: URL_OK, runId: "a" },
      { url: URL_OK },
      { url: URL_OK, runId: "a" },
    ]);

    expect(answer.status).toBe(200);
    expect(answer.json.runs).toMatchObject([
      { runId: "a", status: "running", deduplicated: false },
      { runId: "run_1", status: "running", deduplicated: false },
      { runId: "a", status: "running", deduplicated: true },
    ]);
    expect(http.storage.commits).toBe(1);
  });

  test("one whose id is taken by another run is refused by itself", async () => {
    const http = new HttpApp();
    await http.startRun("taken");

    const { json } = await start(http, [
      { url: URL_OK, runId: "taken" },
      { url: URL_OK, runId: "free" },
    ]);

    expect(json.runs).toMatchObject([
      { runId: "taken", refused: { code: "idempotency_mismatch", status: 409 } },
      { runId: "free", status: "running" },
    ]);
  });

  test.each([
    ["runs[3].url", { url: "ftp://app.test/" }, "url_not_allowed"],
    ["runs[3].url", {}, "validation_failed"],
    ["runs[3].retries", { url: URL_OK, retries: -1 }, "validation_failed"],
    ["runs[3].runId", { url: URL_OK, runId: "a b" }, "invalid_id"],
    ["runs[3].headers", { url: URL_OK, headers: { te: "x" } }, "invalid_header"],
    ["runs[3].retryDelay", { url: URL_OK, retryDelay: "1 +" }, "validation_failed"],
  ])("one that is invalid has all refused, and is named: %s %p", async (field, run, code) => {
    const http = new HttpApp();
    const fine = { url: URL_OK };

    const send = () => start(http, [fine, fine, fine, run, fine]);
    const answer = await expectRefused(http, send, [422, code]);

    expect(answer.json.field).toBe(field);
    expect(http.dispatch.sent).toEqual([]);
  });

  test("none and more than a hundred are refused", async () => {
    const http = new HttpApp();
    const runs = (count: number) => Array.from({ length: count }, () => ({ url: URL_OK }));

    expect((await start(http, runs(100))).status).toBe(200);
    for (const count of [0, 101]) {
      await expectRefused(http, () => start(http, runs(count)), [422, "validation_failed"]);
    }
  });

  test("a token of one project starts runs of its project only", async () => {
    const http = new HttpApp();
    const body = { name: "shop", access: "full", project: "shop" };
    const { token } = (await http.request("/v1/tokens", { method: "POST", body })).json;
    const batch = (runs: readonly object[]) =>
      http.request("/v1/runs/batch", { method: "POST", body: { runs }, token });

    const own = await batch([{ url: URL_OK, runId: "own" }]);
    const send = () => batch([{ url: URL_OK }, { url: URL_OK, project: "other" }]);
    const refused = await expectRefused(http, send, [403, "forbidden"]);

    expect(own.status).toBe(200);
    expect((await http.request("/v1/runs/own")).json.project).toBe("shop");
    expect(refused.json.field).toBe("runs[1].project");
  });
});
