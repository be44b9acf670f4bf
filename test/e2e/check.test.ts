import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess } from "../support/hookline-process.ts";
import { workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(30_000);

/** Steps with results so large that their journal has several pages. */
const STEPS = 30;
const RESULT = "x".repeat(100_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start();
});
afterAll(() => server.dispose());

interface Details {
  readonly invocation: object | null;
  readonly waits: readonly unknown[];
  readonly journalLength: number;
}

async function json<Answer>(path: string, body?: object): Promise<Answer> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return (await (await server.api(path, init)).json()) as Answer;
}

test("a waiting run is replayed against new code without side effects", async () => {
  let executed = 0;
  let isNew = false;
  const app = await workflowApp(
    async (context) => {
      for (let index = 0; index < STEPS; index += 1) {
        const name = isNew && index === STEPS - 1 ? "renamed" : "step";
        await context.run(name, () => {
          executed += 1;
          return RESULT;
        });
      }
      await context.waitForEvent("approved", "never", { timeout: "1h" });
    },
    { verify: false },
  );
  const { runId } = await json<{ runId: string }>("/v1/runs", { url: app.url });
  let before = await json<Details>(`/v1/runs/${runId}`);
  // Until it waits, and its invocation has ended.
  while (before.waits.length === 0 || before.invocation !== null) {
    before = await json<Details>(`/v1/runs/${runId}`);
  }

  const same = await json<object>(`/v1/runs/${runId}/check`, {});
  isNew = true;
  const changed = await json<object>(`/v1/runs/${runId}/check`, {});
  app.down();
  const gone = await json<object>(`/v1/runs/${runId}/check`, {});

  expect(same).toEqual({ status: "matches", next: [] });
  expect(changed).toMatchObject({
    status: "differs",
    recorded: `step#${STEPS}`,
    requested: "renamed#1",
  });
  expect(gone).toMatchObject({ status: "unreachable" });
  expect(executed).toBe(STEPS);
  expect(await json<Details>(`/v1/runs/${runId}`)).toEqual(before);
});

test("a dead letter with a compensation matches, as its resume does", async () => {
  let isHealed = false;
  const app = await workflowApp(
    async (context) => {
      try {
        await context.run("charge", () => {
          if (!isHealed) throw new Error("declined");
        });
      } catch (error) {
        await context.run("refund", () => {});
        throw error;
      }
    },
    { verify: false },
  );
  const { runId } = await json<{ runId: string }>("/v1/runs", { url: app.url, retries: 0 });
  const status = async () => (await json<{ status: string }>(`/v1/runs/${runId}`)).status;
  while ((await status()) === "running") await Bun.sleep(5);
  expect(await status()).toBe("failed");

  const checked = await json<object>(`/v1/runs/${runId}/check`, {});
  isHealed = true;
  await json(`/v1/dead-letters/${runId}/resume`, {});
  while ((await status()) === "running") await Bun.sleep(5);

  expect(checked).toEqual({ status: "matches", next: ["charge#1"] });
  expect(await status()).toBe("succeeded");
});
