import type { EpochMs } from "../../src/core/ids.ts";
import type { Clock, Scheduler } from "../../src/engine/ports.ts";

interface Planned {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock and a scheduler that move only when a test says so. */
export class VirtualTime implements Clock, Scheduler {
  /** What the clock shows. A test may set it apart from the passing of time. */
  wall: number;
  /** The delays asked for, newest last. */
  readonly delays: number[] = [];
  turns = 0;
  #elapsed = 0;
  #order = 0;
  #planned: Planned[] = [];

  constructor(wall: number) {
    this.wall = wall;
  }

  get elapsed(): number {
    return this.#elapsed;
  }

  now(): EpochMs {
    return this.wall as EpochMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    this.delays.push(delayMs);
    return this.#plan(this.#elapsed + delayMs, callback);
  }

  soon(callback: () => void): () => void {
    return this.#plan(this.#elapsed, callback);
  }

  /** Lets time pass, running what is planned on the way. */
  async pass(durationMs: number): Promise<void> {
    const until = this.#elapsed + durationMs;
    await settle();
    for (;;) {
      const next = this.#takeNext(until);
      if (next === null) break;
      this.#moveTo(Math.max(next.at, this.#elapsed));
      this.turns += 1;
      next.callback();
      await settle();
    }
    this.#moveTo(until);
  }

  /** Runs what is planned for the present instant. */
  async settle(): Promise<void> {
    await this.pass(0);
  }

  /** Like `pass`, but the process sleeps through most of it: what was planned comes late. */
  async passInLeaps(durationMs: number, leapMs: number): Promise<void> {
    const until = this.#elapsed + durationMs;
    while (until - this.#elapsed > 2 * leapMs) {
      this.#moveTo(this.#elapsed + leapMs);
      await this.pass(1);
    }
    await this.pass(until - this.#elapsed);
  }

  #moveTo(at: number): void {
    this.wall += at - this.#elapsed;
    this.#elapsed = at;
  }

  #plan(at: number, callback: () => void): () => void {
    this.#order += 1;
    const planned = { at, order: this.#order, callback };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((one) => one !== planned);
    };
  }

  #takeNext(until: number): Planned | null {
    let next: Planned | null = null;
    for (const one of this.#planned) {
      if (one.at > until) continue;
      if (next === null || one.at < next.at || (one.at === next.at && one.order < next.order)) {
        next = one;
      }
    }
    this.#planned = this.#planned.filter((one) => one !== next);
    return next;
  }
}

/** Lets all promises that are settled run their reactions: they go before the next real event. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
