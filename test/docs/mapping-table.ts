/** One row of a table of `docs/upstash-mapping.md`, in pieces. */
export interface Row {
  /** From 1. */
  readonly line: number;
  /** What it answers for, without shorthand. */
  readonly names: readonly string[];
  /** Our counterpart, or a dash. */
  readonly counterpart: string;
  readonly difference: string;
  /** Test files, from the root of the project. */
  readonly proofs: readonly string[];
  /** Tests that are still to be named. */
  readonly todo: readonly string[];
  /** Operations of our API that it names. */
  readonly routes: readonly Route[];
  /** Import paths of our package, as `exports` spells them. */
  readonly imports: readonly string[];
}

export interface Route {
  readonly text: string;
  /** As OpenAPI spells it, in lower case. */
  readonly method: string;
  readonly path: string;
}

const COLUMNS = 4;
const HEADER = "Upstash";

/** The rows of all tables with four columns, whose first is a list of names in backticks. */
export function parseMapping(markdown: string): Row[] {
  return markdown.split("\n").flatMap((text, at) => {
    const cells = cellsOf(text);
    const isRow = cells.length === COLUMNS && cells[0] !== HEADER && !/^-+$/.test(cells[0] ?? "");
    return isRow ? [rowOf(cells, at + 1)] : [];
  });
}

/** Whether a row says that there is no counterpart. */
export function isAbsent({ counterpart }: Row): boolean {
  return counterpart === "—";
}

function cellsOf(line: string): string[] {
  if (!line.startsWith("|")) return [];
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function rowOf(
  [names = "", counterpart = "", difference = "", proof = ""]: string[],
  line: number,
): Row {
  const ours = quotedIn(`${counterpart} ${difference}`);
  return {
    line,
    names: quotedIn(names).flatMap(expand),
    counterpart,
    difference,
    proofs: quotedIn(proof),
    todo: proof.match(/TODO:[\w-]*/g) ?? [],
    routes: ours.flatMap(routeOf),
    imports: ours
      .filter((text) => text.startsWith("@hookline/workflow"))
      .map((text) => text.replace("@hookline/workflow", ".")),
  };
}

function quotedIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
}

function routeOf(text: string): Route[] {
  const [method = "", path = "", ...more] = text.split(" ");
  if (more.length > 0 || !path.startsWith("/") || method !== method.toUpperCase()) return [];
  return [{ text, method: method.toLowerCase(), path }];
}

/** `a.{b,c}` is `a.b` and `a.c`; braces without a comma are part of a path. */
function expand(text: string): string[] {
  const braces = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/.exec(text);
  if (braces === null) return [text];
  const [, before = "", choices = "", after = ""] = braces;
  return choices.split(",").flatMap((choice) => expand(`${before}${choice}${after}`));
}
