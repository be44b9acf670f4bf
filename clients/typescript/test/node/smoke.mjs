// The built package in Node: run `npm run build` first. The rules themselves are tested under Bun.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { serve } from "../../dist/index.js";

let http;
let url;
let journal = [];

/** Records what is registered; nothing waits. */
function record(operation) {
  const base = { seq: journal.length + 1, at: 0, step: operation.step };
  const entry =
    operation.op === "create_hook"
      ? { ...base, type: "hook_created", hookId: "hook_1", url: `${url}/hooks/t` }
      : { ...base, type: "step_completed", result: operation.result };
  journal.push(entry);
  const { result: _result, ...shown } = entry;
  return { step: operation.step, status: "closed", entry: shown };
}

before(async () => {
  http = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const steps = JSON.parse(text).operations.map(record);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ runId: "run_1", steps }));
  });
  await new Promise((resolve) => http.listen(0, resolve));
  url = `http://127.0.0.1:${http.address().port}`;
});

after(() => http.close());

async function invoke(handler, waiting = []) {
  const body = JSON.stringify({
    protocol: 1,
    run: { id: "run_1", url: "http://app.test/", attempt: 1, headers: [], input: '{"n":2}' },
    lease: { invocationId: 1, epoch: 1, token: "hlc_1" },
    server: { url },
    waiting,
    journal,
  });
  const response = await handler(new Request("http://app.test/", { method: "POST", body }));
  return { status: response.status, ...(await response.json()) };
}

test("runs, suspends and replays", async () => {
  journal = [];
  let executions = 0;
  const { handler } = serve(async (context) => {
    const [a, b] = await Promise.all([
      context.run("a", () => {
        executions += 1;
        return context.requestPayload.n;
      }),
      context.run("b", async () => {
        executions += 1;
        return undefined;
      }),
    ]);
    const webhook = await context.createWebhook("w");
    await context.sleep("nap", "1s");
    return { a, b: b === undefined, webhook };
  });

  const first = await invoke(handler);
  assert.equal(first.status, "suspended");
  assert.deepEqual(first.operations, [{ op: "sleep", step: "nap#1", durationMs: 1_000 }]);

  journal.push({ seq: 10, at: 0, step: "nap#1", type: "sleep_completed" });
  const second = await invoke(handler);
  assert.equal(second.status, "completed");
  assert.deepEqual(JSON.parse(second.output), {
    a: 2,
    b: true,
    webhook: { webhookUrl: `${url}/hooks/t`, eventId: "hook_1" },
  });
  assert.equal(executions, 2);
});

test("gives binary webhook bodies exactly, without native base64", async () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 31) % 256);
  const request = {
    method: "POST",
    url: `${url}/hooks/t`,
    headers: [["x-a", "b"]],
    body: Buffer.from(bytes).toString("base64"),
  };
  journal = [{ seq: 1, at: 0, step: "wait#1", type: "hook_received", hookId: "hook_1", request }];
  const { handler } = serve(async (context) => {
    const result = await context.waitForWebhook("wait", { webhookUrl: "", eventId: "hook_1" }, 30);
    return [...new Uint8Array(await result.request.arrayBuffer())];
  });

  const answer = await invoke(handler);
  assert.deepEqual(JSON.parse(answer.output), [...bytes]);
});

test("gives a GET that came with a body without throwing", async () => {
  const request = {
    method: "GET",
    url: `${url}/hooks/t?a=b`,
    headers: [["a b", "c"]],
    body: "aGk=",
  };
  journal = [{ seq: 1, at: 0, step: "wait#1", type: "hook_received", hookId: "hook_1", request }];
  const { handler } = serve(async (context) => {
    const result = await context.waitForWebhook("wait", { webhookUrl: "", eventId: "hook_1" }, 30);
    return [result.request.method, result.request.url];
  });

  const answer = await invoke(handler);
  assert.deepEqual(JSON.parse(answer.output), ["GET", `${url}/hooks/t?a=b`]);
});

test("verifies Ed25519 signatures", async () => {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  const { handler } = serve(() => "done", {
    publicKey: `whpk_${Buffer.from(raw).toString("base64")}`,
  });
  const body = JSON.stringify({
    protocol: 1,
    run: { id: "run_1", url: "http://app.test/", attempt: 1, headers: [], input: null },
    lease: { invocationId: 1, epoch: 1, token: "hlc_1" },
    server: { url },
    waiting: [],
    journal: [],
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const content = new TextEncoder().encode(`run_1.1.${timestamp}.${body}`);
  const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, content);
  const headers = {
    "webhook-id": "run_1.1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1a,${Buffer.from(signature).toString("base64")}`,
  };
  const send = (text) =>
    handler(new Request("http://app.test/", { method: "POST", headers, body: text }));

  assert.equal((await send(body)).status, 200);
  assert.equal((await send(`${body} `)).status, 401);
});
