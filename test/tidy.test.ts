import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import {
  exportsOf,
  importsOf,
  nodesOf,
  parseSource,
  placeOf,
  type Source,
} from "./support/tidy-source.ts";

/**
 * The house rules that neither the compiler nor the linter knows. Each rule is a function from a
 * source to complaints, so that the tests below can show it a planted violation.
 */

/** Who may import whom: a room's own files always, and these rooms or single files. */
const ROOMS: Record<string, readonly string[]> = {
  core: [],
  config: ["core"],
  observe: ["core"],
  timer: ["core", "engine/ports.ts", "storage/storage.ts", "observe"],
  storage: ["core", "storage/storage.ts", "observe"],
  engine: ["core", "storage/storage.ts", "storage/flow-storage.ts", "observe"],
  schedules: [
    ...["core", "engine", "storage/storage.ts", "storage/schedule-storage.ts", "observe"],
    "http/problem.ts",
  ],
  // The native protocol's JSON is read and written on both sides of it.
  dispatch: ["core", "engine", "storage/storage.ts", "http/wire.ts", "observe"],
  http: ["core", "engine", "observe"],
  api: [
    "core",
    "engine",
    "http",
    "schedules",
    "storage/flow-storage.ts",
    "storage/storage.ts",
    "storage/token-storage.ts",
    "observe",
  ],
  ingress: ["core", "engine", "http", "storage/storage.ts", "observe"],
  upstash: ["core", "engine", "http", "storage/storage.ts", "dispatch/protocol.ts", "observe"],
  dashboard: ["http", "observe"],
  server: ["*"],
  // A server without network, disk and time, for the users' tests and ours.
  testing: [
    "core",
    "engine",
    "storage",
    "dispatch",
    "http",
    "api/read-history.ts",
    "api/register-steps.ts",
    "timer",
  ],
  // The commands talk to a server as everybody does: over the API, with the client's words for it.
  cli: ["core", "server", "config", "observe", "../clients/typescript/src"],
  main: ["cli"],
};

/** Packages that stay behind one wall; every other package is free outside the core. */
const PACKAGES: Record<string, readonly string[]> = {
  "bun:sqlite": ["storage"],
  commander: ["cli"],
  elysia: ["http", "api", "ingress", "upstash", "dashboard", "server"],
};

/** Where time and randomness enter; all others are handed a Clock and Ids. */
const EDGES = ["src/server/", "src/cli/", "src/observe/", "src/dispatch/"];
const EDGE_FILES = ["src/timer/scheduler.ts"];

const SOURCE_LINES_MAX = 400;
const LINE_LENGTH_MAX = 100;
const PARAMETERS_MAX = 3;
/** Values only: a vocabulary may hold as many types as it has words. */
const EXPORTS_MAX = 10;

const ROOT = resolve(import.meta.dir, "..");

