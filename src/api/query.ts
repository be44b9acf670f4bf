import { Type } from "@sinclair/typebox";
import { assert } from "../core/assert.ts";

/** What an integer in a query may be. */
export interface QueryIntegerOptions {
  readonly description: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
}

/**
 * An integer in a query: decimal digits only. Elysia's own coercion also takes `1e1` and `0x10`.
 *
 * The pattern spells the range out, so that the schema alone refuses what is outside; the OpenAPI
 * document shows `x-shown` instead.
 */
export function queryInteger(options: QueryIntegerOptions) {
  const { description, ...range } = options;
  const { minimum, maximum } = range;
  return Type.Optional(
    Type.String({
      description,
      pattern: rangePattern(minimum, maximum),
      "x-shown": { type: "integer", ...range },
    }),
  );
}

/** Texts for one filter: enough for people and programs, and few look-ups. */
const TEXTS_MAX = 20;

/** Texts that are no ids, like URLs, are not longer. */
const TEXT_LENGTH_MAX = 2_048;

const SomeText = Type.String({ minLength: 1, maxLength: TEXT_LENGTH_MAX });
const SomeTexts = Type.Array(SomeText, { minItems: 1, maxItems: TEXTS_MAX });

/**
 * A parameter of a query that may be repeated: any of its values will do.
 *
 * `areTextsWrong` must be asked too: of a union with a list, Elysia refuses nothing properly.
 * And of a list alone it cuts texts at commas, which URLs may have.
 */
export function queryTexts(description: string) {
  const items = { type: "string", minLength: 1, maxLength: TEXT_LENGTH_MAX };
  const shown = { type: "array", items, minItems: 1, maxItems: TEXTS_MAX };
  const texts = [Type.String(), Type.Array(Type.String())];
  return Type.Optional(Type.Union(texts, { description, "x-shown": shown }));
}

/** Whether texts of a query are not what `queryTexts` shows. */
export function areTextsWrong(value: string | readonly string[]): boolean {
  const texts = typeof value === "string" ? [value] : value;
  if (texts.length === 0 || texts.length > TEXTS_MAX) return true;
  return texts.some((text) => text === "" || text.length > TEXT_LENGTH_MAX);
}

/** A text or a list of texts in a body: any of them will do. */
export function bodyTexts(description: string) {
  return Type.Optional(Type.Union([SomeText, SomeTexts], { description }));
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
