import { describe, expect, test } from "bun:test";
import type { HookId } from "../../../src/core/ids.ts";
import type { RaceRequest } from "../../../src/core/run/command.ts";
import { CHILD_DEPTH_MAX, RACE_BRANCHES_MAX } from "../../../src/core/run/limits.ts";
import { child, createHook, race, waitForHook } from "../../support/operations.ts";
import { at, HOOK, step } from "../../support/run-world.ts";
import { RunsWorld } from "../../support/runs-world.ts";

const onHook = (key = "hook", hookId = HOOK): RaceRequest => ({ key, on: "hook", hookId });
const onEvent = (key = "event", eventId = "paid"): RaceRequest => ({ key, on: "event", eventId });
const onSleep = (key = "sleep", durationMs = 10_000): RaceRequest => ({
  ...{ key, on: "sleep", requested: { durationMs } },
});
const onChild = (key = "child", runId = "kid", digest = ""): RaceRequest => ({
  ...{ key, on: "child", child: child(runId, digest) },
});

/** A run that waits at a race of all four kinds. */
function racing(...branches: RaceRequest[]) {
  const world = new RunsWorld();
  world.start("a");
  world.register("a", createHook());
  const all = branches.length > 0 ? branches : [onHook(), onEvent(), onSleep(), onChild()];
  world.register("a", race("race", ...all));
  return world;
}

const winOf = (world: RunsWorld) => world.entries("a", "race_won").map((entry) => entry.data);

describe("a race", () => {
  test("is won by a hook call; the event, the sleep and the child are of no consequence", () => {
    const world = racing();

    world.run("a").deliver("call");
    world.deliver("a", "paid");
    world.fire("a", at(60));
    world.lease("kid");
    world.complete("kid", 1);

    expect(winOf(world)).toEqual([{ key: "hook", on: "hook", hookId: HOOK, callSeq: 0 }]);
    expect(world.run("a").active.waits).toEqual([]);
    expect(world.run("a").calls).toMatchObject([{ consumedBy: 3 }]);
  });

  test("is won by an event", () => {
    const world = racing();

    world.deliver("a", "paid", { data: { amount: 3 } });

    expect(winOf(world)).toEqual([{ key: "event", on: "event", eventId: "paid", keptSeq: null }]);
    const [won] = world.entries("a", "race_won");
    expect(new TextDecoder().decode(won?.body ?? undefined)).toBe('{"amount":3}');
  });

  test("is won by the sleep that ends first, however late the alarm rings", () => {
    const world = racing(onSleep("long", 9_000), onSleep("short", 5_000));

    world.fire("a", at(4));
    expect(winOf(world)).toEqual([]);
    world.fire("a", at(60));

    expect(winOf(world)).toEqual([{ key: "short", on: "sleep" }]);
  });

  test("is won by a child run, well or not", () => {
    const world = racing();
    world.lease("kid");

    world.fail("kid");

    expect(winOf(world)).toMatchObject([{ key: "child", childRunId: "kid", status: "failed" }]);
  });

  test("a call that comes after is kept for the next wait", () => {
    const world = racing();
    world.deliver("a", "paid");

    world.run("a").deliver("late");
    world.register("a", waitForHook());

    expect(world.entries("a", "hook_received")).toMatchObject([{ data: { callSeq: 0 } }]);
  });

  test("what was kept wins at once, in the order of the branches, and no child is started", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", createHook());
    world.run("a").deliver("early");
    world.deliver("a", "paid", { keep: true });

    world.register("a", race("race", onChild(), onSleep(), onEvent(), onHook()));

    expect(winOf(world)).toMatchObject([{ key: "event", keptSeq: 2 }]);
    expect(world.run("kid").state).toBeNull();
    expect(world.run("a").calls).toMatchObject([{ consumedBy: null }]);
    expect(world.run("a").active.keptEvents).toEqual([]);
  });

  test("a wait that was there before a race gets the call first", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", createHook(), waitForHook("wait"), race("race", onHook(), onSleep()));

    world.run("a").deliver("first");
    const afterFirst = winOf(world).length;
    world.run("a").deliver("second");

    expect(afterFirst).toBe(0);
    expect(winOf(world)).toMatchObject([{ callSeq: 1 }]);
  });

  test("the same request again is answered as before, although its ids are new", () => {
    const world = racing();

    const same = race("race", onHook(), onEvent(), onSleep(), onChild("child", "other-kid"));

    expect(world.register("a", same)).toMatchObject({ ok: true, changed: false, messages: [] });
    const another = race("race", onHook(), onEvent(), onSleep("sleep", 11_000), onChild());
    expect(world.register("a", another)).toEqual({ ok: false, code: "step_conflict" });
  });

  test.each<[string, RaceRequest[], string]>([
    ["a hook of nobody", [onHook("h", "hook_x" as HookId)], "hook_not_found"],
    ["a sleep of years", [onSleep("s", 4e10)], "limit_exceeded"],
    ["one child twice", [onChild("a", "kid", "d"), onChild("b", "kid", "d")], "limit_exceeded"],
    [
      "too many branches",
      Array.from({ length: RACE_BRANCHES_MAX + 1 }, (_, index) => onSleep(`s${index}`)),
      "limit_exceeded",
    ],
  ])("is refused with %s", (_, branches, code) => {
    const world = new RunsWorld();
    world.start("a");

    expect(world.register("a", race("race", ...branches))).toMatchObject({ ok: false, code });
  });

  test("starts no child below the last level", () => {
    const world = new RunsWorld();
    world.start("a", { depth: CHILD_DEPTH_MAX });

    expect(world.register("a", race("race", onSleep(), onChild()))).toEqual({
      ...{ ok: false, code: "limit_exceeded" },
    });
  });

  test("the event of a branch has the step as a waiter until somebody wins", () => {
    const world = racing();
    world.start("b");

    world.run("a").deliver("call");
    world.register("b", {
      op: "notify",
      step: step("tell"),
      eventId: "paid",
      data: null,
      runId: null,
    });

    expect(world.entries("b", "event_notified")).toMatchObject([{ data: { waiters: [] } }]);
  });
});
