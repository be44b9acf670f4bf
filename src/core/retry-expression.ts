import { assert } from "./assert.ts";
import { RETRY_DELAY_MS_MAX } from "./retry.ts";

/** The longest expression. It is stored with the run and sent with steps; formulas are short. */
export const RETRY_EXPRESSION_LENGTH_MAX = 256;

/** Parentheses, calls and minus signs inside each other: the parser's stack has a known bound. */
export const RETRY_EXPRESSION_DEPTH_MAX = 32;

type Operator = "+" | "-" | "*" | "/" | "%";

interface Arithmetic {
  readonly fewest: number;
  readonly most: number;
  readonly apply: (...values: number[]) => number;
}

/** A map, not an object: "constructor" must not be found. */
const FUNCTIONS: ReadonlyMap<string, Arithmetic> = new Map([
  ["pow", { fewest: 2, most: 2, apply: Math.pow }],
  ["sqrt", { fewest: 1, most: 1, apply: Math.sqrt }],
  ["abs", { fewest: 1, most: 1, apply: Math.abs }],
  ["exp", { fewest: 1, most: 1, apply: Math.exp }],
  ["floor", { fewest: 1, most: 1, apply: Math.floor }],
  ["ceil", { fewest: 1, most: 1, apply: Math.ceil }],
  ["round", { fewest: 1, most: 1, apply: Math.round }],
  ["min", { fewest: 1, most: Number.POSITIVE_INFINITY, apply: Math.min }],
  ["max", { fewest: 1, most: Number.POSITIVE_INFINITY, apply: Math.max }],
]);

const OPERATORS: Record<Operator, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

/** What an expression means, as a tree. Only `parseRetryExpression` makes them. */
export type RetryExpression =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "retried" }
  | { readonly type: "negated"; readonly operand: RetryExpression }
  | {
      readonly type: "binary";
      readonly operator: Operator;
      readonly left: RetryExpression;
      readonly right: RetryExpression;
    }
  | {
      readonly type: "call";
      readonly apply: Arithmetic["apply"];
      readonly values: readonly RetryExpression[];
    };

/** An expression, or where (counted in characters from 0) and why the text is none. */
export type ParsedRetryExpression =
  | { readonly ok: true; readonly expression: RetryExpression }
  | { readonly ok: false; readonly at: number; readonly message: string };

/**
 * Reads a retry delay as QStash's users write it: arithmetic that gives milliseconds, such as
 * "pow(2, retried) * 1000".
 *
 * `+ - * / %`, minus signs, parentheses, decimal numbers (also "1e3" and ".5"), the variable
 * `retried` (0 for the first retry), and pow, sqrt, abs, exp, floor, ceil, round (halves up), and
 * min and max of one or more. Precedence is that of mathematics: operators of one rank from the
 * left; `%` ranks as `/` and has the sign of its left side. Names are lower case; blanks mean
 * nothing.
 *
 * The message never repeats the text.
 */
export function parseRetryExpression(text: string): ParsedRetryExpression {
  if (text.length > RETRY_EXPRESSION_LENGTH_MAX) {
    const message = `longer than ${RETRY_EXPRESSION_LENGTH_MAX} characters`;
    return { ok: false, at: RETRY_EXPRESSION_LENGTH_MAX, message };
  }
  return new Parser(text).parse();
}

/**
 * The pause before retry number `retried` (0 for the first), in whole ms from 0 to
 * `RETRY_DELAY_MS_MAX`, rounded. What is no number (0 / 0, sqrt(-1)) means the longest pause, since
 * a mistake must not make the server hammer an endpoint; so does infinity. Less than 0 means 0.
 *
 * The text must have been accepted by `parseRetryExpression`; throws `AssertionError` otherwise.
 */
export function evaluateRetryExpression(text: string, retried: number): number {
  assert(Number.isSafeInteger(retried) && retried >= 0, "retries are counted from 0");
  const parsed = parseRetryExpression(text);
  assert(parsed.ok, "only accepted retry expressions are evaluated");

  const delayMs = evaluate(parsed.expression, retried);
  if (Number.isNaN(delayMs)) return RETRY_DELAY_MS_MAX;
  return Math.round(Math.min(Math.max(delayMs, 0), RETRY_DELAY_MS_MAX));
}

/** The recursion is at most as deep as the text is long. */
function evaluate(expression: RetryExpression, retried: number): number {
  switch (expression.type) {
    case "number":
      return expression.value;
    case "retried":
      return retried;
    case "negated":
      return -evaluate(expression.operand, retried);
    case "binary": {
      const left = evaluate(expression.left, retried);
      return OPERATORS[expression.operator](left, evaluate(expression.right, retried));
    }
    case "call":
      return expression.apply(...expression.values.map((value) => evaluate(value, retried)));
  }
}

