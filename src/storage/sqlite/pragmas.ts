import type { Database } from "bun:sqlite";
import { OpenError } from "./open-error.ts";

/** The first SQLite without the bug that could lose a write when the log is reset. */
const SQLITE_VERSION_MIN = "3.51.3";

/** How long to wait for a foreign reader's lock before giving up, in ms. */
const BUSY_TIMEOUT_MS = 5_000;

/** Fewer pages keep the log short, more make checkpoints rarer: 16 MB, where the default is 4. */
const CHECKPOINT_PAGES = 4_000;

/** Bytes the log keeps after a checkpoint, so that a peak does not stay on disk for ever. */
const LOG_SIZE_MAX = 64 * 1024 * 1024;

/** Memory for pages in KiB. It is taken as pages are read, not at once. */
const CACHE_KIB = 64 * 1024;

/**
 * Set in this order on the only connection, then read back. `synchronous` FULL is what makes an
 * acknowledgement true: in WAL mode, NORMAL does not sync at commit.
 */
const PRAGMAS: readonly (readonly [name: string, value: string, readBack: string | number])[] = [
  // First, so that the others can wait.
  ["busy_timeout", String(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS],
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  // These two matter on macOS only, where fsync does not reach the disk.
  ["fullfsync", "ON", 1],
  ["checkpoint_fullfsync", "ON", 1],
  ["foreign_keys", "ON", 1],
  ["trusted_schema", "OFF", 0],
  ["cell_size_check", "ON", 1],
  ["mmap_size", "0", 0],
  ["wal_autocheckpoint", String(CHECKPOINT_PAGES), CHECKPOINT_PAGES],
  ["journal_size_limit", String(LOG_SIZE_MAX), LOG_SIZE_MAX],
  ["cache_size", String(-CACHE_KIB), -CACHE_KIB],
];

/**
 * Makes the connection durable, or throws when SQLite does not confirm a setting.
 *
 * @throws OpenError `cannot_open`
 */
export function configure(database: Database): void {
  const version = readVersion(database);
  if (Bun.semver.order(version, SQLITE_VERSION_MIN) < 0) {
    const text = `SQLite ${version} may lose writes; ${SQLITE_VERSION_MIN} or newer is needed`;
    throw new OpenError("cannot_open", text);
  }
  for (const [name, value] of PRAGMAS) database.run(`PRAGMA ${name} = ${value}`);
  for (const [name, , expected] of PRAGMAS) {
    const actual = readPragma(database, name);
    if (actual === expected) continue;
    const text = `SQLite answers ${actual} for ${name}, and ${expected} is needed`;
    throw new OpenError("cannot_open", text);
  }
}

/** The value of a pragma, or null when it has none. */
export function readPragma(database: Database, name: string): string | number | null {
  const statement = database.prepare<Record<string, string | number>, []>(`PRAGMA ${name}`);
  try {
    // The column of busy_timeout is called timeout: take whatever the row has.
    const row = statement.get();
    return row === null ? null : (Object.values(row)[0] ?? null);
  } finally {
    statement.finalize();
  }
}

function readVersion(database: Database): string {
  const statement = database.prepare<{ version: string }, []>("SELECT sqlite_version() AS version");
  try {
    return statement.get()?.version ?? "unknown";
  } finally {
    statement.finalize();
  }
}
