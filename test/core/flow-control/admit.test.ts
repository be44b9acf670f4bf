import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type Admission,
  admit,
  capacityAt,
  windowAt,
} from "../../../src/core/flow-control/admit.ts";
import {
  configure,
  type FlowKeyState,
  newFlowKey,
  pause,
  pin,
  resetRate,
  resume,
} from "../../../src/core/flow-control/key.ts";
import { type Waiting, WaitingLine } from "../../../src/core/flow-control/waiting-line.ts";
import type { EpochMs } from "../../../src/core/ids.ts";

const NEW = newFlowKey("openai");
const at = (ms: number) => (1_760_000_000_000 + ms) as EpochMs;

/** The key after that many admitted starts, all at one time. */
function started(state: FlowKeyState, count: number, when: EpochMs): FlowKeyState {
  let key = state;
  for (let n = 0; n < count; n += 1) key = admitted(admit(key, 0, when));
  return key;
}

function admitted(admission: Admission): FlowKeyState {
  expect(admission.admitted).toBe(true);
  return admission.state;
}

test("a key without limits admits everything and has nothing to write", () => {
  const admission = admit(NEW, 1_000_000, at(0));

  expect(admission).toEqual({ admitted: true, state: NEW });
  expect(admission.state).toBe(NEW);
});

test("refuses a number of active requests that is none", () => {
  expect(() => admit(NEW, -1, at(0))).toThrow("active");
  expect(() => admit(NEW, 0.5, at(0))).toThrow("active");
});

describe("parallelism", () => {
  const key = configure(NEW, { parallelism: 2 });

  test("admits below the limit and holds at it until a release", () => {
    expect(admit(key, 0, at(0)).admitted).toBe(true);
    expect(admit(key, 1, at(0)).admitted).toBe(true);
    expect(admit(key, 2, at(0))).toEqual({ admitted: false, state: key, retryAt: null });
  });

  test("lowered below what is active holds until enough have ended", () => {
    expect(admit(key, 5, at(0)).admitted).toBe(false);
  });
});

describe("rate", () => {
  const key = configure(NEW, { rate: 3, periodMs: 60_000 });

  test("the first start begins a window", () => {
    const state = admitted(admit(key, 0, at(0)));

    expect(state).toEqual({ ...key, windowStart: at(0), windowCount: 1 });
  });

  test("later starts are counted in it, and the one too many waits for its end", () => {
    const state = admitted(admit(started(key, 2, at(0)), 0, at(59_999)));

    expect(state).toMatchObject({ windowStart: at(0), windowCount: 3 });
    expect(admit(state, 0, at(59_999))).toEqual({ admitted: false, state, retryAt: at(60_000) });
  });

  test("the end of a window belongs to the next one, which begins with its first start", () => {
    const full = started(key, 3, at(0));

    expect(admitted(admit(full, 0, at(60_000)))).toMatchObject({
      windowStart: at(60_000),
      windowCount: 1,
    });
    expect(admitted(admit(full, 0, at(75_000)))).toMatchObject({
      windowStart: at(75_000),
      windowCount: 1,
    });
  });

  test("a refusal for other reasons counts nothing", () => {
    const both = configure(key, { parallelism: 1 });

    expect(admit(both, 1, at(0)).state).toBe(both);
    expect(admit(pause(both), 0, at(0)).state).toEqual(pause(both));
  });

  test("with both limits reached only a release helps at first, then the window's end", () => {
    const full = started(configure(key, { parallelism: 1 }), 3, at(0));

    expect(admit(full, 1, at(1))).toMatchObject({ admitted: false, retryAt: null });
    expect(admit(full, 0, at(1))).toMatchObject({ admitted: false, retryAt: at(60_000) });
  });

  test("a raised rate admits at once, a lowered one holds", () => {
    const full = started(key, 3, at(0));

    expect(admit(pin(full, { rate: 4, periodMs: 60_000 }), 0, at(1)).admitted).toBe(true);
    expect(admit(pin(full, { rate: 1, periodMs: 60_000 }), 0, at(1)).admitted).toBe(false);
  });

  test("another period moves the end of the window", () => {
    const full = started(key, 3, at(0));

    const shorter = configure(full, { rate: 3, periodMs: 2_000 });
    const longer = configure(full, { rate: 3, periodMs: 90_000 });

    expect(admit(shorter, 0, at(2_000)).admitted).toBe(true);
    expect(admit(longer, 0, at(60_000))).toMatchObject({ admitted: false, retryAt: at(90_000) });
  });

  test("a reset begins anew", () => {
    const state = admitted(admit(resetRate(started(key, 3, at(0))), 0, at(5)));

    expect(state).toMatchObject({ windowStart: at(5), windowCount: 1 });
  });

  test("a clock set back grants nothing, and blocks for one period at most", () => {
    const full = started(key, 3, at(1_000_000));

    const refused = admit(full, 0, at(0));

    expect(refused).toEqual({
      admitted: false,
      state: { ...full, windowStart: at(0) },
      retryAt: at(60_000),
    });
    expect(admit(refused.state, 0, at(59_999)).admitted).toBe(false);
    expect(admit(refused.state, 0, at(60_000)).admitted).toBe(true);
  });

  test("what was left of the window is left after the clock was set back", () => {
    const state = admitted(admit(started(key, 2, at(1_000_000)), 0, at(0)));

    expect(state).toMatchObject({ windowStart: at(0), windowCount: 3 });
  });
});

