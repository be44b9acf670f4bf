import type { ProblemCode } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { parseStrictJson } from "./strict-json.ts";

const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

/** A JSON body: its value (undefined when there is none), or the code of its refusal. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ProblemCode };

/** Reads and parses a JSON body of at most `bytesMax` bytes, by the rules of the control API. */
export async function readJson(request: Request, bytesMax: number): Promise<JsonBody> {
  if (!hasJsonType(request)) {
    // A request without a body needs no type.
    const hasBody = request.body !== null && request.headers.get("content-length") !== "0";
    return hasBody ? { ok: false, code: "unsupported_media_type" } : { ok: true, value: undefined };
  }
  const bytes = await readBody(request, bytesMax);
  if (typeof bytes === "string") return { ok: false, code: bytes };
  if (bytes.length === 0) return { ok: true, value: undefined };
  const parsed = parseStrictJson(bytes);
  return parsed === null ? { ok: false, code: "invalid_json" } : { ok: true, value: parsed.value };
}

/** Carries a refusal out of an Elysia parser, which can answer only by throwing. */
export class BodyRefused extends Error {
  override readonly name = "BodyRefused";
  readonly code: ProblemCode;

  constructor(code: ProblemCode) {
    super(code);
    this.code = code;
  }
}

/** `readJson` as a route's `parse`. What it makes throws `BodyRefused`: see `answerErrors`. */
export function jsonParser(bytesMax: number) {
  return async ({ request }: { request: Request }): Promise<unknown> => {
    const body = await readJson(request, bytesMax);
    if (!body.ok) throw new BodyRefused(body.code);
    return body.value;
  };
}

function hasJsonType(request: Request): boolean {
  const type = request.headers.get("content-type");
  if (type === null || !JSON_TYPE.test(type)) return false;
  const encoding = request.headers.get("content-encoding");
  return encoding === null || encoding === "identity";
}
