import { describe, expect, test } from "bun:test";
import { duration, header, instant, integer } from "../../../src/cli/control/option-values.ts";

describe("an option", () => {
  test("takes durations with their units", () => {
    expect(duration("1h30m")).toBe(5_400_000);
    expect(() => duration("5")).toThrow("duration");
  });

  test("takes whole numbers only", () => {
    expect(integer("10")).toBe(10);
    for (const text of ["", "-1", "1.5", "1e3", "ten"]) expect(() => integer(text)).toThrow();
  });

  test("takes a date as its midnight here", () => {
    expect(instant("2026-01-31")).toBe(new Date(2026, 0, 31).getTime());
    expect(instant("2026-01-31T09:05Z")).toBe(Date.UTC(2026, 0, 31, 9, 5));
    expect(instant("1760000000000")).toBe(1_760_000_000_000);
  });

  test("takes so long ago", () => {
    const before = Date.now() - 7_200_000;

    const at = instant("2h");

    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now() - 7_200_000);
  });

  test.each(["yesterday", "2026-13-01", "2026", "1-2-3"])("refuses %p as a time", (text) => {
    expect(() => instant(text)).toThrow("date");
  });

  test("gathers headers, with colons in their values", () => {
    expect(header("x-b: 2:3", header("x-a:1"))).toEqual({ "x-a": "1", "x-b": "2:3" });
    expect(() => header("nothing")).toThrow();
    expect(() => header(": value")).toThrow();
  });
});
