import { Database, SQLiteError } from "bun:sqlite";
import type { Stats } from "node:fs";
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { acquireLock, createPrivateFile } from "./lock.ts";
import type { Marker } from "./marker.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { APPLICATION_ID, migrate, SCHEMA_VERSION } from "./migrate.ts";
import type { OpenErrorCode } from "./open-error.ts";
import { OpenError } from "./open-error.ts";
import { configure, readPragma } from "./pragmas.ts";
import { SqliteStorage } from "./storage.ts";

/** The largest database checked after a crash: it takes 1.4 s per GB, and a start must not hang. */
const QUICK_CHECK_BYTES_MAX = 5 * 1024 ** 3;

/** Where the runs are kept. */
export interface SqliteOptions {
  /** The database file; its directory is made when missing. Other files lie beside it. */
  readonly file: string;
}

/**
 * Opens the database, makes it when it is new, and migrates it. The caller must `close` it.
 *
 * The process holds a lock until then, so that there is one writer. From here on nothing in the
 * process may open the file (nor `-wal` and `-shm`) but SQLite: closing it again would drop
 * SQLite's locks.
 * @throws OpenError
 */
export function openSqliteStorage({ file }: SqliteOptions): SqliteStorage {
  return explained(file, () => {
    const path = locate(file);
    const lock = acquireLock(path);
    if (lock === null) throw inUse(file, path);
    try {
      const database = openLocked(file, path);
      return new SqliteStorage(database, (isClean) => {
        if (isClean) writeMarker(path, { state: "clean", pid: null });
        lock.release();
      });
    } catch (error) {
      lock.release();
      throw error;
    }
  });
}

/** The path without symbolic links: two names of one file must lead to one lock. */
function locate(file: string): string {
  const directory = dirname(resolve(file));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return join(realpathSync(directory), basename(file));

  if (!stats.isFile()) throw new OpenError("cannot_open", `${file} is not a regular file`);
  if (stats.nlink > 1) {
    throw new OpenError("cannot_open", `${file} has more than one hard link: locks may fail`);
  }
  return realpathSync(file);
}

function openLocked(file: string, path: string): Database {
  const marker = readMarker(path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.size === 0) refuseEmptied(file, marker);
  else inspect(file, path);

  createPrivateFile(path);
  const database = new Database(path, { readwrite: true, create: true, strict: true });
  try {
    configure(database);
    migrate(database);
    if (marker?.state === "open") quickCheck(database, { file, stats });
    writeMarker(path, { state: "open", pid: process.pid });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseEmptied(file: string, marker: Marker | null): void {
  if (marker === null) return;
  const text = `${file} is missing or empty, but it held a database (${file}.meta says so). Restore
it from a backup, or remove the .meta file to start with nothing.`;
  throw new OpenError("database_emptied", text.replace("\n", " "));
}

/** Looks at an existing file without changing it. */
function inspect(file: string, path: string): void {
  const database = new Database(path, { readonly: true, strict: true });
  try {
    const applicationId = readPragma(database, "application_id");
    const version = Number(readPragma(database, "user_version"));
    if (applicationId === 0 && version === 0 && isBlank(database)) return;
    if (applicationId !== APPLICATION_ID) {
      throw new OpenError("foreign_database", `${file} is a database of another program`);
    }
    if (version > SCHEMA_VERSION) {
      const text = `${file} has schema ${version}; this program knows ${SCHEMA_VERSION} at most`;
      throw new OpenError("schema_too_new", text);
    }
    if (version > 0 && !isOfRelease(database)) {
      const text = `${file} was made by a version of this program from before its first release`;
      throw new OpenError("schema_unreleased", `${text}: use an empty data folder`);
    }
  } finally {
    database.close();
  }
}

/** The first schema was changed once more before it was released, and the old one is no more. */
function isOfRelease(database: Database): boolean {
  const statement = database.prepare<{ name: string }, []>(
    "SELECT name FROM pragma_table_info('run')",
  );
  try {
    return statement.all().some(({ name }) => name === "project");
  } finally {
    statement.finalize();
  }
}

/** Whether nothing was made in it yet: a first start may have ended before the first migration. */
function isBlank(database: Database): boolean {
  const statement = database.prepare<{ name: string }, []>(
    "SELECT name FROM sqlite_schema LIMIT 1",
  );
  try {
    return statement.get() === null;
  } finally {
    statement.finalize();
  }
}

function quickCheck(
  database: Database,
  { file, stats }: { file: string; stats: Stats | undefined },
): void {
  if ((stats?.size ?? 0) > QUICK_CHECK_BYTES_MAX) return;
  const answer = readPragma(database, "quick_check(1)");
  if (answer === "ok") return;
  throw new OpenError("storage_corrupt", `${file} is damaged: ${answer}. Restore a backup.`);
}

function inUse(file: string, path: string): OpenError {
  const holderPid = readMarker(path)?.pid ?? null;
  const holder = holderPid === null ? "another process" : `process ${holderPid}`;
  return new OpenError("database_in_use", `${file} is in use by ${holder}`, { holderPid });
}

/** Runs `open` and gives every error of the system or of SQLite its code. */
function explained<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof OpenError) throw error;
    const code = "code" in error && typeof error.code === "string" ? error.code : null;
    if (code === null) throw error;
    throw new OpenError(codeOf(code, error), `cannot open ${file}: ${error.message}`, {
      cause: error,
    });
  }
}

function codeOf(code: string, error: Error): OpenErrorCode {
  if (code === "SQLITE_NOTADB") return "not_a_database";
  if (code.startsWith("SQLITE_CORRUPT")) return "storage_corrupt";
  if (code.startsWith("SQLITE_BUSY")) return "database_in_use";
  // What SQLite says of a damaged header; it has no code of its own.
  const isDamaged = error instanceof SQLiteError && error.message.includes("file format");
  return isDamaged ? "storage_corrupt" : "cannot_open";
}
