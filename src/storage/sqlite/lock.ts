import { Database } from "bun:sqlite";
import { closeSync, existsSync, openSync } from "node:fs";

/** Owner only: the database holds the users' payloads. */
const FILE_MODE = 0o600;

/**
 * Locks that this process holds. The strong reference is the point: when a `Database` is collected
 * as garbage, Bun closes it and its lock is gone, without a word.
 */
const HELD = new Set<Database>();

/** The right to be the only process that writes a database. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the lock of the database at `path`, or returns null when somebody has it.
 *
 * It is an exclusive transaction on an empty SQLite database beside it (`….lock`), which the system
 * ends with the process, however that dies. The database itself stays open to readers (backups).
 */
export function acquireLock(path: string): WriterLock | null {
  const file = `${path}.lock`;
  createPrivateFile(file);
  const database = new Database(file, { readwrite: true, create: true });
  try {
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  HELD.add(database);
  return {
    release: () => {
      if (HELD.delete(database)) database.close();
    },
  };
}

/**
 * Makes an empty file that only its owner can read, if there is none.
 *
 * An existing file must never be opened here: closing it again would drop the locks that SQLite
 * holds on it in this process (POSIX locks belong to the process, not to the descriptor).
 */
export function createPrivateFile(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, "wx", FILE_MODE));
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_BUSY";
}
