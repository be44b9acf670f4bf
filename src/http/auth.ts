import { createHash, timingSafeEqual } from "node:crypto";
import type { Principal } from "./principal.ts";

/** RFC 6750 token characters. Longer ones are not ours, and not worth hashing. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/** SHA-256 as hex. */
const DIGEST = /^[0-9a-f]{64}$/;

/** What the server knows of a token: not its text. */
export interface KnownToken extends Principal {
  /** SHA-256 of the token's text, as hex. */
  readonly digest: string;
  /** Null for the operator's own token, which is in no list. */
  readonly tokenId: string | null;
}

/** The token of the `Authorization` header, or null. Tokens are never taken from the URL. */
export function bearerToken(headers: Headers): string | null {
  const header = headers.get("authorization");
  if (header === null) return null;
  return BEARER.exec(header)?.[1] ?? null;
}

/** SHA-256 of a token, as hex: what servers compare and store. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * The tokens that are valid now, in memory: no request waits for the disk to learn who asks, and a
 * token that was removed is refused from the next request on.
 *
 * A token is looked up by its digest. How long that takes may depend on the digest, but nobody can
 * choose a token whose digest comes near to a stored one, so it tells nothing; and a cost that
 * grew with the number of tokens would slow down every request.
 */
export class TokenSet {
  readonly #byDigest = new Map<string, KnownToken>();

  get size(): number {
    return this.#byDigest.size;
  }

  /** From now on the token is valid. A digest that is damaged matches nothing. */
  add(token: KnownToken): void {
    if (DIGEST.test(token.digest)) this.#byDigest.set(token.digest, token);
  }

  /** From now on the token is not valid. Harmless when it is not. */
  remove(digest: string): void {
    this.#byDigest.delete(digest);
  }

  /** What is known of a presented token, or null when it is not valid. */
  find(token: string): KnownToken | null {
    const presented = createHash("sha256").update(token).digest();
    const known = this.#byDigest.get(presented.toString("hex"));
    if (known === undefined) return null;
    // Whatever a map takes for equal keys, access is decided by the bytes, in constant time.
    return timingSafeEqual(presented, Buffer.from(known.digest, "hex")) ? known : null;
  }
}
