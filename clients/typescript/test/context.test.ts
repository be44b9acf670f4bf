import { afterEach, beforeEach, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow, { env: { A: "1" } }).handler)).body;
}

test("the context shows what is known of the run", async () => {
  server.labels = ["vip", "eu"];
  server.headers = [["x-tenant", "acme"]];
  server.input = '{"order":1}';
  server.attempt = 3;

  const answer = await invoke((context) => ({
    id: context.workflowRunId,
    at: context.workflowRunCreatedAt,
    url: context.url,
    tenant: context.headers.get("x-tenant"),
    env: context.env.A,
    payload: context.requestPayload,
    labels: context.labels,
    label: context.label,
    retried: context.retried,
  }));

  expect(JSON.parse(String(answer.output))).toEqual({
    id: "run_1",
    at: 1_760_000_000_000,
    url: "http://app.test/workflow",
    tenant: "acme",
    env: "1",
    payload: { order: 1 },
    labels: ["vip", "eu"],
    label: "vip",
    retried: 2,
  });
});

test("a run without labels has no label", async () => {
  const answer = await invoke((context) => [typeof context.label, context.labels]);

  expect(answer.output).toBe('["undefined",[]]');
});

const nested: Record<string, (context: WorkflowContext) => Promise<unknown>> = {
  waitForEvent: (context) => context.waitForEvent("inner", "e"),
  notify: (context) => context.notify("inner", "e", 1),
  invoke: (context) => context.invoke("inner", { url: "http://x.test/" }),
  race: (context) => context.race("inner", { a: { sleep: 1 } }),
};

test.each(Object.entries(nested))("%s cannot be inside of another step", async (_name, inner) => {
  server.retries = 0;

  const answer = await invoke((context) =>
    context.run("outer", () => inner(context)).catch((error) => error.message),
  );

  expect(answer.output).toContain("cannot be nested");
});

test("a step that is recorded as another kind is noticed", async () => {
  await invoke((context) => context.waitForEvent("step", "e"));

  const answer = await invoke((context) => context.invoke("step", { url: "http://x.test/" }));

  expect(answer).toMatchObject({ status: "failed", failure: { code: "non_determinism" } });
});

test("a wait for a webhook lasts seven days when it is not told how long", async () => {
  await invoke(async (context) => {
    await context.waitForWebhook("wait", await context.createWebhook("hook"));
  });

  const week = 7 * 86_400_000;
  expect(server.batches.flat()).toContainEqual(
    expect.objectContaining({ op: "wait_for_hook", timeoutMs: week }),
  );
});

test.each(["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])("a call can be a %s", async (method) => {
  const answer = await invoke((context) => context.call("ask", { url: "http://x.test/", method }));

  expect(answer.operations).toMatchObject([{ op: "call", method }]);
});
