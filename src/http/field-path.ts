/** A field's path is part of the request: only one that looks like a name is shown again. */
const PLAIN = /^[A-Za-z0-9_.[\]-]{1,200}$/;

/** A path to a field that may stand in an answer, or undefined. */
export function shownField(path: string): string | undefined {
  return PLAIN.test(path) ? path : undefined;
}

/** `/labels/3` as `labels[3]`: the form that all answers use. */
export function fieldOfPointer(pointer: string): string | undefined {
  const parts = pointer.split("/").slice(1);
  const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join("");
  return shownField(path.startsWith(".") ? path.slice(1) : path);
}
