import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startService } from "../../examples/support/process.ts";
import { freePort, HooklineProcess, waitFor } from "../support/hookline-process.ts";
import { installedExamples } from "../support/packed-client.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start({ env: { HOOKLINE_RETRY_BASE_MS: "100" } });
});
afterAll(() => server.dispose());

test("the endpoint is killed within a step; recorded steps are not repeated", async () => {
  const file = join(server.data, "steps.txt");
  writeFileSync(file, "");
  const port = freePort();
  const command = [process.execPath, join(installedExamples(), "apps/slow-steps.ts")];
  const env = { STEPS_FILE: file, PORT: String(port) };
  const first = await startService(command, env);
  const runId = await server.startRun(`${first.url}/workflow`);
  await waitFor("step two to begin", () => readFileSync(file, "utf8").includes("begin two"));

  await first.stop("SIGKILL");
  const second = await startService(command, env);
  const run = await server.finished(runId);
  await second.stop();

  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(run).toMatchObject({ status: "succeeded", output: ["one", "two", "three"] });
  expect(lines.filter((line) => line === "begin one")).toHaveLength(1);
  expect(lines.filter((line) => line === "begin two")).toHaveLength(2);
  expect(lines.filter((line) => line === "end three")).toHaveLength(1);
  expect(run.attempts.map((attempt: { status: number | null }) => attempt.status)).toContain(null);
});
