import { swagger } from "@elysiajs/swagger";
import { Elysia } from "elysia";
import { finishDocument } from "./openapi-document.ts";
import { type RouteDeps, routes } from "./routes.ts";
import { VERSION } from "./version.ts";

const DESCRIPTION =
  "Durable workflows that wait for webhooks. Operators use the bearer token of the server, " +
  "endpoints the capability token of their invocation. Errors are problem documents (RFC 9457) " +
  "with a stable `code`.";

const DOCUMENTATION = {
  info: {
    title: "Hookline",
    version: VERSION,
    description: DESCRIPTION,
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
  tags: [
    { name: "Runs", description: "Start, find, read and cancel runs." },
    { name: "Steps", description: "What endpoints write while they run." },
    { name: "Hooks", description: "Addresses made by runs, and what they received." },
    { name: "Ingress", description: "What third parties call." },
    { name: "Events", description: "Notify the runs that wait for an event." },
    { name: "Dead letters", description: "Failed runs: resume, restart, discard." },
    { name: "Schedules", description: "Start runs at given times." },
    { name: "Flow control", description: "Limits by key: how much is under way, how often." },
    { name: "Live", description: "Streams of what happens." },
    { name: "Keys", description: "What requests to endpoints are signed with." },
    { name: "Health", description: "For probes and monitoring." },
  ],
  components: {
    securitySchemes: {
      token: { type: "http" as const, scheme: "bearer", description: "The server's token." },
      capability: {
        type: "http" as const,
        scheme: "bearer",
        description: "The `lease.token` of an invocation.",
      },
    },
  },
};

const RAW_PATH = "/raw/json";

/** The OpenAPI 3.1 document of the whole HTTP surface, its keys sorted. */
export async function openapiDocument(): Promise<Record<string, unknown>> {
  // The routes are only listed, so they get nothing to work with.
  const app = new Elysia()
    .use(
      swagger({
        path: "/raw",
        specPath: RAW_PATH,
        excludeStaticFile: false,
        documentation: DOCUMENTATION,
      }),
    )
    .use(routes({} as RouteDeps));
  const answer = await app.handle(new Request(`http://localhost:80${RAW_PATH}`));
  return finishDocument((await answer.json()) as Record<string, unknown>);
}

/** The document as text, as it is served and committed. */
export async function openapiText(): Promise<string> {
  return `${JSON.stringify(await openapiDocument(), null, 2)}\n`;
}

/** `/openapi.json`. The document is made when it is first asked for. */
export function openapiRoute() {
  let text: Promise<string> | null = null;
  return new Elysia({ name: "server.openapi" }).get(
    "/openapi.json",
    async ({ set }) => {
      text ??= openapiText();
      set.headers["content-type"] = "application/json";
      return await text;
    },
    { detail: { hide: true } },
  );
}
