import { describe, expect, test } from "bun:test";
import type { HookId } from "../../src/core/ids.ts";
import { INBOX_SIZE_MAX } from "../../src/core/run/limits.ts";
import { StorageError } from "../../src/storage/storage.ts";
import { expectRefused, HttpApp, type TestRequest } from "../support/http-app.ts";

const BODY_MAX = 4 * 1024;

async function stored(http: HttpApp, hookId: HookId, seq = 0) {
  const call = await http.storage.loadHookCall(hookId, seq);
  if (call === null) throw new Error(`call ${seq} is not stored`);
  return call;
}

/** A call as a stranger makes it. */
function call(http: HttpApp, path: string, request: TestRequest = {}) {
  return http.request(path, { method: "POST", token: null, ...request });
}

describe("a call", () => {
  test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("by %s is stored", async (method) => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();

    const answer = await call(http, hookPath, { method });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.json).toEqual({ callId: `${hookId}.0`, outcome: "stored" });
    expect((await stored(http, hookId)).request.method).toBe(method);
  });

  test("is consumed by the run that waits for it", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();
    await http.register(runId, [{ op: "wait_for_hook", step: "w#1", hookId, timeoutMs: 1_000 }]);

    const answer = await call(http, hookPath);

    expect(answer.json.outcome).toBe("consumed");
  });

  test.each([
    ["", ""],
    ["/", ""],
    ["/a/b", ""],
    ["", "?x=1&x=2"],
    ["/a%2Fb/%E0%A4%A", "?q=%zz&empty="],
    ["/%00", "?%00"],
  ])("keeps path %p and query %p raw", async (path, query) => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();

    const answer = await call(http, hookPath + path + query);

    expect(answer.status).toBe(202);
    expect((await stored(http, hookId)).request).toMatchObject({ path, query });
  });

  test.each([
    ["no body", undefined],
    ["an empty body", ""],
    ["text", "héllo"],
    ["binary", new Uint8Array([0, 1, 128, 255, 13, 10])],
    ["what claims to be JSON", "{"],
    ["exactly the limit", "a".repeat(BODY_MAX)],
  ])("keeps %s byte for byte", async (_, body) => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };

    await call(http, hookPath, { body, headers });

    const expected = body === undefined ? new Uint8Array() : Buffer.from(body);
    expect(Buffer.from((await stored(http, hookId)).body)).toEqual(Buffer.from(expected));
  });

  test("keeps what arrived by chunks in one piece", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const body = new Blob(["ab", "cd"]).stream();

    await http.app.handle(new Request(`http://localhost:80${hookPath}`, { method: "POST", body }));

    expect(Buffer.from((await stored(http, hookId)).body).toString()).toBe("abcd");
  });
});

describe("headers", () => {
  async function keptOf(headers: Record<string, string>, policy?: object) {
    const http = new HttpApp(
      policy === undefined
        ? {}
        : { headerPolicy: { keepCredentials: false, keepProxyHeaders: false, ...policy } },
    );
    const { hookId, hookPath } = await http.runWithHook();
    const answer = await call(http, hookPath, { headers });
    expect(answer.status).toBe(202);
    return Object.fromEntries((await stored(http, hookId)).request.headers);
  }

  test("those of the sender are kept", async () => {
    const headers = { "content-type": "text/plain", "x-signature": "sha256=é", accept: "*/*" };

    expect(await keptOf(headers)).toEqual(headers);
  });

  test("those of the connection are not", async () => {
    const headers = {
      connection: "keep-alive, X-Private",
      host: "a b",
      "keep-alive": "timeout=5",
      te: "trailers",
      upgrade: "h2c",
      "content-length": "0",
      "proxy-authorization": "Basic x",
      "x-private": "1",
      "x-kept": "1",
    };

    expect(await keptOf(headers)).toEqual({ "x-kept": "1" });
  });

  test("credentials and proxies' headers are dropped unless they are asked for", async () => {
    const credentials = { authorization: "Bearer s3cret", cookie: "a=b" };
    const proxies = { "x-forwarded-for": "10.0.0.1", forwarded: "for=10.0.0.1", via: "1.1 x" };
    const all = { ...credentials, ...proxies };

    expect(await keptOf(all)).toEqual({});
    expect(await keptOf(all, { keepCredentials: true })).toEqual(credentials);
    expect(await keptOf(all, { keepProxyHeaders: true })).toEqual(proxies);
  });

  test.each([
    ["100 are taken", 100, 202],
    ["101 are refused", 101, 431],
  ])("%s", async (_, count, status) => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    const headers = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`x-${index}`, "1"]),
    );

    expect((await call(http, hookPath, { headers })).status).toBe(status);
  });

  test("more than 16 KiB of them are refused", async () => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    const headers = { a: "x".repeat(16 * 1024 - 1) };

    expect((await call(http, hookPath, { headers })).status).toBe(202);
    const send = () => call(http, hookPath, { headers: { ...headers, b: "" } });
    await expectRefused(http, send, [431, "headers_too_large"]);
  });
});

