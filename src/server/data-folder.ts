import { accessSync, constants, lstatSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { StartupError } from "../config/startup-error.ts";

/** Where in the data folder the operator finds the generated token. */
export const TOKEN_FILE = "admin.token";

/** Others may not even list the names: folders of ours are for their owner only. */
const FOLDER_MODE = 0o700;
const WRITABLE_BY_OTHERS = 0o002;

/**
 * Creates the data folder when it is missing and checks that we can work in it.
 *
 * @returns its real path: two names of one folder must be one lock.
 * @throws StartupError
 */
export function prepareDataFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  } catch (cause) {
    const code = codeOf(cause);
    // Something is there already: what it is, is looked at below.
    if (code !== "EEXIST") {
      throw new StartupError(
        "data_folder_not_created",
        `The data folder ${path} cannot be created (${code}).`,
        { cause },
      );
    }
  }
  complainAboutFolder(path);
  return realpathSync(path);
}

/**
 * The checks of `prepareDataFolder` on a folder that exists; a missing one is fine. Changes
 * nothing.
 *
 * @throws StartupError
 */
export function checkDataFolder(path: string): void {
  let exists: boolean;
  try {
    exists = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    const message = `The data folder ${path} cannot be reached (${codeOf(cause)}).`;
    throw new StartupError("data_folder_not_created", message, { cause });
  }
  if (exists) complainAboutFolder(path);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown error";
}

function complainAboutFolder(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) {
    throw new StartupError("data_folder_not_a_folder", `${path} is not a folder.`);
  }
  // Whoever can rename our files can replace the keys.
  if ((stat.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new StartupError(
      "data_folder_open_to_others",
      `Every user of this machine may write to the data folder ${path}: run chmod o-w on it.`,
    );
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const message = `The data folder ${path} is not ours to read and write.`;
    throw new StartupError("data_folder_not_writable", message, { cause });
  }
}
