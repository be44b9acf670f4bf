import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseStrictJson } from "../../src/http/strict-json.ts";

const parse = (text: string) => parseStrictJson(Buffer.from(text));

// Goal: strictness refuses nothing that people send.
// Method: any JSON value comes back as JSON.parse gives it.
test("ordinary JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(parse(text)?.value).toEqual(JSON.parse(text));
    }),
  );
});

// Goal: no bytes make the parser throw. Method: random bytes.
test("any bytes are either read or refused", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void parseStrictJson(bytes)));
});

test.each([
  "",
  " ",
  "[1,]",
  "01",
  "+1",
  "1.",
  ".5",
  "'a'",
  '["\t"]',
  "\u00a0 1",
  "1 2",
  "nul",
  "-",
])("%p is no JSON", (text) => {
  expect(parse(text)).toBeNull();
});

test("two million levels are refused without an overflow of the stack", () => {
  expect(parse("[".repeat(2_000_000) + "]".repeat(2_000_000))).toBeNull();
});

test("a member called __proto__ stays a member", () => {
  const value = parse('{"__proto__":{"polluted":true}}')?.value;

  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