describe("repeated deliveries", () => {
  test.each(["webhook-id", "idempotency-key"])("are known by their %s", async (name) => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const headers = { [name]: " msg_1 " };

    const first = await call(http, hookPath, { headers, body: "a" });
    const second = await call(http, hookPath, { headers, body: "a" });

    expect(first.json).toEqual({ callId: `${hookId}.0`, outcome: "stored" });
    expect(second.json).toEqual({ callId: `${hookId}.0`, outcome: "duplicate" });
  });

  test("100 at once with one id are one call; without an id they are 100", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const hundred = (headers: Record<string, string>) =>
      Promise.all(Array.from({ length: 100 }, () => call(http, hookPath, { headers })));

    await hundred({ "webhook-id": "same" });
    const known = (await http.storage.getHook(hookId))?.received;
    await hundred({});

    expect(known).toBe(1);
    expect((await http.storage.getHook(hookId))?.received).toBe(101);
  });

  test("an empty id is none, and a long one counts in full", async () => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    const outcomeOf = async (id: string) =>
      (await call(http, hookPath, { headers: { "webhook-id": id } })).json.outcome;
    const long = "a".repeat(1_000);

    expect([await outcomeOf(" "), await outcomeOf(" ")]).toEqual(["stored", "stored"]);
    expect(await outcomeOf(`${long}1`)).toBe("stored");
    expect(await outcomeOf(`${long}2`)).toBe("stored");
    expect(await outcomeOf(`${long}1`)).toBe("duplicate");
  });
});

describe("requests that are no calls", () => {
  test.each(["HEAD", "OPTIONS"])("%s is answered for any token, and not stored", async (method) => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const before = http.storage.commits;

    for (const path of [hookPath, `${hookPath}/x`, "/hooks/unknown"]) {
      const answer = await call(http, path, { method });
      expect(answer.status).toBe(204);
      expect(answer.headers.get("allow")).toContain("POST");
    }

    expect(http.storage.commits).toBe(before);
    expect((await http.storage.getHook(hookId))?.received).toBe(0);
  });

  test.each(["TRACE", "CONNECT", "PROPFIND"])("%s is not a method of hooks", async (method) => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();

    // A Request cannot be made with these methods, but a socket brings them.
    const request = new Request(`http://localhost:80${hookPath}`);
    Object.defineProperty(request, "method", { value: method });
    const answer = await http.app.handle(request);

    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  });

  test("a WebSocket is refused", async () => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    const headers = { connection: "Upgrade", upgrade: "WebSocket" };

    const send = () => call(http, hookPath, { method: "GET", headers });

    await expectRefused(http, send, [400, "upgrade_not_supported"]);
  });

  test.each([
    "/hooks/unknown",
    `/hooks/${"t".repeat(43)}`,
    `/hooks/${"a".repeat(5_000)}`,
    "/hooks/..%2f",
    "/hooks/%E0%A4%A",
    "/hooks/hook_1",
  ])("%p is not found, in the words of any other", async (path) => {
    const http = new HttpApp();
    await http.runWithHook();

    const answer = await expectRefused(http, () => call(http, path), [404, "hook_not_found"]);

    expect(answer.json.detail).toBe("There is no such hook.");
    expect(answer.text).not.toContain(path);
  });

  test("a token with one character changed, or in another case, is not found", async () => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();

    for (const path of [hookPath.replace(/.$/, "x"), hookPath.replaceAll("t", "T")]) {
      await expectRefused(http, () => call(http, path), [404, "hook_not_found"]);
    }
  });
});

describe("pushing back", () => {
  test("a run that has ended has no hooks any more", async () => {
    const http = new HttpApp();
    const { runId, hookPath } = await http.runWithHook();
    await http.request(`/v1/runs/${runId}/cancel`, { method: "POST" });

    await expectRefused(http, () => call(http, hookPath), [410, "hook_closed"]);
  });

  test("a full inbox", async () => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    await Promise.all(Array.from({ length: INBOX_SIZE_MAX }, () => call(http, hookPath)));

    const send = () => call(http, hookPath);
    const answer = await expectRefused(http, send, [429, "inbox_full"]);

    expect(answer.headers.get("retry-after")).toBe("5");
  });

  test("a body that says it is too large, before any of it is read", async () => {
    const http = new HttpApp();
    let isRead = false;
    const source = {
      pull() {
        isRead = true;
        throw new Error("read");
      },
    };
    const body = new ReadableStream(source, { highWaterMark: 0 });
    const request = new Request("http://localhost:80/hooks/unknown", {
      method: "POST",
      body,
      headers: { "content-length": String(BODY_MAX + 1) },
    });

    const answer = await http.app.handle(request);

    expect(answer.status).toBe(413);
    expect(isRead).toBe(false);
  });

  test("a body of unknown length, as soon as it is over the limit", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    let chunks = 0;
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(1_024));
      },
    });
    const request = new Request(`http://localhost:80${hookPath}`, {
      method: "POST",
      body: endless,
    });

    const answer = await http.app.handle(request);

    expect(answer.status).toBe(413);
    expect(chunks).toBeLessThan(10);
    expect((await http.storage.getHook(hookId))?.received).toBe(0);
  });

  test("a sender that goes away in the middle leaves nothing", async () => {
    const http = new HttpApp();
    const { hookId, hookPath } = await http.runWithHook();
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(10));
        controller.error(new Error("connection lost"));
      },
    });
    const request = new Request(`http://localhost:80${hookPath}`, { method: "POST", body: broken });

    const answer = await http.app.handle(request);

    expect(answer.status).toBe(400);
    expect((await http.storage.getHook(hookId))?.received).toBe(0);
    expect(http.internalErrors).toEqual([]);
  });

  test.each([
    ["full", 507, "storage_full"],
    ["busy", 503, "unavailable"],
  ] as const)("storage that is %s", async (kind, status, code) => {
    const http = new HttpApp();
    const { hookPath } = await http.runWithHook();
    http.storage.failure = new StorageError(kind, "secret detail");

    const send = () => call(http, hookPath);
    const answer = await expectRefused(http, send, [status, code]);

    expect(answer.headers.get("retry-after")).not.toBeNull();
  });
});
