import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Readable } from "node:stream";
import { Elysia } from "elysia";
import { Hono } from "hono";
import * as astro from "../src/adapters/astro.ts";
import * as bun from "../src/adapters/bun.ts";
import * as cloudflare from "../src/adapters/cloudflare.ts";
import * as deno from "../src/adapters/deno.ts";
import * as elysia from "../src/adapters/elysia.ts";
import * as express from "../src/adapters/express.ts";
import * as fastify from "../src/adapters/fastify.ts";
import * as fetching from "../src/adapters/fetch.ts";
import * as h3 from "../src/adapters/h3.ts";
import * as hono from "../src/adapters/hono.ts";
import * as nextjs from "../src/adapters/nextjs.ts";
import * as reactRouter from "../src/adapters/react-router.ts";
import * as solidjs from "../src/adapters/solidjs.ts";
import * as svelte from "../src/adapters/svelte.ts";
import * as tanstack from "../src/adapters/tanstack.ts";
import { createWorkflow, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";
import { createSigner } from "./support/signer.ts";

/**
 * The frameworks themselves are in test/frameworks of the project; here are the forms of requests
 * that they, and platforms that are not installed there, hand over.
 */

type Send = (request: Request) => Promise<Response>;

const signer = await createSigner();
const options = { publicKey: signer.publicKey };
let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  server.input = '{"text":"ü😀"}';
  server.sign = (id, body) => signer.sign(id, body);
});

afterEach(() => server[Symbol.asyncDispose]());

async function workflow(context: WorkflowContext<{ text: string }>) {
  const { text } = context.requestPayload;
  return context.run("length", () => text.length);
}

/** Under the name that the URL of the fake server's invocations ends with. */
const workflows = () => ({ workflow: createWorkflow(workflow), other: createWorkflow(() => 0) });

const headersOf = (request: Request) => Object.fromEntries(request.headers);

/** A request of Node whose body is as `bodyOf` makes it, and not to be read any more. */
async function parsedNode(request: Request, bodyOf: (bytes: Uint8Array) => object) {
  const { method, url } = request;
  const headers = headersOf(request);
  const stream = Readable.from([]);
  await stream.toArray();
  const body = bodyOf(new Uint8Array(await request.arrayBuffer()));
  return Object.assign(stream, { method, url, headers, ...body });
}

/** A request of Node that nobody has read. */
async function freshNode(request: Request) {
  const { method, url } = request;
  const headers = headersOf(request);
  const chunks = [Buffer.from(await request.arrayBuffer())];
  return Object.assign(Readable.from(chunks), { method, url, headers });
}

/** Calls a handler for Node and gives what it wrote. */
async function written(
  handler: express.ExpressHandler,
  request: Parameters<express.ExpressHandler>[0],
): Promise<Response> {
  let head: ResponseInit = {};
  let text = "";
  await handler(request, {
    writeHead: (status, headers) => {
      head = { status, headers };
    },
    end: (body) => {
      text = body;
    },
  });
  return new Response(text, head);
}

/** What Fastify does with the plugin and a request. */
async function injected(plugin: fastify.FastifyWorkflow, request: Request): Promise<Response> {
  let answer = new Response();
  const body = new Uint8Array(await request.arrayBuffer());
  const replies: Promise<unknown>[] = [];
  await plugin({
    removeAllContentTypeParsers: () => {},
    addContentTypeParser: () => {},
    all: (_path, handler) => {
      let head: { status?: number; headers?: Record<string, string> } = {};
      const reply: fastify.FastifyReplyLike = {
        code: (status) => {
          head = { ...head, status };
        },
        headers: (headers) => {
          head = { ...head, headers };
        },
        send: (text) => {
          answer = new Response(text, head);
        },
      };
      const { method, url } = request;
      const like = { method, url, headers: headersOf(request), body };
      replies.push(Promise.resolve(handler(like, reply)));
    },
  });
  await Promise.all(replies);
  return answer;
}

