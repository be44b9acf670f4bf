import { describe, expect, test } from "bun:test";
import {
  expectRefused,
  HttpApp,
  READ_TOKEN,
  type TestRequest,
  TOKEN,
} from "../support/http-app.ts";

const URL_OK = "https://app.test/w";

const post = (body: unknown, rest: TestRequest = {}): TestRequest => ({
  method: "POST",
  body,
  ...rest,
});

/** Sends and checks one bad request to a fresh server. */
async function refused(path: string, request: TestRequest, expected: readonly [number, string]) {
  const http = new HttpApp();
  const answer = await expectRefused(http, () => http.request(path, request), expected);
  expect(http.internalErrors).toEqual([]);
  return answer;
}

describe("who may call", () => {
  const UNAUTHORIZED = [401, "unauthorized"] as const;

  test.each([
    ["no token", {}],
    ["a wrong token", { authorization: "Bearer wrong" }],
    ["another scheme", { authorization: `Basic ${TOKEN}` }],
    ["a malformed header", { authorization: `Bearer ${TOKEN} x` }],
    ["an empty token", { authorization: "Bearer " }],
    ["a very long token", { authorization: `Bearer ${"a".repeat(5_000)}` }],
  ] as const)("%s is unauthorized", async (_, headers) => {
    const answer = await refused("/v1/runs", { token: null, headers }, UNAUTHORIZED);

    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="hookline"');
  });

  test("all failures of authorization look alike", async () => {
    const http = new HttpApp();

    const missing = await http.request("/v1/runs", { token: null });
    const wrong = await http.request("/v1/runs", { token: "wrong" });

    expect({ ...missing.json, requestId: "" }).toEqual({ ...wrong.json, requestId: "" });
  });

  test("a token in the query does not count", async () => {
    await refused(`/v1/runs?token=${TOKEN}`, { token: null }, UNAUTHORIZED);
  });

  test("an unknown path under /v1 tells strangers nothing", async () => {
    await refused("/v1/secrets", { token: null }, UNAUTHORIZED);
  });

  test("every control route refuses strangers", async () => {
    const http = new HttpApp();
    const routes = http.app.routes.filter(({ path }) => path.startsWith("/v1"));

    for (const { method, path } of routes) {
      const real = path.replace(/:\w+/g, "x");
      await expectRefused(http, () => http.request(real, { method, token: null }), UNAUTHORIZED);
    }

    expect(routes.length).toBeGreaterThanOrEqual(13);
  });

  test("the path for endpoints is open for its one method only", async () => {
    await refused("/v1/runs/x/steps", { token: null }, UNAUTHORIZED);
  });

  test("a read-only token reads, and may not write", async () => {
    const http = new HttpApp();
    const body = { url: URL_OK };

    const listed = await http.request("/v1/runs", { token: READ_TOKEN });

    expect(listed.status).toBe(200);
    const write = () => http.request("/v1/runs", post(body, { token: READ_TOKEN }));
    await expectRefused(http, write, [403, "forbidden"]);
  });
});

describe("hosts and origins", () => {
  test.each([
    ["evil.test", 421, "host_not_allowed"],
    ["169.254.169.254", 421, "host_not_allowed"],
    ["localhost.evil.test", 421, "host_not_allowed"],
    ["localhost, evil.test", 400, "invalid_host"],
    ["a b", 400, "invalid_host"],
  ])("the host %p is refused", async (host, status, code) => {
    await refused("/v1/runs", { headers: { host } }, [status, code]);
    await refused("/openapi.json", { headers: { host } }, [status, code]);
  });

  test.each(["localhost", "LOCALHOST:4665", "127.0.0.1:1", "[::1]:4665", "hookline.internal"])(
    "the host %p is ours",
    async (host) => {
      expect((await new HttpApp().request("/v1/runs", { headers: { host } })).status).toBe(200);
    },
  );

  test.each(["https://evil.test", "null", "http://localhost:9999"])(
    "a write from the origin %p is refused",
    async (origin) => {
      const request = post({ url: URL_OK }, { headers: { origin, host: "localhost:4665" } });

      await refused("/v1/runs", request, [403, "origin_not_allowed"]);
    },
  );

  test("a write from our own page is fine", async () => {
    const headers = { origin: "http://localhost:4665", host: "localhost:4665" };

    const answer = await new HttpApp().request("/v1/runs", post({ url: URL_OK }, { headers }));

    expect(answer.status).toBe(201);
  });

  test("probes may use any host", async () => {
    expect((await new HttpApp().request("/livez", { headers: { host: "10.0.0.7" } })).status).toBe(
      200,
    );
  });
});

describe("paths and methods", () => {
  test.each(["/nothing", "/v1/nothing", "/v1/runs/x/y/z"])("%p is not found", async (path) => {
    await refused(path, {}, [404, "not_found"]);
  });

  test.each([
    ["DELETE", "/v1/runs", "GET, HEAD, POST"],
    ["PATCH", "/v1/runs/x", "GET, HEAD, PUT"],
    ["GET", "/v1/runs/x/cancel", "POST"],
    ["OPTIONS", "/v1/runs", "GET, HEAD, POST"],
    ["TRACE", "/v1/runs", "GET, HEAD, POST"],
    ["POST", "/livez", "GET, HEAD"],
  ])("%s %s is not a method of it, and Allow says which are", async (method, path, allow) => {
    const answer = await refused(path, { method }, [405, "method_not_allowed"]);

    expect(answer.headers.get("allow")).toBe(allow);
  });
});
