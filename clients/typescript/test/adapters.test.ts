import { afterAll, afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { AddressInfo } from "node:net";
import express from "express";
import { Hono } from "hono";
import { serve as serveBun } from "../src/adapters/bun.ts";
import { serve as serveExpress } from "../src/adapters/express.ts";
import { serve as serveHono } from "../src/adapters/hono.ts";
import { serve as serveNext } from "../src/adapters/nextjs.ts";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";
import { createSigner } from "./support/signer.ts";

const signer = await createSigner();
const options = { publicKey: signer.publicKey };
const closers: (() => unknown)[] = [];
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.input = '{"text":"ü😀\\u0000"}';
  server.sign = (id, body) => signer.sign(id, body);
});

afterEach(() => server[Symbol.asyncDispose]());

afterAll(() => Promise.all(closers.map((close) => close())));

async function workflow(context: WorkflowContext<{ text: string }>) {
  const { text } = context.requestPayload;
  return context.run("length", () => text.length);
}

/** Sends invocations to an HTTP server. */
const over = (url: string) => async (request: Request) => {
  const { headers } = request;
  return fetch(url, { method: "POST", headers, body: await request.arrayBuffer() });
};

function serveFetch(fetch: (request: Request) => Response | Promise<Response>) {
  const http = Bun.serve({ port: 0, fetch });
  closers.push(() => http.stop(true));
  return over(`http://127.0.0.1:${http.port}/order`);
}

function serveApp(build: (app: express.Express) => void) {
  const app = express();
  build(app);
  const http = app.listen(0);
  closers.push(() => http.close());
  return over(`http://127.0.0.1:${(http.address() as AddressInfo).port}/order`);
}

const adapters: [string, () => (request: Request) => Promise<Response>][] = [
  ["plain fetch", () => serve(workflow, options).handler],
  ["plain fetch over HTTP", () => serveFetch(serve(workflow, options).POST)],
  ["Next.js", () => serveNext(workflow, options).POST],
  ["Bun", () => serveFetch(serveBun(workflow, options))],
  [
    "Hono",
    () => {
      const app = new Hono();
      app.post("/order", serveHono(workflow, options));
      return serveFetch((request) => app.fetch(request));
    },
  ],
  ["Express", () => serveApp((app) => app.post("/order", serveExpress(workflow, options)))],
  ["Express with use", () => serveApp((app) => app.use("/order", serveExpress(workflow, options)))],
  [
    "Express after express.json()",
    () =>
      serveApp((app) => app.use(express.json()).post("/order", serveExpress(workflow, options))),
  ],
  [
    "Express after express.raw()",
    () =>
      serveApp((app) =>
        app.use(express.raw({ type: "*/*" })).post("/order", serveExpress(workflow, options)),
      ),
  ],
  [
    "Express after a parser that keeps rawBody",
    () =>
      serveApp((app) => {
        const verify = (request: object, _response: unknown, rawBody: Buffer) => {
          Object.assign(request, { rawBody });
        };
        app.use(express.json({ verify })).post("/order", serveExpress(workflow, options));
      }),
  ],
];

describe.each(adapters)("%s", (_name, start) => {
  test("runs a signed workflow", async () => {
    const answer = await server.invoke(start());

    expect(answer).toMatchObject({ status: 200, body: { status: "completed", output: "4" } });
    expect(server.closed("length#1")).toBeDefined();
  });

  test("answers a large invocation", async () => {
    server.input = JSON.stringify({ text: "😀".repeat(10_000) });

    expect((await server.invoke(start())).body).toMatchObject({ output: "20000" });
  });
});

test("Express says what to do when a parser has spoiled the body", async () => {
  const endpoint = serveApp((app) => {
    app.use(express.json({ reviver: (key, value) => (key === "url" ? "changed" : value) }));
    app.post("/order", serveExpress(workflow, options));
  });

  const answer = await server.invoke(endpoint);

  expect(answer).toMatchObject({ status: 500, body: { code: "raw_body_needed" } });
  expect(JSON.stringify(answer.body)).toContain("before express.json()");
});

test("Express refuses other methods", async () => {
  const app = express();
  app.use("/order", serveExpress(workflow, options));
  const http = app.listen(0);
  closers.push(() => http.close());

  const { port } = http.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/order`);

  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
});

test("Hono's bindings give the settings", async () => {
  const app = new Hono();
  app.post("/workflow", serveHono(workflow));
  const fetchWith = (env: object) => (request: Request) => app.fetch(request, env);
  const stranger = await createSigner();

  const good = await server.invoke(fetchWith({ HOOKLINE_PUBLIC_KEY: signer.publicKey }));
  const bad = await server.invoke(fetchWith({ HOOKLINE_PUBLIC_KEY: stranger.publicKey }));

  expect(good.status).toBe(200);
  expect(bad.status).toBe(401);
});