/** Files of the project as git sees them: committed, or new and not ignored. */
function listFiles(): string[] {
  const git = Bun.spawnSync(["git", "ls-files", "-co", "--exclude-standard"], { cwd: ROOT });
  const paths = git.stdout.toString().split("\n");
  return paths.filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

const files = listFiles();
const sources = files
  .filter((path) => /(?<!\.d)\.tsx?$/.test(path) && !path.includes("/generated/"))
  .map((path) => parseSource(path, readFileSync(join(ROOT, path), "utf8")));

function roomOf(path: string): string | null {
  return /^src\/([a-z-]+)(?:\/|\.tsx?$)/.exec(path)?.[1] ?? null;
}

function complainAboutImports(source: Source): string[] {
  const room = roomOf(source.path);
  if (room === null) return [];
  return importsOf(source).filter((specifier) => !mayImport(room, source.path, specifier));
}

function mayImport(room: string, path: string, specifier: string): boolean {
  const allowed = ROOMS[room];
  if (allowed === undefined) return false;
  if (!specifier.startsWith(".")) {
    const name = specifier.startsWith("bun:") ? specifier : (specifier.split("/")[0] ?? "");
    if (room === "core") return false;
    return PACKAGES[name]?.includes(room) ?? true;
  }
  const target = relative("src", join(dirname(path), specifier));
  // The wheel is a pure structure and imports like the core.
  const rooms = path === "src/timer/wheel.ts" ? ["core"] : allowed;
  return (
    target.startsWith(`${room}/`) ||
    rooms.some((entry) => entry === "*" || target === entry || target.startsWith(`${entry}/`))
  );
}

const IMPURE = new Set(
  ["Bun", "Date", "console", "crypto", "fetch", "globalThis", "navigator", "performance"].concat([
    "process",
    "queueMicrotask",
    "require",
    "setImmediate",
    "setInterval",
    "setTimeout",
  ]),
);

function complainAboutPurity(source: Source): string[] {
  const isPure = roomOf(source.path) === "core" || source.path === "src/timer/wheel.ts";
  if (!isPure) return [];
  return [...nodesOf(source.tree)]
    .filter((node) => isRandom(node) || (isReference(node) && IMPURE.has(node.text)))
    .map((node) => `${placeOf(source, node)}: ${node.getText()}`);
}

function complainAboutHiddenInputs(source: Source): string[] {
  const isEdge = EDGES.some((edge) => source.path.startsWith(edge));
  if (roomOf(source.path) === null || isEdge || EDGE_FILES.includes(source.path)) return [];
  return [...nodesOf(source.tree)]
    .filter((node) => isRandom(node) || isClock(node) || isTimer(node))
    .map((node) => `${placeOf(source, node)}: ${node.getText()}`);
}

/** An identifier that stands for a variable, not for a property or a key. */
function isReference(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isPropertySignature(parent) && !ts.isMethodSignature(parent);
}

function isRandom(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === "Math.random";
}

function isClock(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === "Date.now";
  if (!ts.isNewExpression(node)) return false;
  return node.expression.getText() === "Date" && !node.arguments?.length;
}

function isTimer(node: ts.Node): boolean {
  return isReference(node) && ["setTimeout", "setInterval"].includes(node.text);
}

function complainAboutSizes(source: Source): string[] {
  const lines = source.text.trimEnd().split("\n");
  const tooLong = lines
    .map((line, index) => (line.length > LINE_LENGTH_MAX ? `line ${index + 1} is too long` : ""))
    .filter((complaint) => complaint !== "");
  if (lines.length <= SOURCE_LINES_MAX) return tooLong;
  return [...tooLong, `${lines.length} lines`];
}

function complainAboutParameters(source: Source): string[] {
  const isTooMany = (node: ts.Node) =>
    ts.isFunctionLike(node) && "body" in node && node.parameters.length > PARAMETERS_MAX;
  return [...nodesOf(source.tree)].filter(isTooMany).map((node) => placeOf(source, node));
}

function complainAboutExports(source: Source): string[] {
  const values = exportsOf(source).filter(({ isValue }) => isValue);
  const complaints = values.length > EXPORTS_MAX ? [`${values.length} exported values`] : [];
  const defaults = source.tree.statements.filter(
    (statement) =>
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
  );
  return [...complaints, ...defaults.map((node) => `${placeOf(source, node)}: default export`)];
}

const DOCUMENTED = /^(src\/(core|storage|engine)|clients\/[a-z]+\/src)\//;

function complainAboutDocs(source: Source): string[] {
  if (!DOCUMENTED.test(source.path)) return [];
  return exportsOf(source)
    .filter(({ isDocumented }) => !isDocumented)
    .map(({ name, node }) => `${placeOf(source, node)}: ${name}`);
}

function complainAboutFileName({ path }: Source): string[] {
  const name = path.split("/").at(-1) ?? "";
  const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name);
  const isVague = /^(utils?|helpers?|common|types|misc)\.tsx?$/.test(name);
  return isKebab && !isVague ? [] : [name];
}

/** Places of the machine it was made on, in pieces so that this file does not contain them. */
const MACHINE = [
  ["/work", "/(main|shared|\\.)"],
  ["/ro", "ot/"],
  ["/Us", "ers/[a-z]"],
  ["/home", "/(?!hookline|user|app\\b)[a-z]"],
  ["registry", "\\.[a-z0-9-]+\\."],
  ['"resolved": ', '"http'],
].map((pieces) => new RegExp(pieces.join("")));

function complainAboutMachine(path: string, text: string): string[] {
  return MACHINE.filter((pattern) => pattern.test(text)).map((pattern) => `${path}: ${pattern}`);
}

const RULES: Record<string, (source: Source) => string[]> = {
  "imports only what its room may import": complainAboutImports,
  "keeps the core free of clock, randomness and I/O": complainAboutPurity,
  "takes time and randomness as inputs": complainAboutHiddenInputs,
  "stays within 400 lines of 100 columns": complainAboutSizes,
  "takes at most three positional parameters": complainAboutParameters,
  "exports at most ten values and no default": complainAboutExports,
  "documents what others import": complainAboutDocs,
  "has a kebab-case name that says what it holds": complainAboutFileName,
};

describe("every source", () => {
  test("is found", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  for (const [name, complain] of Object.entries(RULES)) {
    test(name, () => {
      const complaints = sources.flatMap((source) =>
        complain(source).map((complaint) => `${source.path}: ${complaint}`),
      );

      expect(complaints).toEqual([]);
    });
  }
});

test("no file names a place of the machine it was made on", () => {
  const complaints = files
    .filter((path) => !/\.(png|ico|woff2?|zst|gz|db)$/.test(path))
    .flatMap((path) => complainAboutMachine(path, readFileSync(join(ROOT, path), "utf8")));

  expect(complaints).toEqual([]);
});

// `npm ci` refuses a lock file without them, also on platforms that do not need them.
test.each(["package-lock.json", "test/frameworks/package-lock.json"])(
  "%s has the packages of all platforms: npm run lock",
  (path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    const { packages } = JSON.parse(text) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };

    const missing = Object.entries(packages).flatMap(([key, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`node_modules/${name}` in packages || `${key}/node_modules/${name}` in packages),
      ),
    );

    expect(missing).toEqual([]);
  },
);

