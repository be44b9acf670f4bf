import type { Database, SQLQueryBindings, Statement } from "bun:sqlite";

/**
 * Prepared statements that are held for the life of a connection.
 *
 * They must be finalized before the connection closes: Bun otherwise leaves it half open, with its
 * file locks and its write-ahead log, and says nothing.
 */
export class StatementSet {
  readonly #database: Database;
  readonly #held: Statement<unknown, SQLQueryBindings[]>[] = [];

  constructor(database: Database) {
    this.#database = database;
  }

  prepare<Row, Params extends SQLQueryBindings[]>(sql: string): Statement<Row, Params> {
    const statement = this.#database.prepare<unknown, SQLQueryBindings[]>(sql);
    this.#held.push(statement);
    return statement as unknown as Statement<Row, Params>;
  }

  finalize(): void {
    for (const statement of this.#held.splice(0)) statement.finalize();
  }
}
