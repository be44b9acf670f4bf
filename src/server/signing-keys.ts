import type { PublicSigningKey, SigningKeyRing } from "../api/deps.ts";
import { assert } from "../core/assert.ts";
import { parseSigningKey, publicKeyText, type SigningKey } from "../dispatch/signature.ts";
import { StorageError } from "../storage/storage.ts";
import { generateKey, type StoredKey } from "./keys-file.ts";

/**
 * Older keys that still sign. One: an endpoint that knows only the key of before keeps working
 * through a rotation, and two rotations are the way to be rid of a key that has leaked.
 */
export const PREVIOUS_KEYS_MAX = 1;

interface RingKey {
  readonly stored: StoredKey;
  readonly key: SigningKey;
}

/** In what order keys are listed and sign. */
const ORDER = { current: 0, next: 1, previous: 2 } as const;

/**
 * The server's signing keys. Every request is signed with the current key and with the previous
 * one; the next one is known to endpoints before it signs anything.
 */
export class SigningKeys implements SigningKeyRing {
  readonly #save: (signing: readonly StoredKey[]) => void;
  #ring: readonly RingKey[] = [];
  #active: readonly SigningKey[] = [];

  /** `save` puts the keys on disk before it returns, or throws what the file system throws. */
  constructor(signing: readonly StoredKey[], save: (signing: readonly StoredKey[]) => void) {
    this.#save = save;
    this.#use(signing);
  }

  /** What to sign with, the current key first. */
  active(): readonly SigningKey[] {
    return this.#active;
  }

  list(): readonly PublicSigningKey[] {
    return this.#ring.map(({ stored: { state }, key }) => {
      return { id: key.id, publicKey: publicKeyText(key), state };
    });
  }

  rotate(): void {
    const older = this.#ring.filter(({ stored }) => stored.state === "previous");
    const rotated = [
      ...this.#texts("next", "current"),
      ...this.#texts("current", "previous"),
      ...older.slice(0, PREVIOUS_KEYS_MAX - 1).map(({ stored }) => stored),
      generateKey("next"),
    ];
    try {
      this.#save(rotated);
    } catch (cause) {
      throw new StorageError(kindOf(cause), "the keys file could not be written", { cause });
    }
    this.#use(rotated);
  }

  #texts(from: StoredKey["state"], to: StoredKey["state"]): StoredKey[] {
    const found = this.#ring.filter(({ stored }) => stored.state === from);
    return found.map(({ stored }) => ({ ...stored, state: to }));
  }

  #use(signing: readonly StoredKey[]): void {
    this.#ring = signing
      .map((stored) => {
        const key = parseSigningKey(stored);
        assert(key !== null, "keys are checked when they are read");
        return { stored, key };
      })
      // Stable: of the previous keys the newest stays first.
      .sort((a, b) => ORDER[a.stored.state] - ORDER[b.stored.state]);
    this.#active = this.#ring.filter(({ stored }) => stored.state !== "next").map(({ key }) => key);
  }
}

function kindOf(error: unknown): StorageError["kind"] {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOSPC" || code === "EDQUOT" ? "full" : "failed";
}
