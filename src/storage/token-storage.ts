import type { EpochMs } from "../core/ids.ts";

/**
 * Where API tokens live. Their texts are stored nowhere: a token is known by its SHA-256.
 *
 * Rows are few (a set in memory answers requests), so every method may read all of them.
 */
export interface TokenStorage {
  /**
   * Stores a new token; when the promise resolves, it is on disk.
   * @throws StorageError; nothing was stored.
   */
  createToken(token: NewToken): Promise<void>;

  /** All tokens, oldest first, revoked ones too. */
  listTokens(): Promise<TokenRecord[]>;

  /**
   * Revokes the token for good, on disk when the promise resolves. One that is revoked already
   * keeps its time. Forgets the tokens that were revoked first when there are more than
   * `REVOKED_TOKENS_KEPT_MAX` of them.
   *
   * @returns the token as it is now, or null when there is none with this id.
   * @throws StorageError; nothing was stored.
   */
  revokeToken(tokenId: string, at: EpochMs): Promise<TokenRecord | null>;

  /**
   * Notes when tokens were last used, in one transaction. An earlier time than the stored one
   * changes nothing, nor does the use of a token that is not there.
   * @throws StorageError; nothing was stored.
   */
  recordTokenUses(uses: readonly TokenUse[]): Promise<void>;
}

/** Revoked tokens kept for the list, to tell when each was revoked: years of weekly rotation. */
export const REVOKED_TOKENS_KEPT_MAX = 1_000;

/** A token that is to be stored. */
export interface NewToken {
  /** `token_…`. Not secret. */
  readonly tokenId: string;
  /** SHA-256 of the token's text, as hex. */
  readonly digest: string;
  /** For people. */
  readonly name: string;
  readonly access: TokenAccess;
  /** The only project it is for, or null for all of them. */
  readonly project: string | null;
  readonly createdAt: EpochMs;
}

/** A token as stored. */
export interface TokenRecord extends NewToken {
  /** Coarse: written at most once a minute. Null when it was never used. */
  readonly lastUsedAt: EpochMs | null;
  readonly revokedAt: EpochMs | null;
}

/** What a token allows: everything, or to look. */
export type TokenAccess = "full" | "read";

/** When a token was last seen. */
export interface TokenUse {
  readonly tokenId: string;
  readonly at: EpochMs;
}
