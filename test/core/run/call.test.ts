import { describe, expect, test } from "bun:test";
import { startCall } from "../../support/operations.ts";
import { at, FAILURE, json, REPORT, RunWorld, step, T0 } from "../../support/run-world.ts";

const world = () => new RunWorld().start().lease();

describe("calls", () => {
  const begun = (retries = 0) => {
    const run = world();
    run.suspend(T0, [startCall("call", retries)]);
    run.apply({ type: "begin_call", at: T0, step: step("call") });
    return run;
  };
  const end = (status: number, attempt = 1) => ({
    type: "end_call" as const,
    at: at(1),
    jitter: 0.5,
    step: step("call"),
    attempt,
    result: {
      type: "response" as const,
      status,
      headers: [],
      body: json("hi"),
      retryAfterMs: null,
    },
    report: REPORT,
  });

  test("records the response and wakes the run", () => {
    const run = begun();

    const outcome = run.apply(end(200));

    expect(outcome).toMatchObject({
      entries: [{ type: "call_completed", data: { status: 200, attempt: 1 } }],
      attempts: [{ kind: "call", ref: "call#1", attempt: 1 }],
      effects: [{ type: "invoke" }],
    });
  });

  test("a bad status is retried while retries are left, then it is the result", () => {
    const run = begun(1);

    run.apply(end(503));
    const wait = run.active.waits[0];
    run.fire(at(60));
    run.apply({ type: "begin_call", at: at(60), step: step("call") });
    const last = run.apply(end(503, 2));

    expect(wait).toMatchObject({ kind: "call", phase: "due", attempt: 2 });
    expect(last).toMatchObject({ entries: [{ type: "call_completed", data: { status: 503 } }] });
  });

  test("without an answer it fails as a step that the workflow can catch", () => {
    const run = begun();
    const result = { type: "failed", failure: FAILURE, retryable: true } as const;

    const outcome = run.apply({ ...end(0), result });

    expect(outcome).toMatchObject({ entries: [{ type: "step_failed", data: { attempts: 1 } }] });
  });

  test("an interrupted attempt is repeated at once without using up a retry", () => {
    const run = begun();

    const outcome = run.apply({ ...end(0), result: { type: "interrupted" } });

    expect(outcome).toMatchObject({
      state: { waits: [{ phase: "due", attempt: 1 }] },
      effects: [{ type: "call" }],
    });
  });

  test("an attempt's end counts once", () => {
    const run = begun();
    run.apply(end(200));

    expect(run.apply(end(500))).toEqual({ ok: false, code: "stale_invocation" });
  });
});
