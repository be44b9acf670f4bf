import assert from "node:assert/strict";
import test from "node:test";
import { WorkflowNonRetryableError } from "@hookline/workflow";
import { TestServer } from "@hookline/workflow/testing";

test("the packed test server runs a waiting workflow in this runtime", async () => {
  const server = new TestServer();
  const run = await server.trigger(async (context) => {
    const webhook = await context.createWebhook("hook");
    const { timeout, request } = await context.waitForWebhook("wait", webhook, "3d");
    await context.sleep("nap", "1h");
    return { timeout, text: await request.text() };
  });

  await run.callWebhook("hook", { body: "hello" });
  await server.advance("1h");

  assert.deepEqual(run.result, { timeout: false, text: "hello" });
});

test("errors of the package mean the same within it", async () => {
  const server = new TestServer();

  const run = await server.trigger(async (context) => {
    await context.run("never again", () => {
      throw new WorkflowNonRetryableError("no");
    });
  });

  assert.equal(run.status, "failed");
  assert.equal(run.timeline[0].failedAttempts, 0);
});
