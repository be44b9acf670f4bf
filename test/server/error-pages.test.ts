import { expect, test } from "bun:test";
import { PROBLEM_CODES } from "../../src/http/problem.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";

test("the type of a problem leads to its page, without a token", async () => {
  const http = new HttpApp();
  const problem = await http.request("/v1/runs/unknown");

  const page = await http.request(problem.json.type, { token: null });

  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(page.text).toStartWith("# `run_not_found`\n");
});

test("every code has its page", async () => {
  const http = new HttpApp();

  const pages = await Promise.all(
    PROBLEM_CODES.map((code) => http.request(`/errors/${code}`, { token: null })),
  );

  expect(pages.map(({ status }) => status)).toEqual(PROBLEM_CODES.map(() => 200));
});

test("an unknown code has none", async () => {
  const http = new HttpApp();

  await expectRefused(http, () => http.request("/errors/nonsense"), [404, "not_found"]);
});
