import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp, PUBLIC_URL, TOKEN } from "../support/http-app.ts";

const COMPLETE = { op: "complete_step", step: "a#1", result: "1" };

describe("capability tokens", () => {
  test.each([
    ["the operator's token", () => TOKEN],
    ["another run's token", (http: HttpApp) => http.capability("r2" as RunId)],
    [
      "an expired token",
      (http: HttpApp) => http.capability("r1" as RunId, 1, http.clock.now() as EpochMs),
    ],
    ["a changed token", (http: HttpApp) => `${http.capability("r1" as RunId).slice(0, -1)}!`],
  ])("%s is unauthorized", async (_, tokenOf) => {
    const http = new HttpApp();
    const runId = await http.startRun("r1");
    await http.startRun("r2");
    const token = tokenOf(http);

    const send = () => http.register(runId, [COMPLETE], token);

    await expectRefused(http, send, [401, "unauthorized"]);
  });

  test("no token is unauthorized, whatever the body", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const request = { method: "POST", body: "nonsense", token: null };

    const send = () => http.request(`/v1/runs/${runId}/steps`, request);

    await expectRefused(http, send, [401, "unauthorized"]);
  });

  test("a capability opens nothing else", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const token = http.capability(runId);

    for (const path of [`/v1/runs/${runId}`, `/v1/runs/${runId}/journal`, "/v1/runs"]) {
      await expectRefused(http, () => http.request(path, { token }), [401, "unauthorized"]);
    }
  });
});

describe("registering steps", () => {
  test("answers in the order of the operations, without results that were just sent", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();

    const answer = await http.register(runId, [
      { op: "sleep", step: "nap#1", durationMs: 1_000 },
      COMPLETE,
      { op: "create_hook", step: "hook#1" },
    ]);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      runId,
      steps: [
        { step: "nap#1", status: "pending" },
        {
          step: "a#1",
          status: "closed",
          entry: { seq: 2, at: http.clock.now(), step: "a#1", type: "step_completed" },
        },
        {
          step: "hook#1",
          status: "closed",
          entry: {
            seq: 3,
            at: http.clock.now(),
            step: "hook#1",
            type: "hook_created",
            hookId: expect.stringMatching(/^hook_/),
            url: expect.stringMatching(new RegExp(`^${PUBLIC_URL}/hooks/[A-Za-z0-9_-]{43}$`)),
          },
        },
      ],
    });
  });

  test("a repeated request gets the same answer and changes nothing", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const operations = [COMPLETE, { op: "create_hook", step: "hook#1" }];
    const first = await http.register(runId, operations);
    const commits = http.storage.commits;

    const second = await http.register(runId, operations);

    expect(second.json).toEqual(first.json);
    expect(http.storage.commits).toBe(commits);
  });

  test("a call that came early is in the answer, byte for byte", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();
    const body = new Uint8Array([0, 255, 128, 10]);
    const headers = { "content-type": "application/x-thing" };
    await http.request(`${hookPath}/a%20b?c=%C3%A9`, { method: "PUT", body, headers, token: null });

    const wait = { op: "wait_for_hook", step: "w#1", hookId, timeoutMs: 1_000 };
    const answer = await http.register(runId, [wait]);

    expect(answer.json.steps[0]).toMatchObject({
      status: "closed",
      entry: {
        type: "hook_received",
        callId: `${hookId}.0`,
        request: {
          method: "PUT",
          url: `${PUBLIC_URL}${hookPath}/a%20b?c=%C3%A9`,
          headers: [["content-type", "application/x-thing"]],
          body: Buffer.from(body).toString("base64"),
        },
      },
    });
  });

  test("says so when the run has moved on behind the invocation's back", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();
    await http.register(runId, [{ op: "wait_for_hook", step: "w#1", hookId, timeoutMs: 1_000 }]);
    await http.request(hookPath, { method: "POST", token: null });

    const answer = await http.register(runId, [COMPLETE]);

    expect(answer.json.again).toBe(true);
  });
});

describe("operations that are refused", () => {
  test.each([
    ["no body", undefined, undefined],
    ["a list", [], undefined],
    ["no operations", {}, "operations"],
    ["an empty list", { operations: [] }, "operations"],
    ["a further field", { operations: [COMPLETE], extra: 1 }, "extra"],
    ["an unknown operation", { operations: [{ ...COMPLETE, op: "x" }] }, "operations[0].op"],
    ["a broken step", { operations: [COMPLETE, { ...COMPLETE, step: "a" }] }, "operations[1].step"],
    [
      "a result that is no JSON",
      { operations: [{ ...COMPLETE, result: "{" }] },
      "operations[0].result",
    ],
    [
      "a wait of over a year",
      { operations: [{ op: "sleep", step: "s#1", durationMs: 366 * 86_400_000 + 1 }] },
      "operations[0].durationMs",
    ],
  ])("%s", async (_, body, field) => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const token = http.capability(runId);

    const send = () => http.request(`/v1/runs/${runId}/steps`, { method: "POST", body, token });
    const answer = await expectRefused(http, send, [422, "validation_failed"]);

    expect(answer.json.field).toBe(field);
  });

  test("an address that may not be called", async () => {
    const http = new HttpApp({
      checkUrl: (url) => (url.includes("169.254") ? "url_not_allowed" : null),
    });
    const runId = await http.startRun();
    const call = { op: "call", step: "c#1", url: "http://169.254.169.254/", method: "GET" };

    const send = () => http.register(runId, [COMPLETE, call]);
    const answer = await expectRefused(http, send, [422, "url_not_allowed"]);

    expect(answer.json.field).toBe("operations[1].url");
  });

  test("1,001 operations", async () => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    const runId = await http.startRun();
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      ...COMPLETE,
      step: `a#${index + 1}`,
    }));

    await expectRefused(http, () => http.register(runId, many), [422, "limit_exceeded"]);
  });

  test("a body over the limit, or not JSON", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const token = http.capability(runId);
    const path = `/v1/runs/${runId}/steps`;
    const post = (body: string) => () => http.request(path, { method: "POST", body, token });

    await expectRefused(http, post(`"${"a".repeat(64 * 1024)}"`), [413, "payload_too_large"]);
    await expectRefused(http, post('{"operations":'), [400, "invalid_json"]);
  });

  test("the canary of a rejected operation never comes back", async () => {
    const canary = "c4n4ry-5ecret";
    const http = new HttpApp();
    const runId = await http.startRun();

    for (const bad of [
      { ...COMPLETE, result: canary },
      { ...COMPLETE, [`${canary} x`]: 1 },
      { ...COMPLETE, op: canary },
      { op: "call", step: "c#1", url: `ftp://${canary}`, method: canary },
    ]) {
      const answer = await http.register(runId, [bad]);
      expect(answer.status).toBe(422);
      expect(answer.text).not.toContain(canary);
    }
  });

  test("a stale epoch, other content, an unknown run and a finished one", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const gone = "gone" as RunId;
    await http.register(runId, [COMPLETE]);

    const stale = () => http.register(runId, [COMPLETE], http.capability(runId, 2));
    await expectRefused(http, stale, [409, "stale_invocation"]);
    const other = () => http.register(runId, [{ ...COMPLETE, result: "2" }]);
    await expectRefused(http, other, [409, "step_conflict"]);
    await expectRefused(http, () => http.register(gone, [COMPLETE]), [404, "run_not_found"]);
    await http.request(`/v1/runs/${runId}/cancel`, { method: "POST" });
    await expectRefused(http, () => http.register(runId, [COMPLETE]), [409, "run_finished"]);
  });
});
