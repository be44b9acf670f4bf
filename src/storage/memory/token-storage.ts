import { assert } from "../../core/assert.ts";
import type { EpochMs } from "../../core/ids.ts";
import type { NewToken, TokenRecord, TokenStorage, TokenUse } from "../token-storage.ts";
import { REVOKED_TOKENS_KEPT_MAX } from "../token-storage.ts";

/** Tokens in a map: the oracle for the other backends. */
export class MemoryTokenStorage implements TokenStorage {
  readonly #assertOpen: () => void;
  /** By id, in order of making. */
  readonly #tokens = new Map<string, TokenRecord>();

  /** `assertOpen` throws once the storage that this is a part of is closed. */
  constructor(assertOpen: () => void) {
    this.#assertOpen = assertOpen;
  }

  async createToken(token: NewToken): Promise<void> {
    this.#assertOpen();
    assert(/^[0-9a-f]{64}$/.test(token.digest), "a digest is a SHA-256 in hex");
    for (const { tokenId, digest } of this.#tokens.values()) {
      assert(tokenId !== token.tokenId && digest !== token.digest, "a token is stored once");
    }
    this.#tokens.set(token.tokenId, Object.freeze({ ...token, lastUsedAt: null, revokedAt: null }));
  }

  async listTokens(): Promise<TokenRecord[]> {
    this.#assertOpen();
    return [...this.#tokens.values()];
  }

  async revokeToken(tokenId: string, at: EpochMs): Promise<TokenRecord | null> {
    this.#assertOpen();
    const token = this.#tokens.get(tokenId);
    if (token === undefined || token.revokedAt !== null) return token ?? null;
    const revoked = Object.freeze({ ...token, revokedAt: at });
    this.#tokens.set(tokenId, revoked);
    this.#forgetOldest();
    return revoked;
  }

  async recordTokenUses(uses: readonly TokenUse[]): Promise<void> {
    this.#assertOpen();
    for (const { tokenId, at } of uses) {
      const token = this.#tokens.get(tokenId);
      if (token === undefined || at <= (token.lastUsedAt ?? -1)) continue;
      this.#tokens.set(tokenId, Object.freeze({ ...token, lastUsedAt: at }));
    }
  }

  #forgetOldest(): void {
    const revoked = [...this.#tokens.values()].filter((token) => token.revokedAt !== null);
    const surplus = revoked.length - REVOKED_TOKENS_KEPT_MAX;
    if (surplus <= 0) return;
    // The sort is stable: of those revoked at one time the older ones go first.
    revoked.sort((a, b) => (a.revokedAt ?? 0) - (b.revokedAt ?? 0));
    for (const { tokenId } of revoked.slice(0, surplus)) this.#tokens.delete(tokenId);
  }
}
