/** Levels of nesting: what recursive readers of the same JSON survive on any platform. */
export const JSON_DEPTH_MAX = 64;

/** Keys of all objects together: a body within its size limit must not become a huge heap. */
export const JSON_KEYS_MAX = 10_000;

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** A parsed value, or null when the bytes are not acceptable JSON. */
export type ParsedJson = { readonly value: unknown } | null;

/**
 * Parses a JSON body. Stricter than `JSON.parse`: refuses invalid UTF-8, deep nesting, very many
 * keys, and numbers that overflow to infinity (they would come back as null).
 *
 * Of repeated keys the last one counts, as in `JSON.parse`. A leading byte order mark is ignored.
 */
export function parseStrictJson(bytes: Uint8Array): ParsedJson {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    return null;
  }
  return isWithinLimits(value) ? { value } : null;
}

/** Walks with its own stack: the nesting that is to be refused must not overflow the call stack. */
function isWithinLimits(root: unknown): boolean {
  const stack: unknown[] = [root];
  const depths: number[] = [0];
  let keys = 0;
  while (stack.length > 0) {
    const value = stack.pop();
    const depth = depths.pop() ?? 0;
    if (typeof value === "number" && !Number.isFinite(value)) return false;
    if (typeof value !== "object" || value === null) continue;
    if (depth === JSON_DEPTH_MAX) return false;
    const isList = Array.isArray(value);
    const children: unknown[] = isList ? value : Object.values(value);
    if (!isList) keys += children.length;
    if (keys > JSON_KEYS_MAX) return false;
    for (const child of children) {
      stack.push(child);
      depths.push(depth + 1);
    }
  }
  return true;
}
