import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { gate, workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "100" } });
});
afterAll(() => server.dispose());

/** A duration as `waitForWebhook` takes it. */
type Timeout = `${number}s` | number;

const post = (
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => fetch(url, { method: "POST", body, headers });

/** A workflow that hands its webhook's URL to the test and waits for one call. */
async function waitsOnce(timeout: Timeout = "30s") {
  const url = gate<string>();
  const app = await workflowApp(async (context) => {
    const webhook = await context.createWebhook("create webhook");
    await context.run("hand out", () => {
      url.resolve(webhook.webhookUrl);
    });
    const response = await context.waitForWebhook("wait", webhook, timeout);
    return response.timeout ? "timed out" : await response.request.text();
  });
  const runId = await server.startRun(app.url);
  return { app, runId, webhookUrl: await url.promise };
}

/** A workflow that goes on to its waits only when the test says so. */
async function waitsLater(waits: number, timeout: Timeout = "30s") {
  const url = gate<string>();
  const goOn = gate();
  const app = await workflowApp(async (context) => {
    const webhook = await context.createWebhook("create webhook");
    await context.run("hand out", async () => {
      url.resolve(webhook.webhookUrl);
      await goOn.promise;
    });
    const seen: string[] = [];
    for (let index = 0; index < waits; index += 1) {
      const response = await context.waitForWebhook("wait", webhook, timeout);
      seen.push(response.timeout ? "timed out" : await response.request.text());
    }
    return seen;
  });
  const runId = await server.startRun(app.url);
  return { runId, webhookUrl: await url.promise, goOn: goOn.resolve };
}

describe("a webhook", () => {
  test("called once, while the run waits", async () => {
    const { runId, webhookUrl } = await waitsOnce();
    await server.waitingAt(runId, "wait");

    const answer = await post(webhookUrl, "hello");

    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ outcome: "consumed" });
    expect(await server.finished(runId)).toMatchObject({ status: "succeeded", output: "hello" });
  });

  test("called before the wait: the call is kept", async () => {
    const { runId, webhookUrl, goOn } = await waitsLater(1);

    const answer = await post(webhookUrl, "early");
    goOn();

    expect(await answer.json()).toMatchObject({ outcome: "stored" });
    expect(await server.finished(runId)).toMatchObject({ output: ["early"] });
  });

  test("called twice before the wait: both are kept, in order", async () => {
    const { runId, webhookUrl, goOn } = await waitsLater(2);

    await post(webhookUrl, "first");
    await post(webhookUrl, "second");
    goOn();

    expect(await server.finished(runId)).toMatchObject({ output: ["first", "second"] });
  });

  test("not called: the wait times out, not before its time", async () => {
    const begun = Date.now();
    const { runId } = await waitsOnce("1s");

    const run = await server.finished(runId);

    expect(run.output).toBe("timed out");
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_000);
  });

  test("called in the moment of the timeout: one of the two wins, no call is lost", async () => {
    const rounds = 20;
    const runs = await Promise.all(Array.from({ length: rounds }, () => waitsLater(2, 0.4)));
    for (const { goOn } of runs) goOn();
    await Promise.all(runs.map(({ runId }) => server.waitingAt(runId, "wait")));

    const calls = runs.map(async ({ webhookUrl }, index) => {
      await Bun.sleep(300 + index * 10); // spread over the timeout, not waiting for luck
      return (await (await post(webhookUrl, "call")).json()) as { outcome: string };
    });
    const outcomes = await Promise.all(calls);

    for (const [index, { runId }] of runs.entries()) {
      const { output } = await server.finished(runId);
      expect(outcomes[index]?.outcome).toMatch(/consumed|stored/);
      expect(output.filter((seen: string) => seen === "call")).toHaveLength(1);
    }
  });

  test("awaited again and again, until a call says that it was the last", async () => {
    const url = gate<string>();
    const app = await workflowApp(async (context) => {
      const webhook = await context.createWebhook("create webhook");
      await context.run("hand out", () => url.resolve(webhook.webhookUrl));
      const progress: string[] = [];
      while (true) {
        const response = await context.waitForWebhook("wait", webhook, "30s");
        if (response.timeout) return "timed out";
        progress.push(await response.request.text());
        if (response.request.headers.get("x-task-finished") === "true") return progress;
      }
    });
    const runId = await server.startRun(app.url);
    const webhookUrl = await url.promise;

    await post(webhookUrl, "10", { "x-task-finished": "false" });
    await server.waitingAt(runId, "wait");
    await post(webhookUrl, "60", { "x-task-finished": "false" });
    await post(webhookUrl, "100", { "x-task-finished": "true" });

    expect(await server.finished(runId)).toMatchObject({ output: ["10", "60", "100"] });
  });

  test("binary bodies arrive byte for byte, with method, path, query and headers", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const url = gate<string>();
    const app = await workflowApp(async (context) => {
      const webhook = await context.createWebhook("create webhook");
      await context.run("hand out", () => url.resolve(webhook.webhookUrl));
      const response = await context.waitForWebhook("wait", webhook, "30s");
      if (response.timeout) return "timed out";
      const { request } = response;
      const body = [...new Uint8Array(await request.arrayBuffer())];
      const { pathname, search } = new URL(request.url);
      const tail = pathname.split("/").slice(3).join("/") + search;
      return { body, method: request.method, tail, custom: request.headers.get("x-custom") };
    });
    const runId = await server.startRun(app.url);

    const target = `${await url.promise}/sub/path?a=1&b=%20`;
    const put = { method: "PUT", body: bytes, headers: { "x-custom": "grün".normalize() } };
    await fetch(target, { ...put, headers: { "x-custom": "value" } });

    const { output } = await server.finished(runId);
    expect(output).toEqual({
      body: [...bytes],
      method: "PUT",
      tail: "sub/path?a=1&b=%20",
      custom: "value",
    });
  });

  test("a body over the limit is refused before it is read, and nothing is stored", async () => {
    const { runId, webhookUrl } = await waitsOnce();

    const answer = await post(webhookUrl, new Uint8Array(1024 * 1024 + 1));
    await post(webhookUrl, "small");

    expect(answer.status).toBe(413);
    expect(await server.finished(runId)).toMatchObject({ output: "small" });
  });

  test("unknown and ended hooks are told apart", async () => {
    const { runId, webhookUrl } = await waitsOnce();
    await post(webhookUrl, "done");
    await server.finished(runId);

    const ended = await post(webhookUrl, "late");
    const unknown = await post(`${server.url}/hooks/${"A".repeat(43)}`, "?");

    expect(ended.status).toBe(410);
    expect(unknown.status).toBe(404);
  });
});

