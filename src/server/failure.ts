import { StartupError } from "../config/startup-error.ts";
import { StorageError } from "../storage/storage.ts";

/** Why the server cannot go on, for the operator. */
export function explainFailure(error: unknown): StartupError {
  const options = { cause: error };
  const detail = error instanceof Error ? error.message : "unknown";
  if (!(error instanceof StorageError)) {
    const message = `A defect of Hookline: ${detail}. Every answer given so far is on disk.`;
    return new StartupError("internal_error", message, options);
  }
  if (error.kind === "corrupt") {
    const message = `The database is damaged: ${detail}. Restore a backup.`;
    return new StartupError("storage_corrupt", message, options);
  }
  const message = `The disk failed: ${detail}. Every answer given so far is on disk.`;
  return new StartupError("storage_failed", message, options);
}
