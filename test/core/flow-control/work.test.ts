import { describe, expect, test } from "bun:test";
import {
  findKeyedWork,
  flowsOfRun,
  isKeyed,
  keyedWork,
  limitsOf,
} from "../../../src/core/flow-control/work.ts";
import type {
  ActiveRun,
  CallWait,
  FailedRun,
  FlowControl,
  LeasedInvocation,
} from "../../../src/core/run/state.ts";
import { activeRun, at, finished } from "../../storage/fixtures.ts";
import { step } from "../../support/run-world.ts";

const flow = (key: string): FlowControl => ({ key, parallelism: 1, rate: null, periodMs: null });

const call = (name: string, more: Partial<CallWait> = {}): CallWait => ({
  ...{ kind: "call", step: step(name), phase: "due", attempt: 1, retries: 0, timeoutMs: 1_000 },
  ...{ retryDelay: null, flow: null, dueAt: at(3) },
  ...more,
});

const DUE = { phase: "due", invocationId: 7, attempt: 1, dueAt: at(1) } as const;
const LEASED: LeasedInvocation = {
  phase: "leased",
  ...{ invocationId: 7, attempt: 1, epoch: 1, leaseUntil: at(9) },
  ...{ again: false, progressed: false },
};

const failed = ({ status: _, ...run }: ActiveRun, more: Partial<FailedRun> = {}): FailedRun => ({
  ...run,
  ...{ status: "failed", finishedAt: at(5), deadLetter: true, failedStep: null },
  ...{ failedSeq: 1, failedInvocation: 1 },
  callback: "pending",
  ...more,
});

describe("keyed work", () => {
  test("of a run without a key is nothing", () => {
    const run = activeRun({ invocations: [LEASED], waits: [call("a")] });

    expect(isKeyed(run)).toBe(false);
    expect(keyedWork(run)).toEqual([]);
    expect(findKeyedWork(run, 7)).toBeNull();
    expect(findKeyedWork(run, step("a"))).toBeNull();
    expect(keyedWork(null)).toEqual([]);
    expect(keyedWork(finished(activeRun()))).toEqual([]);
  });

  test("are the invocations of a run with a key, due or under way", () => {
    const due = activeRun({ flow: flow("k"), invocations: [DUE] });

    expect(keyedWork(due)).toMatchObject([{ what: 7, isUnderWay: false, dueAt: at(1) }]);
    expect(keyedWork({ ...due, invocations: [LEASED] })).toMatchObject([{ isUnderWay: true }]);
    expect(findKeyedWork(due, 7)).toEqual(keyedWork(due)[0] ?? null);
    expect(findKeyedWork(due, 8)).toBeNull();
  });

  test("are the calls with a key of their own", () => {
    const waits = [
      call("a", { flow: flow("api") }),
      call("b", { flow: flow("x"), phase: "sending" }),
    ];
    const run = activeRun({ waits: [...waits, call("c")], invocations: [DUE] });

    expect(keyedWork(run)).toMatchObject([
      { what: step("a"), flow: { key: "api" }, isUnderWay: false },
      { what: step("b"), flow: { key: "x" }, isUnderWay: true },
    ]);
    expect(new Set(keyedWork(run).map(({ identity }) => identity)).size).toBe(2);
  });

  test("of a failed run is nothing: its calls were given up, and its callback is free", () => {
    const waits = [call("a", { flow: flow("api"), phase: "sending" })];
    const run = failed(activeRun({ flow: flow("k"), waits, invocations: [LEASED] }));

    expect(keyedWork(run)).toEqual([]);
    expect(findKeyedWork(run, 7)).toBeNull();
    expect(findKeyedWork(run, step("a"))).toBeNull();
  });
});

test("a failed run will count for the keys of all that a resume brings back", () => {
  const reopened = { retries: 0, timeoutMs: 1, retryDelay: null, flow: flow("again") };
  const run = failed(activeRun({ waits: [call("a", { flow: flow("api") })] }), {
    failedStep: { step: step("x"), closedSeq: 1, call: reopened },
  });

  expect(flowsOfRun(run).map(({ key }) => key)).toEqual(["again", "api"]);
});

test("null says nothing of a limit", () => {
  expect(limitsOf(flow("k"))).toEqual({ parallelism: 1 });
  expect(limitsOf({ key: "k", parallelism: null, rate: 2, periodMs: 5_000 })).toEqual({
    ...{ rate: 2, periodMs: 5_000 },
  });
});
