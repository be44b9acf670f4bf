import { describe, expect, test } from "bun:test";
import type { RunId } from "../../../src/core/ids.ts";
import type { Start } from "../../../src/core/run/command.ts";
import { wakeAt } from "../../../src/core/run/schedule.ts";
import {
  completeStep,
  createHook,
  failStep,
  notify,
  startCall,
  waitForEvent,
  waitForHook,
} from "../../support/operations.ts";
import { at, json, REPORT, step, T0 } from "../../support/run-world.ts";
import { RunsWorld } from "../../support/runs-world.ts";
import { PLAIN_START } from "../../support/start-command.ts";

/** A run that has failed with its step "charge". */
function failed(...operations: Parameters<RunsWorld["register"]>[1][]) {
  const world = new RunsWorld();
  world.start("a");
  world.register("a", completeStep("reserve"), ...operations);
  world.register("a", failStep("charge", { retryable: false } as never));
  world.fail("a", "charge");
  return world;
}

const resume = (world: RunsWorld, retries: number | null = null) =>
  world.apply("a", { type: "resume", at: world.now, retries });

const discard = (world: RunsWorld) =>
  world.apply("a", { type: "discard_dead_letter", at: world.now, restart: null });

describe("a run that fails", () => {
  test("is a dead letter, and its endpoint is to be told", () => {
    const world = failed();

    expect(world.run("a").state).toMatchObject({
      ...{ status: "failed", deadLetter: true, callback: "pending" },
      failedStep: { step: step("charge"), closedSeq: 2, call: null },
      invocations: [{ phase: "due", invocationId: 2 }],
    });
    expect(world.run("a").outcomes.at(-1)).toMatchObject({
      effects: [{ type: "abort" }, { type: "invoke", invocationId: 2 }],
    });
  });

  test("keeps receiving: calls, events", () => {
    const world = failed(createHook(), waitForHook("call"), waitForEvent("event"));

    world.run("a").deliver("one");
    world.run("a").deliver("two");
    world.deliver("a", "paid");
    world.deliver("a", "more", { keep: true });
    resume(world);
    world.lease("a");

    expect(world.entries("a", "hook_received")).toHaveLength(1);
    expect(world.entries("a", "event_received")).toHaveLength(1);
    world.register("a", waitForHook("next"), waitForEvent("later", "more"));
    expect(world.entries("a", "hook_received")).toHaveLength(2);
    expect(world.entries("a", "event_received")).toHaveLength(2);
  });

  test("is among those whom a notification reaches", () => {
    const world = failed(waitForEvent());
    world.start("b");

    world.register("b", notify("tell"), notify("kept", "other", "a"));

    expect(world.entries("b", "event_notified").map(({ data }) => data.waiters)).toMatchObject([
      [{ runId: "a", kept: false }],
      [{ runId: "a", kept: true }],
    ]);
    expect(world.entries("a", "event_received")).toHaveLength(1);
  });

  test("has no deadlines: time stands still until it is resumed", () => {
    const world = failed(createHook(), waitForHook("wait", 10_000));
    world.lease("a");
    world.end("a", { type: "no_handler" });

    world.fire("a", at(60));
    const asleep = world.run("a").state;
    resume(world);

    expect(asleep === null ? 0 : wakeAt(asleep)).toBeNull();
    expect(world.entries("a", "wait_timed_out")).toEqual([]);
    expect(wakeAt(world.run("a").active)).toBe(at(10));
    world.fire("a", at(60));
    expect(world.entries("a", "wait_timed_out")).toHaveLength(1);
  });

  test("takes no steps of the invocation that failed it", () => {
    const world = failed();

    expect(world.register("a", completeStep("late"))).toEqual({ ok: false, code: "run_finished" });
  });
});

describe("telling the failure", () => {
  test.each([
    ["handled", { type: "completed", output: json(1) }],
    ["no_handler", { type: "no_handler" }],
  ] as const)("is over when it is %s", (callback, result) => {
    const world = failed();
    world.lease("a");

    world.end("a", result);

    expect(world.run("a").state).toMatchObject({ callback, invocations: [], deadLetter: true });
    expect(world.entries("a", "failure_handled")).toHaveLength(1);
  });

  test("is tried again as often as the run says, and then only when asked", () => {
    const world = new RunsWorld();
    world.start("a", { retries: 1 });
    world.fail("a");
    const attempt = () => {
      world.lease("a");
      return world.end("a", {
        ...{ type: "failed", failure: { name: "E", message: "down" }, step: null },
        ...{ retryable: true, retryAfterMs: null },
      });
    };

    attempt();
    expect(world.run("a").state).toMatchObject({
      callback: "pending",
      invocations: [{ attempt: 2 }],
    });
    world.now = at(3_600);
    attempt();

    expect(world.run("a").state).toMatchObject({ callback: "failed", invocations: [] });
    world.apply("a", { type: "retry_failure_callback", at: world.now });
    expect(world.run("a").state).toMatchObject({
      callback: "pending",
      invocations: [{ attempt: 1 }],
    });
    const twice = world.apply("a", { type: "retry_failure_callback", at: world.now });
    expect(twice).toMatchObject({ ok: true, changed: false });
  });

  test("a callback under way when the run is resumed can write nothing any more", () => {
    const world = failed();
    world.lease("a");
    const { epoch } = world.run("a").state as { epoch: number };

    resume(world);
    const late = world.apply("a", {
      ...{ type: "end_invocation", at: world.now, jitter: 0, epoch, operations: [] },
      ...{ result: { type: "completed", output: null }, report: REPORT },
    });

    expect(late).toEqual({ ok: false, code: "stale_invocation" });
    expect(world.run("a").state).toMatchObject({ status: "running" });
  });
});

