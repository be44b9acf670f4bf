import { describe, expect, test } from "bun:test";
import type { RunId } from "../../../src/core/ids.ts";
import { KEPT_EVENT_BYTES_MAX, KEPT_EVENTS_MAX } from "../../../src/core/run/event.ts";
import { NOTIFIED_LISTED_MAX } from "../../../src/core/run/notify.ts";
import { notify, waitForEvent } from "../../support/operations.ts";
import { at, json, step } from "../../support/run-world.ts";
import { openOf, RunsWorld } from "../../support/runs-world.ts";

describe("waiting for an event", () => {
  test("ends with its data, and invokes the run again", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", waitForEvent());
    world.suspend("a");

    const outcome = world.deliver("a", "paid", { data: { amount: 3 } });

    expect(outcome).toMatchObject({ reply: { woken: [step("wait")], kept: false } });
    const [received] = world.entries("a", "event_received");
    expect(received).toMatchObject({
      step: step("wait"),
      data: { eventId: "paid", keptSeq: null },
    });
    expect(received?.body).toEqual(json({ amount: 3 }));
    expect(world.run("a").active.invocations).toMatchObject([{ phase: "due" }]);
  });

  test("times out at its time, not before", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", waitForEvent("wait", "paid", 10_000));
    world.suspend("a");

    world.fire("a", at(9));
    const before = world.entries("a", "event_wait_timed_out").length;
    world.fire("a", at(10));

    expect(before).toBe(0);
    expect(world.entries("a", "event_wait_timed_out")).toHaveLength(1);
    expect(world.deliver("a", "paid")).toMatchObject({ reply: { woken: [] } });
  });

  test("with no time at all it takes what was kept, or nothing", () => {
    const world = new RunsWorld();
    world.start("a");
    world.deliver("a", "paid", { keep: true });

    world.register("a", waitForEvent("first", "paid", 0), waitForEvent("second", "paid", 0));

    expect(world.entries("a", "event_received")).toMatchObject([{ step: step("first") }]);
    expect(world.entries("a", "event_wait_timed_out")).toMatchObject([{ step: step("second") }]);
  });

  test("the same request again is answered as before, another one is refused", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", waitForEvent());

    expect(world.register("a", waitForEvent())).toMatchObject({ ok: true, changed: false });
    expect(world.register("a", waitForEvent("wait", "other"))).toEqual({
      ...{ ok: false, code: "step_conflict" },
    });
  });
});

describe("an event", () => {
  test("ends every wait for it in the run, and no other", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", waitForEvent("one"), waitForEvent("two"), waitForEvent("other", "shipped"));

    world.deliver("a", "paid");

    expect(world.entries("a", "event_received").map((entry) => entry.step)).toEqual([
      step("one"),
      step("two"),
    ]);
    expect(world.run("a").active.waits).toMatchObject([{ step: step("other") }]);
  });

  test("for everybody is lost without a wait; for this run it is kept", () => {
    const world = new RunsWorld();
    world.start("a");

    const lost = world.deliver("a", "paid");
    const kept = world.deliver("a", "paid", { keep: true });

    expect(lost).toMatchObject({ changed: false, reply: { woken: [], kept: false } });
    expect(kept).toMatchObject({ changed: true, reply: { woken: [], kept: true } });
    expect(world.run("a").active.keptEvents).toMatchObject([{ eventId: "paid", seq: 1 }]);
  });

  test("that would be one too many to keep is refused", () => {
    const world = new RunsWorld();
    world.start("a");
    for (let index = 0; index < KEPT_EVENTS_MAX; index += 1)
      world.deliver("a", "paid", { keep: true });

    expect(world.deliver("a", "paid", { keep: true })).toEqual({ ok: false, code: "inbox_full" });
    world.register("a", waitForEvent());
    expect(world.deliver("a", "paid", { keep: true })).toMatchObject({ ok: true });
  });
});

