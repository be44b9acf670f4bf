import { afterEach, beforeEach, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { Client } from "../src/index.ts";

/** How many connections are dropped before one is answered. */
let drops: number;
let connections: number;
let server: Server;
let baseUrl: string;
let requests: string[];
let answer: string;

const TOKENS = 'HTTP/1.1 200 OK\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{"tokens":[]}';

beforeEach(async () => {
  drops = 0;
  connections = 0;
  requests = [];
  answer = TOKENS;
  server = createServer((socket) => {
    connections += 1;
    const isDropped = connections <= drops;
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      requests.push(bytes.toString());
      if (isDropped) socket.destroy();
      else socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});

afterEach(() => server.close());

const retry = { retries: 2, backoff: () => 1 };

test("a request that got no answer is sent again", async () => {
  drops = 2;
  const client = new Client({ baseUrl, token: "t", retry });

  expect(await client.tokens.list()).toEqual([]);
  expect(requests).toHaveLength(3);
});

test("is not sent again for ever", async () => {
  drops = 9;
  const client = new Client({ baseUrl, token: "t", retry });

  const error = await client.tokens.list().catch((thrown) => thrown);

  expect(error).toMatchObject({ code: "unreachable" });
  expect(requests).toHaveLength(3);
});

test("is not sent again when it may have been carried out", async () => {
  drops = 1;
  const client = new Client({ baseUrl, token: "t", retry });

  const error = await client.trigger({ url: "http://x.test/" }).catch((thrown) => thrown);

  expect(error).toMatchObject({ code: "unreachable" });
  expect(requests).toHaveLength(1);
});

test("deleting a dead letter is not sent again: it can be done once", async () => {
  drops = 1;
  const client = new Client({ baseUrl, token: "t", retry });

  const error = await client.dlq.delete("run_1").catch((thrown) => thrown);

  expect(error).toMatchObject({ code: "unreachable" });
  expect(requests).toHaveLength(1);
});

test("deleting a schedule is sent again, and one that is gone by then is deleted", async () => {
  answer = problem(404, "schedule_not_found");
  const client = new Client({ baseUrl, token: "t", retry });

  const unknown = await client.schedules.delete("nightly").catch((thrown) => thrown);
  connections = 0;
  drops = 1;
  await client.schedules.delete("nightly");

  expect(unknown).toMatchObject({ code: "schedule_not_found" });
  expect(requests).toHaveLength(3);
});

test("another refusal of a repeated deletion is told", async () => {
  drops = 1;
  answer = problem(403, "forbidden");
  const client = new Client({ baseUrl, token: "t", retry });

  const error = await client.schedules.delete("nightly").catch((thrown) => thrown);

  expect(error).toMatchObject({ code: "forbidden" });
});

test("the start of a run that has a name is sent again, whole", async () => {
  drops = 1;
  const client = new Client({ baseUrl, token: "t", retry });

  await client.trigger({ url: "http://x.test/", workflowRunId: "r", body: { order: 1 } });

  expect(requests).toHaveLength(2);
  expect(requests[1]).toBe(requests[0] as string);
  expect(requests[1]).toContain('{"order":1}');
});

test("headers of one's own are sent, and the token", async () => {
  const client = new Client({ baseUrl, token: "t", headers: { "x-proxy": "p" }, retry: false });

  await client.tokens.list();

  expect(requests[0]?.toLowerCase()).toContain("x-proxy: p\r\n");
  expect(requests[0]).toContain("Bearer t\r\n");
});

function problem(status: number, code: string): string {
  const body = JSON.stringify({ code });
  const head = `HTTP/1.1 ${status} No\r\ncontent-type: application/problem+json`;
  return `${head}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}
