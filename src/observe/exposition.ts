/**
 * The Prometheus text format 0.0.4, as described in "Exposition formats" of the Prometheus manual.
 */

/** Labels as they stand inside the braces: `a="1",b="2"`. */
export function labelText(labels: readonly (readonly [string, string])[]): string {
  return labels.map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(",");
}

/** One sample with its newline. `labels` as from `labelText`, "" for none. */
export function sampleLine(name: string, labels: string, value: number): string {
  return `${name}${labels === "" ? "" : `{${labels}}`} ${sampleValue(value)}\n`;
}

/** A number as the format writes it. */
export function sampleValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
