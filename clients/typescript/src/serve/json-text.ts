/**
 * A value as JSON text; null for what JSON leaves out (`undefined`, a function).
 *
 * @throws TypeError when JSON cannot hold the value (cycles, bigint).
 */
export function toJsonText(value: unknown): string | null {
  return (JSON.stringify(value) as string | undefined) ?? null;
}

/**
 * The value of recorded JSON text, `undefined` for null. Text that is not JSON is given as it is:
 * a replay must not fail over something that the server once accepted.
 */
export function fromJsonText(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
