import { describe, expect, test } from "bun:test";
import { createHook, waitForHook } from "../../support/operations.ts";
import { at, HOOK, RunWorld } from "../../support/run-world.ts";

const world = () => new RunWorld().start().lease();
const waiting = () => {
  const run = world();
  run.register([createHook()]);
  run.register([waitForHook()]);
  run.suspend();
  return run;
};

describe("hooks", () => {
  test("wakes a waiting run: journals the call, invokes once", () => {
    const run = waiting();

    const outcome = run.deliver("yes", { at: at(5) });

    expect(outcome).toMatchObject({
      state: { waits: [], invocations: [{ phase: "due" }], hooks: [{ received: 1, consumed: 1 }] },
      entries: [{ type: "hook_received", data: { hookId: HOOK, callSeq: 0 } }],
      calls: [{ seq: 0, consumedBy: 4 - 1 }],
      effects: [{ type: "invoke", invocationId: 2 }],
      reply: { outcome: "consumed" },
    });
  });

  test("keeps a call that comes before the wait, and gives it to the wait at once", () => {
    const run = world();
    run.register([createHook()]);

    const early = run.deliver("early");
    const wait = run.register([waitForHook("wait", 0)]);

    expect(early).toMatchObject({ reply: { outcome: "stored", callSeq: 0 } });
    expect(wait).toMatchObject({
      reply: { steps: [{ closed: { type: "hook_received", data: { callSeq: 0 } } }] },
      consumed: [{ seq: 0 }],
    });
  });

  test("a call and the timeout exclude each other; a late call stays for the next wait", () => {
    const run = waiting();

    run.fire(at(30));
    const late = run.deliver("late", { at: at(30) });
    run.lease(at(30));
    const next = run.register([waitForHook("wait again")], { at: at(31) });

    expect(run.story.filter((type) => type === "wait_timed_out")).toHaveLength(1);
    expect(late).toMatchObject({ reply: { outcome: "stored" } });
    expect(next).toMatchObject({ reply: { steps: [{ closed: { type: "hook_received" } }] } });
  });

  test("a wait with timeout 0 and an empty inbox times out at once", () => {
    const run = world();
    run.register([createHook()]);

    const wait = run.register([waitForHook("wait", 0)]);

    expect(wait).toMatchObject({ reply: { steps: [{ closed: { type: "wait_timed_out" } }] } });
  });

  test("a repeated delivery id is one call", () => {
    const run = waiting();

    run.deliver("a", { deliveryId: "d1" });
    const again = run.deliver("a", { deliveryId: "d1" });

    expect(again).toMatchObject({ changed: false, reply: { outcome: "duplicate", callSeq: 0 } });
  });

  test("a call that comes while the endpoint runs makes it be invoked once more", () => {
    const run = world();
    run.register([createHook()]);
    run.register([waitForHook()]);

    run.deliver("now");
    run.deliver("and again");
    const end = run.suspend();

    expect(end).toMatchObject({
      state: { invocations: [{ phase: "due", invocationId: 2 }] },
      effects: [{ type: "invoke", invocationId: 2 }],
    });
  });

  test("pushes back when the inbox is full", () => {
    const run = world();
    run.register([createHook()]);
    for (let index = 0; index < 1_000; index += 1) run.deliver("x");

    const outcome = run.deliver("one too many");

    expect(outcome).toEqual({ ok: false, code: "inbox_full" });
  });

  test("refuses a wait on a hook that the run did not make", () => {
    const run = world();

    expect(run.register([waitForHook("w", 1, "hook_other" as never)])).toEqual({
      ok: false,
      code: "hook_not_found",
    });
  });

  test("a registered hook keeps its first URL when the step is registered again", () => {
    const run = world();
    run.register([createHook("hook", HOOK)]);

    const again = run.register([createHook("hook", "hook_2" as never)]);

    expect(again).toMatchObject({
      changed: false,
      reply: { steps: [{ closed: { data: { hookId: HOOK } } }] },
    });
  });
});
