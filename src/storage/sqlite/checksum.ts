import { StorageError } from "../storage.ts";

/** Bytes of the checksum: enough to notice any damage, and half the size of a whole SHA-256. */
const CHECKSUM_SIZE = 16;

/** The first 16 bytes of the SHA-256 of `bytes`. */
export function checksumOf(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  Bun.SHA256.hash(bytes, digest);
  return digest.subarray(0, CHECKSUM_SIZE);
}

/** A payload as stored; both are null when there is none. */
export interface BodyColumns {
  readonly body: Uint8Array | null;
  readonly checksum: Uint8Array | null;
}

/**
 * The verified bytes of a body, or null when there is none. SQLite's own integrity check does not
 * see a changed byte inside a value; this does.
 *
 * @throws StorageError `corrupt`
 */
export function verifiedBody({ body, checksum }: BodyColumns): Uint8Array | null {
  if (body === null && checksum === null) return null;
  if (body === null || checksum === null || !isEqual(checksumOf(body), checksum)) {
    throw new StorageError("corrupt", "a stored body does not match its checksum");
  }
  return body;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
