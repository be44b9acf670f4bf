import type { EpochMs } from "../core/ids.ts";
import type { Clock, Scheduler, Unschedule } from "../engine/ports.ts";
import { type KnownToken, TokenSet, tokenDigest } from "../http/auth.ts";
import type { Principal } from "../http/principal.ts";
import type { NewToken, TokenRecord, TokenStorage } from "../storage/token-storage.ts";

/** Live tokens of one server: each is in memory, and nobody keeps track of more. */
export const TOKENS_MAX = 1_000;

/** Uses are written together, this long after the first of them: not a write for each request. */
export const USES_WRITE_MS = 60_000;

/** Makes ids and secrets. */
export interface TokenMint {
  /** `token_…`, unique, not secret. */
  tokenId(): string;
  /** 256 random bits as 43 base64url characters. */
  secret(): string;
}

/** What a token desk works with. */
export interface TokenDeskOptions {
  readonly storage: TokenStorage;
  /** Tokens that the operator gives at start: in no list, and not to be revoked by the API. */
  readonly operatorTokens: readonly KnownToken[];
  readonly mint: TokenMint;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Told when uses could not be written; they are tried again with the next ones. */
  readonly onError: (error: unknown) => void;
}

/** What whoever makes a token chooses. */
export type TokenRequest = Pick<NewToken, "name" | "access" | "project">;

/** A new token, with its text: this is the only time that anybody has it. */
export interface MintedToken {
  readonly record: TokenRecord;
  /** `hlt_…`. Secret. */
  readonly token: string;
}

/**
 * Makes, knows and revokes the API tokens of a server. `load` must have ended before the first
 * request, `stop` ends it.
 *
 * Storage is written first, then the set that requests are checked against: what was promised
 * holds after a crash too.
 */
export class TokenDesk {
  readonly #options: TokenDeskOptions;
  readonly #valid = new TokenSet();
  /** When tokens were last seen, as far as it is not written yet. */
  #uses = new Map<string, EpochMs>();
  #unschedule: Unschedule | null = null;

  constructor(options: TokenDeskOptions) {
    this.#options = options;
    for (const token of options.operatorTokens) this.#valid.add(token);
  }

  /** Reads the stored tokens. */
  async load(): Promise<void> {
    for (const token of await this.#options.storage.listTokens()) {
      if (token.revokedAt === null) this.#valid.add(token);
    }
  }

  /** What a presented token allows, or null when it is not valid. Never reads the disk. */
  verify(token: string): Principal | null {
    const known = this.#valid.find(token);
    if (known === null) return null;
    if (known.tokenId !== null) this.#noteUse(known.tokenId);
    return known;
  }

  /**
   * Makes a token that is valid at once, or null when there are `TOKENS_MAX`.
   * @throws StorageError; then there is no token.
   */
  async create({ name, access, project }: TokenRequest): Promise<MintedToken | null> {
    const { storage, mint, clock, operatorTokens } = this.#options;
    if (this.#valid.size - operatorTokens.length >= TOKENS_MAX) return null;
    const token = `hlt_${mint.secret()}`;
    const ids = { tokenId: mint.tokenId(), digest: tokenDigest(token) };
    const made: NewToken = { ...ids, name, access, project, createdAt: clock.now() };
    await storage.createToken(made);
    this.#valid.add(made);
    return { token, record: { ...made, lastUsedAt: null, revokedAt: null } };
  }

  /** All tokens, oldest first, with what is known of their use. */
  async list(): Promise<TokenRecord[]> {
    const tokens = await this.#options.storage.listTokens();
    return tokens.map((token) => this.#withUse(token));
  }

  /**
   * Makes a token invalid at once; null when there is none with this id.
   * @throws StorageError; then the token is still valid.
   */
  async revoke(tokenId: string): Promise<TokenRecord | null> {
    const { storage, clock } = this.#options;
    const revoked = await storage.revokeToken(tokenId, clock.now());
    if (revoked === null) return null;
    this.#valid.remove(revoked.digest);
    return this.#withUse(revoked);
  }

  /** Writes what is not written yet. The last minute of use is lost when the process is killed. */
  async stop(): Promise<void> {
    this.#unschedule?.();
    await this.#writeUses();
  }

  #noteUse(tokenId: string): void {
    const { clock, scheduler } = this.#options;
    this.#uses.set(tokenId, clock.now());
    this.#unschedule ??= scheduler.after(USES_WRITE_MS, () => void this.#writeUses());
  }

  async #writeUses(): Promise<void> {
    this.#unschedule = null;
    const uses = this.#uses;
    if (uses.size === 0) return;
    this.#uses = new Map();
    try {
      await this.#options.storage.recordTokenUses(
        [...uses].map(([tokenId, at]) => ({ tokenId, at })),
      );
    } catch (error) {
      for (const [tokenId, at] of uses) {
        if (!this.#uses.has(tokenId)) this.#uses.set(tokenId, at);
      }
      this.#options.onError(error);
    }
  }

  #withUse(token: TokenRecord): TokenRecord {
    return { ...token, lastUsedAt: this.#uses.get(token.tokenId) ?? token.lastUsedAt };
  }
}
