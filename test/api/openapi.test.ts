import { expect, test } from "bun:test";
import { PROBLEM_CODES } from "../../src/http/problem.ts";
import { openapiDocument, openapiText } from "../../src/server/openapi.ts";
import { HttpApp } from "../support/http-app.ts";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Record<string, unknown>[];
  readonly parameters?: readonly { in: string; name: string; required: boolean }[];
  readonly responses: Record<string, { description: string; content: Record<string, unknown> }>;
}

const document = (await openapiDocument()) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string }[];
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

const text = JSON.stringify(document);

test("every route is in the document, or is a page or a probe of hooks", () => {
  const { routes } = new HttpApp().app;
  const listed = routes
    .filter(({ path }) => !/^\/(docs|errors|favicon|openapi)/.test(path) && !path.endsWith("*"))
    .filter(({ path, method }) => !(path.startsWith("/hooks/") && /HEAD|OPTIONS/.test(method)))
    .map(({ path, method }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);

  const documented = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);

  expect(documented.sort()).toEqual([...new Set(listed)].sort());
});

test("every operation has what readers and generators need", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  const tags = document.tags.map(({ name }) => name);
  const schemes = Object.keys(document.components.securitySchemes);

  expect(new Set(ids).size).toBe(ids.length);
  expect(document.openapi).toBe("3.1.0");
  for (const { path, operation } of operations) {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).not.toBe("");
    expect(tags).toContain(operation.tags[0] ?? "none");
    for (const one of operation.security) expect(schemes).toContain(Object.keys(one)[0] ?? "none");
    for (const name of path.match(/(?<=\{)\w+/g) ?? []) {
      expect(operation.parameters).toContainEqual(
        expect.objectContaining({ in: "path", name, required: true }),
      );
    }
    for (const [status, answer] of Object.entries(operation.responses)) {
      expect(answer.description).not.toBe("");
      const types = Object.keys(answer.content);
      if (Number(status) >= 400) expect(types).toEqual(["application/problem+json"]);
    }
  }
});

test("the contract's operations are all there", () => {
  const ids = operations.map(({ operation }) => operation.operationId);

  expect(ids).toContainValues([
    ...["startRuns", "cancelRuns", "checkRun", "getHistory"],
    ...["startRun", "putRun", "listRuns", "getRun", "getJournal", "cancelRun", "registerSteps"],
    ...["listRunHooks", "getHook", "listHookCalls", "getHookCall", "getHookCallBody"],
    ...["listSigningKeys", "rotateSigningKeys", "createToken", "listTokens", "revokeToken"],
  ]);
});

test("every reference leads somewhere, and every named schema is used", () => {
  const names = Object.keys(document.components.schemas);
  const used = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");

  expect([...new Set(used)].sort()).toEqual(names.sort());
});

test("every code is documented, in the schema and at the operations", () => {
  const { code } = (document.components.schemas.Problem as { properties: { code: object } })
    .properties;

  expect(code).toMatchObject({ type: "string", enum: PROBLEM_CODES });
  const answered = operations.flatMap(({ operation }) =>
    Object.values(operation.responses).map(({ description }) => description),
  );
  for (const one of PROBLEM_CODES) {
    // These are answered where there is no operation, or by checks that no route knows of.
    if (["not_found", "method_not_allowed"].includes(one)) continue;
    expect(answered.join("\n"), one).toContain(`\`${one}\``);
  }
});

test("nothing of our own tools' making is left in it", () => {
  for (const key of ["$id", "x-code", "x-optional", "x-shown", "patternProperties", "nullable"]) {
    expect(text).not.toContain(`"${key}":`);
  }
  expect(text).not.toMatch(/"items":\[/);
  expect(text).not.toContain("multipart/form-data");
});

test("the text is the same every time, and is what the server serves", async () => {
  const served = await new HttpApp().request("/openapi.json", { token: null });

  expect(served.text).toBe(await openapiText());
  expect(await openapiText()).toBe(await openapiText());
  expect(served.headers.get("content-type")).toBe("application/json");
});

test("the reference page asks nobody but this server", async () => {
  const http = new HttpApp();
  const page = await http.request("/docs", { token: null });
  const start = await http.request("/docs/start.js", { token: null });
  const assets = [...page.text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => path ?? "");

  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(assets).toHaveLength(4);
  expect(start.text).toContain("validatorUrl: null");
  for (const path of [...assets, "/favicon.ico"]) {
    expect(path).toStartWith("/");
    expect((await http.request(path, { token: null })).status).toBe(200);
  }
});
