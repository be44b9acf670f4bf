import { assert } from "../core/assert.ts";
import { SlotLists } from "./slot-lists.ts";

/** Slots of one level. A power of two: a slot number is eight bits of the deadline. */
const SLOTS = 256;
const LEVELS = 4;

/** Ticks of 1 ms that one slot of the top level spans: 2^24 ms, about 4.7 hours. */
const TOP_SLOT_MS = SLOTS ** (LEVELS - 1);

/** How far ahead of the hand a deadline may be: 2^32 ms, about 49.7 days. */
export const WHEEL_SPAN_MS = SLOTS ** LEVELS;

/** First slot of each level in `SlotLists`; level n begins at n * SLOTS. */
const TOP_LEVEL = (LEVELS - 1) * SLOTS;

/** Behind the slots of all levels: timers that are due, in the order in which they expire. */
const DUE = LEVELS * SLOTS;
/** Timers of the slot that is being cascaded, when a slice ended in its middle. */
const MOVING = DUE + 1;
const LISTS = MOVING + 1;

/** Timers that can be held: 26 bits of a handle. At 20 bytes each, memory ends sooner. */
export const WHEEL_TIMERS_MAX = 2 ** 26;

/** A slot's generations: the other 27 bits of a handle. After these it begins again at 0. */
const GENERATIONS = 2 ** 27;

/**
 * Moves to a finer level that weigh as much as one expiry against a slice's limit: an expiry calls
 * the owner (microseconds), a move relinks a list (nanoseconds).
 */
const MOVES_PER_EXPIRY = 16;

const CAPACITY_DEFAULT = 1_024;

declare const brand: unique symbol;

/** Names one scheduled timer, never two: it goes stale when the timer expires or is cancelled. */
export type TimerHandle = number & { readonly [brand]: "TimerHandle" };

/**
 * A small number that names the timer while it is held and is reused afterwards: an index for the
 * owner's own arrays.
 */
export function timerIndex(handle: TimerHandle): number {
  return handle % WHEEL_TIMERS_MAX;
}

/** Called for each expired timer; by then its handle is stale and its index may be used again. */
export type Expire = (index: number, deadline: number) => void;

/**
 * A hierarchical timing wheel: O(1) to schedule and cancel, O(levels) per timer to expire, O(1) to
 * cross a gap without timers, however long (a bitmap per level tells which slots hold any).
 *
 * Level 0 has one slot per tick of 1 ms; a slot of level n spans SLOTS slots of level n - 1. A
 * timer enters the finest level whose present turn contains its deadline. When the hand reaches a
 * slot of a level above 0, the slot is emptied into the levels below ("cascade").
 *
 * Example, SLOTS = 4, hand = 0: deadline 3 goes to level 0 slot 3; deadline 9 to level 1 slot 2
 * (8..11); when the hand reaches 8 that slot cascades and 9 moves to level 0 slot 1.
 *
 * Because a level holds only what is beyond the present turn of the level below, all timers of a
 * level are due before those of the next one; the earliest is found without comparing levels.
 *
 * Pure in-memory structure without a clock: the owner calls `advance(now)`. A timer never expires
 * before `now` has reached its deadline. Deadlines beyond the span are not accepted (`canHold`);
 * the timer service keeps those in storage until they come near. Memory grows with the most timers
 * ever held at once (20 bytes each) and is not given back.
 *
 * Source: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 7.
 */
export class TimerWheel {
  readonly #lists: SlotLists;
  #deadlines: Float64Array;
  /** By index. It is raised when a timer leaves, so that a handle given out before is stale. */
  #generations: Int32Array;
  /** Everything up to and including this tick is in DUE or has expired. */
  #hand: number;
  /** The first tick beyond the present slot of the top level. */
  #topSlotEnd = 0;
  #size = 0;
  #advancing = false;

  constructor(now: number, capacity: number = CAPACITY_DEFAULT) {
    assert(Number.isSafeInteger(now), "the wheel's time is whole ms");
    this.#lists = new SlotLists(LISTS, capacity);
    this.#deadlines = new Float64Array(capacity);
    this.#generations = new Int32Array(capacity);
    this.#hand = now;
    this.#setHand(now);
  }

  /** Timers held, those that are due and not yet expired included. */
  get size(): number {
    return this.#size;
  }

  /** Whether the deadline is within the span. Past deadlines are. */
  canHold(deadline: number): boolean {
    return deadline - this.#hand < WHEEL_SPAN_MS;
  }

