import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PAGES = resolve(import.meta.dirname, "../../../docs/quickstarts");

/** The third party of the pages. */
const THIRD_PARTY = "https://api.example.com/tasks";

/** A file as a page of docs/quickstarts shows it. */
export interface ShownFile {
  readonly path: string;
  readonly text: string;
}

/** The first file of a page: the block of code that begins with its path. */
export function shownFile(page: string): ShownFile {
  const markdown = readFileSync(join(PAGES, page), "utf8");
  const [, path, text] = /```ts\n\/\/ (\S+)\n(.*?)```/s.exec(markdown) ?? [];
  if (path === undefined || text === undefined) throw new Error(`${page} shows no file`);
  if (!text.includes(THIRD_PARTY)) throw new Error(`${page} does not call ${THIRD_PARTY}`);
  return { path, text };
}

/** The same with another third party, the only thing that cannot stay as it is. */
export function withThirdParty({ path, text }: ShownFile, url: string): ShownFile {
  return { path, text: text.replace(THIRD_PARTY, url) };
}

/** The code of the workflow in a shown file, without what mounts it and without indentation. */
export function workflowOf({ text }: ShownFile): string {
  const [, , code] = /^( *).*async \(context\) => \{\n(.*?)\n\1\}\)/ms.exec(text) ?? [];
  return (code ?? "").replaceAll(/^ +/gm, "");
}
