import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";

/** What a lane needs to know of its work. */
export interface LaneOptions<Work> {
  /** How much may be under way at once. */
  readonly places: number;
  /** Tells two works of one run apart. */
  readonly keyOf: (work: Work) => string | number;
  /**
   * Asks for the right to send. Resolves with true when the work is being sent on the place that
   * the lane has claimed for it, false when it is no longer wanted; rejects when it must be asked
   * for again.
   */
  readonly begin: (work: Work) => Promise<boolean>;
  /** How long to rest after `begin` was rejected: the disk is full, say. */
  readonly restMs: number;
}

/**
 * A number of places, and a queue for what finds none free. First come, first served; the same work
 * queued twice is queued once.
 */
export class Lane<Work extends { readonly runId: RunId }> {
  readonly #options: LaneOptions<Work>;
  readonly #queue: Work[] = [];
  /** Index of the first work in `#queue` that has not been taken. */
  #head = 0;
  /** What is wanted, by run: work that was dropped stays in `#queue` until its turn. */
  readonly #wanted = new Map<RunId, Set<string | number>>();
  #taken = 0;
  #queued = 0;
  #isClosed = false;
  #rest: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LaneOptions<Work>) {
    this.#options = options;
  }

  /** Places that are taken, and works that wait for one. */
  get load(): { readonly taken: number; readonly queued: number } {
    return { taken: this.#taken, queued: this.#queued };
  }

  /** Takes a place if one is free. */
  claim(): boolean {
    if (this.#isClosed || this.#taken >= this.#options.places) return false;
    this.#taken += 1;
    return true;
  }

  /** Gives a place back; the next in the queue takes it. */
  release(): void {
    assert(this.#taken > 0, "only a taken place is given back");
    this.#taken -= 1;
    this.#pump();
  }

  enqueue(work: Work): void {
    if (this.#isClosed) return;
    const { runId } = work;
    const key = this.#options.keyOf(work);
    const keys = this.#wanted.get(runId);
    if (keys?.has(key)) return;
    if (keys === undefined) this.#wanted.set(runId, new Set([key]));
    else keys.add(key);
    this.#queue.push(work);
    this.#queued += 1;
    this.#pump();
  }

  /** Forgets what is queued for the run. */
  drop(runId: RunId): void {
    this.#queued -= this.#wanted.get(runId)?.size ?? 0;
    this.#wanted.delete(runId);
  }

  /** Takes no more work, and forgets what is queued: the storage knows it. */
  close(): void {
    this.#isClosed = true;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#wanted.clear();
    this.#queue.length = 0;
    this.#head = 0;
    this.#queued = 0;
  }

  #pump(): void {
    while (this.#rest === null && this.#queued > 0 && this.claim()) {
      const work = this.#next();
      this.#options.begin(work).then(
        (isSending) => {
          if (!isSending) this.release();
        },
        () => this.#tryLater(work),
      );
    }
  }

  /** The oldest work that is still wanted. There must be one. */
  #next(): Work {
    for (;;) {
      const work = this.#queue[this.#head];
      assert(work !== undefined, "the queue holds what is counted as queued");
      this.#head += 1;
      // Amortised: each element is moved at most once for each time the queue halves.
      if (this.#head > 1_024 && this.#head * 2 > this.#queue.length) {
        this.#queue.splice(0, this.#head);
        this.#head = 0;
      }
      if (!this.#forget(work)) continue;
      this.#queued -= 1;
      return work;
    }
  }

  /** Whether the work was still wanted; it no longer is. */
  #forget(work: Work): boolean {
    const keys = this.#wanted.get(work.runId);
    if (keys === undefined || !keys.delete(this.#options.keyOf(work))) return false;
    if (keys.size === 0) this.#wanted.delete(work.runId);
    return true;
  }

  #tryLater(work: Work): void {
    if (!this.#isClosed) {
      this.#rest ??= setTimeout(() => {
        this.#rest = null;
        this.#pump();
      }, this.#options.restMs);
    }
    this.enqueue(work);
    this.release();
  }
}
