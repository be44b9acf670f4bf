import { expect, test } from "bun:test";
import fc from "fast-check";
import { RETRY_DELAY_MS_MAX } from "../../src/core/retry.ts";
import {
  evaluateRetryExpression,
  parseRetryExpression,
  RETRY_EXPRESSION_DEPTH_MAX,
  RETRY_EXPRESSION_LENGTH_MAX,
} from "../../src/core/retry-expression.ts";

const DAY_MS = 86_400_000;

const READ: [text: string, retried: number, delayMs: number][] = [
  ["1000", 0, 1_000],
  ["1000 * (1 + retried)", 0, 1_000],
  ["1000 * (1 + retried)", 3, 4_000],
  ["pow(2, retried) * 1000", 0, 1_000],
  ["pow(2, retried) * 1000", 5, 32_000],
  ["max(10000, pow(2, retried) * 1000)", 2, 10_000],
  ["min(60000, exp(2.5 * retried) * 1000)", 1, 12_182],
  ["min(60000, exp(2.5 * retried) * 1000)", 9, 60_000],
  ["sqrt(retried) * 100", 9, 300],
  ["abs(retried - 10)", 3, 7],
  ["floor(2.7) + ceil(2.2) + round(2.5)", 0, 8],
  ["max(7)", 0, 7],
  ["min(9, 4, 8, 6)", 0, 4],
  // Precedence and direction.
  ["2 + 3 * 4", 0, 14],
  ["(2 + 3) * 4", 0, 20],
  ["20 - 5 - 3", 0, 12],
  ["100 / 10 / 2", 0, 5],
  ["100 / (10 / 2)", 0, 20],
  ["2 * 17 % 5", 0, 4],
  ["17 % 5 * 2", 0, 4],
  ["1 + 17 % 5", 0, 3],
  ["-3 + 10", 0, 7],
  ["10 - -3", 0, 13],
  ["10--3", 0, 13],
  ["--3", 0, 3],
  ["-2 * -3", 0, 6],
  ["10 + -7 % 4", 0, 7],
  ["-(2 - 5)", 0, 3],
  // Numbers and blanks.
  ["1e3", 0, 1_000],
  ["1.5E+3", 0, 1_500],
  ["15e-1 * 10", 0, 15],
  [".5 * 100", 0, 50],
  ["007", 0, 7],
  [" \t\r\n1000\n", 0, 1_000],
  ["pow ( 2 , 3 )", 0, 8],
  // Whole ms within the limits.
  ["100 * 1.1", 0, 110],
  ["0.4", 0, 0],
  ["0.5", 0, 1],
  ["-0", 0, 0],
  ["-5000", 0, 0],
  ["0 - 1 / 0", 0, 0],
  ["86400000", 0, DAY_MS],
  ["86400001", 0, DAY_MS],
  ["1e999", 0, DAY_MS],
  ["1 / retried", 0, DAY_MS],
  ["retried / retried", 0, DAY_MS],
  ["sqrt(-1)", 0, DAY_MS],
  ["exp(retried)", 1_000_000, DAY_MS],
];

for (const [text, retried, delayMs] of READ) {
  test(`${JSON.stringify(text)} is ${delayMs} ms before retry ${retried}`, () => {
    const got = evaluateRetryExpression(text, retried);

    expect(got).toBe(delayMs);
  });
}

