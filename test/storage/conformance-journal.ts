import { expect, test } from "bun:test";
import { stepId } from "../../src/core/ids.ts";
import { ATTEMPTS_KEPT_MAX } from "../../src/storage/limits.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { bytes, entry, stepEntry } from "./entry-fixtures.ts";
import { activeRun, at, change, creation, next, RUN } from "./fixtures.ts";
import { newAttempt } from "./hook-fixtures.ts";
import { BUG, expectRefused } from "./refusal.ts";

/** Journals, steps and attempts. */
export function describeJournal(current: () => Storage): void {
  test("gives the journal back in order, in pages, with every kind of body", async () => {
    const storage = current();
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const large = new Uint8Array(300_000).fill(0xff);
    const bodies = [null, new Uint8Array(0), Uint8Array.of(0), Uint8Array.of(0xff), every, large];
    const entries = bodies.map((body, seq) => stepEntry(seq, body));
    const inner = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
    const last = [entry("run_succeeded", {}, { seq: 6, body: inner })];

    await storage.commit([creation(activeRun({ journalLength: 6 }), { entries })]);
    const state = next(activeRun({ journalLength: 6 }), 1);
    await storage.commit([change(state, { entries: last })]);

    expect(await storage.loadJournal(RUN, 0, 100)).toEqual([...entries, ...last]);
    expect(await storage.loadJournal(RUN, 2, 3)).toEqual(entries.slice(2, 5));
    expect(await storage.loadJournal(RUN, 7, 3)).toEqual([]);
  });

  test("keeps its own copies of what it takes and of what it gives", async () => {
    const storage = current();
    const body = bytes("body");
    const data = { attempt: 1 };
    const step = stepId("step", 1);
    const entries = [entry("step_completed", data, { step, body })];
    await storage.commit([creation(activeRun({ journalLength: 1 }), { entries })]);

    body.fill(0);
    data.attempt = 2;
    (await storage.loadJournal(RUN, 0, 1))[0]?.body?.fill(0);

    const [stored] = await storage.loadJournal(RUN, 0, 1);
    expect(stored?.body).toEqual(bytes("body"));
    expect(stored?.data).toEqual({ attempt: 1 });
  });

  test("finds the opening and the closing entry of a step, and no other", async () => {
    const storage = current();
    const [slept, tried, open] = [stepId("slept", 1), stepId("tried", 1), stepId("slept", 2)];
    const failure = { name: "Error", message: "no" };
    const entries = [
      entry("sleep_started", { dueAt: at(9), requested: { durationMs: 9 } }, { step: slept }),
      entry("step_retrying", { attempt: 1, failure, retryAt: at(2) }, { seq: 1, step: tried }),
      entry("sleep_started", { dueAt: at(9), requested: { until: at(9) } }, { seq: 2, step: open }),
      entry("sleep_completed", {}, { seq: 3, step: slept }),
    ];
    await storage.commit([creation(activeRun({ journalLength: 4 }), { entries })]);

    const facts = await storage.loadSteps(RUN, [tried, open, slept, stepId("never", 1)]);

    const [opened = null, , stillOpen = null, closed = null] = entries;
    expect(facts).toEqual(
      new Map([
        [open, { opened: stillOpen, closed: null }],
        [slept, { opened, closed }],
      ]),
    );
  });

  test("lets a step open once and close once", async () => {
    const storage = current();
    const slept = entry("sleep_started", { dueAt: at(9), requested: { durationMs: 9 } });
    const woken = entry("sleep_completed", {}, { seq: 1 });
    const state = activeRun({ journalLength: 2 });
    await storage.commit([creation(state, { entries: [slept, woken] })]);

    for (const again of [slept, woken]) {
      const entries = [{ ...again, seq: 2 }];
      await expectRefused(storage, [change(next(state, 1), { entries })], BUG);
    }
  });

  test("refuses a journal with a gap, with a seq used twice, or of another length", async () => {
    const storage = current();
    const state = activeRun({ journalLength: 1 });
    await storage.commit([creation(state, { entries: [stepEntry(0)] })]);

    const gap = [{ ...stepEntry(5), seq: 2 }];
    await expectRefused(storage, [change(next(state, 1), { entries: gap })], BUG);
    const twice = [{ ...stepEntry(5), seq: 0 }];
    await expectRefused(storage, [change(next(state, 0), { entries: twice })], BUG);
    await expectRefused(storage, [change(next(state, 1))], BUG);
    await expectRefused(storage, [change(next(state, 2), { entries: [stepEntry(2)] })], BUG);
  });

  test("refuses a closing entry without a step, and text that would be changed", async () => {
    const storage = current();
    await storage.commit([creation(activeRun())]);
    const state = next(activeRun(), 1);

    for (const step of [null, stepId("\ud800", 1)]) {
      const entries = [entry("step_completed", { attempt: 1 }, { step })];
      await expectRefused(storage, [change(state, { entries })], BUG);
    }
  });

  test("keeps the newest attempts of a run, newest first", async () => {
    const storage = current();
    const count = ATTEMPTS_KEPT_MAX;
    const call = newAttempt(1, { kind: "call", ref: "pay#1" });
    const attempts = [call, ...Array.from({ length: count }, (_, index) => newAttempt(index + 1))];

    await storage.commit([creation(activeRun(), { attempts })]);

    expect(await storage.listAttempts(RUN, 2_000)).toEqual(attempts.slice(1).toReversed());
    expect(await storage.listAttempts(RUN, 2)).toEqual([newAttempt(count), newAttempt(count - 1)]);
  });
}