describe("pause", () => {
  test("holds everything, with limits or without, until it ends", () => {
    const paused = pause(NEW);

    expect(admit(paused, 0, at(0))).toEqual({ admitted: false, state: paused, retryAt: null });
    expect(admit(resume(paused), 0, at(0)).admitted).toBe(true);
  });
});

describe("windowAt", () => {
  const key = started(configure(NEW, { rate: 3, periodMs: 60_000 }), 2, at(0));

  test("shows the open window", () => {
    const window = { startedAt: at(0), endsAt: at(60_000), count: 2 };

    expect(windowAt(key, at(59_999))).toEqual(window);
  });

  test("shows none before, after and without a rate", () => {
    expect(windowAt(configure(NEW, { rate: 3 }), at(0))).toBeNull();
    expect(windowAt(key, at(60_000))).toBeNull();
    expect(windowAt(configure(key, { rate: null }), at(1))).toBeNull();
  });
});

/** One key, its line and what is under way, as the server would have it; by real time. */
class World {
  readonly line = new WaitingLine<Waiting>();
  readonly arrived: string[] = [];
  readonly starts: { identity: string; at: number; active: number }[] = [];
  state: FlowKeyState;
  now = at(0);
  active = 0;
  retryAt: EpochMs | null = null;

  constructor(state: FlowKeyState) {
    this.state = state;
  }

  arrive(): void {
    const identity = `run-${this.arrived.length}`;
    this.line.add({ identity, dueAt: this.now, order: this.arrived.length });
    this.arrived.push(identity);
    this.serve();
  }

  end(): void {
    this.active = Math.max(0, this.active - 1);
    this.serve();
  }

  pass(ms: number): void {
    this.now = (this.now + ms) as EpochMs;
    if (this.retryAt !== null && this.now >= this.retryAt) this.serve();
  }

  change(state: FlowKeyState): void {
    this.state = state;
    this.serve();
  }

  /** What was under way is cut off; the line comes back in any order. */
  restart(): void {
    this.state = JSON.parse(JSON.stringify(this.state)) as FlowKeyState;
    this.active = 0;
    const items: Waiting[] = [];
    for (let item = this.line.takeOldest(); item !== null; item = this.line.takeOldest()) {
      items.push(item);
    }
    for (const item of items.reverse()) this.line.add(item);
    this.serve();
  }

  serve(): void {
    for (let next = this.line.oldest(); next !== null; next = this.line.oldest()) {
      const admission = admit(this.state, this.active, this.now);
      this.state = admission.state;
      if (!admission.admitted) {
        this.retryAt = admission.retryAt;
        return;
      }
      this.line.remove(next.identity);
      this.active += 1;
      this.starts.push({ identity: next.identity, at: this.now, active: this.active });
    }
    this.retryAt = null;
  }

  /** The world answers: every request ends, every alarm rings. */
  finish(): void {
    this.change(resume(this.state));
    for (let turn = 0; this.line.size > 0 && turn < 10_000; turn += 1) {
      if (this.active > 0) this.end();
      else if (this.retryAt !== null) this.pass(this.retryAt - this.now);
      else return;
    }
  }
}

/** The largest number of starts in one window, where a window begins with the first start after. */
function fullestWindow(times: readonly number[], periodMs: number): number {
  let [begun, count, fullest] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const time of times) {
    if (time >= begun + periodMs) [begun, count] = [time, 0];
    count += 1;
    fullest = Math.max(fullest, count);
  }
  return fullest;
}

const anyLimits = fc.record({
  parallelism: fc.option(fc.integer({ min: 1, max: 5 })),
  rate: fc.option(fc.integer({ min: 1, max: 5 })),
  periodMs: fc.integer({ min: 1_000, max: 5_000 }),
});

