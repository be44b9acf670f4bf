/**
 * `npm run bench [-- --seconds=N]`: starts the compiled binary itself and prints one JSON line per
 * workload, with a bare-Bun echo of the same run beside it. Method: bench/README.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BenchApp } from "./app.ts";
import { closedLoop, echoRate, quantiles } from "./load.ts";
import { type MeasuredServer, rssMb, startBinary } from "./server.ts";

const DURABILITY = "SQLite WAL, synchronous=FULL, fsync before every acknowledgement";
const seconds = Number(/--seconds=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 5);
const timing = { seconds, warmSeconds: 2 };

const round = (value: number): number => Number(value.toFixed(value < 10 ? 2 : 1));

function print(workload: string, figures: Record<string, number | string>): void {
  const rounded = Object.entries(figures).map(([name, value]) => [
    name,
    typeof value === "number" ? round(value) : value,
  ]);
  console.log(JSON.stringify({ workload, ...Object.fromEntries(rounded) }));
}

async function benchStart(): Promise<void> {
  const starts: number[] = [];
  let idleRssMb = 0;
  for (let index = 0; index < 5; index += 1) {
    const server = await startBinary();
    starts.push(server.startMs);
    await Bun.sleep(index === 0 ? 3_000 : 0);
    if (index === 0) idleRssMb = rssMb(server.pid);
    await server.stop();
  }
  const startToListeningMs = quantiles(starts).p50Ms;
  print("start", { startToListeningMs, idleRssMb });
}

async function benchSteps(app: BenchApp, inFlight: number): Promise<void> {
  const echoPerSecond = await echoRate(inFlight);
  const result = await closedLoop(() => app.runSteps(), { inFlight, ...timing });
  const { perSecond: runsPerSecond, p50Ms, p99Ms } = result;
  const exchangesPerEcho = (runsPerSecond * 5) / echoPerSecond; // start, invocation, three steps
  const figures = { runsPerSecond, p50Ms, p99Ms, echoPerSecond, exchangesPerEcho };
  print(`3 steps, ${inFlight} in flight`, { ...figures, durability: DURABILITY });
}

async function benchLongRun(app: BenchApp): Promise<void> {
  const steps = 5_000;
  await app.runLong(1_000); // uncounted: the code is compiled as it runs
  const { firstTenthMs, lastTenthMs, replayMs } = await app.runLong(steps);
  const lastPerFirst = lastTenthMs / firstTenthMs;
  const figures = { firstTenthMs, lastTenthMs, lastPerFirst, replayMs };
  print(`${steps} steps in one run`, { ...figures, durability: DURABILITY });
}

async function benchResume(app: BenchApp): Promise<void> {
  const echoPerSecond = await echoRate(1);
  const resumes: number[] = [];
  const acks: number[] = [];
  const stopAt = performance.now() + (timing.seconds + timing.warmSeconds) * 1_000;
  const countFrom = performance.now() + timing.warmSeconds * 1_000;
  while (performance.now() < stopAt) {
    const { resumeMs, ackMs } = await app.waitAndCall();
    if (performance.now() < countFrom) continue;
    resumes.push(resumeMs);
    acks.push(ackMs);
  }
  const { p50Ms: resumeP50Ms, p99Ms: resumeP99Ms } = quantiles(resumes);
  const ackP50Ms = quantiles(acks).p50Ms;
  const echoMs = 1_000 / echoPerSecond;
  const figures = { resumeP50Ms, resumeP99Ms, ackP50Ms, echoMs };
  print("webhook to resume, 1 outstanding", { ...figures, durability: DURABILITY });
}

async function benchCycles(app: BenchApp, outstanding: number): Promise<void> {
  const echoPerSecond = await echoRate(outstanding);
  const once = async () => void (await app.waitAndCall());
  const result = await closedLoop(once, { inFlight: outstanding, ...timing });
  const { perSecond: cyclesPerSecond, p50Ms, p99Ms } = result;
  const figures = { cyclesPerSecond, p50Ms, p99Ms, echoPerSecond };
  print(`webhook cycles, ${outstanding} outstanding`, { ...figures, durability: DURABILITY });
}

async function benchIngress(app: BenchApp, server: MeasuredServer): Promise<void> {
  const waiting = 10_000;
  const connections = 64;
  const echoPerSecond = await echoRate(connections);
  const urls = await app.park(waiting);
  const rssWaitingMb = rssMb(server.pid);
  const folder = mkdtempSync(join(tmpdir(), "hookline-blast-"));
  const file = join(folder, "urls.txt");
  writeFileSync(file, urls.join("\n"));
  const begun = performance.now();
  const script = new URL("./blast.ts", import.meta.url).pathname;
  const child = Bun.spawn([process.execPath, script, file, String(connections)], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const blast = JSON.parse(await new Response(child.stdout).text());
  await app.allResumed();
  const resumedPerSecond = waiting / ((performance.now() - begun) / 1_000);
  rmSync(folder, { recursive: true });
  const { accepted, perSecond: acceptedPerSecond, p50Ms: ackP50Ms, p99Ms: ackP99Ms } = blast;
  const figures = { waiting, accepted, acceptedPerSecond, ackP50Ms, ackP99Ms, resumedPerSecond };
  const beside = { echoPerSecond, acceptedPerEcho: acceptedPerSecond / echoPerSecond };
  const workload = "durable calls into 10,000 waiting runs";
  print(workload, { ...figures, ...beside, rssWaitingMb, durability: DURABILITY });
}

await benchStart();
const server = await startBinary();
const app = new BenchApp(server);
try {
  for (const inFlight of [1, 16, 128]) await benchSteps(app, inFlight);
  await benchLongRun(app);
  await benchResume(app);
  await benchCycles(app, 64);
  await benchIngress(app, server);
} finally {
  app.stop();
  await server.stop();
}