/**
 * Recursive descent, one method per rank:
 *
 *     sum     = product { ("+" | "-") product }
 *     product = factor { ("*" | "/" | "%") factor }
 *     factor  = "-" factor | number | "retried" | name "(" sum { "," sum } ")" | "(" sum ")"
 *
 * A method that finds something else notes the failure and gives null, and so do its callers.
 */
class Parser {
  readonly #text: string;
  /** The next character to read. */
  #at = 0;
  #depth = 0;
  #failure: { readonly at: number; readonly message: string } | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedRetryExpression {
    let expression = this.#sum();
    if (expression !== null && this.#peek() !== "") {
      expression = this.#fail(this.#at, "expected an operator or the end");
    }
    if (expression !== null) return { ok: true, expression };
    assert(this.#failure !== null, "a parser that gives up says why");
    return { ok: false, ...this.#failure };
  }

  #sum(): RetryExpression | null {
    return this.#chain(["+", "-"], () => this.#product());
  }

  #product(): RetryExpression | null {
    return this.#chain(["*", "/", "%"], () => this.#factor());
  }

  /** Operands with operators of one rank between them, taken together from the left. */
  #chain(rank: Operator[], operand: () => RetryExpression | null): RetryExpression | null {
    let left = operand();
    while (left !== null) {
      const next = this.#peek();
      const operator = rank.find((candidate) => candidate === next);
      if (operator === undefined) return left;
      this.#at += 1;
      const right = operand();
      left = right === null ? null : { type: "binary", operator, left, right };
    }
    return null;
  }

  #factor(): RetryExpression | null {
    const next = this.#peek();
    if (next === "-" || next === "(") return this.#deeper(next);
    const number = this.#read(/(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y);
    if (number !== null) return { type: "number", value: Number(number) };
    const nameAt = this.#at;
    const name = this.#read(/[A-Za-z_]\w*/y);
    if (name === null) return this.#fail(nameAt, 'expected a number, "retried", a function or "("');
    if (name === "retried") return { type: "retried" };
    const called = FUNCTIONS.get(name);
    if (called === undefined) {
      const known = [...FUNCTIONS.keys()].join(", ");
      return this.#fail(nameAt, `unknown name: known are retried, ${known}`);
    }
    return this.#call(called, nameAt);
  }

  #call(called: Arithmetic, nameAt: number): RetryExpression | null {
    if (this.#peek() !== "(") return this.#fail(this.#at, 'expected "(" after a function');
    const values = this.#within(() => this.#values());
    if (values === null) return null;
    if (values.length < called.fewest || values.length > called.most) {
      const wanted = called.fewest === 1 ? "one value" : `${called.fewest} values`;
      return this.#fail(nameAt, `this function takes ${wanted}`);
    }
    return { type: "call", apply: called.apply, values };
  }

  /** "(" and a list up to ")". */
  #values(): RetryExpression[] | null {
    const values: RetryExpression[] = [];
    do {
      this.#at += 1;
      const value = this.#sum();
      if (value === null) return null;
      values.push(value);
    } while (this.#peek() === ",");
    return this.#close('expected ",", an operator or ")"') ? values : null;
  }

  /** A minus sign or "(", and what it is about. */
  #deeper(sign: "-" | "("): RetryExpression | null {
    return this.#within(() => {
      this.#at += 1;
      if (sign === "-") {
        const operand = this.#factor();
        return operand === null ? null : { type: "negated", operand };
      }
      const inner = this.#sum();
      if (inner === null) return null;
      return this.#close('expected an operator or ")"') ? inner : null;
    });
  }

  #close(message: string): boolean {
    if (this.#peek() !== ")") return this.#fail(this.#at, message) !== null;
    this.#at += 1;
    return true;
  }

  #within<Read>(read: () => Read | null): Read | null {
    if (this.#depth === RETRY_EXPRESSION_DEPTH_MAX) {
      return this.#fail(this.#at, `nested deeper than ${RETRY_EXPRESSION_DEPTH_MAX} levels`);
    }
    this.#depth += 1;
    const got = read();
    this.#depth -= 1;
    return got;
  }

  /** The next character that is not blank, or "" at the end. */
  #peek(): string {
    this.#read(/[ \t\r\n]+/y);
    return this.#text[this.#at] ?? "";
  }

  /** Reads what the sticky pattern finds here. */
  #read(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Called once at most: who is given null gives up. */
  #fail(at: number, message: string): null {
    this.#failure = { at, message };
    return null;
  }
}
