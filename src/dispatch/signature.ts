import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signEd25519,
} from "node:crypto";

/**
 * Signatures after Standard Webhooks (https://www.standardwebhooks.com): `v1a` is Ed25519, `v1` is
 * HMAC-SHA256, both over `<id>.<timestamp>.<body>`.
 */

/** One active key: an Ed25519 pair, and a secret for receivers that only know HMAC. */
export interface SigningKey {
  /** Names the key in listings and logs: `key_…`, derived from the public key. */
  readonly id: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
  readonly hmacSecret: Uint8Array;
}

/** A key as text. `privateKey` and `hmacSecret` are secrets: never in logs or answers. */
export interface SigningKeyText {
  /** `whsk_` and base64 of seed and public key. */
  readonly privateKey: string;
  /** `whsec_` and base64. */
  readonly hmacSecret: string;
}

/** What is to be signed. */
export interface SignedContent {
  /** The same for every attempt of one delivery. */
  readonly id: string;
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

/** Standard Webhooks asks for secrets of 24 to 64 bytes. */
const HMAC_SECRET_BYTES = 32;

/** An Ed25519 private key in PKCS #8 is this prefix and its seed (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Length of a seed, and of a public key. */
const KEY_BYTES = 32;

/** The value of `webhook-signature`: a `v1a` and a `v1` signature for each key, in order. */
export function sign(keys: readonly SigningKey[], content: SignedContent): string {
  const prefix = `${content.id}.${content.timestampSeconds}.`;
  // Ids are ASCII, so that characters are bytes.
  const bytes = Buffer.allocUnsafe(prefix.length + content.body.byteLength);
  bytes.write(prefix, "latin1");
  bytes.set(content.body, prefix.length);

  const signatures: string[] = [];
  for (const { privateKey, hmacSecret } of keys) {
    signatures.push(`v1a,${signEd25519(null, bytes, privateKey).toString("base64")}`);
    const hmac = new Bun.CryptoHasher("sha256", hmacSecret).update(bytes).digest("base64");
    signatures.push(`v1,${hmac}`);
  }
  return signatures.join(" ");
}

/** Makes a new key from the system's random source. */
export function generateSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  return signingKey(privateKey, randomBytes(HMAC_SECRET_BYTES));
}

/** The key as text, to be stored. `parseSigningKey` is the inverse. */
export function serializeSigningKey({ privateKey, hmacSecret }: SigningKey): SigningKeyText {
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(PKCS8_PREFIX.length);
  const pair = Buffer.concat([seed, publicBytes(privateKey)]);
  return {
    privateKey: `whsk_${pair.toString("base64")}`,
    hmacSecret: `whsec_${Buffer.from(hmacSecret).toString("base64")}`,
  };
}

/** Reads a stored key; null when the text is damaged or its two halves do not fit. */
export function parseSigningKey(text: SigningKeyText): SigningKey | null {
  const pair = decode("whsk_", text.privateKey);
  const hmacSecret = decode("whsec_", text.hmacSecret);
  if (pair === null || hmacSecret === null || pair.byteLength !== 2 * KEY_BYTES) return null;
  if (hmacSecret.byteLength < 24 || hmacSecret.byteLength > 64) return null;

  const der = Buffer.concat([PKCS8_PREFIX, pair.subarray(0, KEY_BYTES)]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  if (!publicBytes(privateKey).equals(pair.subarray(KEY_BYTES))) return null;
  return signingKey(privateKey, hmacSecret);
}

/** The public half, `whpk_…`: what endpoints check signatures with. Not a secret. */
export function publicKeyText({ privateKey }: SigningKey): string {
  return `whpk_${publicBytes(privateKey).toString("base64")}`;
}

function signingKey(privateKey: KeyObject, hmacSecret: Uint8Array): SigningKey {
  const digest = createHash("sha256").update(publicBytes(privateKey)).digest("hex");
  return { id: `key_${digest.slice(0, 12)}`, privateKey, hmacSecret };
}

function publicBytes(privateKey: KeyObject): Buffer {
  // The raw key is the end of the SubjectPublicKeyInfo (RFC 8410, section 4).
  return createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-KEY_BYTES);
}

function decode(prefix: string, text: string): Buffer | null {
  if (!text.startsWith(prefix)) return null;
  const bytes = Buffer.from(text.slice(prefix.length), "base64");
  return bytes.toString("base64") === text.slice(prefix.length) ? bytes : null;
}
