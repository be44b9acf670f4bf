/** The longest event id: it is part of an index. */
export const EVENT_ID_LENGTH_MAX = 256;

/**
 * Why a text is no event id, or null when it is one: any text of 1 to `EVENT_ID_LENGTH_MAX`
 * characters without control characters, except "." and "..", which URLs cannot have in a path.
 */
export function eventIdFault(eventId: string): string | null {
  if (eventId.length === 0) return "must not be empty";
  if (eventId.length > EVENT_ID_LENGTH_MAX) return `is longer than ${EVENT_ID_LENGTH_MAX}`;
  if (eventId === "." || eventId === "..") return "must not be . or ..";
  return /[\p{Cc}\p{Surrogate}]/u.test(eventId) ? "has characters that cannot be shown" : null;
}
