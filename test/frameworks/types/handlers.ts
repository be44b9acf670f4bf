// What the adapters give is what the frameworks' own types ask for. Checked, never run.
import { serve as serveAstro } from "@hookline/workflow/astro";
import { serve as serveBun } from "@hookline/workflow/bun";
import { serve as serveCloudflare } from "@hookline/workflow/cloudflare";
import { serve as serveElysia } from "@hookline/workflow/elysia";
import { serve as serveExpress } from "@hookline/workflow/express";
import { serve as serveFastify } from "@hookline/workflow/fastify";
import { serve as serveFetch } from "@hookline/workflow/fetch";
import { serve as serveH3 } from "@hookline/workflow/h3";
import { serve as serveHono } from "@hookline/workflow/hono";
import { serve as serveNext, servePagesRouter } from "@hookline/workflow/nextjs";
import { serve as serveReactRouter } from "@hookline/workflow/react-router";
import { serve as serveSolid } from "@hookline/workflow/solidjs";
import { serve as serveSvelte } from "@hookline/workflow/svelte";
import { serve as serveTanstack } from "@hookline/workflow/tanstack";
import type { APIEvent } from "@solidjs/start/server";
import type { RequestHandler as SvelteHandler } from "@sveltejs/kit";
import type { APIContext, APIRoute } from "astro";
import { Elysia } from "elysia";
import express, { type RequestHandler as ExpressHandler } from "express";
import Fastify, { type FastifyInstance } from "fastify";
import { H3, type EventHandler as H3Handler } from "h3";
import { createRouter, type EventHandler as H3HandlerV1 } from "h3-v1";
import { Hono } from "hono";
import type { NextApiHandler } from "next";
import type { NextRequest } from "next/server";
import type { ActionFunctionArgs } from "react-router";

interface Order {
  readonly orderId: string;
}

const workflow = async () => "done";

serveAstro<Order>(workflow).POST satisfies APIRoute;
serveAstro<Order>(async (context, api) => [context.requestPayload.orderId, api.request.url]);
serveAstro<Order>(async (context, api: APIContext) => [context.workflowRunId, api.site?.href]);

Bun.serve({ routes: { "/order": serveBun<Order>(workflow), "/:name": serveBun(workflow) } });

interface Bindings {
  readonly HOOKLINE_PUBLIC_KEY: string;
  readonly FILES: { get(key: string): Promise<unknown> };
}
const worker = serveCloudflare<Order>(workflow);
worker satisfies { fetch(request: Request, env: Bindings, context: object): Promise<Response> };
worker.fetch satisfies (context: { request: Request; env: Bindings }) => Promise<Response>;

new Elysia().post("/order", serveElysia<Order>(workflow), { parse: "none" });

serveExpress<Order>(workflow) satisfies ExpressHandler;
express().post("/order", serveExpress<Order>(workflow)).use("/order", serveExpress(workflow));

const fastify: FastifyInstance = Fastify();
fastify.register(serveFastify<Order>(workflow), { prefix: "/order" });

serveFetch<Order>(workflow).handler satisfies (request: Request) => Promise<Response>;

serveH3<Order>(workflow).handler satisfies H3Handler;
serveH3<Order>(workflow).handler satisfies H3HandlerV1;
new H3().post("/order", serveH3<Order>(workflow).handler);
createRouter().post("/order", serveH3<Order>(workflow).handler);

new Hono().post("/order", serveHono<Order>(workflow));
new Hono<{ Bindings: Bindings; Variables: { user: string } }>()
  .post("/order", serveHono(workflow))
  .post("/order", serveHono<Order, Bindings, { user: string }>(workflow));

serveNext<Order>(workflow).POST satisfies (
  request: NextRequest,
  context: { params: Promise<object> },
) => Promise<Response>;
servePagesRouter<Order>(workflow).handler satisfies NextApiHandler;

serveReactRouter<Order>(workflow) satisfies (args: ActionFunctionArgs) => Promise<Response>;
serveSolid<Order>(workflow).POST satisfies (event: APIEvent) => Promise<Response>;
serveSvelte<Order>(workflow).POST satisfies SvelteHandler;

serveTanstack<Order>(workflow).POST satisfies (context: {
  request: Request;
  params: object;
  pathname: string;
}) => Promise<Response>;

// @ts-expect-error: the payload has no such field.
serveNext<Order>(async (context) => context.requestPayload.customer);
