import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createLogger, type LoggerOptions, logStyle } from "../../src/observe/log.ts";
import { LOG_LINE_SIZE_MAX } from "../../src/observe/log-line.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function logTo(overrides: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const log = createLogger({
    level: "debug",
    style: "json",
    now: () => AT,
    sink: (line) => lines.push(line),
    ...overrides,
  });
  return { log, lines };
}

describe("a record", () => {
  test("is one JSON object on one line", () => {
    const { log, lines } = logTo();

    log.info("run started", { runId: "run_1", attempt: 2, url: null, absent: undefined });

    expect(lines).toEqual([
      '{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"run started",' +
        '"runId":"run_1","attempt":2,"url":null}\n',
    ]);
  });

  test("is readable on a terminal", () => {
    const { log, lines } = logTo({ style: "plain" });

    log.warn("slow disk", { tookMs: 12, path: "/data/a.db", what: "two words", list: [1, "b"] });

    expect(lines).toEqual([
      '03:04:05.678 WARN  slow disk tookMs=12 path=/data/a.db what="two words" list=[1,"b"]\n',
    ]);
  });

  test("is coloured by level", () => {
    const { log, lines } = logTo({ style: "colour" });

    log.error("down");

    expect(lines[0]).toContain("\u001b[31mERROR\u001b[0m down\n");
  });

  test("carries the fields of its logger, the record's own first", () => {
    const { log, lines } = logTo();

    log.with({ room: "timer", token: "abc" }).with({ run: 1 }).debug("x", { room: "engine" });

    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      room: "engine",
      run: 1,
      token: "[redacted]",
    });
  });

  test("keeps its own names: a field of the same name is renamed", () => {
    const { log, lines } = logTo();

    log.info("real", { message: "field", level: "field", time: 0 });

    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      message: "real",
      level: "info",
      _message: "field",
      _level: "field",
      _time: 0,
    });
  });

  test("below the level is dropped", () => {
    const { log, lines } = logTo({ level: "warn" });

    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
    logTo({ level: "silent" }).log.error("e");

    expect(lines.length).toBe(2);
  });

  for (const style of ["json", "plain"] as const) {
    test(`cannot forge another one, nor command a terminal (${style})`, () => {
      const { log, lines } = logTo({ style });

      log.info("a\nb\r\u001b[2J", { "k\n1": "v\n\u001b]0;x\u0007", list: ["\n"] });

      expect(lines.length).toBe(1);
      for (const control of ["\n", "\r", "\u001b", "\u0007"]) {
        expect(lines[0]?.slice(0, -1)).not.toContain(control);
      }
      expect(lines[0]?.endsWith("\n")).toBe(true);
    });
  }

  for (const style of ["json", "plain", "colour"] as const) {
    test(`is at most 8 KiB of UTF-8, whatever is in it (${style})`, () => {
      fc.assert(
        fc.property(
          fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\u0001", "é", "€", "😀", "a")),
          fc.integer({ min: 1, max: 3_000 }),
          fc.integer({ min: 0, max: 12 }),
          (unit, repeats, fields) => {
            const { log, lines } = logTo({ style });
            const text = unit.repeat(repeats).slice(0, 10_000);

            log.info(text, Object.fromEntries(Array.from({ length: fields }, (_, i) => [i, text])));

            const line = lines[0] ?? "";
            expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LOG_LINE_SIZE_MAX);
            expect(line.indexOf("\n")).toBe(line.length - 1);
            if (style === "json") expect(JSON.parse(line).level).toBe("info");
          },
        ),
      );
    });
  }

  test("says when it was cut, and keeps the beginning", () => {
    const { log, lines } = logTo();

    log.error("failed", { error: new Error("€".repeat(5_000)), body: "€".repeat(5_000), last: 1 });

    const record = JSON.parse(lines[0] ?? "");
    expect(record.truncated).toBe(true);
    expect(JSON.stringify(record.error)).toContain("€€€");
    expect(record.last).toBe(1);
  });

  test("survives a sink that throws and values that cannot be read", () => {
    const { log: broken } = logTo({
      sink: () => {
        throw new Error("EPIPE");
      },
    });
    const { log, lines } = logTo();
    const trap = Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("trap");
      },
    });

    broken.error("x");
    log.info("x", { trap, date: new Date(Number.NaN), big: 1n, fn: () => {}, symbol: Symbol("s") });

    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      trap: "[unreadable]",
      big: "1",
      fn: "[function]",
    });
  });
});

describe("the style", () => {
  test("is JSON unless a terminal reads it", () => {
    expect(logStyle(false, {})).toBe("json");
    expect(logStyle(true, {})).toBe("colour");
  });

  test("has no colour where it is not wanted", () => {
    expect(logStyle(true, { NO_COLOR: "1" })).toBe("plain");
    expect(logStyle(true, { NO_COLOR: "" })).toBe("colour");
    expect(logStyle(true, { TERM: "dumb" })).toBe("plain");
    expect(logStyle(false, { NO_COLOR: "1" })).toBe("json");
  });
});