const anyEvent = fc.oneof(
  { weight: 6, arbitrary: fc.constant("arrive" as const) },
  { weight: 3, arbitrary: fc.constant("end" as const) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("restart" as const, "pause" as const, "resume" as const),
  },
);

function play(world: World, events: readonly (string | number)[]): void {
  for (const event of events) {
    if (typeof event === "number") world.pass(event);
    if (event === "arrive") world.arrive();
    if (event === "end") world.end();
    if (event === "restart") world.restart();
    if (event === "pause") world.change(pause(world.state));
    if (event === "resume") world.change(resume(world.state));
  }
}

// Goal: the limits hold exactly, in order, whatever happens, and nobody waits for ever.
// Method: random arrivals, ends, pauses, restarts (through JSON), then the world answers.
test("limits hold across restarts, in order, and nobody starves", () => {
  fc.assert(
    fc.property(anyLimits, fc.array(anyEvent, { maxLength: 120 }), (limits, events) => {
      const world = new World(configure(NEW, limits));

      play(world, events);
      world.finish();

      const { starts } = world;
      expect(starts.map(({ identity }) => identity)).toEqual(world.arrived);
      for (const { active } of starts) {
        expect(active).toBeLessThanOrEqual(limits.parallelism ?? Number.POSITIVE_INFINITY);
      }
      const times = starts.map((start) => start.at);
      expect(fullestWindow(times, limits.periodMs)).toBeLessThanOrEqual(
        limits.rate ?? Number.POSITIVE_INFINITY,
      );
    }),
    { numRuns: 500 },
  );
});

// Goal: a key is never slower than its limits say.
// Method: whenever requests wait after an event, a limit is reached or the key is paused.
test("holds only when a limit is reached", () => {
  fc.assert(
    fc.property(anyLimits, fc.array(anyEvent, { maxLength: 80 }), (limits, events) => {
      const world = new World(configure(NEW, limits));

      for (const event of events) {
        play(world, [event]);
        if (world.line.size === 0) continue;
        const { state, active, now } = world;
        const isFull = active >= (limits.parallelism ?? Number.POSITIVE_INFINITY);
        const recent = world.starts.filter(({ at: time }) => time > now - limits.periodMs);
        const isFast = recent.length >= (limits.rate ?? Number.POSITIVE_INFINITY);
        expect(state.paused || isFull || isFast).toBe(true);
      }
    }),
  );
});

// Goal: a wrong clock never grants more than the rate in one period of real time.
// Method: the clock is set back at random; starts are checked by the time that really passed.
test("a clock that goes back grants nothing", () => {
  const anyLeap = fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.nat({ max: 20_000 }));

  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(anyLeap), (rate, leaps) => {
      let state = configure(NEW, { rate, periodMs: 1_000 });
      let [clock, real] = [at(0), 0];
      const starts: number[] = [];

      for (const [passedMs, backMs] of leaps) {
        real += passedMs;
        clock = (clock + passedMs - backMs) as EpochMs;
        for (let n = 0; n <= rate; n += 1) {
          const admission = admit(state, 0, clock);
          state = admission.state;
          if (admission.admitted) starts.push(real);
        }
      }

      expect(fullestWindow(starts, 1_000)).toBeLessThanOrEqual(rate);
    }),
  );
});

// Goal: `capacityAt` counts exactly what `admit` would let start, and says when there is more.
test("the capacity is what admit would let start", () => {
  const limit = fc.option(fc.integer({ min: 1, max: 6 }));
  fc.assert(
    fc.property(
      limit,
      limit,
      fc.record({ started: fc.nat(6), active: fc.nat(6), ms: fc.nat(2_500) }),
      (parallelism, rate, now) => {
        let key = configure(NEW, { parallelism, rate, periodMs: 1_000 });
        key = { ...key, windowStart: now.started > 0 ? at(0) : null, windowCount: now.started };
        const { free, retryAt } = capacityAt(key, now.active, at(now.ms));

        let count = 0;
        let last: Admission = admit(key, now.active, at(now.ms));
        while (last.admitted && count < 20) {
          count += 1;
          last = admit(last.state, now.active + count, at(now.ms));
        }
        expect(Math.min(free, 20)).toBe(count);
        if (count === 0 && !last.admitted) expect(retryAt).toBe(last.retryAt);
      },
    ),
  );
});

test("a paused key has no capacity, and time does not help", () => {
  expect(capacityAt(pause(NEW), 0, at(0))).toEqual({ free: 0, retryAt: null });
});
