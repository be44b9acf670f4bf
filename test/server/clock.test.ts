import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs } from "../../src/core/ids.ts";
import { type ClockJump, HOLD_MS, JUMP_MS_MAX, ServerClock } from "../../src/server/clock.ts";

const NOW = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

interface Overrides {
  readonly newestStoredAt?: number;
  readonly clockJump?: "hold" | "fire";
  readonly wall?: number;
}

/** A machine whose wall can be set while its monotonic time goes on. */
function machine({ newestStoredAt, clockJump, wall = NOW }: Overrides = {}) {
  const state = { wall, monotonic: 5_000 };
  const jumps: ClockJump[] = [];
  const clock = new ServerClock({
    wall: () => Math.floor(state.wall),
    monotonic: () => state.monotonic,
    newestStoredAt: (newestStoredAt ?? null) as EpochMs | null,
    onJump: (jump) => jumps.push(jump),
    ...(clockJump === undefined ? {} : { clockJump }),
  });
  const pass = (durationMs: number): number => {
    state.wall += durationMs;
    state.monotonic += durationMs;
    return clock.now();
  };
  const set = (byMs: number): number => {
    state.wall += byMs;
    return clock.now();
  };
  return { clock, jumps, state, pass, set };
}

describe("on a good machine", () => {
  test("it is the wall clock", () => {
    const { clock, jumps, pass } = machine();

    expect<number>(clock.now()).toBe(NOW);
    expect(pass(1)).toBe(NOW + 1);
    expect(pass(10 * HOUR_MS)).toBe(NOW + 1 + 10 * HOUR_MS);
    expect(clock.aheadMs).toBe(0);
    expect(jumps).toEqual([]);
  });

  test("it loses nothing when it is asked many times within a ms", () => {
    const { pass } = machine();

    let last = 0;
    for (let count = 0; count < 100_000; count += 1) last = pass(0.01);

    expect(last).toBeGreaterThanOrEqual(NOW + 999);
    expect(last).toBeLessThanOrEqual(NOW + 1_001);
  });

  test("it follows slewing without a word", () => {
    const { jumps, pass, set } = machine();

    for (let second = 0; second < 100; second += 1) {
      pass(1_000);
      set(0.5);
    }
    expect(set(2_000)).toBe(NOW + 102_050);

    expect(jumps).toEqual([]);
  });
});

describe("when the wall is set back", () => {
  for (const backMs of [1_000, 60_000, HOUR_MS, 24 * HOUR_MS]) {
    test(`by ${backMs} ms, it goes on at 0.9 times the pace until they meet`, () => {
      const { clock, jumps, pass, set } = machine();
      pass(10_000);

      expect(set(-backMs)).toBe(NOW + 10_000);
      expect(jumps).toEqual([{ byMs: -backMs, isHeld: false }]);
      expect(pass(1_000)).toBe(NOW + 10_900);
      expect(clock.aheadMs).toBeCloseTo(backMs - 100, 3);

      pass(backMs * 10);
      expect(clock.aheadMs).toBe(0);
      expect(pass(1)).toBe(NOW + 11_001 + backMs * 9);
      expect(jumps.length).toBe(1);
    });
  }

  test("a wait of d ends within 1.12 d", () => {
    const { pass, set } = machine();
    set(-24 * HOUR_MS);

    let waited = 0;
    while (pass(100) < NOW + HOUR_MS) waited += 100;

    expect(waited).toBeGreaterThan(HOUR_MS);
    expect(waited).toBeLessThan(1.12 * HOUR_MS);
  });
});

