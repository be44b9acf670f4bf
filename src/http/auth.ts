import { createHash, timingSafeEqual } from "node:crypto";

/** RFC 6750 token characters. Longer ones are not ours, and not worth hashing. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/** Whose token was presented. */
export type Access = "admin" | "read";

/** Stored tokens: only their SHA-256, as hex. */
export interface TokenHashes {
  readonly admin: readonly string[];
  /** Tokens that may only read. */
  readonly read: readonly string[];
}

/** The token of the `Authorization` header, or null. Tokens are never taken from the URL. */
export function bearerToken(headers: Headers): string | null {
  const header = headers.get("authorization");
  if (header === null) return null;
  return BEARER.exec(header)?.[1] ?? null;
}

/**
 * Tells what a presented token allows, or null.
 *
 * Compares digests, all of them, in constant time: neither a token nor which of several it was
 * near to can be learned from how long this takes.
 */
export function tokenVerifier(stored: TokenHashes): (token: string) => Access | null {
  const digests = [
    ...stored.admin.map((hex) => ({ access: "admin" as const, digest: Buffer.from(hex, "hex") })),
    ...stored.read.map((hex) => ({ access: "read" as const, digest: Buffer.from(hex, "hex") })),
  ];
  return (token) => {
    const presented = createHash("sha256").update(token).digest();
    let access: Access | null = null;
    for (const candidate of digests) {
      const same =
        candidate.digest.length === presented.length &&
        timingSafeEqual(candidate.digest, presented);
      if (same && access !== "admin") access = candidate.access;
    }
    return access;
  };
}
