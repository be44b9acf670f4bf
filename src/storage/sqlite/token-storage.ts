import type { Statement } from "bun:sqlite";
import type { EpochMs } from "../../core/ids.ts";
import type { NewToken, TokenAccess, TokenRecord, TokenStorage } from "../token-storage.ts";
import { REVOKED_TOKENS_KEPT_MAX, type TokenUse } from "../token-storage.ts";
import type { StatementSet } from "./statements.ts";

/** Runs work on the connection, and explains its errors. Refuses when the storage is over. */
export interface ConnectionAccess {
  read<T>(work: () => T): T;
  /** In one durable transaction. */
  write<T>(work: () => T): T;
}

interface TokenRow {
  readonly token_id: string;
  readonly digest: string;
  readonly name: string;
  readonly access: string;
  readonly project: string | null;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

type NewTokenRow = [
  tokenId: string,
  digest: Uint8Array,
  name: string,
  access: string,
  project: string | null,
  createdAt: number,
];

interface TokenStatements {
  readonly create: Statement<unknown, NewTokenRow>;
  readonly list: Statement<TokenRow, []>;
  readonly get: Statement<TokenRow, [tokenId: string]>;
  readonly revoke: Statement<unknown, [at: number, tokenId: string]>;
  readonly forget: Statement<unknown, [kept: number]>;
  readonly recordUse: Statement<unknown, [at: number, tokenId: string]>;
}

/** Tokens in the database of the runs, over the same connection. */
export class SqliteTokenStorage implements TokenStorage {
  readonly #connection: ConnectionAccess;
  readonly #sql: TokenStatements;

  /** `statements` are those of the storage that this is a part of: it finalizes them. */
  constructor(statements: StatementSet, connection: ConnectionAccess) {
    this.#connection = connection;
    this.#sql = prepare(statements);
  }

  async createToken(token: NewToken): Promise<void> {
    const { tokenId, digest, name, access, project, createdAt } = token;
    const bytes = Uint8Array.fromHex(digest);
    this.#connection.write(() =>
      this.#sql.create.run(tokenId, bytes, name, access, project, createdAt),
    );
  }

  async listTokens(): Promise<TokenRecord[]> {
    return this.#connection.read(() => this.#sql.list.all().map(readToken));
  }

  async revokeToken(tokenId: string, at: EpochMs): Promise<TokenRecord | null> {
    return this.#connection.write(() => {
      const { changes } = this.#sql.revoke.run(at, tokenId);
      const row = this.#sql.get.get(tokenId);
      if (changes > 0) this.#sql.forget.run(REVOKED_TOKENS_KEPT_MAX);
      return row === null ? null : readToken(row);
    });
  }

  async recordTokenUses(uses: readonly TokenUse[]): Promise<void> {
    this.#connection.write(() => {
      for (const { tokenId, at } of uses) this.#sql.recordUse.run(at, tokenId);
    });
  }
}

function prepare(statements: StatementSet): TokenStatements {
  const columns = `token_id, lower(hex(digest)) AS digest, name, access, project,
    created_at, last_used_at, revoked_at`;
  return {
    create: statements.prepare(
      `INSERT INTO token (token_id, digest, name, access, project, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    list: statements.prepare(`SELECT ${columns} FROM token ORDER BY token_key`),
    get: statements.prepare(`SELECT ${columns} FROM token WHERE token_id = ?`),
    revoke: statements.prepare(
      "UPDATE token SET revoked_at = ? WHERE token_id = ? AND revoked_at IS NULL",
    ),
    forget: statements.prepare(
      `DELETE FROM token WHERE token_key IN (
         SELECT token_key FROM token WHERE revoked_at IS NOT NULL
         ORDER BY revoked_at DESC, token_key DESC LIMIT -1 OFFSET ?)`,
    ),
    recordUse: statements.prepare(
      `UPDATE token SET last_used_at = ?1
       WHERE token_id = ?2 AND (last_used_at IS NULL OR last_used_at < ?1)`,
    ),
  };
}

function readToken(row: TokenRow): TokenRecord {
  return {
    tokenId: row.token_id,
    digest: row.digest,
    name: row.name,
    access: row.access as TokenAccess,
    project: row.project,
    createdAt: row.created_at as EpochMs,
    lastUsedAt: row.last_used_at as EpochMs | null,
    revokedAt: row.revoked_at as EpochMs | null,
  };
}
