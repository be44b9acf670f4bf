import { assert } from "../core/assert.ts";
import type { HookId, RunId } from "../core/ids.ts";
import type { Clock, Ids } from "../engine/ports.ts";

/** Crockford's base 32, lower case: no i, l, o, u; in ASCII order, so texts sort like numbers. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** All pairs of characters: ten bits at a time. */
const PAIRS = Array.from(
  { length: 1_024 },
  (_, bits) => `${ALPHABET[bits >>> 5]}${ALPHABET[bits & 31]}`,
);

/** Random bytes fetched at a time: one system call serves 128 tokens. */
const POOL_SIZE = 4_096;

const TOKEN_SIZE = 32;

/** Random bits of an id come in two halves of 40, each exact in a double. */
const HALF_SIZE = 5;
const HALF_MAX = 2 ** 40;

/**
 * Ids and secrets from the system's cryptographic randomness.
 *
 * `runId` and `hookId` are a prefix and 26 characters: 48 bits of time (ms) and 80 random bits, as
 * in a ULID. They sort by time of making, also within one ms, and also when the clock stands still
 * or goes back: then the last one is raised by one. So ids are unique but can be guessed from their
 * neighbours; they are no secrets.
 */
export class RandomIds implements Ids {
  readonly #clock: Clock;
  readonly #pool = Buffer.alloc(POOL_SIZE);
  #poolAt = POOL_SIZE;
  #lastMs = -1;
  /** The last id's time and first random half, encoded: they rarely change. */
  #head = "";
  #high = 0;
  #low = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  runId(): RunId {
    return `run_${this.#sortable()}` as RunId;
  }

  hookId(): HookId {
    return `hook_${this.#sortable()}` as HookId;
  }

  hookToken(): string {
    const at = this.#take(TOKEN_SIZE);
    const token = this.#pool.toString("base64url", at, at + TOKEN_SIZE);
    // The bytes of a secret need not lie about in memory.
    this.#pool.fill(0, at, at + TOKEN_SIZE);
    return token;
  }

  /** Spreads retries; nothing depends on nobody guessing it, so it need not be cryptographic. */
  jitter(): number {
    return Math.random();
  }

  #sortable(): string {
    const now = this.#clock.now();
    if (now > this.#lastMs) {
      this.#lastMs = now;
      this.#high = this.#half();
      this.#low = this.#half();
      this.#head = encodeTime(now) + encodeHalf(this.#high);
    } else {
      this.#raise();
    }
    return this.#head + encodeHalf(this.#low);
  }

  #raise(): void {
    this.#low += 1;
    if (this.#low < HALF_MAX) return;
    this.#low = 0;
    this.#high += 1;
    assert(this.#high < HALF_MAX, "80 random bits do not run over within one ms");
    this.#head = encodeTime(this.#lastMs) + encodeHalf(this.#high);
  }

  #half(): number {
    const at = this.#take(HALF_SIZE);
    return this.#pool.readUIntBE(at, HALF_SIZE);
  }

  /** Where in the pool `size` fresh random bytes are. */
  #take(size: number): number {
    if (this.#poolAt + size > POOL_SIZE) {
      crypto.getRandomValues(this.#pool);
      this.#poolAt = 0;
    }
    const at = this.#poolAt;
    this.#poolAt += size;
    return at;
  }
}

/** Ten characters: 50 bits, of which a time uses 48 until the year 10889. */
function encodeTime(ms: number): string {
  return encode(Math.floor(ms / HALF_MAX), 1) + encodeHalf(ms % HALF_MAX);
}

/** Eight characters of 40 bits. */
function encodeHalf(bits: number): string {
  const high = Math.floor(bits / 2 ** 20);
  return encode(high, 2) + encode(bits % 2 ** 20, 2);
}

/** `pairs` pairs of characters; the bits fit in 32. */
function encode(bits: number, pairs: 1 | 2): string {
  const low = PAIRS[bits & 1_023] ?? "";
  return pairs === 1 ? low : (PAIRS[bits >>> 10] ?? "") + low;
}
