import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun, ROOT, run } from "./run.ts";
import { type Counts, countReport } from "./test-report.ts";

/**
 * Runs every test of the project and ends with the line `N passed, N failed`.
 *
 *     npm test                          everything, after building client and binary
 *     npm test -- test/core             only what lies there
 *     npm test -- --no-build -t lease   flags are those of `bun test`; --no-build is ours
 */
const TEST_FOLDERS = ["test", "clients/typescript/test"];

/** They need packages of their own: `npm run test:frameworks`. */
const FRAMEWORK_TESTS = "test/frameworks";

/** Tests of the built client in Node, the runtime of most of its users. */
const NODE_TESTS = "clients/typescript/test/node";

const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== "--no-build");
if (rest.length === args.length) {
  await mustRun(["npm", "run", "--silent", "build:client"]);
  await mustRun(["bun", "scripts/build.ts"]);
}

const folder = await mkdtemp(join(tmpdir(), "hookline-test-"));
const counts = [await runBunTests(rest)];
// With arguments, a part is meant: theirs is a separate runner with other flags.
if (rest.length === 0) counts.push(await runNodeTests());
await rm(folder, { recursive: true, force: true });

const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runBunTests(given: readonly string[]): Promise<Counts> {
  const report = join(folder, "bun.xml");
  const paths = given.filter((arg) => existsSync(join(ROOT, arg)));
  const flags = given.filter((arg) => !paths.includes(arg));
  // A path must begin with "./", or `bun test` takes it for a part of a name.
  const chosen = (paths.length > 0 ? paths : TEST_FOLDERS).map((path) => `./${path}`);
  const exitCode = await run([
    // End-to-end tests start processes; a busy machine must not make them fail.
    ...["bun", "test", "--timeout=30000", "--reporter=junit", `--reporter-outfile=${report}`],
    ...["--path-ignore-patterns", `${NODE_TESTS}/**`],
    ...["--path-ignore-patterns", `${FRAMEWORK_TESTS}/**`],
    ...flags,
    ...chosen,
  ]);
  return await countReport(report, exitCode);
}

async function runNodeTests(): Promise<Counts> {
  const path = join(ROOT, NODE_TESTS);
  const files = existsSync(path) ? readdirSync(path).filter((name) => name.includes(".test.")) : [];
  if (files.length === 0) return { passed: 0, failed: 0 };
  const report = join(folder, "node.xml");
  const exitCode = await run([
    ...["node", "--test", "--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...["--test-reporter=junit", `--test-reporter-destination=${report}`],
    ...files.map((name) => join(path, name)),
  ]);
  return await countReport(report, exitCode);
}
