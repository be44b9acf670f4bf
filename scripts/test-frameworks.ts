import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun, ROOT, run } from "./run.ts";
import { countReport } from "./test-report.ts";

/**
 * Installs the web frameworks of test/frameworks, tests the adapters of the client with them, and
 * ends with the line `N passed, N failed`.
 *
 *     npm run test:frameworks
 *     npm run test:frameworks -- --no-install -t Astro   flags are those of `bun test`
 *
 * `--no-install` takes the frameworks as they are; `--no-build` also the client in them.
 */
const FOLDER = "test/frameworks";
const CLIENT = "clients/typescript";
const INSTALLED_CLIENT = join(ROOT, FOLDER, "node_modules/@hookline/workflow");

const flags = process.argv.slice(2);
const isKept = (name: string) => flags.includes(name) || flags.includes("--no-build");

if (!isKept("--no-install")) {
  // Their install scripts are not needed: what is run here comes as a package of the platform.
  await mustRun(["npm", "ci", "--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund"]);
}
const folder = await mkdtemp(join(tmpdir(), "hookline-frameworks-"));
if (!isKept("--no-build") || !existsSync(INSTALLED_CLIENT)) await installClient(folder);
if (!existsSync(join(ROOT, "dist/hookline"))) await mustRun(["npm", "run", "--silent", "build"]);

const report = join(folder, "report.xml");
const exitCode = await run([
  ...["bun", "test", "--timeout=60000", "--reporter=junit", `--reporter-outfile=${report}`],
  ...flags.filter((flag) => !["--no-install", "--no-build"].includes(flag)),
  `./${FOLDER}`,
]);
const { passed, failed } = await countReport(report, exitCode);
await rm(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** Packs the client and unpacks it beside the frameworks: they get what would be published. */
async function installClient(workshop: string): Promise<void> {
  await mustRun(["npm", "pack", "--silent", "--pack-destination", workshop], { folder: CLIENT });
  const tarball = (await readdir(workshop)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack wrote no tarball");
  await mustRun(["tar", "-xzf", join(workshop, tarball), "-C", workshop]);
  await rm(INSTALLED_CLIENT, { recursive: true, force: true });
  await mkdir(INSTALLED_CLIENT, { recursive: true });
  await cp(join(workshop, "package"), INSTALLED_CLIENT, { recursive: true });
}
