import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { type WorkflowApp, workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(60_000);

/** How long the server is dead: some fires are missed. */
const DOWN_MS = 2_500;

let server: HooklineProcess;
let app: WorkflowApp;
/** What each run was told it was started for, by run. */
const scheduledAt = new Map<string, string[]>();

beforeAll(async () => {
  server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "100" } });
  app = await workflowApp(async (context) => {
    const told = context.headers.get("hookline-scheduled-at") ?? "none";
    await context.run("note", () => {
      const known = scheduledAt.get(context.workflowRunId) ?? [];
      scheduledAt.set(context.workflowRunId, [...known, told]);
    });
    return told;
  });
});
afterAll(() => server.dispose());

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the API returned
async function call(method: string, path: string, body?: unknown): Promise<any> {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await server.api(`/v1/schedules/${path}`, init);
  expect(response.ok).toBe(true);
  return await response.json();
}

const fired = async () => (await call("GET", "tick")).counts.fired as number;

test("fires every second, exactly once each, through a kill and a pause", async () => {
  const made = await call("PUT", "tick", { url: app.url, everyMs: 1_000, catchUp: "all" });
  await waitFor("two fires", async () => (await fired()) >= 2);

  await server.stop("SIGKILL");
  await Bun.sleep(DOWN_MS);
  await server.start();
  await waitFor("the missed fires and two more", async () => (await fired()) >= 6);
  await call("POST", "tick/pause");
  const paused = await call("GET", "tick");

  const { counts, lastFireAt } = paused;
  expect(counts).toEqual({ fired: counts.fired, skipped: 0, missed: 0, refused: 0 });
  const fires = Array.from({ length: counts.fired }, (_, n) => made.nextFireAt + n * 1_000);
  expect(fires.at(-1)).toBe(lastFireAt);
  for (const fireAt of fires) {
    const run = await server.finished(`tick.${fireAt}`);
    expect(run).toMatchObject({ status: "succeeded", output: String(fireAt) });
  }
  expect([...scheduledAt.keys()].sort()).toEqual(fires.map((fireAt) => `tick.${fireAt}`));

  const { runId } = await call("POST", "tick/run");
  expect((await server.finished(runId)).status).toBe("succeeded");
  expect((await call("GET", "tick")).counts).toEqual(counts);
});

test("the compiled binary knows the time zones of the world", async () => {
  const body = { url: app.url, cron: "30 2 * * *", timeZone: "Australia/Lord_Howe", paused: true };

  await call("PUT", "zoned", body);
  const resumed = await call("POST", "zoned/resume");

  const at = new Date(resumed.nextFireAt);
  const local = at.toLocaleTimeString("en-GB", { timeZone: "Australia/Lord_Howe" });
  expect(local).toBe("02:30:00");
  await call("DELETE", "zoned");
});
