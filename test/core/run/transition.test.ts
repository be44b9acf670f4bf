import { describe, expect, test } from "bun:test";
import { RETRY_DELAY_MS_MAX } from "../../../src/core/retry.ts";
import {
  completeStep,
  createHook,
  failStep,
  startCall,
  waitForEvent,
  waitForHook,
} from "../../support/operations.ts";
import { at, FAILURE, REPORT, RUN, RunWorld, step, T0 } from "../../support/run-world.ts";

const world = () => new RunWorld().start().lease();
const waiting = () => {
  const run = world();
  run.register([createHook()]);
  run.register([waitForHook()]);
  run.suspend();
  return run;
};

describe("start", () => {
  test("makes an active run whose first invocation is due", () => {
    const run = new RunWorld().start();

    expect(run.active).toMatchObject({
      runId: RUN,
      version: 1,
      journalLength: 1,
      invocations: [{ phase: "due", invocationId: 1, attempt: 1, dueAt: T0 }],
    });
    expect(run.outcomes[0]).toMatchObject({ effects: [{ type: "invoke", invocationId: 1 }] });
  });

  test("answers a repeated start with a chosen id as before, and refuses other content", () => {
    const run = new RunWorld().start({ digest: "a" });

    run.start({ digest: "a" });
    run.start({ digest: "b" });

    expect(run.outcomes[1]).toMatchObject({
      ok: true,
      changed: false,
      reply: { deduplicated: true },
    });
    expect(run.outcomes[2]).toEqual({ ok: false, code: "idempotency_mismatch" });
    expect(run.journal).toHaveLength(1);
  });
});

describe("steps of the endpoint", () => {
  test("a result is recorded once; the same again is answered, another is refused", () => {
    const run = world();

    const first = run.register([completeStep("charge", 1)]);
    const again = run.register([completeStep("charge", 1)]);
    const other = run.register([completeStep("charge", 2)]);

    expect(first).toMatchObject({ changed: true, reply: { steps: [{ closed: { seq: 1 } }] } });
    expect(again).toMatchObject({ changed: false, reply: { steps: [{ closed: { seq: 1 } }] } });
    expect(other).toEqual({ ok: false, code: "step_conflict" });
  });

  test("one refused operation refuses all of its request", () => {
    const run = world();
    run.register([completeStep("a", 1)]);

    const outcome = run.register([completeStep("b"), completeStep("a", 2)]);

    expect(outcome).toEqual({ ok: false, code: "step_conflict" });
    expect(run.story).toEqual(["run_started", "step_completed"]);
  });

  test("a step that is to be tried again cannot become a step of another kind", () => {
    const run = world();
    run.register([failStep("a")]);

    expect(run.register([startCall("a")])).toEqual({ ok: false, code: "step_conflict" });
    expect(run.register([waitForEvent("a")])).toEqual({ ok: false, code: "step_conflict" });
    expect(run.register([createHook("a")])).toEqual({ ok: false, code: "step_conflict" });
    expect(run.register([completeStep("a")])).toMatchObject({ ok: true });
    expect(run.active.waits).toEqual([]);
  });

  test("a stale epoch changes nothing", () => {
    const run = world();
    run.apply({ type: "expire_lease", at: T0, jitter: 0, epoch: 1, failure: FAILURE });
    run.lease();

    const outcome = run.register([completeStep("late")], { epoch: 1 });

    expect(outcome).toEqual({ ok: false, code: "stale_invocation" });
    expect(run.epoch).toBe(2);
  });

  test("a failed step pauses, is tried again, and fails for good after its retries", () => {
    const run = world();
    const fail = failStep("pay", { retries: 1 } as never);

    run.register([fail]);
    run.suspend();
    const retry = run.active.waits[0];
    run.fire((retry?.kind === "retry" ? retry.dueAt : 0) as never);
    run.lease(at(10));
    const last = run.register([fail], { at: at(10) });

    expect(retry).toMatchObject({ kind: "retry", attempts: 1, ready: false });
    expect(last).toMatchObject({
      reply: { steps: [{ closed: { type: "step_failed", data: { attempts: 2 } } }] },
    });
    expect(run.active.waits).toEqual([]);
  });

  test("a repeated failure report while the pause lasts counts once", () => {
    const run = world();

    run.register([failStep("pay")]);
    const again = run.register([failStep("pay")]);

    expect(again).toMatchObject({ changed: false, reply: { steps: [{ closed: null }] } });
  });

  test("a sleep ends at its deadline, not before", () => {
    const run = world();
    run.suspend(T0, [{ op: "sleep", step: step("nap"), requested: { durationMs: 5_000 } }]);

    const early = run.fire((at(5) - 1) as never);
    const due = run.fire(at(5));

    expect(early).toMatchObject({ changed: false });
    expect(due).toMatchObject({
      entries: [{ type: "sleep_completed" }],
      effects: [{ type: "invoke" }],
    });
  });

  test("a sleep into the past is over at once", () => {
    const run = world();

    const outcome = run.register([
      { op: "sleep", step: step("nap"), requested: { until: (T0 - 1) as never } },
    ]);

    expect(outcome).toMatchObject({ reply: { steps: [{ closed: { type: "sleep_completed" } }] } });
  });
});

