import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { openapiText } from "../src/server/openapi.ts";
import { ROOT } from "./run.ts";

/**
 * Writes the files that are derived from the server's routes: the OpenAPI document and the types
 * of the TypeScript client. With --check it writes nothing and fails when one of them is stale.
 */
const HEADER = "// Generated from openapi/openapi.json by `npm run generate`. Do not edit.\n\n";

const isCheck = process.argv.includes("--check");
const document = await openapiText();
const types = HEADER + astToString(await openapiTS(JSON.parse(document)));

const stale: string[] = [];
for (const [path, text] of [
  ["openapi/openapi.json", document],
  ["clients/typescript/src/generated/openapi.ts", types],
] as const) {
  const file = join(ROOT, path);
  if (existsSync(file) && (await Bun.file(file).text()) === text) continue;
  stale.push(path);
  if (isCheck) continue;
  await mkdir(dirname(file), { recursive: true });
  await Bun.write(file, text);
}

if (stale.length === 0) console.log("Generated files are up to date.");
else if (!isCheck) console.log(`Wrote ${stale.join(", ")}.`);
else {
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`);
  process.exit(1);
}
