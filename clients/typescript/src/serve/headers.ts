import type { HeaderPairs } from "./wire.ts";

/**
 * Headers from recorded pairs. A field that this runtime cannot hold is left out: whatever a third
 * party once sent, a replay must not throw.
 */
export function headersOf(pairs: HeaderPairs): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    try {
      headers.append(name, value);
    } catch {
      // An invalid name or value.
    }
  }
  return headers;
}
