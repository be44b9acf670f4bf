import { afterEach, beforeEach, expect, test } from "bun:test";
import { Client, HooklineError } from "../src/index.ts";

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

let seen: Seen[];
let answer: () => Response;
let http: Bun.Server<undefined>;
let client: Client;

beforeEach(() => {
  seen = [];
  http = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      seen.push({
        method: request.method,
        path: pathname + search,
        authorization: request.headers.get("authorization"),
        body: text === "" ? null : JSON.parse(text),
      });
      return answer();
    },
  });
  client = new Client({ baseUrl: `http://127.0.0.1:${http.port}`, token: "secret" });
});

afterEach(() => http.stop(true));

test("starts a run", async () => {
  const started = { runId: "order-1", status: "running", createdAt: 1, deduplicated: true };
  answer = () => Response.json(started, { status: 200 });

  const run = await client.trigger({
    url: "https://app.test/order",
    body: { order: 1 },
    headers: { "x-a": "b" },
    workflowRunId: "order-1",
    retries: 0,
    label: "vip",
  });

  expect(run).toEqual({ workflowRunId: "order-1", deduplicated: true });
  expect(seen).toEqual([
    {
      method: "PUT",
      path: "/v1/runs/order-1",
      authorization: "Bearer secret",
      body: {
        url: "https://app.test/order",
        input: { order: 1 },
        headers: { "x-a": "b" },
        labels: ["vip"],
        retries: 0,
      },
    },
  ]);
});

test("starts a run with nothing but a URL", async () => {
  answer = () => Response.json({ runId: "r", deduplicated: false }, { status: 201 });

  await client.trigger({ url: "https://app.test/order" });

  expect(seen).toMatchObject([
    { method: "POST", path: "/v1/runs", body: { url: "https://app.test/order" } },
  ]);
});

test.each<[string, string, (client: Client) => Promise<unknown>]>([
  ["GET", "/v1/runs/a%2Fb", (client) => client.runs.get("a/b")],
  ["GET", "/v1/runs?limit=2&label=vip", (client) => client.runs.list({ limit: 2, label: ["vip"] })],
  ["GET", "/v1/runs", (client) => client.runs.list()],
  ["POST", "/v1/runs/r/cancel", (client) => client.runs.cancel("r", { reason: "no more" })],
  ["GET", "/v1/runs/r/journal?from=5", (client) => client.runs.journal("r", { from: 5 })],
  ["GET", "/v1/runs/r/hooks", (client) => client.hooks.list("r")],
  ["GET", "/v1/hooks/h", (client) => client.hooks.get("h")],
  [
    "GET",
    "/v1/hooks/h/calls?from=1&limit=2",
    (client) => client.hooks.calls("h", { from: 1, limit: 2 }),
  ],
  ["GET", "/v1/calls/h.0", (client) => client.hooks.call("h.0")],
  [
    "POST",
    "/v1/tokens",
    (client) => client.tokens.create({ name: "ci", access: "read", project: null }),
  ],
  ["DELETE", "/v1/tokens/token_1", (client) => client.tokens.revoke("token_1")],
])("asks %s %s", async (method, path, ask) => {
  answer = () => Response.json({ some: "answer" });

  const result = await ask(client);

  expect(result).toEqual({ some: "answer" });
  expect(seen).toMatchObject([{ method, path, authorization: "Bearer secret" }]);
});

test("gives lists as lists", async () => {
  answer = () => Response.json({ tokens: ["a token"], keys: ["a key"] });

  expect(await client.tokens.list()).toEqual(["a token"] as never);
  expect(await client.signingKeys.list()).toEqual(["a key"] as never);
  expect(await client.signingKeys.rotate("key_1")).toEqual(["a key"] as never);
  expect(seen).toMatchObject([
    { method: "GET", path: "/v1/tokens" },
    { method: "GET", path: "/v1/signing-keys" },
    { method: "POST", path: "/v1/signing-keys/rotate", body: { current: "key_1" } },
  ]);
});

test("gives the body of a hook's call byte for byte", async () => {
  const bytes = new Uint8Array([0, 255, 128, 10, 13]);
  answer = () => new Response(bytes, { headers: { "content-type": "application/octet-stream" } });

  expect(await client.hooks.callBody("h.0")).toEqual(bytes);
});

test("gives an empty body of a hook's call", async () => {
  answer = () => new Response(new Uint8Array(), { headers: { "content-length": "0" } });

  expect(await client.hooks.callBody("h.0")).toEqual(new Uint8Array());
});

test("throws what the server says", async () => {
  const problem = { status: 404, code: "run_not_found", detail: "No run.", requestId: "req_1" };
  answer = () => new Response(JSON.stringify(problem), { status: 404 });

  const error = await client.runs.get("r").catch((thrown) => thrown);

  expect(error).toBeInstanceOf(HooklineError);
  expect(error).toMatchObject({
    status: 404,
    code: "run_not_found",
    requestId: "req_1",
    message: "No run.",
  });
});

test("throws when something else answers", async () => {
  answer = () => new Response("<h1>Bad gateway</h1>", { status: 502 });

  const error = await client.runs.get("r").catch((thrown) => thrown);

  expect(error).toMatchObject({ name: "HooklineError", status: 502, code: "http_502" });
});

test("throws when nobody answers", async () => {
  const nobody = new Client({ baseUrl: "http://127.0.0.1:1", token: "secret", retry: false });

  const error = await nobody.runs.list().catch((thrown) => thrown);

  expect(error).toMatchObject({ name: "HooklineError", status: 0, code: "unreachable" });
  expect(String(error)).not.toContain("secret");
});
