import { expect, test } from "bun:test";
import { expectRefused, HttpApp } from "../support/http-app.ts";

const expire = (http: HttpApp, step: string, runId = "r1") =>
  http.request(`/v1/runs/${runId}/waits/${encodeURIComponent(step)}/expire`, { method: "POST" });

test("a wait is ended before its time, once", async () => {
  const http = new HttpApp();
  const runId = await http.startRun();
  await http.register(runId, [{ op: "sleep", step: "a / long nap#1", durationMs: 60_000 }]);

  const answer = await expire(http, "a / long nap#1");

  expect(answer).toMatchObject({ status: 200, json: { runId, step: "a / long nap#1" } });
  const journal = await http.storage.loadJournal(runId, 0, 10);
  expect(journal.map((entry) => entry.type)).toEqual([
    ...["run_started", "sleep_started", "sleep_completed"],
  ] as never);
  await expectRefused(http, () => expire(http, "a / long nap#1"), [409, "not_waiting"]);
});

test("what has no time of its own is not ended", async () => {
  const http = new HttpApp();
  const runId = await http.startRun();
  const call = { op: "call", step: "ask#1", url: "https://third.test/", method: "GET" };
  await http.register(runId, [call]);

  await expectRefused(http, () => expire(http, "ask#1"), [409, "not_waiting"]);
  await expectRefused(http, () => expire(http, "nobody#1"), [409, "not_waiting"]);
  await expectRefused(http, () => expire(http, "ask#1", "other"), [404, "run_not_found"]);
});
