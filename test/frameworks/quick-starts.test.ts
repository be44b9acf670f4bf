import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { APPS } from "./support/apps.ts";
import { shownFile, workflowOf } from "./support/quick-start.ts";

/** All the types of all the frameworks, on a busy machine. */
const TYPECHECK_MS_MAX = 120_000;

const ROOT = resolve(import.meta.dirname, "../..");
const pages = readdirSync(join(ROOT, "docs/quickstarts")).filter((name) => name !== "README.md");

test("every quick start is run with its framework", () => {
  const run = APPS.map(({ quickStart }) => quickStart.page);

  expect([...new Set(run)].sort()).toEqual(pages.toSorted());
});

describe.each(pages)("the quick start %s", (page) => {
  test("shows the same workflow as all others", () => {
    const workflow = workflowOf(shownFile(page));

    expect(workflow).toContain("context.waitForWebhook(");
    expect(workflow).toBe(workflowOf(shownFile("nextjs.md")));
  });
});

test(
  "what the adapters give has the types that the frameworks ask for",
  async () => {
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    const child = Bun.spawn([tsc, "-p", join(import.meta.dirname, "types")], { stdout: "pipe" });

    const complaints = await child.stdout.text();

    expect(complaints).toBe("");
    expect(await child.exited).toBe(0);
  },
  TYPECHECK_MS_MAX,
);
