import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { startBrowser } from "../support/browser.ts";
import { HooklineProcess } from "../support/hookline-process.ts";
import { workflowApp } from "../support/workflow-app.ts";

let server: HooklineProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([HooklineProcess.start(), startBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.dispose();
});

test("Swagger UI is self-contained, authorizes with the token and starts a run", async () => {
  const app = await workflowApp(async (context) => await context.run("hello", () => "world"));
  const page = await browser.newPage();
  const foreign: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !url.startsWith("data:")) foreign.push(url);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });

  await page.goto(`${server.url}/docs`);
  await page.getByRole("button", { name: "Authorize" }).first().click();
  await page.locator(".auth-container input").first().fill(server.token);
  await page.locator(".auth-container button.authorize").first().click();
  await page.locator("button.btn-done").first().click();
  const operation = page.locator("[id$='startRun']");
  await operation.locator(".opblock-summary").first().click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation
    .locator("textarea")
    .first()
    .fill(JSON.stringify({ url: app.url, input: { a: 1 } }));
  await operation.getByRole("button", { name: "Execute" }).click();
  const answer = await operation
    .locator(".live-responses-table td.response-col_status:not(.col_header)")
    .textContent();
  const shown = await operation
    .locator(".live-responses-table .highlight-code")
    .first()
    .textContent();

  expect(answer).toContain("201");
  const runId = /"runId": "([^"]+)"/.exec(shown ?? "")?.[1] ?? "";
  expect(await server.finished(runId)).toMatchObject({ status: "succeeded", output: "world" });
  expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
}, 60_000);
