import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dirname, "../..");
const CLIENT = join(PROJECT, "clients/typescript");

let installed: string | null = null;

/**
 * A folder as a user has it: the packed tarball of the client under `node_modules`, the examples
 * beside it. What is imported from there is what would be published.
 */
export function installedExamples(): string {
  if (installed !== null) return installed;
  const folder = mkdtempSync(join(tmpdir(), "hookline-app-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@hookline"), { recursive: true });
  run(["npm", "pack", "--silent", "--pack-destination", folder], CLIENT);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack wrote no tarball");
  run(["tar", "-xzf", tarball], folder);
  cpSync(join(folder, "package"), join(modules, "@hookline/workflow"), { recursive: true });
  for (const name of ["openapi-fetch", "openapi-typescript-helpers", "hono", "express"]) {
    symlinkSync(join(PROJECT, "node_modules", name), join(modules, name));
  }
  cpSync(join(PROJECT, "examples"), join(folder, "examples"), { recursive: true });
  cpSync(join(PROJECT, "test/e2e/apps"), join(folder, "apps"), { recursive: true });
  installed = folder;
  return folder;
}

/** The `/bun` entry of the packed client, for workflows that live in the test's own process. */
export async function packedServe(): Promise<typeof import("@hookline/workflow/bun").serve> {
  const path = join(installedExamples(), "node_modules/@hookline/workflow/dist/adapters/bun.js");
  const { serve } = await import(path);
  return serve;
}

function run(command: string[], cwd: string): void {
  const result = Bun.spawnSync(command, { cwd, stdout: "ignore", stderr: "pipe" });
  if (result.exitCode !== 0) throw new Error(`${command.join(" ")}: ${result.stderr.toString()}`);
}
