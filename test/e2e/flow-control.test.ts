import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(60_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start();
});
afterAll(() => server.dispose());

const change = (key: string, path: string, body?: unknown) =>
  server.api(`/v1/flow-control/${key}/${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the API returned
async function keyOf(key: string): Promise<any> {
  return await (await server.api(`/v1/flow-control/${key}`)).json();
}

/** A workflow of one step that takes a while, and counts how many are in it at once. */
async function busyApp(stepMs: number) {
  const seen = { now: 0, most: 0, order: [] as number[] };
  const app = await workflowApp(async (context) => {
    return await context.run("work", async () => {
      seen.order.push(context.requestPayload as number);
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await Bun.sleep(stepMs);
      seen.now -= 1;
      return "done";
    });
  });
  return { app, seen };
}

test("no more runs than the key allows are under way, in order", async () => {
  const { app, seen } = await busyApp(60);
  const runs: string[] = [];
  for (let index = 0; index < 8; index += 1) {
    const flowControl = { key: "busy", parallelism: 2 };
    runs.push(await server.startRun(app.url, index, { flowControl }));
  }

  for (const runId of runs) await server.finished(runId);

  expect(seen.most).toBe(2);
  expect(seen.order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(await keyOf("busy")).toMatchObject({ waiting: 0, parallelismCount: 0, parallelismMax: 2 });
});

test("what waits for a paused key outlives kill -9, and goes on after the resume", async () => {
  const { app, seen } = await busyApp(1);
  await change("paused", "pause");
  const flowControl = { key: "paused", rate: 2, periodMs: 1_500 };
  const runs: string[] = [];
  for (let n = 0; n < 4; n += 1) runs.push(await server.startRun(app.url, n, { flowControl }));

  await server.crash();
  await waitFor("all to wait", async () => (await keyOf("paused")).waiting === 4);
  expect(seen.order).toEqual([]);

  const resumedAt = performance.now();
  await change("paused", "resume");
  for (const runId of runs) await server.finished(runId);
  expect(seen.order).toEqual([0, 1, 2, 3]);
  expect(performance.now() - resumedAt).toBeGreaterThan(1_400);
});
