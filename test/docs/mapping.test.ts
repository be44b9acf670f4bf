import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isAbsent, parseMapping, type Row } from "./mapping-table.ts";
import names from "./upstash-names.json";
import operations from "./upstash-operations.json";

/**
 * `docs/upstash-mapping.md` answers for everything that the stock package and its REST API offer.
 * What they offer is in the two lists beside this file, which say how they were made.
 */

const ROOT = resolve(import.meta.dir, "../..");
const rows = parseMapping(readFileSync(join(ROOT, "docs/upstash-mapping.md"), "utf8"));

const offered = new Set([
  ...names.names,
  ...operations.documented,
  ...operations.undocumented,
  ...operations.qstash,
  ...operations.environment,
]);
const answered = rows.flatMap(({ names: of }) => of);

/** Rows that claim something of ours. */
const claims = rows.filter((row) => !isAbsent(row));

function where(of: readonly Row[], complaints: (row: Row) => readonly string[]): string[] {
  return of.flatMap((row) => complaints(row).map((text) => `line ${row.line}: ${text}`));
}

describe("the mapping from Upstash", () => {
  test("has a row for every name and operation", () => {
    const missing = [...offered].filter((name) => !answered.includes(name));

    expect(missing).toEqual([]);
  });

  test("has no name that they do not have, and none twice", () => {
    const unknown = answered.filter((name) => !offered.has(name));
    const twice = answered.filter((name, at) => answered.indexOf(name) !== at);

    expect({ unknown, twice }).toEqual({ unknown: [], twice: [] });
  });

  test("gives a proof for what is there and a reason for what is not", () => {
    const bare = rows.filter((row) =>
      isAbsent(row) ? row.difference === "" : row.proofs.length === 0 && row.todo.length === 0,
    );

    expect(bare.map(({ line }) => line)).toEqual([]);
  });

  test("names test files that exist", () => {
    const gone = where(rows, ({ proofs }) =>
      proofs.filter((path) => !existsSync(join(ROOT, path))),
    );

    expect(gone).toEqual([]);
  });

  test("has nothing left to do", () => {
    const left = where(rows, ({ todo }) => todo);

    expect(left).toEqual([]);
  });

  test("names operations that the OpenAPI document has", () => {
    const { paths } = JSON.parse(readFileSync(join(ROOT, "openapi/openapi.json"), "utf8")) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const gone = where(claims, ({ routes }) =>
      routes
        .filter(({ method, path }) => paths[path]?.[method] === undefined)
        .map(({ text }) => text),
    );

    expect(gone).toEqual([]);
  });

  test("names import paths that the package has", () => {
    const { exports } = JSON.parse(
      readFileSync(join(ROOT, "clients/typescript/package.json"), "utf8"),
    ) as { exports: Record<string, unknown> };
    const gone = where(claims, ({ imports }) => imports.filter((path) => !(path in exports)));

    expect(gone).toEqual([]);
  });
});

describe("a table of the mapping", () => {
  const [row] = parseMapping(
    "| `A.{b,c}({x,y})`, `D -> /v2/{id}` | `POST /v1/runs` | no | `a.ts` |",
  );

  test("is read with its shorthand", () => {
    expect(row?.names).toEqual(["A.b(x)", "A.b(y)", "A.c(x)", "A.c(y)", "D -> /v2/{id}"]);
  });

  test("is read with its routes and proofs", () => {
    expect(row?.routes).toEqual([{ text: "POST /v1/runs", method: "post", path: "/v1/runs" }]);
    expect(row?.proofs).toEqual(["a.ts"]);
  });
});
