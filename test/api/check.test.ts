import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { ReplayCheck } from "../../src/engine/dry-run.ts";
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

describe("checking a run that hides its payloads", () => {
  const hash = (text: string) => `REDACTED:${createHash("sha256").update(text).digest("hex")}`;
  const redacted = (http: HttpApp, redact: object = { body: true }) =>
    http.request("/v1/runs/r1", { method: "PUT", body: { url: "https://app.test/w", redact } });

  test.each<[ReplayCheck, object]>([
    [
      { status: "matches", next: ["charge#1", "card 4242"] },
      { status: "matches", next: ["charge#1", hash("card 4242")] },
    ],
    [
      { status: "differs", recorded: "a#1", requested: "b c#2", detail: "card 4242" },
      { status: "differs", recorded: "a#1", requested: "b c#2", detail: hash("card 4242") },
    ],
    [
      { status: "differs", recorded: "", requested: "an error: order #1", detail: "" },
      { status: "differs", recorded: "", requested: hash("an error: order #1"), detail: "" },
    ],
    [
      { status: "unreachable", detail: "500: card 4242" },
      { status: "unreachable", detail: hash("500: card 4242") },
    ],
  ])("shows names of steps, and of other texts their hash: %j", async (found, shown) => {
    const { http } = checking(found);
    await redacted(http);

    expect((await post(http)).json).toEqual(shown);
  });

  test("shows everything when only headers are hidden", async () => {
    const found = { status: "unreachable", detail: "500: card 4242" } as const;
    const { http } = checking(found);
    await redacted(http, { headers: true });

    expect((await post(http)).json).toEqual(found);
  });

  test("no other server than its own is shown the journal", async () => {
    for (const redact of [{ body: true }, { headers: ["x-card"] }]) {
      const { http, asked } = checking({ status: "matches", next: [] });
      await redacted(http, redact);

      for (const url of ["https://evil.test/w", "http://app.test/w", "https://app.test:8443/w"]) {
        const send = () => post(http, { url });
        const { json } = await expectRefused(http, send, [422, "url_not_allowed"]);
        expect(json).toMatchObject({ field: "url", detail: expect.stringContaining("redact") });
      }
      await post(http, { url: "https://app.test/preview" });

      expect(asked.map(([, url]) => url)).toEqual(["https://app.test/preview"]);
    }
  });
});