const REFUSED: [text: string, at: number, message: string][] = [
  ["", 0, "expected a number"],
  ["  ", 2, "expected a number"],
  ["1 +", 3, "expected a number"],
  ["* 2", 0, "expected a number"],
  ["+2", 0, "expected a number"],
  ["1 2", 2, "expected an operator or the end"],
  ["1)", 1, "expected an operator or the end"],
  ["5.", 1, "expected an operator or the end"],
  ["1.2.3", 3, "expected an operator or the end"],
  ["1e", 1, "expected an operator or the end"],
  ["0x10", 1, "expected an operator or the end"],
  ["1_000", 1, "expected an operator or the end"],
  ["1,000", 1, "expected an operator or the end"],
  ["2 ** 3", 3, "expected a number"],
  ["2 ^ 3", 2, "expected an operator or the end"],
  ["retried retried", 8, "expected an operator or the end"],
  ["retried()", 7, "expected an operator or the end"],
  ["retriedx", 0, "unknown name"],
  ["Retried", 0, "unknown name"],
  ["1 + secret", 4, "unknown name"],
  ["constructor(1)", 0, "unknown name"],
  ["__proto__", 0, "unknown name"],
  ["toString()", 0, "unknown name"],
  ["sin(1)", 0, "unknown name"],
  ["pow", 3, 'expected "("'],
  ["pow 2", 4, 'expected "("'],
  ["pow(2)", 0, "takes 2 values"],
  ["1+pow(1, 2, 3)", 2, "takes 2 values"],
  ["sqrt(1, 2)", 0, "takes one value"],
  ["max()", 4, "expected a number"],
  ["max(1,)", 6, "expected a number"],
  ["max(1", 5, 'expected ",", an operator or ")"'],
  ["max(1;2)", 5, 'expected ",", an operator or ")"'],
  ["(1", 2, 'expected an operator or ")"'],
  ["(1, 2)", 2, 'expected an operator or ")"'],
  ["()", 1, "expected a number"],
  ["1000;", 4, "expected an operator or the end"],
  ["process.exit(1)", 0, "unknown name"],
  ["٣", 0, "expected a number"],
  ["1\u00a0", 1, "expected an operator or the end"],
];

for (const [text, at, message] of REFUSED) {
  test(`refuses ${JSON.stringify(text)} at ${at}`, () => {
    const parsed = parseRetryExpression(text);

    expect(parsed).toEqual({ ok: false, at, message: expect.stringContaining(message) });
  });
}

test("never repeats the text in its message", () => {
  const parsed = parseRetryExpression("1 + hunter2(3)");

  expect(JSON.stringify(parsed)).not.toContain("hunter2");
});

test("takes texts up to the limit, and nothing longer", () => {
  const longest = "1".padEnd(RETRY_EXPRESSION_LENGTH_MAX, "+1");

  const [fits, tooLong] = [`${longest.slice(0, -1)}1`, `${longest.slice(0, -1)}11`];

  expect(parseRetryExpression(fits)).toMatchObject({ ok: true });
  expect(parseRetryExpression(tooLong)).toEqual({
    ok: false,
    at: RETRY_EXPRESSION_LENGTH_MAX,
    message: expect.stringContaining("longer"),
  });
});

const NESTED: [what: string, nest: (depth: number) => string][] = [
  ["parentheses", (depth) => `${"(".repeat(depth)}7${")".repeat(depth)}`],
  ["minus signs", (depth) => `${"-".repeat(depth)}7`],
  ["calls", (depth) => `${"abs(".repeat(depth)}7${")".repeat(depth)}`],
];

for (const [what, nest] of NESTED) {
  test(`takes ${what} up to the depth limit, and nothing deeper`, () => {
    const deepest = parseRetryExpression(nest(RETRY_EXPRESSION_DEPTH_MAX));
    const deeper = parseRetryExpression(nest(RETRY_EXPRESSION_DEPTH_MAX + 1));

    expect(deepest).toMatchObject({ ok: true });
    expect(deeper).toMatchObject({ ok: false, message: expect.stringContaining("deeper") });
  });
}

test("parentheses beside each other are not deep", () => {
  const text = Array.from({ length: 60 }, () => "(1)").join("+");

  expect(evaluateRetryExpression(text, 0)).toBe(60);
});

test("evaluates only what was accepted, for a retry that exists", () => {
  expect(() => evaluateRetryExpression("1 +", 0)).toThrow("accepted");
  expect(() => evaluateRetryExpression("1", -1)).toThrow("from 0");
  expect(() => evaluateRetryExpression("1", 0.5)).toThrow("from 0");
  expect(() => evaluateRetryExpression("1", Number.NaN)).toThrow("from 0");
});

/** A formula with the value it has and its text, made together and without the parser. */
interface Formula {
  readonly text: string;
  readonly rank: 1 | 2 | 3;
  readonly value: (retried: number) => number;
}

const OPERATIONS: [sign: string, rank: 1 | 2, apply: (a: number, b: number) => number][] = [
  ["+", 1, (a, b) => a + b],
  ["-", 1, (a, b) => a - b],
  ["*", 2, (a, b) => a * b],
  ["/", 2, (a, b) => a / b],
  ["%", 2, (a, b) => a % b],
];