describe("when the wall is set forward", () => {
  test("by some minutes, it follows at once and says so", () => {
    const { jumps, set } = machine();

    expect(set(JUMP_MS_MAX)).toBe(NOW + JUMP_MS_MAX);

    expect(jumps).toEqual([{ byMs: JUMP_MS_MAX, isHeld: false }]);
  });

  test("by more, it goes on at its own pace for a minute, then follows", () => {
    const { clock, jumps, pass, set } = machine();

    expect(set(HOUR_MS)).toBe(NOW);
    expect(clock.isHolding).toBe(true);
    expect(pass(30_000)).toBe(NOW + 30_000);
    expect(pass(HOLD_MS - 30_001)).toBe(NOW + HOLD_MS - 1);
    expect(pass(1)).toBe(NOW + HOLD_MS + HOUR_MS);

    expect(clock.isHolding).toBe(false);
    expect(jumps).toEqual([{ byMs: HOUR_MS, isHeld: true }]);
  });

  test.each([0, 500])("by more and back within a minute (%d ms), it forgets it", (backMs) => {
    const { clock, jumps, pass, set } = machine();
    set(HOUR_MS);
    pass(50_000);

    expect(set(-HOUR_MS - backMs)).toBe(NOW + 50_000);
    expect(clock.isHolding).toBe(false);
    expect(pass(20_000)).toBe(NOW + 70_000 - backMs);

    expect(jumps.map(({ byMs }) => byMs)).toEqual([HOUR_MS, -HOUR_MS - backMs]);
    expect(set(HOUR_MS)).toBe(NOW + 70_000 - backMs);
    expect(pass(HOLD_MS - 1)).toBe(NOW + 70_000 - backMs + HOLD_MS - 1);
  });

  test("again during a hold, it holds a minute from then on", () => {
    const { pass, set } = machine();
    set(HOUR_MS);
    pass(50_000);

    set(HOUR_MS);
    expect(pass(59_999)).toBe(NOW + 109_999);

    expect(pass(1)).toBe(NOW + 110_000 + 2 * HOUR_MS);
  });

  test("by more, it follows at once when it is told to", () => {
    const { jumps, set } = machine({ clockJump: "fire" });

    expect(set(HOUR_MS)).toBe(NOW + HOUR_MS);

    expect(jumps).toEqual([{ byMs: HOUR_MS, isHeld: false }]);
  });

  test("a stopped process is no jump: its monotonic time went on", () => {
    const { jumps, pass } = machine();

    expect(pass(24 * HOUR_MS)).toBe(NOW + 24 * HOUR_MS);

    expect(jumps).toEqual([]);
  });
});

test("a monotonic clock that goes back and forth does not count twice", () => {
  const { clock, state, set } = machine();
  set(-HOUR_MS);

  for (let count = 0; count < 100; count += 1) {
    state.monotonic -= 1_000;
    clock.now();
    state.monotonic += 1_000;
    clock.now();
  }

  expect<number>(clock.now()).toBe(NOW);
});

describe("at the start", () => {
  test("it is not behind the newest stored time, and tells how far it is ahead", () => {
    const { clock, pass } = machine({ wall: 0, newestStoredAt: NOW });

    expect<number>(clock.now()).toBe(NOW);
    expect(clock.aheadMs).toBe(NOW);
    expect(pass(1_000)).toBe(NOW + 900);
  });

  test("older stored times do not matter", () => {
    const { clock } = machine({ newestStoredAt: NOW - 1 });

    expect<number>(clock.now()).toBe(NOW);
  });
});

// Goal: it never goes back, never runs slower than 0.9, and never falls behind a steady wall.
// Method: random walls and pauses, also a monotonic clock that stands still or goes back.
test("never goes back, whatever both sources do", () => {
  const event = fc.record({
    pass: fc.oneof(
      fc.integer({ min: 0, max: 100_000 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
    ),
    set: fc.oneof(fc.constant(0), fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS })),
    glitch: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: -50, max: 0 })),
  });

  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const { clock, state, pass, set } = machine();
      let last: number = clock.now();
      /** What the monotonic clock must make up for before it counts again. */
      let debt = 0;

      for (const { pass: durationMs, set: byMs, glitch } of events) {
        state.monotonic += glitch;
        debt -= glitch;
        const passed = pass(durationMs);
        expect(passed).toBeGreaterThanOrEqual(last + Math.floor((durationMs - debt) * 0.9) - 1);
        last = set(byMs);
        expect(last).toBeGreaterThanOrEqual(passed);
        expect(Number.isInteger(last)).toBe(true);
      }
      for (let minute = 0; minute < 3; minute += 1) last = pass(60_000);
      expect(last).toBeGreaterThanOrEqual(Math.floor(state.wall));
    }),
  );
});
