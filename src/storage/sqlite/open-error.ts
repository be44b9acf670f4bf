/**
 * Why a database could not be opened. Nothing was written to it.
 *
 * - `database_in_use`: another process has it; `holderPid` says which, when known.
 * - `not_a_database`: the file is something else.
 * - `foreign_database`: an SQLite database of another program.
 * - `schema_too_new`: written by a newer version of this program.
 * - `schema_unreleased`: written before the first release, with a schema that is no more.
 * - `database_emptied`: the file is missing or empty, and it was not when last used.
 * - `storage_corrupt`: SQLite finds the file damaged.
 * - `cannot_open`: the path, its permissions or the SQLite library do not allow it.
 */
export type OpenErrorCode =
  | "database_in_use"
  | "not_a_database"
  | "foreign_database"
  | "schema_too_new"
  | "schema_unreleased"
  | "database_emptied"
  | "storage_corrupt"
  | "cannot_open";

interface OpenErrorOptions extends ErrorOptions {
  readonly holderPid?: number | null;
}

/** Thrown by `openSqliteStorage`. The message is a sentence for the operator. */
export class OpenError extends Error {
  override readonly name = "OpenError";
  readonly code: OpenErrorCode;
  readonly holderPid: number | null;

  constructor(code: OpenErrorCode, message: string, options: OpenErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.holderPid = options.holderPid ?? null;
  }
}