const CALLS: [name: string, takes: number, apply: (...values: number[]) => number][] = [
  ["pow", 2, (a = 0, b = 0) => a ** b],
  ["sqrt", 1, (a = 0) => Math.sqrt(a)],
  ["abs", 1, (a = 0) => (a < 0 ? -a : a)],
  ["exp", 1, (a = 0) => Math.exp(a)],
  ["floor", 1, (a = 0) => Math.floor(a)],
  ["ceil", 1, (a = 0) => Math.ceil(a)],
  ["round", 1, (a = 0) => Math.round(a)],
  ["min", 3, (...values) => Math.min(...values)],
  ["max", 2, (...values) => Math.max(...values)],
];

const anyBlank = fc.constantFrom("", "", " ", "\t ", "\n");

/** Only as many parentheses as mathematics asks for. */
function operand({ text, rank }: Formula, atLeast: number): string {
  return rank < atLeast ? `(${text})` : text;
}

const { formula: anyFormula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.nat({ max: 9_999 }).map((value) => ({ text: `${value}`, rank: 3, value: () => value })),
    fc
      .double({ min: 0, max: 1e6, noNaN: true })
      .map((value) => ({ text: `${value}`, rank: 3, value: () => value })),
    fc.constant({ text: "retried", rank: 3, value: (retried: number) => retried }),
    tie("formula").map((inner) => ({
      text: `-${operand(inner, 3)}`,
      rank: 3,
      value: (retried: number) => -inner.value(retried),
    })),
    fc
      .tuple(fc.constantFrom(...OPERATIONS), tie("formula"), tie("formula"), anyBlank)
      .map(([[sign, rank, apply], left, right, blank]) => ({
        text: `${operand(left, rank)}${blank}${sign}${blank}${operand(right, rank + 1)}`,
        rank,
        value: (retried: number) => apply(left.value(retried), right.value(retried)),
      })),
    fc.constantFrom(...CALLS).chain(([name, takes, apply]) =>
      fc
        .tuple(fc.array(tie("formula"), { minLength: takes, maxLength: takes }), anyBlank)
        .map(([inner, blank]) => ({
          text: `${name}(${inner.map(({ text }) => text).join(`${blank},`)}${blank})`,
          rank: 3,
          value: (retried: number) => apply(...inner.map(({ value }) => value(retried))),
        })),
    ),
  ) as fc.Arbitrary<Formula>,
}));

// Goal: a text means what mathematics says.
// Method: random trees are written with the fewest parentheses and evaluated without the parser.
test("gives every formula its value", () => {
  let compared = 0;

  fc.assert(
    fc.property(anyFormula, fc.nat({ max: 100 }), (formula, retried) => {
      const parsed = parseRetryExpression(formula.text);
      if (!parsed.ok) {
        // Only the limits may refuse a formula.
        expect(parsed.message).toMatch(/longer|deeper/);
        return;
      }

      const value = formula.value(retried);
      const clamped = Math.round(Math.min(Math.max(value, 0), DAY_MS));
      expect(evaluateRetryExpression(formula.text, retried)).toBe(
        Number.isNaN(value) ? RETRY_DELAY_MS_MAX : clamped,
      );
      compared += 1;
    }),
    { numRuns: 1_000 },
  );

  expect(compared).toBeGreaterThan(700);
});

// Goal: whatever is sent, the answer is a place in the text or a delay within the limits.
test("never throws, and points into the text", () => {
  const piece = fc.constantFrom(
    ..."0 1 2.5 .5 1e3 retried pow sqrt max ( ) ( ) , + - * / % x = ; \n".split(" "),
    " ",
  );
  const anyText = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
    fc.string({ maxLength: 300 }),
  );

  fc.assert(
    fc.property(anyText, fc.nat(), (text, retried) => {
      const parsed = parseRetryExpression(text);

      if (parsed.ok) {
        const delayMs = evaluateRetryExpression(text, retried);
        expect(Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= DAY_MS).toBe(true);
      } else {
        expect(parsed.at >= 0 && parsed.at <= text.length).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
