import type { EpochMs } from "../ids.ts";

/** A request's place in the line of its key. */
export interface Waiting {
  /** What it is, unique in the line: a run's invocation or a call. */
  readonly identity: string;
  /** When it was due. Who was due first is first. */
  readonly dueAt: EpochMs;
  /** Decides between those that were due at the same time. */
  readonly order: number;
}

/** Below this a sparse heap is not worth tidying. */
const SPARSE_LENGTH_MIN = 64;

/**
 * The requests that wait for a key, oldest first by (dueAt, order), in whatever order they came:
 * after a restart the line is the same as before. Made for 100,000 and more.
 *
 * A binary heap, and a map of those who still wait. Who leaves the line is only struck off the map
 * (O(1)); the heap drops it when it comes to the top, or with all others that left once they are
 * more than half (amortized O(1)). `add` and `takeOldest` are O(log n).
 *
 * Example: add (a, due 5), (b, due 3), (c, due 3, order 2); remove b. The heap holds b, a, c;
 * `oldest` drops b and answers c.
 */
export class WaitingLine<Item extends Waiting> {
  readonly #waiting = new Map<string, Item>();
  /** Each item comes before items 2i + 1 and 2i + 2. May hold some that have left. */
  #heap: Item[] = [];

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Whether one waits. */
  has(identity: string): boolean {
    return this.#waiting.has(identity);
  }

  /** Takes one into the line. False when it waits already: it keeps its place. */
  add(item: Item): boolean {
    if (this.#waiting.has(item.identity)) return false;
    this.#waiting.set(item.identity, item);
    this.#heap.push(item);
    this.#rise(this.#heap.length - 1);
    return true;
  }

  /** Lets one leave. False when it did not wait. */
  remove(identity: string): boolean {
    if (!this.#waiting.delete(identity)) return false;
    const { length } = this.#heap;
    if (length >= SPARSE_LENGTH_MIN && length > 2 * this.#waiting.size) this.#tidy();
    return true;
  }

  /** Who is next, or null when nobody waits. */
  oldest(): Item | null {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined) return null;
      if (this.#waits(top)) return top;
      this.#dropTop();
    }
  }

  /** Takes the next one out of the line, or null when nobody waits. */
  takeOldest(): Item | null {
    const oldest = this.oldest();
    if (oldest === null) return null;
    this.#waiting.delete(oldest.identity);
    this.#dropTop();
    return oldest;
  }

  /** By object: the same identity may have left and come back with another place. */
  #waits(item: Item): boolean {
    return this.#waiting.get(item.identity) === item;
  }

  #dropTop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #tidy(): void {
    this.#heap = [...this.#waiting.values()];
    for (let at = (this.#heap.length >>> 1) - 1; at >= 0; at -= 1) this.#sink(at);
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.#swapIfBefore(at, parent)) return;
      at = parent;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, at)) return;
      at = child;
    }
  }

  /** Swaps two places when the first one's item comes before the second one's. */
  #swapIfBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined || !isBefore(first, second)) return false;
    this.#heap[a] = second;
    this.#heap[b] = first;
    return true;
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    return first !== undefined && second !== undefined && isBefore(first, second);
  }
}

function isBefore(a: Waiting, b: Waiting): boolean {
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt;
  if (a.order !== b.order) return a.order < b.order;
  return a.identity < b.identity;
}
