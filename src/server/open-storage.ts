import { join } from "node:path";
import { StartupError } from "../config/startup-error.ts";
import { openSqliteStorage } from "../storage/sqlite/open.ts";
import { OpenError } from "../storage/sqlite/open-error.ts";
import type { Storage } from "../storage/storage.ts";

/** The database in the data folder; SQLite's and our own further files begin with its name. */
const DATABASE_FILE = "hookline.db";

/**
 * Opens the database of a data folder.
 *
 * @throws StartupError; nothing was written then.
 */
export function openStorage(dataFolder: string): Storage {
  try {
    return openSqliteStorage({ file: join(dataFolder, DATABASE_FILE) });
  } catch (error) {
    if (!(error instanceof OpenError)) throw error;
    const sentence = error.message.endsWith(".") ? error.message : `${error.message}.`;
    throw new StartupError(error.code, sentence, { cause: error });
  }
}
