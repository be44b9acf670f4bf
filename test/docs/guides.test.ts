import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import ts from "typescript";
import { runOn } from "../support/fake-terminal.ts";
import { listDocuments, ROOT, readDocument, type Snippet, snippetsOf } from "./markdown.ts";

/**
 * Code in the guides is checked against the client's types as it is written. What a snippet does
 * not declare is the reader's own (`chargeCard`, say) and may be anything, except for the names of
 * the package: those it has to import. `context` and `client` are there in fragments.
 */

const CLIENT = join(ROOT, "clients/typescript");
const PACKAGE = "@hookline/workflow";

/** The quick starts are run with their frameworks. */
const documents = listDocuments().filter((path) =>
  /^(README|docs\/(?!quickstarts)|clients\/typescript\/README)/.test(path),
);

const FRAGMENT_GLOBALS = `
import type { Client, WorkflowContext } from "${PACKAGE}";
declare global {
  const client: Client;
  const context: WorkflowContext<{ orderId: string }>;
}
`;

/** A snippet may show a parameter that it does not use. */
const AS_READERS_HAVE_IT = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  noImplicitReturns: false,
};

/** Of TypeScript: a name, or a module, that is not there. */
const UNKNOWN_NAME = [2304, 2552, 18004];
const UNKNOWN_MODULE = 2307;

/** Modules of the reader: a test runner, a file beside the snippet. */
const READERS_MODULES = /module '(vitest|\.\/[^']*)'/;

function sourcesOf(snippets: readonly Snippet[]): Map<string, string> {
  const folder = join(CLIENT, "test/snippets");
  const files = snippets.map(({ path, line, text }): [string, string] => {
    const name = `${path.replaceAll("/", "-")}-${line}.ts`;
    return [join(folder, name), `${text}\nexport {};\n`];
  });
  return new Map([[join(folder, "globals.ts"), FRAGMENT_GLOBALS], ...files]);
}

/** Where the package's entries are in this tree. */
function entryPaths(): Record<string, string[]> {
  const { exports } = JSON.parse(readDocument("clients/typescript/package.json")) as {
    exports: Record<string, { types: string } | string>;
  };
  const entries = Object.entries(exports).flatMap(([key, to]) => {
    if (typeof to === "string") return [];
    const source = to.types.replace("./dist/", "src/").replace(".d.ts", ".ts");
    return [[key.replace(".", PACKAGE), [join(CLIENT, source)]]];
  });
  return Object.fromEntries(entries);
}

function programOf(sources: ReadonlyMap<string, string>): ts.Program {
  const read = ts.readConfigFile(join(CLIENT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, CLIENT);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = sources.get(name);
    if (text === undefined) return getSourceFile(name, ...rest);
    return ts.createSourceFile(name, text, ts.ScriptTarget.ESNext);
  };
  const settings = { ...options, ...AS_READERS_HAVE_IT, noEmit: true, paths: entryPaths() };
  return ts.createProgram([...sources.keys()], settings, host);
}

/** What the package exports by the names of its values, which a snippet has to import. */
function exportedNames(program: ts.Program): Set<string> {
  const index = program.getSourceFile(join(CLIENT, "src/index.ts"));
  const symbol = index && program.getTypeChecker().getSymbolAtLocation(index);
  const names = symbol && program.getTypeChecker().getExportsOfModule(symbol);
  return new Set(names?.map(({ name }) => name));
}

function isReaders({ code, messageText }: ts.Diagnostic, ours: ReadonlySet<string>): boolean {
  const text = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (code === UNKNOWN_MODULE) return READERS_MODULES.test(text);
  const [, name = ""] = /'(\w+)'/.exec(text) ?? [];
  return UNKNOWN_NAME.includes(code) && !ours.has(name);
}

function complaints(snippets: readonly Snippet[]): string[] {
  const sources = sourcesOf(snippets);
  const program = programOf(sources);
  const ours = exportedNames(program);
  return [...sources.keys()].slice(1).flatMap((name, index) => {
    const file = program.getSourceFile(name);
    const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const { path, line } = snippets[index] ?? { path: "", line: 0 };
    return all
      .filter((diagnostic) => !isReaders(diagnostic, ours))
      .map(({ start = 0, messageText }) => {
        const at = line + (file?.getLineAndCharacterOfPosition(start).line ?? 0);
        return `${path}:${at}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
  });
}

describe("code in the documents", () => {
  test("fits the package's types", () => {
    const snippets = documents.flatMap((path) => snippetsOf(path, "ts"));

    expect(snippets.length).toBeGreaterThan(20);
    expect(complaints(snippets)).toEqual([]);
  }, 60_000);

  test("is refused when it does not", () => {
    const planted = [
      'await context.run("a", () => theReaders(1));',
      'await context.rum("a", () => 1);',
      "export const { POST } = serve(() => 1);",
    ];

    const found = complaints(planted.map((text, line) => ({ path: "planted.md", line, text })));

    expect(found).toHaveLength(2);
    expect(found[0]).toStartWith("planted.md:1: Property 'rum' does not exist");
    expect(found[1]).toContain("Cannot find name 'serve'");
  }, 60_000);
});

describe("the documents", () => {
  const { paths } = JSON.parse(readDocument("openapi/openapi.json")) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const nameless = (path: string) => path.replaceAll(/\{[^}]*\}/g, "{}");
  const operations = new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${nameless(path)}`),
    ),
  );

  test("name operations that the API has", () => {
    const unknown = documents.flatMap((path) => {
      const named = readDocument(path).matchAll(
        /\b(GET|POST|PUT|PATCH|DELETE) (\/v1\/[^\s`?,.)"']+)/g,
      );
      return [...named]
        .map(([, method, route = ""]) => `${method} ${nameless(route)}`)
        .filter((operation) => !operations.has(operation))
        .map((operation) => `${path}: ${operation}`);
    });

    expect(unknown).toEqual([]);
  });

  test("name commands and flags that the command line has", async () => {
    const wrong: string[] = [];
    for (const path of documents) {
      for (const [line] of readDocument(path).matchAll(/\bhookline (?!\W)[a-z][^`|#\n]*/g)) {
        const fault = await faultOfCommand(line);
        if (fault !== null) wrong.push(`${path}: ${line}: ${fault}`);
      }
    }

    expect(wrong).toEqual([]);
  });

  test("are found out when a command or flag is not there", async () => {
    expect(await faultOfCommand("hookline runs get order-1")).toBeNull();
    expect(await faultOfCommand("hookline runs fetch order-1")).toContain("hookline runs");
    expect(await faultOfCommand("hookline trigger http://a.test/ --retry 1")).toContain("--retry");
  });
});

/** Null when the words name a command, or a group of them, that has all of the flags. */
async function faultOfCommand(line: string): Promise<string | null> {
  const [, ...words] = line.trim().split(" ");
  const names = words.slice(0, words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word)) >>> 0);
  const { out } = await runOn([...names.slice(0, 2), "--help"], { environment: {} });
  const [usage = ""] = out.split("\n", 1);
  const [, found = "", rest = ""] = /^Usage: (hookline[a-z -]*?) ((?:\[|<).*)$/.exec(usage) ?? [];
  const isGroup = rest.includes("[command]");
  if (isGroup && found.split(" ").length <= names.length) return `only ${found} is known`;
  const flags = [...line.matchAll(/ (--[a-z-]+)/g)].map(([, flag = ""]) => flag);
  const known = new Set(out.match(/--[a-z-]+/g));
  return flags.find((flag) => !known.has(flag)) ?? null;
}
