import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Waiting, WaitingLine } from "../../../src/core/flow-control/waiting-line.ts";
import type { EpochMs } from "../../../src/core/ids.ts";

function waiting(identity: string, dueAt: number, order = 0): Waiting {
  return { identity, dueAt: dueAt as EpochMs, order };
}

function lineOf(...items: Waiting[]): WaitingLine<Waiting> {
  const line = new WaitingLine<Waiting>();
  for (const item of items) line.add(item);
  return line;
}

function drain(line: WaitingLine<Waiting>): string[] {
  const left: string[] = [];
  for (let item = line.takeOldest(); item !== null; item = line.takeOldest()) {
    left.push(item.identity);
  }
  return left;
}

test("nobody is first in an empty line", () => {
  const line = lineOf();

  expect([line.size, line.oldest(), line.takeOldest()]).toEqual([0, null, null]);
  expect([line.has("a"), line.remove("a")]).toEqual([false, false]);
});

test("goes by due time, then by order, then by identity", () => {
  const line = lineOf(
    waiting("late", 9),
    waiting("second", 5, 2),
    waiting("first", 5, 1),
    waiting("b", 7, 7),
    waiting("a", 7, 7),
    waiting("early", 1, 100),
  );

  expect(drain(line)).toEqual(["early", "first", "second", "a", "b", "late"]);
});

test("looking at the oldest leaves it there", () => {
  const line = lineOf(waiting("a", 1), waiting("b", 2));

  expect(line.oldest()?.identity).toBe("a");
  expect(line.oldest()?.identity).toBe("a");
  expect(line.size).toBe(2);
});

test("who waits already keeps the place", () => {
  const line = lineOf(waiting("a", 1), waiting("b", 2));

  const isAdded = line.add(waiting("a", 3));

  expect(isAdded).toBe(false);
  expect(drain(line)).toEqual(["a", "b"]);
});

test("who left can come back with another place", () => {
  const line = lineOf(waiting("a", 1), waiting("b", 2));
  line.remove("a");

  const isAdded = line.add(waiting("a", 3));

  expect(isAdded).toBe(true);
  expect([line.size, line.has("a")]).toEqual([2, true]);
  expect(drain(line)).toEqual(["b", "a"]);
});

test("the same object that left and came back is taken once", () => {
  const item = waiting("a", 1);
  const line = lineOf(item, waiting("b", 2));
  line.remove("a");
  line.add(item);

  expect(drain(line)).toEqual(["a", "b"]);
});

// Goal: the line is always what a sorted list would be.
// Method: random additions, removals and takings on both.
test("behaves as a sorted list", () => {
  const anyName = fc.integer({ min: 0, max: 150 }).map(String);
  const anyStep = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constant("add" as const), anyName, fc.nat(20), fc.nat(5)) },
    { weight: 3, arbitrary: fc.tuple(fc.constant("remove" as const), anyName) },
    { weight: 1, arbitrary: fc.tuple(fc.constant("take" as const)) },
  );

  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 400, size: "max" }), (steps) => {
      const line = lineOf();
      let list: Waiting[] = [];

      for (const [what, name = "", dueAt = 0, order = 0] of steps) {
        if (what === "add" && !list.some(({ identity }) => identity === name)) {
          list.push(waiting(name, dueAt, order));
          list.sort(
            (a, b) => a.dueAt - b.dueAt || a.order - b.order || (a.identity < b.identity ? -1 : 1),
          );
        }
        if (what === "add") line.add(waiting(name, dueAt, order));
        if (what === "remove") {
          const isRemoved = line.remove(name);
          expect(isRemoved).toBe(list.some(({ identity }) => identity === name));
          list = list.filter(({ identity }) => identity !== name);
        }
        if (what === "take") expect(line.takeOldest()).toEqual(list.shift() ?? null);
        expect(line.size).toBe(list.length);
        expect(line.oldest()).toEqual(list[0] ?? null);
      }
      expect(drain(line)).toEqual(list.map(({ identity }) => identity));
    }),
    { numRuns: 150 },
  );
});

test("holds 100,000, lets most of them leave, and keeps the order", () => {
  const line = lineOf();
  const count = 100_000;
  const startedAt = performance.now();

  // 7919 is prime, so the remainders are all numbers below `count`, in no order.
  for (let n = 0; n < count; n += 1) line.add(waiting(`${n}`, (n * 7919) % count));
  for (let n = 0; n < count; n += 1) if (n % 10 !== 0) line.remove(`${n}`);
  const dueAts = drain(line).map((identity) => (Number(identity) * 7919) % count);

  expect(dueAts).toHaveLength(count / 10);
  expect(dueAts.every((dueAt, at) => dueAt > (dueAts[at - 1] ?? -1))).toBe(true);
  // Some 100 ms; quadratic cost would be minutes.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