/** One workflow, and several, in the form that each framework calls them. */
const forms: [string, Send, Send][] = [
  ["fetch", fetching.serve(workflow, options).POST, fetching.serveMany(workflows(), options).POST],
  ["Bun", bun.serve(workflow, options), bun.serveMany(workflows(), options)],
  ["Deno", deno.serve(workflow, options), deno.serveMany(workflows(), options)],
  ["Next.js", nextjs.serve(workflow, options).POST, nextjs.serveMany(workflows(), options).POST],
  [
    "Cloudflare Workers",
    (request) => cloudflare.serve(workflow).fetch(request, bindings()),
    (request) => cloudflare.serveMany(workflows()).fetch(request, bindings()),
  ],
  [
    "Cloudflare Pages",
    (request) => cloudflare.serve(workflow).fetch({ request, env: bindings() }),
    (request) => cloudflare.serveMany(workflows()).fetch({ request, env: bindings() }),
  ],
  [
    "SvelteKit",
    (request) => svelte.serve(workflow, options).POST({ request }),
    (request) => svelte.serveMany(workflows(), options).POST({ request }),
  ],
  [
    "SvelteKit on Cloudflare",
    (request) => svelte.serve(workflow).POST({ request, platform: { env: bindings() } }),
    (request) => svelte.serveMany(workflows()).POST({ request, platform: { env: bindings() } }),
  ],
  [
    "SolidStart",
    (request) => solidjs.serve(workflow, options).POST({ request }),
    (request) => solidjs.serveMany(workflows(), options).POST({ request }),
  ],
  [
    "TanStack Start",
    (request) => tanstack.serve(workflow, options).POST({ request }),
    (request) => tanstack.serveMany(workflows(), options).POST({ request }),
  ],
  [
    "React Router",
    (request) => reactRouter.serve(workflow, options)({ request }),
    (request) => reactRouter.serveMany(workflows(), options)({ request }),
  ],
  [
    "Astro",
    (request) => astro.serve(workflow, options).POST({ request }),
    (request) =>
      astro.serveMany({ workflow: astro.createWorkflow(workflow) }, options).POST({ request }),
  ],
  [
    "Elysia",
    (request) => app(elysia.serve(workflow, options)).handle(request),
    (request) => app(elysia.serveMany(workflows(), options)).handle(request),
  ],
  [
    "h3 version 2",
    (req) => h3.serve(workflow, options).handler({ req }),
    (req) => h3.serveMany(workflows(), options).handler({ req }),
  ],
  [
    "h3 version 1 at an edge",
    (request) => h3.serve(workflow, options).handler({ web: { request }, node: {} }),
    (request) => h3.serveMany(workflows(), options).handler({ web: { request }, node: {} }),
  ],
  [
    "h3 version 1 on Node",
    async (request) => {
      const { handler } = h3.serve(workflow, options);
      return handler({ node: { req: await freshNode(request) } });
    },
    async (request) => {
      const { handler } = h3.serveMany(workflows(), options);
      return handler({ node: { req: await freshNode(request) } });
    },
  ],
  [
    "Nitro on Cloudflare",
    (req) => h3.serve(workflow).handler({ req, context: { cloudflare: { env: bindings() } } }),
    (req) =>
      h3.serveMany(workflows()).handler({ req, context: { cloudflare: { env: bindings() } } }),
  ],
  [
    "the Pages Router",
    async (request) =>
      written(nextjs.servePagesRouter(workflow, options).handler, await freshNode(request)),
    async (request) =>
      written(nextjs.serveManyPagesRouter(workflows(), options).handler, await freshNode(request)),
  ],
  [
    "Express",
    async (request) => written(express.serve(workflow, options), await freshNode(request)),
    async (request) => written(express.serveMany(workflows(), options), await freshNode(request)),
  ],
  [
    "Fastify",
    (request) => injected(fastify.serve(workflow, options), request),
    (request) => injected(fastify.serveMany(workflows(), options), request),
  ],
];

function bindings() {
  return { HOOKLINE_PUBLIC_KEY: signer.publicKey, FILES: { get: () => null } };
}

