import { describe, expect, test } from "bun:test";
import {
  configure,
  type FlowKeyState,
  newFlowKey,
  pause,
  pin,
  resetRate,
  resume,
  unpin,
} from "../../../src/core/flow-control/key.ts";
import { FLOW_KEY_PATTERN } from "../../../src/core/flow-control/limits.ts";
import type { EpochMs } from "../../../src/core/ids.ts";

const NEW = newFlowKey("openai");

function flowKey(changes: Partial<FlowKeyState> = {}): FlowKeyState {
  return { ...NEW, parallelism: 2, rate: 10, periodMs: 60_000, ...changes };
}

const OPEN = { windowStart: 5_000 as EpochMs, windowCount: 7 };

test("a new key limits nothing", () => {
  expect(NEW).toEqual({
    key: "openai",
    parallelism: null,
    rate: null,
    periodMs: 1_000,
    pinnedParallelism: false,
    pinnedRate: false,
    paused: false,
    windowStart: null,
    windowCount: 0,
  });
});

test("keys look like ids", () => {
  const pattern = new RegExp(FLOW_KEY_PATTERN);

  expect(["a", "Team_1.openai:v2-x", "k".repeat(128)].every((key) => pattern.test(key))).toBe(true);
  expect(["", "a b", "a/b", "ä", "k".repeat(129)].some((key) => pattern.test(key))).toBe(false);
});

describe("configure", () => {
  test("takes the newest limits", () => {
    const configured = configure(flowKey(), { parallelism: 5, rate: 1, periodMs: 2_000 });

    expect(configured).toEqual(flowKey({ parallelism: 5, rate: 1, periodMs: 2_000 }));
  });

  test("leaves alone what is not named", () => {
    expect(configure(flowKey(), { parallelism: 5 })).toEqual(flowKey({ parallelism: 5 }));
    expect(configure(flowKey(), { periodMs: 2_000 })).toEqual(flowKey({ periodMs: 2_000 }));
  });

  test("takes a rate without a period as per second", () => {
    expect(configure(flowKey(), { rate: 3 })).toEqual(flowKey({ rate: 3, periodMs: 1_000 }));
  });

  test("lifts limits", () => {
    const lifted = configure(flowKey(), { parallelism: null, rate: null });

    expect(lifted).toMatchObject({ parallelism: null, rate: null });
  });

  test("goes on with the open window", () => {
    const configured = configure(flowKey(OPEN), { rate: 3, periodMs: 2_000 });

    expect(configured).toMatchObject(OPEN);
  });

  test("gives the same object back when nothing changes", () => {
    const key = flowKey();

    expect(configure(key, {})).toBe(key);
    expect(configure(key, { parallelism: 2, rate: 10, periodMs: 60_000 })).toBe(key);
  });

  test("does not change pinned limits", () => {
    const parallelism = flowKey({ pinnedParallelism: true });
    const rate = flowKey({ pinnedRate: true });
    const limits = { parallelism: 5, rate: 1, periodMs: 2_000 };

    expect(configure(parallelism, limits)).toEqual({ ...parallelism, rate: 1, periodMs: 2_000 });
    expect(configure(rate, limits)).toEqual({ ...rate, parallelism: 5 });
    expect(configure(rate, { rate: 1 })).toBe(rate);
  });

  const UNCHECKED = [
    { parallelism: 0 },
    { parallelism: 1.5 },
    { rate: -1 },
    { rate: Number.NaN },
    { periodMs: 999 },
    { periodMs: 604_800_001 },
  ];

  for (const limits of UNCHECKED) {
    test(`throws on ${JSON.stringify(limits)}, which should have been refused before`, () => {
      expect(() => configure(flowKey(), limits)).toThrow("checked");
    });
  }
});

describe("pin", () => {
  test("sets and keeps what is named", () => {
    expect(pin(flowKey(), { parallelism: 9 })).toEqual(
      flowKey({ parallelism: 9, pinnedParallelism: true }),
    );
    expect(pin(flowKey(), { rate: 9 })).toEqual(
      flowKey({ rate: 9, periodMs: 1_000, pinnedRate: true }),
    );
    expect(pin(flowKey(), { periodMs: 5_000 })).toEqual(
      flowKey({ periodMs: 5_000, pinnedRate: true }),
    );
  });

  test("keeps everything as it is when nothing is named", () => {
    expect(pin(flowKey(), {})).toEqual(flowKey({ pinnedParallelism: true, pinnedRate: true }));
  });

  test("changes what is pinned already, and adds to it", () => {
    const key = flowKey({ pinnedParallelism: true });

    const pinned = pin(pin(key, { parallelism: 1 }), { rate: 1, periodMs: 1_000 });

    const changed = { parallelism: 1, rate: 1, periodMs: 1_000 };
    expect(pinned).toEqual(flowKey({ ...changed, pinnedParallelism: true, pinnedRate: true }));
  });

  test("pins that there is no limit", () => {
    const key = pin(flowKey(), { parallelism: null });

    expect(configure(key, { parallelism: 1 }).parallelism).toBeNull();
  });

  test("does not empty the window", () => {
    expect(pin(flowKey(OPEN), { rate: 1 })).toMatchObject(OPEN);
  });
});

describe("unpin", () => {
  const pinned = flowKey({ pinnedParallelism: true, pinnedRate: true });

  test("frees what is named and leaves the limits as they are", () => {
    expect(unpin(pinned, { parallelism: true, rate: false })).toEqual(
      flowKey({ pinnedRate: true }),
    );
    expect(unpin(pinned, { parallelism: false, rate: true })).toEqual(
      flowKey({ pinnedParallelism: true }),
    );
    expect(unpin(pinned, { parallelism: true, rate: true })).toEqual(flowKey());
    expect(unpin(pinned, { parallelism: false, rate: false })).toBe(pinned);
  });

  test("lets the newest limits win again", () => {
    const key = unpin(pinned, { parallelism: true, rate: true });

    expect(configure(key, { parallelism: 7 }).parallelism).toBe(7);
  });
});

test("pauses and resumes, twice as once", () => {
  const key = flowKey(OPEN);

  const paused = pause(key);

  expect(paused).toEqual({ ...key, paused: true });
  expect(pause(paused)).toBe(paused);
  expect(resume(paused)).toEqual(key);
  expect(resume(key)).toBe(key);
});

test("resets the rate: no window is open", () => {
  expect(resetRate(flowKey(OPEN))).toEqual(flowKey());
});