describe("crashes", () => {
  test("the server is killed while a run waits; a call after its restart wakes it", async () => {
    const { runId, webhookUrl } = await waitsOnce();
    await server.waitingAt(runId, "wait");

    await server.crash();
    await post(webhookUrl, "after the crash");

    expect(await server.finished(runId)).toMatchObject({ output: "after the crash" });
  });

  test("the server is killed after acknowledging an early call; the call is kept", async () => {
    const { runId, webhookUrl, goOn } = await waitsLater(1);
    await post(webhookUrl, "early");

    await server.crash();
    goOn();

    expect(await server.finished(runId)).toMatchObject({ output: ["early"] });
  });

  test("the server is killed before a timeout; it fires after the restart", async () => {
    const { runId } = await waitsOnce("2s");
    await server.waitingAt(runId, "wait");

    await server.crash();

    expect(await server.finished(runId)).toMatchObject({ output: "timed out" });
  });

  test("the endpoint is down, then up: the run goes on", async () => {
    const { app, runId, webhookUrl } = await waitsOnce();
    await server.waitingAt(runId, "wait");
    app.down();
    await post(webhookUrl, "hello");
    await waitFor("a failed attempt", async () => {
      const { attempts } = await server.getRun(runId);
      return JSON.stringify(attempts).includes("connect_error");
    });

    app.up();

    expect(await server.finished(runId)).toMatchObject({ status: "succeeded", output: "hello" });
  });
});
