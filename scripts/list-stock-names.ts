import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/**
 * Writes the public names of an installed `@upstash/workflow` as JSON: what
 * `docs/upstash-mapping.md` has to answer for, and `test/docs/mapping.test.ts` compares it with.
 *
 *     mkdir stock && cd stock && npm install --ignore-scripts @upstash/workflow@1.3.3 zod@4
 *     bun scripts/list-stock-names.ts stock > test/docs/upstash-names.json
 *
 * The package is not a dependency of Hookline: it is only read, and its list does not change.
 */

/** Exports whose members users write or read; of every other export the name is enough. */
const EXPANDED: ReadonlySet<string> = new Set([
  ".:Client",
  ".:StepLog",
  ".:Waiter",
  ".:WorkflowContext",
  ".:WorkflowMiddleware",
  ".:WorkflowRetryAfterError",
  ".:WorkflowRunLog",
  ".:WorkflowServeOptions",
]);

/** Members whose own members are not gone into: they have a row, or an export, of their own. */
const CLOSED: ReadonlySet<string> = new Set([
  "WorkflowContext.api.anthropic",
  "WorkflowContext.api.openai",
  "WorkflowContext.api.resend",
  "errors",
  "middlewares",
  "notifyResponse.waiter",
  "qstashClient",
  "receiver",
  "runs",
  "stepInfo",
  "waiter",
  "workflow",
]);

/** The package's own wiring, though its types show it. */
const WIRING: ReadonlySet<string> = new Set(["ensureInit", "getCallback"]);

/** The limits of flow control are the same everywhere: they are listed for one method. */
const FLOW_CONTROL_OF = "Client.trigger";

class Lister {
  readonly names = new Set<string>();
  readonly #checker: ts.TypeChecker;
  readonly #folder: string;

  constructor(checker: ts.TypeChecker, folder: string) {
    this.#checker = checker;
    this.#folder = folder;
  }

  /** Lists what one import path of the package exports. */
  module(subpath: string, file: ts.SourceFile): void {
    const symbol = this.#checker.getSymbolAtLocation(file);
    if (symbol === undefined) throw new Error(`${subpath} exports nothing`);
    for (const exported of this.#checker.getExportsOfModule(symbol)) {
      const prefix = subpath === "." ? "" : `${subpath.slice(2)}: `;
      this.names.add(`${prefix}${exported.name}`);
      if (EXPANDED.has(`${subpath}:${exported.name}`)) this.#expand(exported);
    }
  }

  #expand(exported: ts.Symbol): void {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? this.#checker.getAliasedSymbol(exported) : exported;
    // A context is made by `serve` only.
    if (exported.name !== "WorkflowContext") this.#newOf(symbol, exported.name);
    this.#members(this.#checker.getDeclaredTypeOfSymbol(symbol), exported.name);
  }

  #newOf(symbol: ts.Symbol, name: string): void {
    if ((symbol.flags & ts.SymbolFlags.Class) === 0) return;
    const signatures = this.#checker.getTypeOfSymbol(symbol).getConstructSignatures();
    for (const signature of signatures) this.#parameters(signature, `new ${name}`);
  }

  #members(type: ts.Type, path: string): void {
    for (const property of this.#ownProperties(type)) {
      const member = `${path}.${property.name}`;
      this.names.add(member);
      const value = this.#typeOf(property);
      const signatures = value.getCallSignatures();
      for (const signature of signatures) {
        this.#parameters(signature, member);
        this.#result(signature, member);
      }
      const isClosed = CLOSED.has(property.name) || CLOSED.has(member);
      if (signatures.length === 0 && !isClosed) this.#members(this.#elementOf(value), member);
    }
  }

  /** Options of a method are named by the argument's properties: `Client.notify(eventId)`. */
  #parameters(signature: ts.Signature, path: string): void {
    for (const parameter of signature.getParameters()) {
      this.#options(this.#typeOf(parameter), path, "");
    }
  }

  #options(type: ts.Type, path: string, before: string): void {
    for (const property of this.#ownProperties(type)) {
      const option = `${before}${property.name}`;
      this.names.add(`${path}(${option})`);
      const value = this.#typeOf(property);
      const isClosed =
        CLOSED.has(property.name) ||
        (property.name === "flowControl" && path !== FLOW_CONTROL_OF) ||
        value.getCallSignatures().length > 0;
      if (!isClosed) this.#options(value, path, `${option}.`);
    }
  }

  /** What a method resolves to: `Client.cancel -> cancelled`. */
  #result(signature: ts.Signature, path: string): void {
    const returned = signature.getReturnType();
    const type = this.#checker.getAwaitedType(returned) ?? returned;
    this.#resultFields(this.#elementOf(type), `${path} -> `);
  }

  #resultFields(type: ts.Type, path: string): void {
    for (const property of this.#ownProperties(type)) {
      const field = `${path}${property.name}`;
      this.names.add(field);
      if (CLOSED.has(property.name)) continue;
      this.#resultFields(this.#elementOf(this.#typeOf(property)), `${field}.`);
    }
  }

  #typeOf(property: ts.Symbol): ts.Type {
    return this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(property));
  }

  #elementOf(type: ts.Type): ts.Type {
    return this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type;
  }

  /** Of a union all properties of all members count; those of foreign types do not. */
  #ownProperties(type: ts.Type): ts.Symbol[] {
    const found = new Map<string, ts.Symbol>();
    for (const part of type.isUnion() ? type.types : [type]) {
      if ((part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0) continue;
      for (const property of this.#checker.getPropertiesOfType(part)) {
        if (this.#isPublic(property)) found.set(property.name, property);
      }
    }
    return [...found.values()];
  }

  #isPublic(property: ts.Symbol): boolean {
    if (WIRING.has(property.name)) return false;
    // `?: never` says that an option excludes another one.
    if ((this.#typeOf(property).flags & ts.TypeFlags.Never) !== 0) return false;
    // Members of a mapped type are declared nowhere: the middleware's callbacks.
    if (property.declarations === undefined) return true;
    return property.declarations.some((declaration) => {
      if (!declaration.getSourceFile().fileName.startsWith(this.#folder)) return false;
      const flags = ts.getCombinedModifierFlags(declaration);
      return (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0;
    });
  }
}

const folder = resolve(process.argv[2] ?? ".");
const stock = join(folder, "node_modules/@upstash/workflow");
const { version, exports } = JSON.parse(readFileSync(join(stock, "package.json"), "utf8")) as {
  version: string;
  exports: Record<string, { readonly import: string }>;
};

const entries = Object.entries(exports).map(([subpath, { import: file }]) => ({
  subpath,
  path: join(stock, file.replace(/\.mjs$/, ".d.ts")),
}));
const program = ts.createProgram(
  entries.map(({ path }) => path),
  {
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  },
);
const lister = new Lister(program.getTypeChecker(), join(folder, "node_modules/@upstash"));
for (const { subpath, path } of entries) {
  const file = program.getSourceFile(path);
  if (file !== undefined) lister.module(subpath, file); // one path of the package has no file
}

const made = `bun scripts/list-stock-names.ts, from npm's @upstash/workflow@${version}`;
process.stdout.write(`${JSON.stringify({ made, names: [...lister.names] }, null, 2)}\n`);
