import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { gate, workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "50" } });
});
afterAll(() => server.dispose());

const post = async (path: string, body: unknown = {}) => {
  const init = { method: "POST", body: JSON.stringify(body) };
  const response = await server.api(`/v1/${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers by name.
  return { status: response.status, json: (await response.json()) as any };
};

const deadLetter = async (runId: string) => {
  const response = await server.api(`/v1/dead-letters/${runId}`);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers by name.
  return { status: response.status, json: (await response.json()) as any };
};

const callbackIs = (runId: string, status: string) =>
  waitFor(`the failure callback of ${runId} to be ${status}`, async () => {
    return (await deadLetter(runId)).json.failureCallback === status;
  });

/** A shop whose payment provider is down until the test repairs it. */
async function brokenShop(options: Parameters<typeof workflowApp>[1] = {}) {
  const shop = { isBroken: true, executed: [] as string[], hook: gate<string>() };
  const app = await workflowApp(async (context) => {
    const webhook = await context.createWebhook("create webhook");
    const reserved = await context.run("reserve", () => {
      shop.executed.push("reserve");
      shop.hook.resolve(webhook.webhookUrl);
      return "reserved";
    });
    const charge = () => {
      shop.executed.push("charge");
      if (shop.isBroken) throw new Error("provider is down");
      return "paid";
    };
    const paid = await context.run("charge", charge, { retries: 0 });
    const shipped = await context.waitForWebhook("shipped", webhook, "30s");
    return [reserved, paid, shipped.timeout ? null : await shipped.request.text()];
  }, options);
  return { shop, app };
}

describe("a run that has failed", () => {
  test("goes on from the failed step when it is resumed, and has missed no call", async () => {
    const { shop, app } = await brokenShop();
    const runId = await server.startRun(app.url);
    expect((await server.finished(runId)).status).toBe("failed");
    const { json } = await deadLetter(runId);

    const early = await fetch(await shop.hook.promise, { method: "POST", body: "on its way" });
    shop.isBroken = false;
    const resumed = await post(`dead-letters/${runId}/resume`);
    const run = await server.finished(runId);

    expect(json).toMatchObject({
      failedStep: "charge#1",
      failure: { message: expect.stringContaining("provider is down") },
      lastAttempt: { kind: "invocation", status: 200 },
    });
    expect(early.status).toBe(202);
    expect(resumed.status).toBe(200);
    expect(run).toMatchObject({ status: "succeeded", output: ["reserved", "paid", "on its way"] });
    expect(shop.executed).toEqual(["reserve", "charge", "charge"]);
    expect((await deadLetter(runId)).status).toBe(409);
  });

  test("survives a crash of the server as a dead letter", async () => {
    const { shop, app } = await brokenShop();
    const runId = await server.startRun(app.url);
    await server.finished(runId);
    await callbackIs(runId, "no_handler");

    await server.crash();
    await fetch(await shop.hook.promise, { method: "POST", body: "after the crash" });
    shop.isBroken = false;
    await post(`dead-letters/${runId}/resume`);

    expect((await server.finished(runId)).output).toEqual([
      ...["reserved", "paid", "after the crash"],
    ]);
  });

  test("starts anew as another run", async () => {
    const { shop, app } = await brokenShop();
    const runId = await server.startRun(app.url, { order: 1 }, { labels: ["again"] });
    await server.finished(runId);

    shop.isBroken = false;
    const { json } = await post(`dead-letters/${runId}/restart`);
    await server.waitingAt(json.restartedAs, "shipped");

    expect(shop.executed).toEqual(["reserve", "charge", "reserve", "charge"]);
    expect(await server.getRun(json.restartedAs)).toMatchObject({
      ...{ status: "running", labels: ["again"], input: { order: 1 } },
    });
    expect((await post(`dead-letters/${runId}/resume`)).json.code).toBe("not_a_dead_letter");
  });

  test("tells the workflow's failure function once, and again when asked", async () => {
    const told: unknown[] = [];
    let isDown = true;
    const { app } = await brokenShop({
      failureFunction: async ({ failResponse }: { failResponse: unknown }) => {
        told.push(failResponse);
        if (isDown) throw new Error("the pager is down");
        return "paged";
      },
    } as never);
    const runId = await server.startRun(app.url, null, { retries: 0 });
    await server.finished(runId);
    await callbackIs(runId, "failed");
    expect(told).toHaveLength(1);

    isDown = false;
    await post("dead-letters/failure-callback", { runIds: [runId] });
    await callbackIs(runId, "handled");

    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
  });

  test("has its child's result when the child ended while it was dead", async () => {
    const childGoesOn = gate();
    const kid = await workflowApp(async (context) => {
      await context.run("work", () => childGoesOn.promise);
      return "child's result";
    });
    let isBroken = true;
    const parent = await workflowApp(async (context) => {
      const charge = () => {
        if (isBroken) throw new Error("down");
      };
      const [child] = await Promise.all([
        context.invoke("child", { url: kid.url } as never),
        context.run("charge", charge, { retries: 0 }),
      ]);
      return child.body;
    });
    const runId = await server.startRun(parent.url);
    await server.finished(runId);

    childGoesOn.resolve();
    await waitFor("the child's end to be recorded", async () => {
      const journal = await server.api(`/v1/runs/${runId}/journal`);
      return (await journal.text()).includes("child_completed");
    });
    isBroken = false;
    await post(`dead-letters/${runId}/resume`);

    expect((await server.finished(runId)).output).toBe("child's result");
  });

  test("compensation that the failure has run is not in the way of a resume", async () => {
    const shop = { isBroken: true, executed: [] as string[] };
    const app = await workflowApp(async (context) => {
      const charge = () => {
        shop.executed.push("charge");
        if (shop.isBroken) throw new Error("provider is down");
        return "paid";
      };
      try {
        return await context.run("charge", charge, { retries: 0 });
      } catch (error) {
        await context.run("release", () => void shop.executed.push("release"));
        throw error;
      }
    });
    const runId = await server.startRun(app.url);
    expect((await server.finished(runId)).status).toBe("failed");

    shop.isBroken = false;
    await post(`dead-letters/${runId}/resume`);

    expect(await server.finished(runId)).toMatchObject({ status: "succeeded", output: "paid" });
    expect(shop.executed).toEqual(["charge", "release", "charge"]);
  });
});
