import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The root of the project. */
export const ROOT = resolve(import.meta.dir, "../..");

/** A piece of code in a document. */
export interface Snippet {
  /** Of the document, from the root. */
  readonly path: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Every document of the project as git sees it, by path from the root. */
export function listDocuments(): string[] {
  const git = Bun.spawnSync(["git", "ls-files", "-co", "--exclude-standard", "--", "*.md"], {
    cwd: ROOT,
  });
  const paths = new Set(git.stdout.toString().split("\n"));
  return [...paths].filter((path) => path !== "" && Bun.file(join(ROOT, path)).size > 0).sort();
}

export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The fenced code of a language. */
export function snippetsOf(path: string, language: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [at, text] of readDocument(path).split("\n").entries()) {
    if (open === null) {
      if (text === `\`\`\`${language}`) open = { line: at + 2, lines: [] };
    } else if (text.startsWith("```")) {
      snippets.push({ path, line: open.line, text: open.lines.join("\n") });
      open = null;
    } else open.lines.push(text);
  }
  return snippets;
}

/** The document with its fenced code blanked out, line by line. */
export function proseOf(path: string): string {
  let isCode = false;
  const lines = readDocument(path).split("\n");
  return lines
    .map((line) => {
      const isFence = /^\s*```/.test(line);
      if (isFence) isCode = !isCode;
      return isFence || isCode ? "" : line;
    })
    .join("\n");
}
