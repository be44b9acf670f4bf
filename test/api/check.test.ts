import { describe, expect, test } from "bun:test";
import type { ReplayCheck } from "../../src/api/deps.ts";
import type { RunRecord } from "../../src/storage/storage.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const post = (http: HttpApp, body?: object, runId = "r1") =>
  http.request(`/v1/runs/${runId}/check`, { method: "POST", body });

/** An API whose dry replays find `found`, and what they were asked. */
function checking(found: ReplayCheck | null) {
  const asked: [run: RunRecord, url: string][] = [];
  const http = new HttpApp({
    checkReplay: async (run, url) => {
      asked.push([run, url]);
      return found;
    },
  });
  return { http, asked };
}

describe("checking a run", () => {
  test.each<ReplayCheck>([
    { status: "matches", next: ["charge#1"] },
    { status: "differs", recorded: "a#1", requested: "b#1", detail: "They differ." },
    { status: "unreachable", detail: "Nobody answers." },
  ])("answers what was found: $status", async (found) => {
    const { http, asked } = checking(found);
    const runId = await http.startRun();

    const answer = await post(http);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(found);
    expect(asked).toMatchObject([[{ runId }, "https://app.test/w"]]);
  });

  test("asks another endpoint when one is given", async () => {
    const { http, asked } = checking({ status: "matches", next: [] });
    await http.startRun();

    await post(http, { url: "https://preview.test/w" });

    expect(asked.map(([, url]) => url)).toEqual(["https://preview.test/w"]);
  });

  test("a URL that may not be called is not asked", async () => {
    const { http, asked } = checking({ status: "matches", next: [] });
    await http.startRun();

    const send = () => post(http, { url: "file:///etc/passwd" });
    const { json } = await expectRefused(http, send, [422, "url_not_allowed"]);

    expect(json.field).toBe("url");
    expect(asked).toEqual([]);
  });

  test("a run that has ended or is unknown cannot be checked", async () => {
    const { http } = checking({ status: "matches", next: [] });
    await http.startRun();
    await http.request("/v1/runs/r1/cancel", { method: "POST" });

    await expectRefused(http, () => post(http), [409, "run_finished"]);
    await expectRefused(http, () => post(http, {}, "none"), [404, "run_not_found"]);
  });

  test("too many at a time: the caller may come back", async () => {
    const { http } = checking(null);
    await http.startRun();

    const answer = await expectRefused(http, () => post(http), [503, "unavailable"]);

    expect(answer.headers.get("retry-after")).toBe("1");
  });
});