describe("resuming", () => {
  test("opens the failed step, and nothing else", () => {
    const world = failed();

    resume(world, 5);
    world.lease("a");

    expect(world.run("a").active).toMatchObject({ retries: 5 });
    expect(world.register("a", completeStep("reserve", 2))).toEqual({
      ...{ ok: false, code: "step_conflict" },
    });
    expect(world.register("a", completeStep("charge", "paid"))).toMatchObject({ ok: true });
    expect(world.complete("a", 1)).toMatchObject({ ok: true });
    expect(world.run("a").story.slice(-4)).toEqual([
      ...["run_resumed", "step_reopened", "step_completed", "run_succeeded"],
    ]);
  });

  test("a failed call is sent again, with all its retries", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", startCall("ask", 2));
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      world.now = at(attempt * 3_600);
      world.apply("a", { type: "begin_call", at: world.now, step: step("ask") });
      world.apply("a", {
        ...{ type: "end_call", at: world.now, jitter: 0, step: step("ask"), attempt },
        result: { type: "failed", failure: { name: "E", message: "down" }, retryable: true },
        report: REPORT,
      });
    }
    world.fail("a", "ask");

    const outcome = resume(world);

    expect(outcome).toMatchObject({
      effects: [{ type: "abort" }, { type: "call", step: step("ask") }, { type: "invoke" }],
    });
    expect(world.run("a").active.waits).toMatchObject([
      { kind: "call", step: step("ask"), phase: "due", attempt: 1, retries: 2 },
    ]);
  });

  test("a call that was given up with the failure is sent again too", () => {
    const world = failed(startCall("ask"));
    world.apply("a", { type: "begin_call", at: world.now, step: step("ask") });

    const outcome = resume(world);

    expect(outcome).toMatchObject({ effects: [{ type: "abort" }, { type: "call" }, {}] });
    expect(world.run("a").active.waits).toMatchObject([{ kind: "call", phase: "due" }]);
  });

  test("can be needed again and again, also for the same step", () => {
    const world = failed();

    for (let round = 0; round < 3; round += 1) {
      expect(resume(world)).toMatchObject({ ok: true });
      world.lease("a");
      world.register("a", failStep("charge", { retryable: false } as never));
      world.fail("a", "charge");
    }

    expect(world.entries("a", "step_reopened")).toHaveLength(3);
    expect(world.run("a").state).toMatchObject({ failedStep: { step: step("charge") } });
  });

  test("is not for runs that go on, have ended otherwise, or were given up", () => {
    const running = new RunsWorld();
    running.start("a");
    const succeeded = new RunsWorld();
    succeeded.start("a");
    succeeded.complete("a", 1);
    const givenUp = failed();
    discard(givenUp);

    for (const world of [running, succeeded, givenUp]) {
      for (const act of [resume, discard]) {
        expect(act(world)).toEqual({ ok: false, code: "not_a_dead_letter" });
      }
    }
  });
});

describe("giving up", () => {
  test("ends all waiting, but not telling the endpoint", () => {
    const world = failed(waitForEvent());
    world.deliver("a", "more", { keep: true });

    discard(world);

    expect(world.run("a").state).toMatchObject({
      ...{ status: "failed", deadLetter: false, waits: [], keptEvents: [] },
      invocations: [{ phase: "due" }],
    });
    expect(world.deliver("a", "paid")).toEqual({ ok: false, code: "run_finished" });
    world.lease("a");
    expect(world.end("a", { type: "no_handler" })).toMatchObject({ ok: true });
  });

  test("with a restart: the other run starts with the same decision, or not at all", () => {
    const world = failed();
    const start: Start = { ...PLAIN_START, type: "start", at: T0, url: "http://app.test/flow" };
    const restart = { runId: "again" as RunId, start };
    const command = { type: "discard_dead_letter", at: world.now, restart } as const;

    const first = world.apply("a", command);
    const second = world.apply("a", { ...command, restart: { ...restart, runId: "b" as RunId } });

    expect(first).toMatchObject({ ok: true });
    expect(world.run("again").active.status).toBe("running");
    expect(world.entries("a", "dead_letter_discarded")).toMatchObject([
      { data: { restartedAs: "again" } },
    ]);
    expect(second).toEqual({ ok: false, code: "not_a_dead_letter" });
    expect(world.run("b").state).toBeNull();
  });
});
