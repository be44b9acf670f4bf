import { SQLiteError } from "bun:sqlite";
import { AssertionError } from "../../core/assert.ts";
import { StorageError } from "../storage.ts";

/**
 * What an error of SQLite means to the callers of storage. Anything else is returned as it is.
 *
 * A failed constraint becomes an `AssertionError`: the core decided something that the invariants
 * forbid. Messages of SQLite name tables and columns, never values.
 */
export function explainError(error: unknown): unknown {
  if (!(error instanceof SQLiteError)) return error;
  const code = error.code ?? "SQLITE_ERROR";
  const cause = { cause: error };
  if (code.startsWith("SQLITE_CONSTRAINT")) return new AssertionError(error.message, cause);
  return new StorageError(kindOf(code), `${code}: ${error.message}`, cause);
}

function kindOf(code: string): StorageError["kind"] {
  if (code === "SQLITE_FULL") return "full";
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) return "busy";
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return "corrupt";
  return "failed";
}
