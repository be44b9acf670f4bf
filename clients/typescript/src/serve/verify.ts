import { type Bytes, fromBase64, toUtf8 } from "./bytes.ts";

/** The keys an endpoint accepts. Each may hold several, separated by commas or spaces. */
export interface SignatureKeys {
  /** `whpk_…`: Ed25519 public keys. */
  readonly publicKey?: string | undefined;
  /** `whsec_…`: shared secrets, for runtimes without Ed25519. */
  readonly signingSecret?: string | undefined;
}

/** What is signed, and the signatures on it. */
export interface SignedRequest {
  readonly id: string | null;
  readonly timestamp: string | null;
  /** The `webhook-signature` header: `v1a,<base64>` and `v1,<base64>`, separated by spaces. */
  readonly signatures: string | null;
  readonly body: Uint8Array;
}

/** The keys are not usable: a mistake of whoever set them. Never holds a key. */
export class KeyError extends Error {
  override name = "KeyError";
}

/** How far the sender's clock may be off, either way (Standard Webhooks). */
const TOLERANCE_S = 300;

/** The server sends one pair of signatures per active key; more than this is somebody else. */
const SIGNATURES_MAX = 16;

/** Keys come from settings, so there are few; edge runtimes may still change them over time. */
const CACHED_KEYS_MAX = 32;

/**
 * Checks a request's signature after Standard Webhooks: one valid signature by one of the keys.
 *
 * @returns why the request is not to be trusted, or null when it is.
 * @throws KeyError when a key cannot be used.
 */
export async function verifySignature(
  { id, timestamp, signatures, body }: SignedRequest,
  keys: SignatureKeys,
  nowMs: number,
): Promise<string | null> {
  if (id === null || timestamp === null || signatures === null) {
    return "the request is not signed: a webhook-id, -timestamp or -signature header is missing";
  }
  const sentAt = Number(timestamp);
  if (!Number.isInteger(sentAt) || String(sentAt) !== timestamp) {
    return "the webhook-timestamp header is not a number of seconds";
  }
  if (Math.abs(nowMs / 1_000 - sentAt) > TOLERANCE_S) {
    return "the signature is older or newer than 5 minutes: compare the clocks";
  }

  const imported = await importKeys(keys);
  const content = concat(toUtf8(`${id}.${timestamp}.`), body);
  for (const signature of signatures.split(" ", SIGNATURES_MAX)) {
    if (await isSignedByOne(signature, content, imported)) return null;
  }
  return "none of the signatures is by a key of this endpoint";
}

interface ImportedKey {
  /** `v1a` or `v1`. */
  readonly version: string;
  readonly algorithm: "Ed25519" | "HMAC";
  readonly key: CryptoKey;
}

async function isSignedByOne(
  text: string,
  content: Bytes,
  keys: readonly ImportedKey[],
): Promise<boolean> {
  const comma = text.indexOf(",");
  const version = text.slice(0, comma);
  const signature = comma < 0 ? null : decode(text.slice(comma + 1));
  if (signature === null) return false;
  for (const { version: expected, algorithm, key } of keys) {
    if (version !== expected) continue;
    // WebCrypto compares in constant time.
    if (await crypto.subtle.verify(algorithm, key, signature, content)) return true;
  }
  return false;
}

const cache = new Map<string, Promise<readonly ImportedKey[]>>();

/** Imports each setting once. */
function importKeys({ publicKey, signingSecret }: SignatureKeys): Promise<readonly ImportedKey[]> {
  const name = `${publicKey ?? ""}|${signingSecret ?? ""}`;
  const known = cache.get(name);
  if (known !== undefined) return known;

  const imported = Promise.all([
    ...split(publicKey).map((text) => importPublicKey(text)),
    ...split(signingSecret).map((text) => importSecret(text)),
  ]);
  if (cache.size >= CACHED_KEYS_MAX) cache.clear();
  cache.set(name, imported);
  return imported;
}

async function importPublicKey(text: string): Promise<ImportedKey> {
  const bytes = text.startsWith("whpk_") ? decode(text.slice("whpk_".length)) : null;
  if (bytes?.length !== 32) {
    throw new KeyError("HOOKLINE_PUBLIC_KEY must be whpk_ followed by the base64 of 32 bytes");
  }
  try {
    const key = await crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
    return { version: "v1a", algorithm: "Ed25519", key };
  } catch (cause) {
    const advice = "set HOOKLINE_SIGNING_SECRET instead of HOOKLINE_PUBLIC_KEY";
    throw new KeyError(`this runtime does not accept the Ed25519 key: ${advice}`, { cause });
  }
}

async function importSecret(text: string): Promise<ImportedKey> {
  const bytes = text.startsWith("whsec_") ? decode(text.slice("whsec_".length)) : null;
  if (bytes === null || bytes.length === 0) {
    throw new KeyError("HOOKLINE_SIGNING_SECRET must be whsec_ followed by base64");
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
  return { version: "v1", algorithm: "HMAC", key };
}

function split(keys: string | undefined): readonly string[] {
  return (keys ?? "").split(/[\s,]+/).filter((key) => key !== "");
}

function decode(text: string): Bytes | null {
  try {
    return fromBase64(text);
  } catch {
    return null;
  }
}

function concat(head: Uint8Array, body: Uint8Array): Bytes {
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