  /**
   * Holds a timer until `advance` reaches its deadline; the next one, when that is past.
   *
   * The deadline is in whole ms, and the caller has asked `canHold`.
   */
  insert(deadline: number): TimerHandle {
    assert(Number.isSafeInteger(deadline), "a deadline is whole ms");
    assert(this.canHold(deadline), "the deadline is within the wheel's span");
    let index = this.#lists.take();
    if (index === -1) {
      this.#grow();
      index = this.#lists.take();
    }
    this.#deadlines[index] = deadline;
    this.#lists.append(this.#listFor(deadline), index);
    this.#size += 1;
    return ((this.#generations[index] ?? 0) * WHEEL_TIMERS_MAX + index) as TimerHandle;
  }

  /** Forgets the timer. False, and nothing happens, when the handle is stale. */
  cancel(handle: TimerHandle): boolean {
    const index = timerIndex(handle);
    if (this.#generations[index] !== (handle - index) / WHEEL_TIMERS_MAX) return false;
    this.#release(index);
    return true;
  }

  /**
   * Moves the hand to `now` and expires what is due, soonest first, at most `limit` timers.
   *
   * `expire` may insert and cancel timers; what it inserts and is due already counts as well.
   *
   * @returns true when all that is due has expired; false when the slice ended before: call again.
   * A `now` before the hand expires nothing: nobody can say which timers are due in the past.
   */
  advance(now: number, limit: number, expire: Expire): boolean {
    assert(!this.#advancing, "advance is not called from its own callback");
    if (!(now >= this.#hand)) return true;
    this.#advancing = true;
    try {
      return this.#advance(now, limit, expire);
    } finally {
      this.#advancing = false;
    }
  }

  /**
   * The instant for the next call of `advance`, or null without timers: no timer is due before it.
   *
   * It may be earlier than the first deadline (a slot must cascade then), at most three times for
   * one timer. Not later than the hand when something is due already.
   */
  nextAt(): number | null {
    const lists = this.#lists;
    if (lists.has(DUE) || lists.has(MOVING)) return this.#hand;
    const list = this.#nextSlot();
    return list === -1 ? null : this.#startOf(list);
  }

  #advance(now: number, limit: number, expire: Expire): boolean {
    const lists = this.#lists;
    let expiries = 0;
    let moves = 0;
    while (true) {
      const moving = lists.first(MOVING);
      if (moving !== -1) {
        if (moves >= limit * MOVES_PER_EXPIRY) return false;
        lists.unlink(moving);
        lists.append(this.#listFor(this.#deadlines[moving] ?? 0), moving);
        moves += 1;
        continue;
      }
      const due = lists.first(DUE);
      if (due === -1) {
        if (this.#turn(now)) continue;
        return true;
      }
      if (expiries >= limit) return false;
      const deadline = this.#deadlines[due] ?? 0;
      this.#release(due);
      expiries += 1;
      expire(due, deadline);
    }
  }

  /** Moves the hand to the next slot with timers, or to `now` (false) when none begins by then. */
  #turn(now: number): boolean {
    const list = this.#nextSlot();
    const start = list === -1 ? Number.POSITIVE_INFINITY : this.#startOf(list);
    if (start > now) {
      this.#setHand(now);
      return false;
    }
    this.#lists.moveAll(list, list < SLOTS ? DUE : MOVING);
    this.#setHand(start);
    return true;
  }

  /** The slot list with the soonest timers, or -1. */
  #nextSlot(): number {
    const lists = this.#lists;
    for (let level = 0; level < LEVELS; level += 1) {
      const first = level * SLOTS;
      const current = first + ((this.#hand >>> (8 * level)) & (SLOTS - 1));
      const list = lists.nextUsed(current + 1, first + SLOTS);
      if (list !== -1) return list;
    }
    // The top level is a ring: what is before the hand, or at it, belongs to the next turn.
    return lists.nextUsed(TOP_LEVEL, TOP_LEVEL + ((this.#hand >>> 24) & (SLOTS - 1)) + 1);
  }

  /** The first tick of a slot, seen from the hand. */
  #startOf(list: number): number {
    const level = list >>> 8;
    const slot = list & (SLOTS - 1);
    const slotMs = SLOTS ** level;
    const current = (this.#hand >>> (8 * level)) & (SLOTS - 1);
    const ahead = slot > current ? slot - current : slot - current + SLOTS;
    return (Math.floor(this.#hand / slotMs) + ahead) * slotMs;
  }

  /** Where a timer with this deadline belongs, as the hand stands. */
  #listFor(deadline: number): number {
    if (deadline <= this.#hand) return DUE;
    if (deadline >= this.#topSlotEnd) return TOP_LEVEL + (deadline >>> 24);
    // The highest byte in which deadline and hand differ is the level: `>>>` and `^` see the low 32
    // bits only, and above these the two are equal here.
    const differing = (deadline ^ this.#hand) >>> 0;
    if (differing < SLOTS) return deadline & (SLOTS - 1);
    if (differing < SLOTS * SLOTS) return SLOTS + ((deadline >>> 8) & (SLOTS - 1));
    return 2 * SLOTS + ((deadline >>> 16) & (SLOTS - 1));
  }

  #setHand(hand: number): void {
    this.#hand = hand;
    this.#topSlotEnd = (Math.floor(hand / TOP_SLOT_MS) + 1) * TOP_SLOT_MS;
  }

  #release(index: number): void {
    this.#generations[index] = ((this.#generations[index] ?? 0) + 1) % GENERATIONS;
    this.#lists.unlink(index);
    this.#lists.give(index);
    this.#size -= 1;
  }

  #grow(): void {
    const capacity = this.#deadlines.length * 2;
    assert(capacity <= WHEEL_TIMERS_MAX, "the wheel holds no more than WHEEL_TIMERS_MAX timers");
    this.#lists.grow(capacity);
    const deadlines = new Float64Array(capacity);
    deadlines.set(this.#deadlines);
    this.#deadlines = deadlines;
    const generations = new Int32Array(capacity);
    generations.set(this.#generations);
    this.#generations = generations;
  }
}
