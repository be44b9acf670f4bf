import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * What a process leaves beside the database (`….meta`): SQLite cannot tell a database that was
 * emptied from a new one, nor whether the last process ended well.
 */
export interface Marker {
  /** `open`: in use, or the last process died. `clean`: closed in order. */
  readonly state: "open" | "clean";
  /** The process that has it open, or null. */
  readonly pid: number | null;
}

/** The marker of the database at `path`, or null when it was never opened. */
export function readMarker(path: string): Marker | null {
  let text: string;
  try {
    text = readFileSync(`${path}.meta`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  return parseMarker(text);
}

/** Replaces the marker as a whole and syncs it. The caller holds the writer lock. */
export function writeMarker(path: string, marker: Marker): void {
  const next = `${path}.meta.next`;
  withFile(next, "w", (descriptor) => {
    writeSync(descriptor, `${JSON.stringify(marker)}\n`);
    fsyncSync(descriptor);
  });
  renameSync(next, `${path}.meta`);
  syncDirectory(path);
}

/** Makes new names in the directory of `path` survive a power cut. */
function syncDirectory(path: string): void {
  withFile(dirname(path), "r", fsyncSync);
}

function withFile(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A marker that cannot be read tells as much as one of a process that died. */
function parseMarker(text: string): Marker {
  try {
    const { state, pid } = JSON.parse(text) as Partial<Marker>;
    const isClean = state === "clean";
    return { state: isClean ? "clean" : "open", pid: typeof pid === "number" ? pid : null };
  } catch {
    return { state: "open", pid: null };
  }
}
