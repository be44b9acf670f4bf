/** One text or several, as the stock SDK takes labels and filters, as a list. */
export function listOf(texts: string | readonly string[] | undefined): string[] | undefined {
  if (texts === undefined) return undefined;
  return typeof texts === "string" ? [texts] : [...texts];
}
