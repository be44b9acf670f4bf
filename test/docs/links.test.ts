import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { listDocuments, proseOf, ROOT } from "./markdown.ts";

/** Documents that npm shows beside the package: what is not packed is not there. */
const PACKED: Record<string, RegExp> = {
  "clients/typescript/README.md": /^clients\/typescript\/(README\.md|LICENSE)$/,
};

interface Link {
  readonly path: string;
  /** As it is written. */
  readonly target: string;
  /** From the root of the project. */
  readonly file: string;
  readonly anchor: string | undefined;
}

function linksOf(path: string): Link[] {
  const prose = proseOf(path).replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target) || target.startsWith("<")) return [];
    const [name = "", anchor] = target.split("#");
    const file = name === "" ? path : relative(ROOT, join(ROOT, dirname(path), name));
    return [{ path, target, file, anchor }];
  });
}

/** As GitHub makes them from headings. */
function anchorsOf(path: string): string[] {
  const headings = proseOf(path).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = listDocuments().flatMap(linksOf);
const complain = (of: readonly Link[]) => of.map(({ path, target }) => `${path}: ${target}`);

describe("links in the documents", () => {
  test("lead to files that exist", () => {
    expect(complain(links.filter(({ file }) => !existsSync(join(ROOT, file))))).toEqual([]);
  });

  test("lead to headings that exist", () => {
    const gone = links.filter(
      ({ file, anchor }) => anchor !== undefined && !anchorsOf(file).includes(anchor),
    );

    expect(complain(gone)).toEqual([]);
  });

  test("of a packed document lead into the package", () => {
    const outside = links.filter(({ path, file }) => PACKED[path]?.test(file) === false);

    expect(complain(outside)).toEqual([]);
  });

  test("are found", () => {
    expect(links.length).toBeGreaterThan(50);
  });
});
