import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { SlotLists } from "../../src/timer/slot-lists.ts";

describe("the search for a used list", () => {
  test("finds the first one within its bounds", () => {
    const lists = new SlotLists(200, 4);
    for (const list of [3, 31, 32, 199]) lists.append(list, lists.take());

    expect(lists.nextUsed(0, 200)).toBe(3);
    expect(lists.nextUsed(4, 200)).toBe(31);
    expect(lists.nextUsed(32, 200)).toBe(32);
    expect(lists.nextUsed(33, 200)).toBe(199);
    expect(lists.nextUsed(33, 199)).toBe(-1);
    expect(lists.nextUsed(4, 31)).toBe(-1);
    expect(lists.nextUsed(200, 200)).toBe(-1);
  });
});

// Goal: the lists are arrays of numbers that are faster.
// Method: random histories of all operations against arrays.
test("behave like arrays", () => {
  const count = 70;
  const list = fc.nat(count - 1);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("append" as const), list, other: list }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("unlink" as const), list, other: list }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), list, other: list }) },
  );

  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const lists = new SlotLists(count, 1);
      let capacity = 1;
      const model: number[][] = Array.from({ length: count }, () => []);
      const modelOf = (at: number): number[] => model[at] ?? [];

      for (const { do: action, list: from, other } of steps) {
        if (action === "append") {
          let node = lists.take();
          if (node === -1) {
            capacity *= 2;
            lists.grow(capacity);
            node = lists.take();
          }
          expect(model.flat()).not.toContain(node);
          lists.append(from, node);
          modelOf(from).push(node);
        } else if (action === "unlink") {
          const node = modelOf(from)[other % Math.max(modelOf(from).length, 1)];
          if (node === undefined) continue;
          lists.unlink(node);
          lists.give(node);
          model[from] = modelOf(from).filter((one) => one !== node);
        } else if (from !== other) {
          lists.moveAll(from, other);
          modelOf(other).push(...modelOf(from));
          model[from] = [];
        }
        expect(lists.first(from)).toBe(modelOf(from)[0] ?? -1);
        expect(lists.has(other)).toBe(modelOf(other).length > 0);
        expect(lists.nextUsed(from, count)).toBe(
          model.findIndex((nodes, at) => at >= from && nodes.length > 0),
        );
      }
      for (const [at, nodes] of model.entries()) {
        for (const node of nodes) {
          expect(lists.first(at)).toBe(node);
          lists.unlink(node);
        }
        expect(lists.has(at)).toBe(false);
      }
    }),
  );
});
