import type { Random } from "./random.ts";

/**
 * A random workflow, as data. What takes time takes a random time of many digits (`ms`), so that no
 * two things end at the same instant: a race then has one right winner, whatever crashes in
 * between. Time does not pass by crashing.
 */
export type Node =
  /** A `run` step; `down` throws until that instant, `broken` always. */
  | { readonly kind: "step"; readonly name: string; readonly value: number }
  | { readonly kind: "broken"; readonly name: string }
  | { readonly kind: "down"; readonly name: string; readonly untilMs: number }
  | { readonly kind: "sleep"; readonly name: string; readonly ms: number }
  | { readonly kind: "call"; readonly name: string; readonly ms: number }
  /** The next call of the one webhook, or its timeout. */
  | { readonly kind: "webhook"; readonly name: string; readonly ms: number }
  | { readonly kind: "event"; readonly name: string; readonly eventId: string; readonly ms: number }
  | { readonly kind: "notify"; readonly name: string }
  | { readonly kind: "child"; readonly name: string; readonly ms: number }
  | {
      readonly kind: "serverRace";
      readonly name: string;
      readonly ms: number;
      readonly eventId: string;
    }
  | { readonly kind: "all"; readonly nodes: readonly Node[] }
  | { readonly kind: "race"; readonly nodes: readonly Node[] }
  | { readonly kind: "any"; readonly nodes: readonly Node[] }
  /** Asked for at the beginning, awaited at the end. */
  | { readonly kind: "late"; readonly early: Node; readonly between: Node }
  | { readonly kind: "sequence"; readonly nodes: readonly Node[] }
  | { readonly kind: "loop"; readonly times: number; readonly body: Node }
  | { readonly kind: "try"; readonly body: Node; readonly handler: Node };

/** Something that happens to the run from outside, at its time. */
export type Happening =
  | { readonly kind: "hook"; readonly atMs: number; readonly value: number }
  | {
      readonly kind: "event";
      readonly atMs: number;
      readonly eventId: string;
      readonly value: number;
    };

/** A workflow and what happens to it. */
export interface Program {
  readonly root: Node;
  readonly happenings: readonly Happening[];
}

/** Nodes that one program has about. */
const SIZE_MAX = 14;

const EVENTS = ["a", "b"] as const;

/** Makes a program. */
export function makeProgram(random: Random): Program {
  const maker = new Maker(random);
  const root = maker.sequence(3 + random.below(SIZE_MAX), 3);
  return { root, happenings: maker.happenings() };
}

class Maker {
  readonly #random: Random;
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  sequence(size: number, depth: number): Node {
    const nodes: Node[] = [];
    for (let left = size; left > 0; ) {
      const share = 1 + this.#random.below(left);
      nodes.push(this.#node(share, depth));
      left -= share;
    }
    return { kind: "sequence", nodes };
  }

  happenings(): Happening[] {
    const happenings: Happening[] = [];
    for (let count = this.#random.below(6); count > 0; count -= 1) {
      const atMs = this.#duration(60);
      const value = this.#random.below(1_000);
      const eventId = this.#pick(EVENTS);
      if (this.#random.chance(0.5)) happenings.push({ kind: "hook", atMs, value });
      else happenings.push({ kind: "event", atMs, eventId, value });
    }
    return happenings.sort((a, b) => a.atMs - b.atMs);
  }

  #node(size: number, depth: number): Node {
    if (depth === 0 || size < 2) return this.#leaf();
    const kind = this.#pick(["all", "race", "any", "late", "sequence", "loop", "try"] as const);
    switch (kind) {
      case "all":
        return { kind, nodes: this.#branches(size, depth) };
      case "race":
      case "any":
        // Each begins with a sleep of its own length, so that one of them is first for good.
        return { kind, nodes: this.#branches(size, depth).map((node) => this.#after(node)) };
      case "late":
        return {
          ...{ kind, early: this.#node(size >> 1, depth - 1) },
          between: this.#node(size >> 1, depth - 1),
        };
      case "sequence":
        return this.sequence(size, depth - 1);
      case "loop":
        return { kind, times: 1 + this.#random.below(3), body: this.#node(size >> 1, depth - 1) };
      case "try":
        return {
          ...{ kind, body: this.sequence(Math.max(1, size >> 1), depth - 1) },
          handler: this.#node(size >> 1, depth - 1),
        };
    }
  }

  #branches(size: number, depth: number): Node[] {
    const count = 2 + this.#random.below(2);
    return Array.from({ length: count }, () => this.#node(Math.floor(size / count), depth - 1));
  }

  #after(node: Node): Node {
    const sleep: Node = { kind: "sleep", name: this.#name(), ms: this.#duration(20) };
    return { kind: "sequence", nodes: [sleep, node] };
  }

  #leaf(): Node {
    const name = this.#name();
    const ms = this.#duration(30);
    const eventId = this.#pick(EVENTS);
    const roll = this.#random.below(16);
    if (roll < 5) return { kind: "step", name, value: this.#random.below(1_000) };
    if (roll === 5) return { kind: "broken", name };
    if (roll === 6) return { kind: "down", name, untilMs: this.#duration(40) };
    if (roll < 9) return { kind: "sleep", name, ms };
    if (roll === 9) return { kind: "call", name, ms };
    if (roll < 12) return { kind: "webhook", name, ms };
    if (roll === 12) return { kind: "event", name, eventId, ms };
    if (roll === 13) return { kind: "notify", name };
    if (roll === 14) return { kind: "child", name, ms };
    return { kind: "serverRace", name, ms, eventId };
  }

  /** A few names come again: steps are told apart by their occurrence then. */
  #name(): string {
    this.#names += 1;
    return this.#random.chance(0.2) ? "again" : `s${this.#names}`;
  }

  #duration(hours: number): number {
    return 1 + this.#random.below(hours * 3_600_000);
  }

  #pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.#random.below(items.length)] ?? items[0];
  }
}