describe("notifying from a workflow", () => {
  test("wakes all who wait, in the same decision, and records whom", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b", "c"]) world.start(name);
    world.register("a", waitForEvent());
    world.register("b", waitForEvent());

    world.register("c", notify("tell"));

    expect(world.entries("c", "event_notified")).toMatchObject([
      {
        data: {
          waiters: [
            { runId: "a", kept: false },
            { runId: "b", kept: false },
          ],
        },
      },
    ]);
    for (const name of ["a", "b"]) expect(world.entries(name, "event_received")).toHaveLength(1);
  });

  test("lists the first 1,000 of those it has woken, and counts all", () => {
    const world = new RunsWorld();
    world.start("sender");
    const names = Array.from({ length: NOTIFIED_LISTED_MAX + 1 }, (_, index) => `r${index}`);
    for (const name of names) world.start(name).register([waitForEvent()]);

    world.register("sender", notify("tell"));

    const [told] = world.entries("sender", "event_notified");
    expect(told?.data.waiters).toHaveLength(NOTIFIED_LISTED_MAX);
    expect(told?.data.total).toBe(names.length);
    expect(names.flatMap((name) => world.run(name).active.waits)).toEqual([]);
  });

  test("twice in one request: the second one finds nobody", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    world.register("a", waitForEvent());

    world.register("b", notify("first"), notify("second"));

    expect(world.entries("b", "event_notified").map((entry) => entry.data.waiters)).toMatchObject([
      [{ runId: "a" }],
      [],
    ]);
  });

  test("to one run, twice in one request: the second one is kept", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    world.register("a", waitForEvent());

    world.register("b", notify("first", "paid", "a"), notify("second", "paid", "a"));

    expect(world.entries("b", "event_notified").map((entry) => entry.data.waiters)).toMatchObject([
      [{ runId: "a", kept: false }],
      [{ runId: "a", kept: true }],
    ]);
    expect(world.run("a").active.keptEvents).toHaveLength(1);
  });

  test("reaches a wait of the same run, registered with the same request", () => {
    const world = new RunsWorld();
    world.start("a");

    world.register("a", waitForEvent(), notify("tell"));

    expect(world.entries("a", "event_notified")).toMatchObject([
      { data: { waiters: [{ runId: "a", kept: false }] } },
    ]);
    expect(world.entries("a", "event_received")).toHaveLength(1);
  });

  test("to the run itself is kept when it does not wait", () => {
    const world = new RunsWorld();
    world.start("a");

    world.register("a", notify("tell", "paid", "a"));

    expect(world.entries("a", "event_notified")).toMatchObject([
      { data: { waiters: [{ runId: "a", kept: true }] } },
    ]);
    expect(world.run("a").active.keptEvents).toHaveLength(1);
  });

  test("to a run that can keep no more reaches nobody, and says so", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    for (let index = 1; index < KEPT_EVENTS_MAX; index += 1)
      world.deliver("a", "paid", { keep: true });

    world.register("b", notify("last", "paid", "a"), notify("lost", "paid", "a"));
    world.register("b", notify("late", "paid", "a"));

    expect(world.entries("b", "event_notified").map((entry) => entry.data.waiters)).toEqual([
      [{ runId: "a" as RunId, kept: true }],
      [],
      [],
    ]);
    expect(world.run("a").active.keptEvents).toHaveLength(KEPT_EVENTS_MAX);
  });

  test("to a run whose kept events fill its bytes reaches nobody", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    world.deliver("a", "paid", { keep: true, data: "x".repeat(KEPT_EVENT_BYTES_MAX - 8) });

    // Six bytes of JSON are left, and each of these has five.
    world.register("b", notify("one", "paid", "a"), notify("two", "paid", "a"));

    expect(world.entries("b", "event_notified").map((entry) => entry.data.waiters)).toMatchObject([
      [{ kept: true }],
      [],
    ]);
  });

  test("to itself with a full inbox reaches nobody", () => {
    const world = new RunsWorld();
    world.start("a");
    for (let index = 0; index < KEPT_EVENTS_MAX; index += 1)
      world.deliver("a", "paid", { keep: true });

    world.register("a", notify("tell", "paid", "a"));

    expect(world.entries("a", "event_notified")).toMatchObject([{ data: { waiters: [] } }]);
  });

  test("is not heard by a wait of the same run that comes after, in the same request", () => {
    const world = new RunsWorld();
    world.start("a");
    world.register("a", waitForEvent("first"));

    world.register("a", notify("tell"), waitForEvent("second"), notify("again"));
    world.register("a", waitForEvent("third"));

    expect(world.entries("a", "event_notified").map((entry) => entry.data.waiters)).toEqual([
      [{ runId: "a" as RunId, kept: false }],
      [{ runId: "a" as RunId, kept: false }],
    ]);
    expect(world.entries("a", "event_received")).toMatchObject([
      { step: step("first"), body: json("tell") },
      { step: step("second"), body: json("again") },
    ]);
    expect(world.run("a").active.invocations).toMatchObject([{ phase: "leased", again: true }]);
  });

  test("of itself by name before it waits is kept for that wait", () => {
    const world = new RunsWorld();
    world.start("a");

    world.register("a", notify("tell", "paid", "a"), waitForEvent());

    expect(world.run("a").story).toEqual([
      ...["run_started", "event_notified", "event_kept"],
      ...["event_wait_started", "event_received"],
    ]);
    expect(world.run("a").active).toMatchObject({ keptEvents: [], waits: [] });
  });

  test("reaches nobody who has ended, or whom nobody knows", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    world.complete("a", 1);

    world.register("b", notify("one", "paid", "a"), notify("two", "paid", "nobody"));

    expect(world.entries("b", "event_notified").map((entry) => entry.data.waiters)).toEqual([
      [],
      [],
    ]);
  });

  test("again it is answered as before, and nobody is told twice", () => {
    const world = new RunsWorld();
    for (const name of ["a", "b"]) world.start(name);
    world.register("a", waitForEvent("first"));
    world.register("b", notify("tell"));
    world.register("a", waitForEvent("second"));

    expect(world.register("b", notify("tell"))).toMatchObject({ changed: false, messages: [] });

    expect(openOf(world.run("a").state).waits).toMatchObject([{ step: step("second") }]);
  });
});