function app(handler: (context: elysia.ElysiaContextLike) => Promise<Response>) {
  return new Elysia().post("/workflow", handler, { parse: "none" });
}

describe.each(forms)("%s", (_name, one, many) => {
  test("serves one workflow", async () => {
    const answer = await server.invoke(one);

    expect(answer).toMatchObject({ status: 200, body: { status: "completed", output: "3" } });
  });

  test("serves several workflows", async () => {
    const answer = await server.invoke(many);

    expect(answer).toMatchObject({ status: 200, body: { status: "completed", output: "3" } });
  });

  test("verifies signatures", async () => {
    const stranger = await createSigner();
    server.sign = (id, body) => stranger.sign(id, body);

    expect((await server.invoke(one)).status).toBe(401);
    expect((await server.invoke(many)).status).toBe(401);
  });
});

describe("a body that something else has read", () => {
  const left: [string, (bytes: Uint8Array) => object][] = [
    ["bytes", (body) => ({ body })],
    ["text", (bytes) => ({ body: Buffer.from(bytes).toString() })],
    ["an ArrayBuffer", (bytes) => ({ body: bytes.slice().buffer })],
    ["a Blob", (bytes) => ({ body: new Blob([bytes.slice()]) })],
    ["a stream", (bytes) => ({ body: new Response(bytes.slice()).body })],
    ["a raw body beside it", (rawBody) => ({ rawBody, body: { parsed: true } })],
    ["parsed JSON", (bytes) => ({ body: JSON.parse(Buffer.from(bytes).toString()) })],
  ];

  test.each(left)("is taken as %s on Node", async (_name, bodyOf) => {
    const handler = express.serve(workflow, options);

    const answer = await server.invoke(async (request) =>
      written(handler, await parsedNode(request, bodyOf)),
    );

    expect(answer.status).toBe(200);
  });

  test("is taken from Hono, which keeps it", async () => {
    const honoApp = new Hono();
    honoApp.use(async (context, next) => {
      await context.req.text();
      await next();
    });
    honoApp.post("/workflow", hono.serve(workflow, options));

    expect((await server.invoke((request) => honoApp.fetch(request))).status).toBe(200);
  });

  test("is missed elsewhere, and the answer says so", async () => {
    const parsing = new Elysia()
      .onBeforeHandle(({ body }) => void body)
      .post("/workflow", elysia.serve(workflow, options));

    const answer = await server.invoke((request) => parsing.handle(request));

    expect(answer).toMatchObject({ status: 500, body: { code: "raw_body_needed" } });
  });
});

test("Astro's context is the second argument, of one workflow and of several", async () => {
  const seen: unknown[] = [];
  const code = async (context: WorkflowContext, api: astro.AstroContextLike) => {
    seen.push(api.locals);
    return context.run("step", () => 1);
  };
  const one = astro.serve(code, options);
  const many = astro.serveMany({ workflow: astro.createWorkflow(code) }, options);

  await server.invoke((request) => one.POST({ request, locals: { user: "a" } }));
  await server.invoke((request) => many.POST({ request, locals: { user: "b" } }));

  expect(seen).toEqual([{ user: "a" }, { user: "b" }]);
});

test("Astro refuses names that no URL can have when the file is loaded", () => {
  expect(() => astro.serveMany({ "a/b": createWorkflow(() => 0) })).toThrow(TypeError);
});

test("Express sees the name in the whole URL, whatever it is mounted under", async () => {
  const handler = express.serveMany(workflows(), options);

  const answer = await server.invoke(async (request) => {
    const node = Object.assign(await freshNode(request), { originalUrl: "/api/workflow?x=1" });
    return written(handler, Object.assign(node, { url: "/" }));
  });

  expect(answer.status).toBe(200);
});

test("a GET of Node runs nothing", async () => {
  const request = Object.assign(Readable.from([]), { method: "GET", url: "/", headers: {} });

  expect((await written(express.serve(workflow, options), request)).status).toBe(405);
});
