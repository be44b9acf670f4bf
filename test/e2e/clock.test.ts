import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { HooklineProcess } from "../support/hookline-process.ts";
import { workflowApp } from "../support/workflow-app.ts";

test("a server whose clock is behind its data refuses to start, and says why", async () => {
  const server = await HooklineProcess.start();
  const app = await workflowApp(() => "done");
  await server.finished(await server.startRun(app.url));
  await server.stop();
  const database = new Database(join(server.data, "hookline.db"));
  database.run("UPDATE run SET created_at = created_at + 31536000000");
  database.close();

  const started = server.start();

  expect(started).rejects.toThrow("clock_before_data");
  await started.catch(() => {});
  await server.dispose();
});
