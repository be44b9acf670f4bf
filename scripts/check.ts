import { run } from "./run.ts";

/**
 * Everything that must hold before a change is taken: format and lint, types, dead code, generated
 * files, tests. Runs all of it even when something fails, so that one run tells all.
 */
const STEPS: Record<string, readonly string[]> = {
  "format and lint": ["biome", "check", "--error-on-warnings", "."],
  // Examples and benchmarks import the built client.
  "build of the client": ["npm", "run", "--silent", "build:client"],
  "types of the server": ["tsc", "--noEmit", "-p", "."],
  "types of the client": ["npm", "run", "--silent", "typecheck", "-w", "clients/typescript"],
  "dead code": ["knip", "--no-progress"],
  "generated files": ["bun", "scripts/generate.ts", "--check"],
  "OpenAPI document": ["redocly", "lint", "--extends=spec", "openapi/openapi.json"],
  tests: ["bun", "scripts/test.ts"],
  "package of the client": ["publint", "clients/typescript"],
  "types in the package": ["attw", "-q", "--profile", "esm-only", "--pack", "clients/typescript"],
};

/** Redocly reports usage and looks for updates unless told not to; a check works offline. */
const environment = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

const failed: string[] = [];
for (const [name, command] of Object.entries(STEPS)) {
  console.log(`\n== ${name}: ${command.join(" ")}`);
  if ((await run(command, { environment })) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
process.exit(failed.length === 0 ? 0 : 1);