test("every error code has its page", () => {
  const problems = sources.find(({ path }) => path === "src/http/problem.ts");
  if (problems === undefined) throw new Error("src/http/problem.ts was not found");

  const missing = codesOf(problems).filter(
    (code) => !existsSync(join(ROOT, "docs", "errors", `${code}.md`)),
  );

  expect(codesOf(problems).length).toBeGreaterThan(5);
  expect(missing).toEqual([]);
});

/** The keys of the table PROBLEMS. */
function codesOf({ tree }: Source): string[] {
  for (const node of nodesOf(tree)) {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== "PROBLEMS") continue;
    const table = [...nodesOf(node)].find(ts.isObjectLiteralExpression);
    return table?.properties.map((property) => property.name?.getText() ?? "") ?? [];
  }
  return [];
}

const long = `// ${"x".repeat(LINE_LENGTH_MAX)}`;

/** One violation per rule and line: rule, path, text. */
const PLANTED: readonly (readonly [keyof typeof RULES, string, string])[] = [
  ["imports only what its room may import", "src/core/a.ts", 'import "../engine/engine.ts";'],
  ["imports only what its room may import", "src/core/a.ts", 'import { x } from "node:fs";'],
  [
    "imports only what its room may import",
    "src/api/a.ts",
    'import type { A } from "../cli/a.ts";',
  ],
  ["imports only what its room may import", "src/api/a.ts", 'type A = import("../cli/a.ts").A;'],
  ["imports only what its room may import", "src/api/a.ts", 'export * from "../dispatch/a.ts";'],
  [
    "imports only what its room may import",
    "src/api/a.ts",
    'await import("../storage/sqlite/a.ts");',
  ],
  ["imports only what its room may import", "src/api/a.ts", 'import "../../clients/a.ts";'],
  ["imports only what its room may import", "src/engine/a.ts", 'import "bun:sqlite";'],
  ["imports only what its room may import", "src/timer/wheel.ts", 'import "../engine/ports.ts";'],
  ["imports only what its room may import", "src/newroom/a.ts", 'import "../core/ids.ts";'],
  ["keeps the core free of clock, randomness and I/O", "src/core/a.ts", "const a = Date.now();"],
  ["keeps the core free of clock, randomness and I/O", "src/core/a.ts", "const a = new Date(5);"],
  ["keeps the core free of clock, randomness and I/O", "src/core/a.ts", "setTimeout(f, 1);"],
  ["keeps the core free of clock, randomness and I/O", "src/core/a.ts", "process.env.A;"],
  ["keeps the core free of clock, randomness and I/O", "src/timer/wheel.ts", "Math.random();"],
  ["takes time and randomness as inputs", "src/engine/a.ts", "const a = Date.now();"],
  ["takes time and randomness as inputs", "src/api/a.ts", "const a = new Date();"],
  ["takes time and randomness as inputs", "src/http/a.ts", "setTimeout(f, 1);"],
  ["stays within 400 lines of 100 columns", "src/core/a.ts", long],
  ["stays within 400 lines of 100 columns", "test/a.ts", `${"//\n".repeat(SOURCE_LINES_MAX)}//`],
  ["takes at most three positional parameters", "src/a/a.ts", "const f = (a, b, c, d) => 1;"],
  ["takes at most three positional parameters", "src/a/a.ts", "class A { m(a, b, c, d) {} }"],
  ["exports at most ten values and no default", "src/a/a.ts", "export default 1;"],
  ["exports at most ten values and no default", "src/a/a.ts", "export default class A {}"],
  ["exports at most ten values and no default", "src/a/a.ts", "export const a = 1;\n".repeat(11)],
  ["documents what others import", "src/core/a.ts", "// no doc\nexport type A = 1;"],
  ["documents what others import", "clients/typescript/src/a.ts", "export function f() {}"],
  ["has a kebab-case name that says what it holds", "src/core/fooBar.ts", ""],
  ["has a kebab-case name that says what it holds", "src/core/utils.ts", ""],
];

describe("a planted violation is found", () => {
  for (const [rule, path, text] of PLANTED) {
    test(`${rule}: ${path}: ${text.split("\n")[0]?.slice(0, 60)}`, () => {
      expect(RULES[rule]?.(parseSource(path, text))).not.toEqual([]);
    });
  }

  test("in every rule", () => {
    expect([...new Set(PLANTED.map(([rule]) => rule))].sort()).toEqual(Object.keys(RULES).sort());
  });

  test("of the machine", () => {
    const text = `see ${["", "work", "main", "x"].join("/")}`;

    expect(complainAboutMachine("README.md", text)).toHaveLength(1);
  });
});

test("what the rules allow is not found", () => {
  const lines = [
    'import type { RunId } from "../ids.ts";',
    "/** Doc. */",
    "export const a = (x: { Date: 1 }) => x.Date;",
  ];
  const source = parseSource("src/core/run/a.ts", lines.join("\n"));

  const complaints = Object.values(RULES).flatMap((complain) => complain(source));

  expect(complaints).toEqual([]);
});
