import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROBLEM_CODES, PROBLEMS, refuse } from "../../src/http/problem.ts";

const PAGES = join(import.meta.dir, "../../docs/errors");

test.each(PROBLEM_CODES)("%s has a page that names its status and title", (code) => {
  const page = join(PAGES, `${code}.md`);
  const { status, title } = PROBLEMS[code];

  expect(existsSync(page)).toBe(true);
  const text = readFileSync(page, "utf8");
  expect(text).toStartWith(`# \`${code}\`\n`);
  expect(text).toContain(`**${status} ${title}**`);
});

test("no page is about a code that does not exist", () => {
  const pages = readdirSync(PAGES).filter((file) => file !== "README.md");

  expect(pages.map((file) => file.replace(/\.md$/, "")).sort()).toEqual([...PROBLEM_CODES].sort());
});

test("a problem carries the request id of the answer", async () => {
  const answer = refuse({ headers: { "x-request-id": "req_1" } }, "run_not_found");

  expect(await answer.json()).toEqual({
    type: "/errors/run_not_found",
    title: "Run not found",
    status: 404,
    code: "run_not_found",
    detail: "No run has this id.",
    requestId: "req_1",
  });
});
