import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { StartupError } from "../config/startup-error.ts";
import { generateSigningKey, parseSigningKey, serializeSigningKey } from "../dispatch/signature.ts";
import { writePrivateFile } from "./private-file.ts";

const FILE_NAME = "keys.json";

/** 256 bits: nothing to guess, and no more than the hashes made of them can hold. */
const CAPABILITY_SECRET_BYTES = 32;
const OPEN_TO_OTHERS = 0o077;

const secrets = {
  capabilitySecret: Type.String({ pattern: "^[A-Za-z0-9+/]{43}=$" }),
  /** SHA-256, as hex. */
  adminTokenHash: Type.Union([Type.String({ pattern: "^[0-9a-f]{64}$" }), Type.Null()]),
};

const keyText = { privateKey: Type.String(), hmacSecret: Type.String() };

/** Exactly one key is current, and exactly one is next. */
const StoredKey = Type.Object({
  state: Type.Union([Type.Literal("next"), Type.Literal("current"), Type.Literal("previous")]),
  ...keyText,
});

const KEYS_FILE = Type.Object({
  version: Type.Literal(2),
  signing: Type.Array(StoredKey),
  ...secrets,
});

/** The first version knew no next key. */
const KEYS_FILE_1 = Type.Object({
  version: Type.Literal(1),
  signing: Type.Array(Type.Object({ current: Type.Boolean(), ...keyText })),
  ...secrets,
});

/** What is in `keys.json`: secrets, all of it. */
export type KeysFile = Static<typeof KEYS_FILE>;

/** A signing key as stored. */
export type StoredKey = Static<typeof StoredKey>;

/** A file with new keys. */
export function generateKeysFile(): KeysFile {
  return {
    version: 2,
    signing: [generateKey("current"), generateKey("next")],
    capabilitySecret: randomBytes(CAPABILITY_SECRET_BYTES).toString("base64"),
    adminTokenHash: null,
  };
}

/** A new signing key. */
export function generateKey(state: StoredKey["state"]): StoredKey {
  return { state, ...serializeSigningKey(generateSigningKey()) };
}

/** Replaces the file, or throws what the file system throws. On return it is on disk. */
export function writeKeysFile(folder: string, file: KeysFile): void {
  writePrivateFile(join(folder, FILE_NAME), `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * The keys of a data folder, or null when there are none yet. `isOld` says that the file must be
 * written anew: it is of an earlier version.
 *
 * @throws StartupError when the file is damaged, or when others can read it: a secret that was
 * open may have been copied, and only the operator can tell.
 */
export function readKeysFile(folder: string): { file: KeysFile; isOld: boolean } | null {
  const path = join(folder, FILE_NAME);
  const text = readPrivateFile(path);
  if (text === null) return null;
  const damaged = `The keys file ${path} is damaged: restore it from a backup.`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Without the cause: the parser quotes the text.
    throw new StartupError("keys_file_damaged", damaged);
  }
  const file = Value.Check(KEYS_FILE_1, parsed) ? upgrade(parsed) : parsed;
  if (!Value.Check(KEYS_FILE, file) || !areUsable(file.signing)) {
    throw new StartupError("keys_file_damaged", damaged);
  }
  return { file, isOld: file !== parsed };
}

function upgrade({ signing, ...rest }: Static<typeof KEYS_FILE_1>): KeysFile {
  const known = signing.map(({ current, ...text }): StoredKey => {
    return { state: current ? "current" : "previous", ...text };
  });
  return { ...rest, version: 2, signing: [...known, generateKey("next")] };
}

function areUsable(signing: readonly StoredKey[]): boolean {
  const count = (wanted: StoredKey["state"]) =>
    signing.filter(({ state }) => state === wanted).length;
  const isComplete = count("current") === 1 && count("next") === 1;
  return isComplete && signing.every((key) => parseSigningKey(key) !== null);
}

function readPrivateFile(path: string): string | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if ((stat.mode & OPEN_TO_OTHERS) !== 0) {
      throw new StartupError(
        "keys_file_open_to_others",
        `Other users of this machine can read the keys file ${path}: run chmod 600 on it.`,
      );
    }
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    const message = `The keys file ${path} cannot be read.`;
    throw new StartupError("keys_file_unreadable", message, { cause });
  }
}
