import { afterEach, beforeEach, expect, test } from "bun:test";
import { type ServeOptions, serve } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

/** Where the stock SDK says that the endpoint is; nobody listens there. */
const ELSEWHERE = "http://127.0.0.1:1";

test.each<[string, ServeOptions]>([
  ["url", { url: `${ELSEWHERE}/workflow` }],
  ["baseUrl", { baseUrl: ELSEWHERE }],
  ["UPSTASH_WORKFLOW_URL", { env: { UPSTASH_WORKFLOW_URL: ELSEWHERE } }],
])("%s of the stock SDK changes nothing", async (_what, options) => {
  const { handler } = serve((context) => context.run("a", () => context.url), options);

  const { body } = await server.invoke(handler);

  expect(body).toMatchObject({ status: "completed", output: '"http://app.test/workflow"' });
  expect(server.batches).toHaveLength(1);
});

test("of a schema and a parser the parser counts", async () => {
  server.input = '{"order":7}';
  const schema = { parse: () => "by the schema" };
  const initialPayloadParser = () => "by the parser";
  const { handler } = serve((context) => context.requestPayload, { schema, initialPayloadParser });

  expect((await server.invoke(handler)).body.output).toBe('"by the parser"');
});
