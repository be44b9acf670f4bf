import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Client } from "../src/index.ts";

/** What the words of the stock SDK become in the API's. What those do the API's tests say. */

interface Seen {
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
}

let seen: Seen[];
let answer: object;
let http: Bun.Server<undefined>;
let client: Client;

beforeEach(() => {
  seen = [];
  http = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      const query = Object.fromEntries(
        [...new Set(searchParams.keys())].map((key) => {
          const all = searchParams.getAll(key);
          return [key, all.length === 1 ? (all[0] ?? "") : all];
        }),
      );
      const text = await request.text();
      seen.push({ path: pathname, query, body: text === "" ? null : JSON.parse(text) });
      return Response.json(answer);
    },
  });
  client = new Client({ baseUrl: `http://127.0.0.1:${http.port}`, token: "secret" });
});

afterEach(() => http.stop(true));

const filter = {
  workflowUrl: "https://app.test/order",
  workflowUrlStartingWith: "https://app.test/",
  label: ["vip", "eu"],
  callerIp: "192.0.2.1",
  flowControlKey: "shop",
  fromDate: 1_000,
  toDate: new Date(2_000),
};
const meant = {
  url: ["https://app.test/order"],
  urlPrefix: ["https://app.test/"],
  callerIp: ["192.0.2.1"],
  flowControlKey: ["shop"],
  from: 1_000,
  to: 2_000,
};
const labels = ["vip", "eu"];
/** The same in a query. */
const asked = {
  url: "https://app.test/order",
  urlPrefix: "https://app.test/",
  label: labels,
  callerIp: "192.0.2.1",
  flowControlKey: "shop",
  from: "1000",
  to: "2000",
};

describe("trigger", () => {
  test("says everything that can be said of a run", async () => {
    answer = { runId: "r", deduplicated: false };

    await client.trigger({
      ...{ url: "https://app.test/order", body: "text", headers: { a: "b" }, workflowRunId: "r" },
      ...{ retries: 2, retryDelay: "1000 * retried % 7", label: "vip", delay: "2m" },
      flowControl: { key: "shop", parallelism: 3, rate: 10, period: "1m" },
      failureUrl: "https://alerts.test/",
      redact: { body: true, header: true },
    });

    expect(seen[0]?.body).toEqual({
      ...{ url: "https://app.test/order", input: "text", headers: { a: "b" } },
      ...{ retries: 2, retryDelay: "1000 * retried % 7", labels: ["vip"], delayMs: 120_000 },
      flowControl: { key: "shop", parallelism: 3, rate: 10, periodMs: 60_000 },
      failureUrl: "https://alerts.test/",
      redact: { body: true, headers: true },
    });
  });

  test("takes Unix seconds for the start, and a rate per second as old code says it", async () => {
    answer = { runId: "r", deduplicated: false };

    await client.trigger({
      url: "https://app.test/order",
      notBefore: 1_760_000_000,
      flowControl: { key: "shop", ratePerSecond: 5 },
    });

    expect(seen[0]?.body).toMatchObject({
      notBefore: 1_760_000_000_000,
      flowControl: { key: "shop", rate: 5 },
    });
  });
});

test("cancel says by which filter, how many, and which ids", async () => {
  answer = { canceled: 1, more: false };

  await client.cancel({ filter, count: 7 });
  await client.cancel({ all: true });
  await client.cancel({ workflowRunIds: "a" });

  expect(seen.map(({ body }) => body)).toEqual([
    { ...meant, labels, count: 7 },
    { all: true },
    { runIds: ["a"] },
  ]);
});

test("logs says by which filter, and in which state", async () => {
  answer = { runs: [], cursor: null };

  await client.logs({ filter: { ...filter, state: "RUN_CANCELED" }, count: 3, cursor: "c" });
  await client.logs({ filter: { state: "failed" } });

  expect(seen).toMatchObject([
    { path: "/v1/runs", query: { ...asked, status: "canceled", limit: "3", cursor: "c" } },
    { path: "/v1/runs", query: { status: "failed", limit: "10" } },
  ]);
});

describe("dead letters", () => {
  const letters = { ...filter, failureFunctionState: "CALLBACK_FAIL" } as const;

  test("are listed by filter", async () => {
    answer = { deadLetters: [], cursor: null };

    await client.dlq.list({ filter: letters, count: 5, cursor: "c" });

    expect(seen).toEqual([
      {
        path: "/v1/dead-letters",
        query: { ...asked, failureCallback: "failed", limit: "5", cursor: "c" },
        body: null,
      },
    ]);
  });

  test("are resumed, restarted, given up and told by filter, ids or all of them", async () => {
    answer = { runs: [{ runId: "a", done: true }], more: true };

    const some = await client.dlq.resume({ filter: letters, count: 5 }, { retries: 1 });
    await client.dlq.restart({ all: true }, { flowControl: { key: "shop" }, delay: "1m" });
    await client.dlq.delete({ filter: { workflowRunId: "a" } });
    await client.dlq.retryFailureFunction({ dlqId: ["a", "b"] });

    const bulk = { ...meant, labels, failureCallback: "failed", count: 5 };
    expect(seen.map(({ path, body }) => [path, body])).toEqual([
      ["/v1/dead-letters/resume", { ...bulk, retries: 1 }],
      ["/v1/dead-letters/restart", { all: true, flowControl: { key: "shop" }, delayMs: 60_000 }],
      ["/v1/dead-letters/delete", { runIds: ["a"] }],
      ["/v1/dead-letters/failure-callback", { runIds: ["a", "b"] }],
    ]);
    expect(some).toEqual({
      workflowRuns: [{ workflowRunId: "a", dlqId: "a" }],
      refused: [],
      cursor: "more",
    });
  });
});
