import { expect, test } from "bun:test";
import { redactorOf } from "../../src/api/redaction.ts";
import { StepFold } from "../../src/api/step-fold.ts";
import type { EpochMs, StepId } from "../../src/core/ids.ts";
import type { JournalEntry } from "../../src/core/run/journal.ts";

const at = (ms: number) => ms as EpochMs;

const entry = (seq: number, rest: object) =>
  ({ seq, at: at(seq), step: "s#1" as StepId, body: null, ...rest }) as JournalEntry;

const fold = (stepsMax: number, entries: readonly JournalEntry[]) => {
  const all = new StepFold({ stepsMax, isShown: () => true, redactor: redactorOf(null) });
  for (const one of entries) all.add(one);
  return all;
};

const FAILURE = { name: "Error", message: "card declined" };

test("a full list still follows the steps it has", () => {
  const result = fold(1, [
    entry(1, { type: "sleep_started", data: { dueAt: at(9), requested: { durationMs: 8 } } }),
    entry(2, { type: "sleep_completed", data: {} }),
  ]);

  expect(result.next).toBeNull();
  expect(result.steps()).toMatchObject([{ kind: "sleep", status: "succeeded", closedAt: 2 }]);
});

test("a step tells of its last failure until it succeeds or is given up", () => {
  const retrying = (seq: number, attempt: number) =>
    entry(seq, { type: "step_retrying", data: { attempt, failure: FAILURE, retryAt: at(50) } });
  const completed = entry(3, { type: "step_completed", data: { attempt: 3 } });
  const failed = entry(3, { type: "step_failed", data: { attempts: 3, failure: FAILURE } });

  expect(fold(9, [retrying(1, 1), retrying(2, 2)]).steps()).toMatchObject([
    { kind: "run", status: "retrying", attempts: 2, failure: FAILURE, retryAt: 50 },
  ]);
  const [succeeded] = fold(9, [retrying(1, 1), completed]).steps();
  expect(succeeded).toMatchObject({ status: "succeeded", attempts: 3 });
  expect(succeeded).not.toContainAnyKeys(["failure", "retryAt"]);
  expect(fold(9, [retrying(1, 1), failed]).steps()).toMatchObject([
    { status: "failed", attempts: 3, failure: FAILURE, closedAt: 3 },
  ]);
});

test("a call shows the status it got and the size of the answer", () => {
  const result = fold(9, [
    entry(1, { type: "call_started", data: { request: {} } }),
    entry(2, {
      type: "call_completed",
      data: { attempt: 2, status: 404, headers: [] },
      body: new Uint8Array(7),
    }),
  ]);

  expect(result.steps()).toMatchObject([
    { kind: "call", status: "succeeded", attempts: 2, responseStatus: 404, bodySize: 7 },
  ]);
});

test("a wait that timed out says so", () => {
  const hookId = "hook_1";
  const result = fold(9, [
    entry(1, { type: "wait_started", data: { hookId, timeoutMs: 5, timeoutAt: at(6) } }),
    entry(6, { type: "wait_timed_out", data: { hookId } }),
  ]);

  expect(result.steps()).toMatchObject([{ kind: "wait", status: "timed_out", hookId, dueAt: 6 }]);
});

test("an event that did not come in time, and one that did, say so", () => {
  const opened = { eventId: "e", timeoutMs: 5, timeoutAt: at(6) };
  const late = fold(9, [
    entry(1, { type: "event_wait_started", data: opened }),
    entry(6, { type: "event_wait_timed_out", data: { eventId: "e" } }),
  ]);
  const came = fold(9, [
    entry(1, { type: "event_wait_started", data: opened }),
    entry(2, {
      type: "event_received",
      data: { eventId: "e", keptSeq: null },
      body: Buffer.from("[1]"),
    }),
  ]);

  expect(late.steps()).toMatchObject([
    { kind: "event", status: "timed_out", eventId: "e", dueAt: 6, closedSeq: 6 },
  ]);
  expect(came.steps()).toMatchObject([{ kind: "event", status: "succeeded", result: [1] }]);
});

test("a step that a resume has opened again is pending, and then what it comes to", () => {
  const failed = entry(1, { type: "step_failed", data: { attempts: 1, failure: FAILURE } });
  const reopened = entry(3, { type: "step_reopened", data: { closedSeq: 1 } });
  const completed = entry(4, { type: "step_completed", data: { attempt: 1 } });

  const [open] = fold(9, [failed, reopened]).steps();
  const [done] = fold(9, [failed, reopened, completed]).steps();

  expect(open).toMatchObject({ status: "pending", seq: 1, closedSeq: null, closedAt: null });
  expect(open).not.toHaveProperty("failure");
  expect(done).toMatchObject({ status: "succeeded", seq: 1, closedSeq: 4 });
});

test("of a step that began before the fold, only the end is met, and it is left out", () => {
  const result = fold(9, [
    entry(7, { type: "sleep_completed", data: {} }),
    entry(8, { type: "step_completed", step: "t#1" as StepId, data: { attempt: 2 } }),
    entry(9, { type: "step_completed", step: "u#1" as StepId, data: { attempt: 1 } }),
  ]);

  expect(result.steps().map(({ step }) => step)).toEqual(["u#1"]);
});

test("a failed call whose beginning the fold has not seen is left out once that is known", () => {
  const failed = entry(7, { type: "step_failed", data: { attempts: 1, failure: FAILURE } });
  const result = fold(9, [failed]);
  const opened = entry(2, { type: "call_started", data: { request: {} } });

  expect(result.unsure()).toEqual(["s#1" as StepId]);
  result.learn("s#1" as StepId, { opened, closed: failed });

  expect(result.steps()).toEqual([]);
});
