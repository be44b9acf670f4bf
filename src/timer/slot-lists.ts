import { assert } from "../core/assert.ts";

/** No node, no list. */
const NONE = -1;

/**
 * Many doubly linked lists of small numbers ("nodes") in two typed arrays; a node is in one list at
 * most. All operations are O(1), but `nextUsed`, which reads one bit per list, 32 at a time.
 *
 * Each list is a ring through a sentinel. The sentinels are the first cells of the arrays, so a
 * node can be unlinked without knowing its list: a cell with the same neighbour on both sides was
 * the last one, and that neighbour is the sentinel of a list that is now empty.
 *
 * The owner takes free nodes with `take` and gives them back with `give` after `unlink`.
 */
export class SlotLists {
  readonly #lists: number;
  /** By cell: list numbers first, then node + #lists. */
  #next: Int32Array;
  #previous: Int32Array;
  /** One bit per list: whether it holds a node. */
  readonly #used: Int32Array;
  /** First free cell, chained by #next, or NONE. */
  #free = NONE;

  constructor(lists: number, capacity: number) {
    assert(capacity >= 1, "there is room for a node");
    this.#lists = lists;
    this.#next = new Int32Array(lists + capacity);
    this.#previous = new Int32Array(lists + capacity);
    this.#used = new Int32Array((lists + 31) >>> 5);
    for (let list = 0; list < lists; list += 1) this.#clear(list);
    this.#chainFree(lists);
  }

  /** A free node, or -1 when there is none. */
  take(): number {
    const cell = this.#free;
    if (cell === NONE) return NONE;
    this.#free = this.#next[cell] ?? NONE;
    return cell - this.#lists;
  }

  /** Frees an unlinked node. */
  give(node: number): void {
    const cell = node + this.#lists;
    this.#next[cell] = this.#free;
    this.#free = cell;
  }

  /** Makes room for nodes up to `capacity`, when none is free. Nodes keep their numbers. */
  grow(capacity: number): void {
    assert(this.#free === NONE, "the lists grow when they are full");
    const first = this.#next.length;
    const next = new Int32Array(this.#lists + capacity);
    next.set(this.#next);
    this.#next = next;
    const previous = new Int32Array(this.#lists + capacity);
    previous.set(this.#previous);
    this.#previous = previous;
    this.#chainFree(first);
  }

  append(list: number, node: number): void {
    const cell = node + this.#lists;
    const last = this.#previous[list] ?? NONE;
    this.#next[cell] = list;
    this.#previous[cell] = last;
    this.#next[last] = cell;
    this.#previous[list] = cell;
    this.#setUsed(list);
  }

  unlink(node: number): void {
    const cell = node + this.#lists;
    const next = this.#next[cell] ?? NONE;
    const previous = this.#previous[cell] ?? NONE;
    this.#next[previous] = next;
    this.#previous[next] = previous;
    if (next === previous) this.#setUnused(next);
  }

  /** Moves all nodes of one list to the end of another, in order. */
  moveAll(from: number, to: number): void {
    const first = this.#next[from] ?? NONE;
    if (first === from) return;
    const last = this.#previous[from] ?? NONE;
    const end = this.#previous[to] ?? NONE;
    this.#next[end] = first;
    this.#previous[first] = end;
    this.#next[last] = to;
    this.#previous[to] = last;
    this.#clear(from);
    this.#setUnused(from);
    this.#setUsed(to);
  }

  has(list: number): boolean {
    return this.#next[list] !== list;
  }

  /** The first node of a list, or -1. */
  first(list: number): number {
    const cell = this.#next[list] ?? NONE;
    return cell === list ? NONE : cell - this.#lists;
  }

  /** The first list in [from, before) that holds a node, or -1. */
  nextUsed(from: number, before: number): number {
    let list = from;
    while (list < before) {
      // Bits below `list` are shifted away, so bit 0 stands for `list`.
      const word = (this.#used[list >>> 5] ?? 0) >>> (list & 31);
      if (word !== 0) {
        const found = list + 31 - Math.clz32(word & -word);
        return found < before ? found : NONE;
      }
      list = (list | 31) + 1;
    }
    return NONE;
  }

  #clear(list: number): void {
    this.#next[list] = list;
    this.#previous[list] = list;
  }

  #setUsed(list: number): void {
    this.#used[list >>> 5] = (this.#used[list >>> 5] ?? 0) | (1 << (list & 31));
  }

  #setUnused(list: number): void {
    this.#used[list >>> 5] = (this.#used[list >>> 5] ?? 0) & ~(1 << (list & 31));
  }

  /** Chains all cells from `first` on, lowest first, so that nodes are used densely. */
  #chainFree(first: number): void {
    for (let cell = this.#next.length - 1; cell >= first; cell -= 1) {
      this.#next[cell] = this.#free;
      this.#free = cell;
    }
  }
}
