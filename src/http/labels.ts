/** Labels of one run: each is a row of an index. */
export const LABELS_MAX = 20;

/** What a label looks like. */
export const LABEL_PATTERN = "^[A-Za-z0-9_.-]{1,64}$";

const LABEL = new RegExp(LABEL_PATTERN);

/** Why a value is no list of labels, or null when it is one. */
export function labelsFault(value: unknown): string | null {
  if (!Array.isArray(value)) return "must be a list of texts";
  if (value.length > LABELS_MAX) return `has more than ${LABELS_MAX} elements`;
  const isFine = value.every((label) => typeof label === "string" && LABEL.test(label));
  return isFine ? null : "has a label that is not 1 to 64 characters of A-Z a-z 0-9 _ . -";
}
