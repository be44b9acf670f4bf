import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for one test file; call `remove` when all of its tests have run. */
export function temporaryDirectory(): { path(): string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), "hookline-storage-"));
  let count = 0;
  return {
    /** A database path that was not used before, in a directory that does not exist yet. */
    path: () => {
      count += 1;
      return join(directory, String(count), "hookline.db");
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
