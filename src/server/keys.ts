import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { tokenDigest } from "../http/auth.ts";
import { TOKEN_FILE } from "./data-folder.ts";
import { generateKeysFile, readKeysFile, writeKeysFile } from "./keys-file.ts";
import { writePrivateFile } from "./private-file.ts";
import { SigningKeys } from "./signing-keys.ts";

/**
 * The secrets of one server: what it signs with, and who may command it.
 *
 * They live beside the database, not in it: a copy of the database alone opens nothing.
 */
export interface ServerKeys {
  readonly signing: SigningKeys;
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

/** 256 bits: nothing to guess, and no more than the hash made of it can hold. */
const PASSWORD_BYTES = 32;

/**
 * Reads the keys of the data folder, or makes them when there are none.
 *
 * With `wantsToken`, an admin token is made unless there is one already. Its text goes into
 * `admin.token` for the operator; the server itself keeps the hash only.
 *
 * @throws StartupError when the file is damaged, or when others can read it.
 */
export function loadKeys(folder: string, wantsToken: boolean): LoadedKeys {
  const stored = readKeysFile(folder);
  let file = stored?.file ?? generateKeysFile();
  const newToken = wantsToken && file.adminTokenHash === null ? generateToken() : null;
  if (newToken !== null) {
    file = { ...file, adminTokenHash: tokenDigest(newToken) };
    // First the token, then the file that refers to it: a crash in between makes both anew.
    writePrivateFile(join(folder, TOKEN_FILE), `${newToken}\n`);
  }
  if (stored === null || stored.isOld || newToken !== null) writeKeysFile(folder, file);
  const keys: ServerKeys = {
    signing: new SigningKeys(file.signing, (signing) =>
      writeKeysFile(folder, { ...file, signing: [...signing] }),
    ),
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

/**
 * An admin token. The unmodified `@upstash/workflow` decodes the token it is given and wants a
 * `UserID` in it; to everyone else it is 43 unguessable characters in an envelope.
 */
function generateToken(): string {
  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  const envelope = JSON.stringify({ UserID: "default", Password: password });
  return Buffer.from(envelope).toString("base64");
}
