import { Type } from "@sinclair/typebox";
import { assert } from "../core/assert.ts";

/** What an integer in a query may be. */
export interface QueryIntegerOptions {
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/**
 * An integer in a query: decimal digits only. Elysia's own coercion also takes `1e1` and `0x10`.
 *
 * The pattern spells the range out, so that the schema alone refuses what is outside; the OpenAPI
 * document shows `x-integer` instead.
 */
export function queryInteger(options: QueryIntegerOptions) {
  const { description, minimum, maximum, default: fallback } = options;
  return Type.Optional(
    Type.String({
      description,
      pattern: rangePattern(minimum, maximum),
      "x-integer": { type: "integer", minimum, maximum, default: fallback },
    }),
  );
}

/** The number that a checked query parameter stands for. */
export function integerOf(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : Number(text);
}

/** Ranges from 0 or 1 up to a power of ten need no more than counting digits. */
function rangePattern(minimum: number, maximum: number): string {
  const zeros = String(maximum).length - 1;
  assert(minimum <= 1 && maximum === 10 ** zeros && zeros > 0, "not a range up to a power of ten");
  const zero = minimum === 0 ? "0|" : "";
  return `^(?:${zero}[1-9][0-9]{0,${zeros - 1}}|${maximum})$`;
}
