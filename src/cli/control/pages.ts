import { type Command, Option } from "commander";
import { integer } from "./option-values.ts";
import type { Session } from "./session.ts";

/** Which part of a list is wanted. */
export interface PageOptions {
  readonly limit?: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

/** Adds the options of a list that comes in pages. */
export function addPages(command: Command): Command {
  const group = "Pages:";
  return command
    .addOption(
      new Option("--limit <number>", "rows in a page, at most 100 (default 50)")
        .argParser(integer)
        .helpGroup(group),
    )
    .addOption(new Option("--cursor <cursor>", "continue an earlier page").helpGroup(group))
    .addOption(new Option("--all", "all pages").conflicts("cursor").helpGroup(group));
}

/** A list that comes in pages. */
export interface PagedList<Page, Row> {
  /** What the rows are, for the person who finds none: "runs". */
  readonly rows: string;
  readonly load: (page: { limit?: number; cursor?: string }) => Promise<Page>;
  readonly rowsOf: (page: Page) => readonly Row[];
  /** Of the next page, or null. */
  readonly nextOf: (page: Page) => string | null;
  readonly text: (rows: readonly Row[]) => string;
}

/** Rows asked for at a time when all are wanted: as many as one answer can have. */
const LIMIT_MAX = 100;

/** Prints one page, or all: then JSON is one array. */
export async function printPages<Page, Row>(
  session: Session,
  { limit, cursor, all }: PageOptions,
  list: PagedList<Page, Row>,
): Promise<void> {
  if (all === true) {
    const rows: Row[] = [];
    let next: string | null | undefined;
    do {
      const page = await list.load({ limit: LIMIT_MAX, ...(next && { cursor: next }) });
      rows.push(...list.rowsOf(page));
      next = list.nextOf(page);
    } while (next !== null);
    session.print(rows, (found) => textOf(session, list, found));
    return;
  }
  const page = await list.load({
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  session.print(page, () => textOf(session, list, list.rowsOf(page)));
  const next = list.nextOf(page);
  if (next !== null) session.note(`There are more: --all, or --cursor ${next}`);
}

function textOf<Page, Row>(
  session: Session,
  list: PagedList<Page, Row>,
  rows: readonly Row[],
): string {
  if (rows.length > 0) return list.text(rows);
  session.note(`No ${list.rows}.`);
  return "";
}
