import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { type Service, startService } from "../../examples/support/process.ts";
import { HooklineProcess } from "../support/hookline-process.ts";
import { installedExamples } from "../support/packed-client.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;
let thirdParty: Service;
const services: Service[] = [];

const example = async (name: string, env: Record<string, string> = {}): Promise<Service> => {
  const path = join(installedExamples(), "examples", name);
  const service = await startService([process.execPath, path], env);
  services.push(service);
  return service;
};

beforeAll(async () => {
  server = await HooklineProcess.start();
  thirdParty = await example("third-party.ts", { WORK_MS: "50" });
});

afterAll(async () => {
  for (const service of services) await service.stop("SIGKILL");
  await server.dispose();
});

/** Runs an example against the compiled server, with signatures verified by its public key. */
async function runExample(name: string) {
  const keys = (await (await server.api("/v1/signing-keys")).json()) as {
    keys: { publicKey: string }[];
  };
  const app = await example(name, {
    THIRD_PARTY_URL: thirdParty.url,
    HOOKLINE_URL: server.url,
    HOOKLINE_PUBLIC_KEY: keys.keys.map((key) => key.publicKey).join(","),
  });
  const runId = await server.startRun(`${app.url}/workflow`, { order: 1 });
  return await server.finished(runId);
}

describe("the examples, from the packed client, against the compiled server", () => {
  test("wait once", async () => {
    expect(await runExample("wait-once.ts")).toMatchObject({
      status: "succeeded",
      output: { outcome: "answered", answer: { result: 42 } },
    });
  });

  test("loop over progress calls until the last one", async () => {
    expect(await runExample("progress-loop.ts")).toMatchObject({
      status: "succeeded",
      output: { outcome: "finished", progress: [25, 50, 75, 100] },
    });
  });

  test("a call that comes before the wait is kept", async () => {
    expect(await runExample("early-call.ts")).toMatchObject({
      status: "succeeded",
      output: { outcome: "kept", answer: { result: 42 } },
    });
  });
});
