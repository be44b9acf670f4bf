import type { EpochMs } from "../core/ids.ts";
import type { Clock } from "../engine/ports.ts";

/** A forward jump beyond this is not believed at once: NTP corrects by far less. */
export const JUMP_MS_MAX = 5 * 60 * 1_000;

/** How long the wall must keep to a big forward jump before the server follows. */
export const HOLD_MS = 60_000;

/** Smaller steps of the wall are slewing and rounding, not worth a report. */
const BACKWARD_REPORT_MS = 1_000;
const FORWARD_REPORT_MS = 2_000;

/** The pace while the server is ahead of the wall: it must neither stop nor stay ahead for ever. */
const AHEAD_PACE = 0.9;

/** The wall was set: it moved by `byMs` more (or less, negative) than the monotonic time. */
export interface ClockJump {
  readonly byMs: number;
  /** The server does not follow for now. */
  readonly isHeld: boolean;
}

export interface ServerClockOptions {
  /** Epoch ms that may be set by anyone: `Date.now`. */
  readonly wall: () => number;
  /** Ms from any origin, which only go forwards: `performance.now`. */
  readonly monotonic: () => number;
  /** The newest time in storage, or null: the server never goes back behind what it has written. */
  readonly newestStoredAt: EpochMs | null;
  readonly onJump: (jump: ClockJump) => void;
  /** "fire" follows every forward jump at once; "hold" (default) waits for `HOLD_MS`. */
  readonly clockJump?: "hold" | "fire";
}

/**
 * The time that all deadlines are compared with. It never goes back.
 *
 * Usually it is the wall clock. Where the wall misbehaves it follows the monotonic clock instead:
 *
 * - The wall was set back: the server goes on from where it is, at 0.9 times the pace, until the
 *   wall has caught up. So a wait of duration d ends within 1.12 d.
 * - The wall leapt forward by more than `JUMP_MS_MAX`: the server goes on at its pace for `HOLD_MS`
 *   and follows only then, so that a slip of an operator or of NTP does not fire a year of timers.
 *   A machine that was suspended looks the same: its timers fire after the hold.
 *
 * At start it is at least `newestStoredAt`; see `aheadMs` for what to make of that.
 *
 * Not for signatures (the others compare with their wall clock), nor for timeouts of one request
 * (monotonic time).
 */
export class ServerClock implements Clock {
  readonly #wall: () => number;
  readonly #monotonic: () => number;
  readonly #onJump: (jump: ClockJump) => void;
  readonly #leapMax: number;
  /** With fractions of a ms: a server that is asked often must not lose them. */
  #server: number;
  #lastWall: number;
  #lastMonotonic: number;
  /** By the monotonic clock; null when no hold is on. */
  #heldUntil: number | null = null;

  constructor(options: ServerClockOptions) {
    this.#wall = options.wall;
    this.#monotonic = options.monotonic;
    this.#onJump = options.onJump;
    this.#leapMax = options.clockJump === "fire" ? Number.POSITIVE_INFINITY : JUMP_MS_MAX;
    this.#lastWall = this.#wall();
    this.#lastMonotonic = this.#monotonic();
    this.#server = Math.max(this.#lastWall, options.newestStoredAt ?? 0);
  }

  /** Whole ms. Called for every request: two readings and a few comparisons. */
  now(): EpochMs {
    const wall = this.#wall();
    const monotonic = this.#monotonic();
    const elapsed = Math.max(0, monotonic - this.#lastMonotonic);
    const jump = wall - this.#lastWall - elapsed;
    this.#lastWall = wall;
    this.#lastMonotonic = Math.max(monotonic, this.#lastMonotonic);
    this.#server = this.#next(wall, elapsed, jump);
    if (jump > FORWARD_REPORT_MS || jump <= -BACKWARD_REPORT_MS) this.#report(jump);
    return Math.floor(this.#server) as EpochMs;
  }

  /**
   * How far the server was ahead of the wall at the last `now()`; 0 when it follows the wall,
   * negative while a forward jump is held. A server that is far ahead right after its start has a
   * wall clock behind its own data: it is not fit to fire timers.
   */
  get aheadMs(): number {
    return this.#server - this.#lastWall;
  }

  /** Whether a forward jump is being held. */
  get isHolding(): boolean {
    return this.#heldUntil !== null;
  }

  #next(wall: number, elapsed: number, jump: number): number {
    const candidate = this.#server + elapsed;
    if (wall < candidate) {
      this.#heldUntil = null;
      return Math.max(wall, this.#server + elapsed * AHEAD_PACE);
    }
    if (wall - candidate <= this.#leapMax) {
      this.#heldUntil = null;
      return wall;
    }
    // A further leap begins a hold of its own.
    if (this.#heldUntil === null || jump > JUMP_MS_MAX) {
      this.#heldUntil = this.#lastMonotonic + HOLD_MS;
    }
    if (this.#lastMonotonic < this.#heldUntil) return candidate;
    this.#heldUntil = null;
    return wall;
  }

  #report(byMs: number): void {
    this.#onJump({ byMs: Math.round(byMs), isHeld: this.#heldUntil !== null });
  }
}
