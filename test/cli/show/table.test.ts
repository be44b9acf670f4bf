import { describe, expect, test } from "bun:test";
import { type Column, cut, table } from "../../../src/cli/show/table.ts";

interface Row {
  readonly id: string;
  readonly text: string;
  readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "id", text: ({ id }) => id },
  { title: "text", text: ({ text }) => text, cut: "end" },
  { title: "count", text: ({ count }) => String(count), align: "right" },
];

function lines(rows: readonly Row[], columns: number | null, shown = COLUMNS): string[] {
  return table(rows, shown, { columns, paintTitle: (title) => title }).split("\n");
}

describe("a table", () => {
  test("aligns its columns below their titles, numbers to the right", () => {
    const rows = [
      { id: "a", text: "long text", count: 5 },
      { id: "bcd", text: "x", count: 123 },
    ];

    expect(lines(rows, null)).toEqual([
      "ID   TEXT       COUNT",
      "a    long text      5",
      "bcd  x            123",
      "",
    ]);
  });

  test("cuts what can be cut until it fits", () => {
    const rows = [{ id: "run_1234567890", text: "x".repeat(100), count: 1 }];

    const shown = lines(rows, 40);

    expect(shown.map((line) => line.length)).toEqual([40, 40, 0]);
    expect(shown[1]).toBe(`run_1234567890  ${"x".repeat(16)}…      1`);
  });

  test("cuts a URL at its start", () => {
    const columns: Column<Row>[] = [{ title: "url", text: ({ text }) => text, cut: "start" }];
    const rows = [{ id: "", text: "https://app.example.com/api/order", count: 0 }];

    expect(lines(rows, 12, columns)[1]).toBe("…m/api/order");
  });

  test("leaves optional columns out when cutting does not help, and when they are empty", () => {
    const columns: Column<Row>[] = [
      { title: "id", text: ({ id }) => id },
      { title: "text", text: ({ text }) => text, isOptional: true },
    ];
    const wide = [{ id: "run_1234567890", text: "something", count: 0 }];
    const empty = [{ id: "run_1234567890", text: "", count: 0 }];

    expect(lines(wide, 20, columns)).toEqual(["ID", "run_1234567890", ""]);
    expect(lines(empty, null, columns)).toEqual(["ID", "run_1234567890", ""]);
  });

  test("never cuts without a terminal", () => {
    const rows = [{ id: "a", text: "x".repeat(500), count: 1 }];

    expect(lines(rows, null)[1]).toContain("x".repeat(500));
  });

  test("counts wide characters as two columns", () => {
    const rows = [
      { id: "漢字", text: "a", count: 1 },
      { id: "abcd", text: "b", count: 1 },
    ];

    const [, first, second] = lines(rows, null);

    expect(first).toBe("漢字  a         1");
    expect(second).toBe("abcd  b         1");
  });

  test("has no line ends and control characters of strangers", () => {
    const rows = [{ id: "a\u001b[31m", text: "one\ntwo\u202e", count: 1 }];

    const shown = lines(rows, null);

    expect(shown).toHaveLength(3);
    expect(shown[1]).toBe("a\ufffd[31m  one two\ufffd      1");
  });

  test("colours the text of a cell and not its blanks", () => {
    const columns: Column<Row>[] = [
      { title: "text", text: ({ text }) => text, paint: (cell) => `<${cell}>` },
      { title: "id", text: ({ id }) => id },
    ];
    const rows = [{ id: "a", text: "x", count: 1 }];

    expect(lines(rows, null, columns)[1]).toBe("<x>     a");
  });
});

test("a text is cut between characters, never within one", () => {
  expect(cut("👩‍👩‍👧 family", 4)).toBe("👩‍👩‍👧 …");
  expect(cut("abc", 3)).toBe("abc");
});
