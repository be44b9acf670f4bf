import { describe, expect, test } from "bun:test";
import type { EpochMs } from "../../../src/core/ids.ts";
import { ON_TIME_MS, planFires, STARTS_PER_TURN } from "../../../src/core/schedule/plan-fires.ts";
import type { CatchUp, Overlap } from "../../../src/core/schedule/schedule.ts";
import { at, seconds } from "./fixtures.ts";

interface Case {
  readonly fires: readonly number[];
  readonly catchUp?: CatchUp;
  readonly overlap?: Overlap;
  readonly now?: EpochMs;
  /** Fires whose run exists. */
  readonly started?: readonly number[];
}

/** The plan for fires at these seconds; the next one is at 999. */
function planOf({ fires, catchUp = "all", overlap = "allow", now = at(100), started }: Case) {
  const due = { fires: fires.map(at), nextFireAt: at(999) };
  const isStarted = (fireAt: EpochMs) => started?.map(at).includes(fireAt) === true;
  const plan = planFires({ catchUp, overlap }, due, { now, isStarted });
  const { recovered, start, missed, skipped, nextFireAt } = plan;
  return {
    start: seconds(start),
    recovered: seconds(recovered),
    missed,
    skipped,
    next: nextFireAt === null ? null : (seconds([nextFireAt])[0] ?? null),
  };
}

const NOTHING = { start: [], recovered: [], missed: 0, skipped: 0, next: 999 };

test("a fire that is due alone starts a run, whatever is caught up", () => {
  for (const catchUp of ["none", "latest", "all"] as const) {
    expect(planOf({ fires: [100], catchUp })).toEqual({ ...NOTHING, start: [100] });
  }
  expect(planOf({ fires: [] })).toEqual(NOTHING);
});

describe("of several fires", () => {
  const fires = [10, 20, 30];

  test("all are caught up", () => {
    expect(planOf({ fires, catchUp: "all" })).toEqual({ ...NOTHING, start: [10, 20, 30] });
  });

  test("the latest is caught up, however late it is", () => {
    const now = at(10 ** 6);

    expect(planOf({ fires, catchUp: "latest", now })).toEqual({
      ...NOTHING,
      start: [30],
      missed: 2,
    });
  });

  test("none is caught up, unless the latest is still on time", () => {
    const onTime = (at(30) + ON_TIME_MS) as EpochMs;
    const late = (onTime + 1) as EpochMs;

    expect(planOf({ fires, catchUp: "none", now: late })).toEqual({ ...NOTHING, missed: 3 });
    expect(planOf({ fires, catchUp: "none", now: onTime })).toEqual({
      ...NOTHING,
      start: [30],
      missed: 2,
    });
  });

  test("one is started if runs may not overlap: the first, or the last that cancels others", () => {
    expect(planOf({ fires, overlap: "skip" })).toEqual({ ...NOTHING, start: [10], skipped: 2 });
    expect(planOf({ fires, overlap: "cancel" })).toEqual({ ...NOTHING, start: [30], skipped: 2 });
  });
});

test("many are started in turns", () => {
  const fires = Array.from({ length: STARTS_PER_TURN + 5 }, (_, second) => second);

  const first = planOf({ fires });
  const second = planOf({ fires: fires.slice(STARTS_PER_TURN) });

  expect(first.start).toEqual(fires.slice(0, STARTS_PER_TURN));
  expect(first.next).toBe(STARTS_PER_TURN);
  expect(second).toEqual({ ...NOTHING, start: fires.slice(STARTS_PER_TURN) });
});

describe("after a crash between a start and the note of it", () => {
  test("the run that exists is the fire's, and nothing is started twice", () => {
    const crashed = { fires: [10, 20, 30], started: [20] };

    expect(planOf({ ...crashed, catchUp: "latest" })).toEqual({
      ...NOTHING,
      recovered: [20],
      start: [30],
      missed: 1,
    });
    expect(planOf({ ...crashed, catchUp: "none", now: at(999) })).toEqual({
      ...NOTHING,
      recovered: [20],
      missed: 2,
    });
  });

  test("the rest of a backlog is started", () => {
    expect(planOf({ fires: [10, 20, 30], started: [10, 20] })).toEqual({
      ...NOTHING,
      recovered: [10, 20],
      start: [30],
    });
  });

  test("there may be nothing left to start", () => {
    expect(planOf({ fires: [10], started: [10] })).toEqual({ ...NOTHING, recovered: [10] });
  });
});
