import { createHash, randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { StartupError } from "../config/startup-error.ts";
import {
  generateSigningKey,
  parseSigningKey,
  type SigningKey,
  serializeSigningKey,
} from "../dispatch/signature.ts";
import { writePrivateFile } from "./private-file.ts";

/**
 * The secrets of one server: what it signs with, and who may command it.
 *
 * They live beside the database, not in it: a copy of the database alone opens nothing.
 */
export interface ServerKeys {
  /** Invocations are signed with every one of them; the first is the current one. */
  readonly signing: readonly SigningKey[];
  /** Makes and checks the capability tokens of leases. */
  readonly capabilitySecret: Uint8Array;
  /** SHA-256 of the generated admin token, as hex; null while the operator chooses the token. */
  readonly adminTokenHash: string | null;
}

export interface LoadedKeys {
  readonly keys: ServerKeys;
  /** The admin token made by this start, to be shown once; null when there is nothing to show. */
  readonly newToken: string | null;
  /** The signing keys were made by this start. */
  readonly isFirstStart: boolean;
}

const KEYS_FILE = "keys.json";
const TOKEN_FILE = "admin.token";

/** 256 bits: nothing to guess, and no more than the hashes made of them can hold. */
const SECRET_BYTES = 32;
const OPEN_TO_OTHERS = 0o077;

const KEYS_FILE_SCHEMA = Type.Object({
  version: Type.Literal(1),
  signing: Type.Array(
    Type.Object({
      /** The one that new endpoints should trust; exactly one of them. */
      current: Type.Boolean(),
      privateKey: Type.String(),
      hmacSecret: Type.String(),
    }),
    { minItems: 1 },
  ),
  capabilitySecret: Type.String({ pattern: "^[A-Za-z0-9+/]{43}=$" }),
  adminTokenHash: Type.Union([Type.String({ pattern: "^[0-9a-f]{64}$" }), Type.Null()]),
});

type KeysFile = Static<typeof KEYS_FILE_SCHEMA>;

/**
 * Reads the keys of the data folder, or makes them when there are none.
 *
 * With `wantsToken`, an admin token is made unless there is one already. Its text goes into
 * `admin.token` for the operator; the server itself keeps the hash only.
 *
 * @throws StartupError when the file is damaged, or when others can read it: a secret that was
 * open may have been copied, and only the operator can tell.
 */
export function loadKeys(folder: string, wantsToken: boolean): LoadedKeys {
  const stored = readKeysFile(folder);
  const file = stored ?? generateKeysFile();
  const newToken = wantsToken && file.adminTokenHash === null ? generateToken() : null;
  if (newToken !== null) {
    file.adminTokenHash = hashToken(newToken);
    // First the token, then the file that refers to it: a crash in between makes both anew.
    writePrivateFile(join(folder, TOKEN_FILE), `${newToken}\n`);
  }
  if (stored === null || newToken !== null) {
    writePrivateFile(join(folder, KEYS_FILE), `${JSON.stringify(file, null, 2)}\n`);
  }
  const keys: ServerKeys = {
    signing: parseSigning(file) ?? [],
    capabilitySecret: Buffer.from(file.capabilitySecret, "base64"),
    adminTokenHash: file.adminTokenHash,
  };
  return { keys, newToken, isFirstStart: stored === null };
}

/**
 * The checks of `loadKeys` on a file that exists; a missing one is fine. Changes nothing.
 *
 * @throws StartupError
 */
export function checkKeys(folder: string): void {
  readKeysFile(folder);
}

/** SHA-256 of a token, as hex: what servers compare and store. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function readKeysFile(folder: string): KeysFile | null {
  const path = join(folder, KEYS_FILE);
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
  if (!Value.Check(KEYS_FILE_SCHEMA, parsed) || parseSigning(parsed) === null) {
    throw new StartupError("keys_file_damaged", damaged);
  }
  return parsed;
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

/** The signing keys, the current one first; null when one of them is damaged. */
function parseSigning({ signing }: KeysFile): SigningKey[] | null {
  if (signing.filter(({ current }) => current).length !== 1) return null;
  const ordered = signing.toSorted((a, b) => Number(b.current) - Number(a.current));
  const keys = ordered.map(parseSigningKey).filter((key) => key !== null);
  return keys.length === signing.length ? keys : null;
}

function generateKeysFile(): KeysFile {
  return {
    version: 1,
    signing: [{ current: true, ...serializeSigningKey(generateSigningKey()) }],
    capabilitySecret: randomBytes(SECRET_BYTES).toString("base64"),
    adminTokenHash: null,
  };
}

/**
 * An admin token. The unmodified `@upstash/workflow` decodes the token it is given and wants a
 * `UserID` in it; to everyone else it is 43 unguessable characters in an envelope.
 */
function generateToken(): string {
  const password = randomBytes(SECRET_BYTES).toString("base64url");
  const envelope = JSON.stringify({ UserID: "default", Password: password });
  return Buffer.from(envelope).toString("base64");
}
