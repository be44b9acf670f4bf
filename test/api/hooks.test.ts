import { describe, expect, test } from "bun:test";
import { expectRefused, HttpApp, PUBLIC_URL } from "../support/http-app.ts";

describe("hooks", () => {
  test("a hook's URL is shown to those who ask for the hook", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();

    const list = await http.request(`/v1/runs/${runId}/hooks`);
    const one = await http.request(`/v1/hooks/${hookId}`);

    const hook = { hookId, runId, step: "hook#1", received: 0, consumed: 0 };
    expect(list.json.hooks).toEqual([{ ...hook, createdAt: http.clock.now() }]);
    expect(one.json).toMatchObject({ ...hook, url: `${PUBLIC_URL}${hookPath}` });
  });

  test("its calls are listed in order of arrival, page by page", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    for (const body of ["a", "bb", "ccc"]) {
      await http.request(hookPath, { method: "POST", body, token: null });
    }

    const first = await http.request(`/v1/hooks/${hookId}/calls?limit=2`);
    const rest = await http.request(`/v1/hooks/${hookId}/calls?from=${first.json.next}`);

    expect(first.json.calls).toMatchObject([
      { callId: `${hookId}.0`, seq: 0, bodySize: 1, consumedBy: null },
      { callId: `${hookId}.1`, seq: 1, bodySize: 2 },
    ]);
    expect(first.json.next).toBe(2);
    expect(rest.json).toMatchObject({ calls: [{ seq: 2, bodySize: 3 }], next: null });
  });

  test("one call is read without its body, and its body is a download", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const body = "<script>alert(1)</script>";
    const headers = { "content-type": "text/html", "webhook-id": "msg_1" };
    await http.request(`${hookPath}/x?y=1`, { method: "PATCH", body, headers, token: null });

    const call = await http.request(`/v1/calls/${hookId}.0`);
    const download = await http.request(`/v1/calls/${hookId}.0/body`);

    expect(call.json).toMatchObject({
      method: "PATCH",
      path: "/x",
      query: "?y=1",
      headers: [
        ["content-type", "text/html"],
        ["webhook-id", "msg_1"],
      ],
      deliveryId: "msg_1",
      bodySize: body.length,
    });
    expect(download.text).toBe(body);
    expect(Object.fromEntries(download.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="body"',
      "x-content-type-options": "nosniff",
    });
  });
});

test("a call that is gone is not the one after it", async () => {
  const http = new HttpApp();
  const { hookId, hookPath } = await http.runWithHook();
  for (const body of ["a", "b"]) await http.request(hookPath, { method: "POST", body });
  const calls = await http.storage.listHookCalls(hookId, 1, 1);
  http.storage.listHookCalls = async () => calls;

  const send = () => http.request(`/v1/calls/${hookId}.0`);

  await expectRefused(http, send, [404, "call_not_found"]);
});

describe("health", () => {
  test("probes are open and say nothing more", async () => {
    const http = new HttpApp();

    const alive = await http.request("/livez", { token: null });
    const ready = await http.request("/readyz", { token: null });
    http.isReady = false;
    const drained = await http.request("/readyz", { token: null });

    expect([alive.text, ready.text]).toEqual(['{"status":"ok"}', '{"status":"ok"}']);
    expect(drained.status).toBe(503);
    expect(drained.headers.get("retry-after")).toBe("1");
  });

  test("metrics need a token where the caller is not known to be local", async () => {
    const http = new HttpApp();

    const open = await http.request("/metrics", { token: null });
    const wrong = await http.request("/metrics", { token: "wrong" });
    const known = await http.request("/metrics");

    expect([open.status, wrong.status, known.status]).toEqual([401, 401, 200]);
    expect(known.text).toBe("hookline_up 1\n");
  });
});

describe("every answer", () => {
  test("has a request id of its own and keeps browsers from guessing", async () => {
    const http = new HttpApp();
    const paths = ["/livez", "/v1/runs", "/nothing", "/docs", "/openapi.json", "/hooks/x"];

    const answers = await Promise.all(paths.map((path) => http.request(path)));

    const ids = new Set(answers.map(({ headers }) => headers.get("x-request-id")));
    expect(ids.size).toBe(paths.length);
    for (const { headers } of answers) {
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });
});
