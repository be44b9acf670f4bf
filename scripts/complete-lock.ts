import { join } from "node:path";
import { ROOT } from "./run.ts";

/**
 * Adds to the lock files the optional packages of other platforms that npm has left out. Run it
 * after `npm install`.
 *
 * npm writes only what it has seen: packages that a partial mirror does not serve, or that an
 * existing node_modules does not hold, are missing, and then `npm ci` refuses the lock file, here
 * and on those platforms. `test/tidy.test.ts` finds them missing.
 */
interface LockEntry {
  readonly dev?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

interface LockFile {
  packages: Record<string, LockEntry>;
}

const LOCK_FILES = ["package-lock.json", "test/frameworks/package-lock.json"];

/** How the names of platform packages tell what they are for. */
const SYSTEMS = wordsOf("aix android darwin freebsd linux netbsd openbsd openharmony sunos win32");
const PROCESSORS = wordsOf("arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64");
SYSTEMS.set("windows", "win32");
PROCESSORS.set("aarch64", "arm64");

for (const file of LOCK_FILES) {
  const path = join(ROOT, file);
  const lock = (await Bun.file(path).json()) as LockFile;
  const added = complete(lock);
  await Bun.write(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${added} entries to ${file}.`);
}

/** Adds what is missing and sorts, as npm does; gives how many it added. */
function complete(lock: LockFile): number {
  let added = 0;
  for (const [key, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const place = `node_modules/${name}`;
      if (lock.packages[place] !== undefined || lock.packages[`${key}/${place}`] !== undefined) {
        continue;
      }
      lock.packages[place] = platformEntry(name, version, entry.dev === true);
      added += 1;
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  return added;
}

function wordsOf(text: string): Map<string, string> {
  return new Map(text.split(" ").map((word) => [word, word]));
}

function platformEntry(name: string, version: string, dev: boolean): LockEntry {
  const words = name.split(/[/-]/);
  const cpu = words.map((word) => PROCESSORS.get(word)).find((found) => found !== undefined);
  const os = words.map((word) => SYSTEMS.get(word)).find((found) => found !== undefined);
  const isMusl = words.some((word) => word.startsWith("musl"));
  const isGlibc = words.some((word) => word.startsWith("gnu"));
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev } : {}),
    ...(os === "linux" && (isMusl || isGlibc) ? { libc: [isMusl ? "musl" : "glibc"] } : {}),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  } as LockEntry;
}