describe("invocations", () => {
  const failed = (retryable = true) => ({
    type: "end_invocation" as const,
    at: T0,
    jitter: 0.5,
    epoch: 1,
    operations: [],
    result: {
      type: "failed" as const,
      failure: FAILURE,
      step: null,
      retryable,
      retryAfterMs: null,
    },
    report: REPORT,
  });

  test("a failed attempt is due again later and fails the run after its retries", () => {
    const run = new RunWorld().start({ retries: 1 }).lease();

    run.apply(failed());
    const [due] = run.active.invocations;
    run.lease(at(100));
    run.apply({ ...failed(), at: at(100), epoch: 2 });

    expect(due).toMatchObject({ phase: "due", attempt: 2, dueAt: T0 + 1_000 });
    expect(run.state).toMatchObject({ status: "failed" });
    expect(run.story.at(-1)).toBe("run_failed");
  });

  test("a due invocation is not leased before its time", () => {
    const run = world();
    run.apply(failed());

    run.lease(T0);

    expect(run.outcomes.at(-1)).toEqual({ ok: false, code: "stale_invocation" });
  });

  test("progress under a lease makes the counting of attempts start anew", () => {
    const run = new RunWorld().start({ retries: 1 }).lease();
    run.apply(failed());
    run.lease(at(100));

    run.register([completeStep("a")], { at: at(100) });
    run.apply({ ...failed(), at: at(100), epoch: 2 });

    expect(run.active.invocations).toMatchObject([{ phase: "due", attempt: 2 }]);
  });

  test("a non-retryable failure fails the run at once", () => {
    const run = world();

    run.apply(failed(false));

    expect(run.state).toMatchObject({ status: "failed" });
  });

  test("an expired lease lets another attempt in and fences the old one", () => {
    const run = world();

    run.fire(at(60));

    expect(run.active.invocations).toMatchObject([{ phase: "due", attempt: 2 }]);
    expect(run.register([completeStep("x")], { epoch: 1 })).toMatchObject({ ok: false });
  });

  test("suspending without a wait is a failed attempt; after progress a wish to go on", () => {
    const idle = world();
    const busy = world();
    busy.register([completeStep("a")]);

    idle.suspend();
    busy.suspend();

    expect(idle.active.invocations).toMatchObject([{ phase: "due", attempt: 2 }]);
    expect(busy.active.invocations).toMatchObject([{ phase: "due", invocationId: 2, attempt: 1 }]);
  });

  test("operations that ride along and are refused leave no trace: asked again at once", () => {
    const run = new RunWorld().start({ retries: 0 }).lease();
    run.register([completeStep("a", 1)]);

    const outcome = run.suspend(T0, [completeStep("b"), completeStep("a", 2)]);

    expect(run.active.invocations).toEqual([
      { phase: "due", invocationId: 1, attempt: 2, dueAt: T0 },
    ]);
    expect(run.story).toEqual(["run_started", "step_completed"]);
    expect(outcome).toMatchObject({
      effects: [{ type: "invoke", invocationId: 1 }],
      attempts: [{ attempt: 1, report: { status: 200, errorCode: "step_conflict" } }],
    });
  });

  test("operations that ride along and are refused again fail the run", () => {
    const run = world();
    run.register([completeStep("a", 1)]);
    run.suspend(T0, [completeStep("a", 2)]);
    run.lease();

    run.suspend(T0, [completeStep("b"), completeStep("a", 2)]);

    expect(run.state).toMatchObject({ status: "failed" });
    expect(run.story).toEqual(["run_started", "step_completed", "run_failed"]);
  });

  test("a yield without progress is fine when there is something that it has not seen", () => {
    const run = world();
    const event = { type: "deliver_event", at: T0, data: null, keep: false } as const;
    run.register([waitForEvent("a", "first"), waitForEvent("b", "second")]);
    run.suspend();
    run.apply({ ...event, eventId: "first" });
    run.lease();
    run.apply({ ...event, eventId: "second" });

    run.apply({ ...failed(), epoch: 2, result: { type: "suspended", again: true } });

    expect(run.active.invocations).toMatchObject([
      { phase: "due", invocationId: 3, attempt: 1, dueAt: T0 },
    ]);
  });

  test("no pause is longer than a day, whatever the endpoint asks for beside an expression", () => {
    const run = new RunWorld().start({ retries: 1, retryDelay: "1000" }).lease();

    run.apply({ ...failed(), result: { ...failed().result, retryAfterMs: 1e9 } });

    expect(run.active.invocations).toMatchObject([{ dueAt: T0 + RETRY_DELAY_MS_MAX }]);
  });
});

test("what closes at once in the endpoint's answer is told, although another wait is open", () => {
  const run = world();

  run.suspend(T0, [
    { op: "sleep", step: step("a"), requested: { durationMs: 0 } },
    { op: "sleep", step: step("b"), requested: { durationMs: 8_000 } },
  ]);

  expect(run.active.waits).toHaveLength(1);
  expect(run.active.invocations).toMatchObject([{ phase: "due", invocationId: 2 }]);
});

test("an attempt that a cancellation gives up is in the attempts log", () => {
  const run = world();

  const outcome = run.apply({ type: "cancel", at: at(1), reason: null });

  expect(outcome).toMatchObject({ attempts: [{ ref: "1", report: { errorCode: "canceled" } }] });
});

describe("the end", () => {
  test("nothing is open or accepted any more", () => {
    const run = waiting();

    const outcome = run.apply({ type: "cancel", at: at(1), reason: "no longer needed" });

    expect(outcome).toMatchObject({ effects: [{ type: "abort" }] });
    expect(run.state).toMatchObject({ status: "canceled", finishedAt: at(1) });
    expect(run.deliver("late")).toEqual({ ok: false, code: "run_finished" });
    expect(run.fire(at(60))).toEqual({ ok: false, code: "run_finished" });
  });
});
