import { printable } from "./printable.ts";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Where it is cut when the terminal is too narrow. Ids are not: people copy them. */
  readonly cut?: "start" | "end";
  /** It is left out when it is empty, and when cutting does not help. */
  readonly isOptional?: boolean;
  readonly align?: "right";
  /** Colours the finished cell. */
  readonly paint?: (cell: string, row: Row) => string;
}

/** How a table is laid out. */
export interface TableLayout {
  /** Of the terminal; null: nothing is cut. */
  readonly columns: number | null;
  readonly paintTitle: (title: string) => string;
}

const GAP = "  ";

/** Below, a cut text says nothing any more. */
const CUT_WIDTH_MIN = 12;

/** Rows with aligned columns below their titles. No line ends in blanks. */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  layout: TableLayout,
): string {
  const all = columns.map((column) => sizedColumn(column, rows));
  const sized = fit(all.filter(isNeeded), layout.columns);
  const line = (cells: readonly string[]) => cells.join(GAP).trimEnd();
  const head = line(sized.map((column) => cellText(column, column.title, layout.paintTitle)));
  const body = rows.map((row, at) =>
    line(
      sized.map((column) => {
        const { paint } = column.column;
        const painted = (cell: string) => paint?.(cell, row) ?? cell;
        return cellText(column, column.texts[at] ?? "", painted);
      }),
    ),
  );
  return `${[head, ...body].join("\n")}\n`;
}

/** A column with its texts, and as wide as it will be. */
interface SizedColumn<Row> {
  readonly column: Column<Row>;
  readonly title: string;
  readonly texts: readonly string[];
  readonly width: number;
}

function sizedColumn<Row>(column: Column<Row>, rows: readonly Row[]): SizedColumn<Row> {
  const title = column.title.toUpperCase();
  const texts = rows.map((row) => printable(column.text(row)));
  const width = [title, ...texts].reduce((max, text) => Math.max(max, Bun.stringWidth(text)), 0);
  return { column, title, texts, width };
}

function isNeeded<Row>({ column, texts }: SizedColumn<Row>): boolean {
  return column.isOptional !== true || texts.some((text) => text !== "");
}

/** The cell without blanks in its colour: blanks at the end of a line are cut off. */
function cellText<Row>(
  { column, width }: SizedColumn<Row>,
  text: string,
  paint: (cell: string) => string,
): string {
  const cell = column.cut === "start" ? cutStart(text, width) : cut(text, width);
  const blanks = " ".repeat(width - Bun.stringWidth(cell));
  return column.align === "right" ? blanks + paint(cell) : paint(cell) + blanks;
}

/** Narrows what can be cut; leaves columns out, the last first, as long as that is not enough. */
function fit<Row>(
  columns: readonly SizedColumn<Row>[],
  available: number | null,
): readonly SizedColumn<Row>[] {
  if (available === null) return columns;
  const narrowed = narrow(columns, available);
  const last = columns.findLast(({ column }) => column.isOptional === true);
  if (excessOf(narrowed, available) <= 0 || last === undefined) return narrowed;
  return fit(
    columns.filter((column) => column !== last),
    available,
  );
}

/** Takes from the widest column that can be cut, again and again. */
function narrow<Row>(
  columns: readonly SizedColumn<Row>[],
  available: number,
): readonly SizedColumn<Row>[] {
  const widths = columns.map(({ width }) => width);
  for (let excess = excessOf(columns, available); excess > 0; excess -= 1) {
    const widest = columns.reduce((best, { column }, index) => {
      const width = widths[index] ?? 0;
      if (column.cut === undefined || width <= CUT_WIDTH_MIN) return best;
      return width > (widths[best] ?? 0) ? index : best;
    }, -1);
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return columns.map((column, index) => ({ ...column, width: widths[index] ?? 0 }));
}

function excessOf<Row>(columns: readonly SizedColumn<Row>[], available: number): number {
  const gaps = GAP.length * (columns.length - 1);
  return columns.reduce((sum, { width }) => sum + width, gaps) - available;
}

let segmenter: Intl.Segmenter | null = null;

/** What a reader takes for one character each. Made at first use: a server never needs it. */
function graphemes(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** The text, or its beginning and "…" when it is wider than it may be. */
export function cut(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  let kept = "";
  for (const { segment } of graphemes(text)) {
    if (Bun.stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text, or "…" and its end: of URLs that is what tells them apart. */
function cutStart(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  let kept = "";
  for (const { segment } of [...graphemes(text)].reverse()) {
    if (Bun.stringWidth(segment + kept) > width - 1) break;
    kept = segment + kept;
  }
  return `…${kept}`;
}
