import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The pages of `docs/errors` by error code, in Markdown.
 *
 * To be imported as a macro: it runs when the program is built and its result becomes part of the
 * program, for a compiled one has no docs folder.
 */
export function readErrorTexts(): Record<string, string> {
  const folder = join(import.meta.dirname, "../../docs/errors");
  return Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".md"))
      .map((file) => [file.slice(0, -".md".length), readFileSync(join(folder, file), "utf8")]),
  );
}
