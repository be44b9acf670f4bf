/**
 * `npm run demo`: starts the server, an example workflow and a third party as separate processes,
 * runs the main example once and shows what happens. `--exit` stops everything afterwards; the exit
 * status is 0 when the run succeeded, 1 otherwise.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@hookline/workflow";
import { type Service, startService } from "./support/process.ts";
import { followRun } from "./support/timeline.ts";

const DATA = ".hookline-demo";
const bun = process.execPath;
const here = import.meta.dirname;
const main = join(here, "../src/main.ts");

async function startServer(): Promise<Service> {
  const serve = [bun, main, "serve", "--data", DATA, "--port"];
  try {
    return await startService([...serve, "4665"]);
  } catch (error) {
    if (!String(error).includes("in use")) throw error;
    console.log("Port 4665 is taken; the demo's server takes another one.");
    return await startService([...serve, "0"]);
  }
}

async function startAll(services: Service[]): Promise<{ server: Service; workflow: Service }> {
  const keep = (service: Service): Service => {
    services.push(service);
    return service;
  };
  const server = keep(await startServer());
  console.log(`server        ${server.url}   (data in ${DATA})`);
  const thirdParty = keep(await startService([bun, join(here, "third-party.ts")]));
  console.log(`third party   ${thirdParty.url}`);
  const env = { THIRD_PARTY_URL: thirdParty.url };
  const workflow = keep(await startService([bun, join(here, "wait-once.ts")], env));
  console.log(`workflow      ${workflow.url}/workflow`);
  return { server, workflow };
}

async function demo(services: Service[]): Promise<boolean> {
  const { server, workflow } = await startAll(services);
  const token = readFileSync(join(DATA, "admin.token"), "utf8").trim();
  const client = new Client({ baseUrl: server.url, token });

  const url = `${workflow.url}/workflow`;
  const { workflowRunId } = await client.trigger({ url, body: { order: 1 } });
  console.log(`\nrun           ${workflowRunId}\n`);
  const run = await followRun(client, workflowRunId, (line) => console.log(line));
  console.log(`\nstatus        ${run.status}`);
  console.log(`result        ${JSON.stringify(run.output)}`);
  console.log(`\nSwagger UI    ${server.url}/docs`);
  console.log(`this run      ${server.url}/v1/runs/${workflowRunId}`);
  console.log(`token         in ${DATA}/admin.token, for "Authorize" and for`);
  console.log(`              curl -H "authorization: Bearer $(cat ${DATA}/admin.token)" <address>`);
  return run.status === "succeeded";
}

const services: Service[] = [];
const stopAll = async (): Promise<void> => {
  for (const service of services.toReversed()) await service.stop();
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    await stopAll();
    process.exit(0);
  });
}

let succeeded = false;
try {
  succeeded = await demo(services);
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`);
}

if (process.argv.includes("--exit") || !succeeded) {
  await stopAll();
  process.exit(succeeded ? 0 : 1);
}
console.log("\nEverything stays up. Press Ctrl-C to stop.");
