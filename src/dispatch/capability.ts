import { timingSafeEqual } from "node:crypto";
import type { EpochMs, RunId } from "../core/ids.ts";

/** What an endpoint may do with its token: write to this run, under this epoch, until then. */
export interface Capability {
  readonly runId: RunId;
  readonly invocationId: number;
  readonly epoch: number;
  readonly expiresAt: EpochMs;
  /** How much of the journal belongs to the invocation, which may read it in pages. */
  readonly journalLength: number;
}

const PREFIX = "hlc_";

/** 192 bits: far beyond guessing, and base64 without padding or unused bits. */
const MAC_BYTES = 24;
const MAC_LENGTH = (MAC_BYTES / 3) * 4;

/** Tokens remembered: more than there are invocations under way. About a megabyte. */
const KNOWN_MAX = 2_048;

/** Longer than any token we make; spares hashing what a stranger sends. */
const TOKEN_LENGTH_MAX = 512;

/**
 * Makes and checks the tokens by which endpoints write to their run:
 * `hlc_<base64url of runId.invocationId.epoch.expiresAt.length>.<base64url HMAC-SHA256>`.
 *
 * The token holds all there is to know, so that checking one needs no storage. It fences nothing by
 * itself: the core compares the epoch.
 */
export class CapabilityMint {
  readonly #secret: Uint8Array;
  /** Tokens known to be good: an endpoint brings the same one with each step. */
  readonly #known = new Map<string, Capability>();

  /** `secret`: at least 32 random bytes, known to this server alone. */
  constructor(secret: Uint8Array) {
    if (secret.byteLength < 32) throw new RangeError("a capability secret has 32 bytes or more");
    this.#secret = secret;
  }

  /** Makes a token. */
  mint(capability: Capability): string {
    const { runId, invocationId, epoch, expiresAt, journalLength } = capability;
    const numbers = [invocationId, epoch, expiresAt, journalLength].join(".");
    const claims = Buffer.from(`${runId}.${numbers}`, "latin1");
    const text = `${PREFIX}${claims.toString("base64url")}`;
    const token = `${text}.${this.#mac(text)}`;
    this.#remember(token, { runId, invocationId, epoch, expiresAt, journalLength });
    return token;
  }

  /** What the token allows, or null when it is not ours, was changed, or has expired. */
  verify(token: string, now: EpochMs): Capability | null {
    const known = this.#known.get(token);
    if (known !== undefined) return now < known.expiresAt ? known : null;
    const capability = this.#check(token);
    if (capability === null || now >= capability.expiresAt) return null;
    this.#remember(token, capability);
    return capability;
  }

  #remember(token: string, capability: Capability): void {
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(token, capability);
  }

  #check(token: string): Capability | null {
    if (token.length > TOKEN_LENGTH_MAX || !token.startsWith(PREFIX)) return null;
    const dot = token.length - MAC_LENGTH - 1;
    if (dot <= PREFIX.length || token.charCodeAt(dot) !== 0x2e) return null;

    const text = token.slice(0, dot);
    const given = Buffer.from(token.slice(dot + 1));
    const expected = Buffer.from(this.#mac(text));
    if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return null;

    const claims = Buffer.from(text.slice(PREFIX.length), "base64url").toString("latin1");
    // From the right, since run ids may contain dots.
    const match = /^(.+)\.(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(claims);
    if (match?.[1] === undefined) return null;
    const expiresAt = Number(match[4]) as EpochMs;
    const runId = match[1] as RunId;
    const [invocationId, epoch, journalLength] = [match[2], match[3], match[5]].map(Number);
    if (invocationId === undefined || epoch === undefined) return null;
    if (journalLength === undefined) return null;
    return { runId, invocationId, epoch, expiresAt, journalLength };
  }

  #mac(text: string): string {
    const digest = new Bun.CryptoHasher("sha256", this.#secret).update(text).digest();
    return digest.subarray(0, MAC_BYTES).toString("base64url");
  }
}
