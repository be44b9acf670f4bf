import { expect, test } from "bun:test";
import { stepId } from "../../src/core/ids.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";
import { stepEntry } from "./entry-fixtures.ts";
import {
  activeRun,
  at,
  change,
  creation,
  failedRun,
  finished,
  next,
  RUN,
  runId,
} from "./fixtures.ts";
import { HOOK, newAttempt, tokenHash } from "./hook-fixtures.ts";
import { BUG, CONFLICT, expectRefused } from "./refusal.ts";

/** Runs and their versions. */
export function describeRuns(current: () => Storage): void {
  test("gives back the state of a run as it was stored", async () => {
    const storage = current();
    const state = activeRun({
      invocations: [{ phase: "due", invocationId: 1, attempt: 1, dueAt: at(0) }],
      waits: [{ kind: "sleep", step: stepId("a\0b \u{1f600}", 1), dueAt: at(5) }],
      hooks: [
        { url: "https://hooks.test/t", hookId: HOOK, received: 2, consumed: 1, pendingBytes: [7] },
      ],
    });

    await storage.commit([creation(state)]);

    expect(await storage.loadRun(RUN)).toEqual(state);
  });

  test("knows nothing of a run, hook or call that was never stored", async () => {
    const storage = current();

    expect(await storage.loadRun(RUN)).toBeNull();
    expect(await storage.getRun(RUN)).toBeNull();
    expect(await storage.loadJournal(RUN, 0, 10)).toEqual([]);
    expect(await storage.loadSteps(RUN, [stepId("a", 1)])).toEqual(new Map());
    expect(await storage.listAttempts(RUN, 10)).toEqual([]);
    expect(await storage.listHooks(RUN)).toEqual([]);
    expect(await storage.getHook(HOOK)).toBeNull();
    expect(await storage.findHook(tokenHash("a"))).toBeNull();
    expect(await storage.findDelivery(HOOK, "d")).toBeNull();
    expect(await storage.loadHookCall(HOOK, 0)).toBeNull();
    expect(await storage.listHookCalls(HOOK, 0, 10)).toEqual([]);
    expect(await storage.listRuns({ limit: 10 })).toEqual([]);
  });

  test("reads a run from outside with what it was started with", async () => {
    const storage = current();
    const created = {
      url: "https://app.example/a?b=c",
      headers: [
        ["x-a", "1"],
        ["x-a", "2"],
      ] as const,
      ...PLAIN_CREATION,
      labels: ["b", "a"],
      retries: 7,
    };

    await storage.commit([creation(activeRun(), { created })]);
    await storage.commit([change(finished(activeRun()))]);

    expect(await storage.getRun(RUN)).toEqual({
      ...created,
      runId: RUN,
      state: finished(activeRun()),
      createdAt: at(0),
      finishedAt: at(99),
    });
  });

  test("takes several changes of one run in one batch, and versions that skip", async () => {
    const storage = current();
    const second = next(activeRun(), 0);
    const seventh = next(second, 0, { version: 7 });

    await storage.commit([
      creation(activeRun()),
      change(second),
      change(seventh, { expectedVersion: 2 }),
    ]);

    expect(await storage.loadRun(RUN)).toEqual(seventh);
  });

  test("takes an empty batch", async () => {
    expect(await current().commit([])).toBeUndefined();
  });

  test("refuses a change of an old version and stores nothing of its batch", async () => {
    const storage = current();
    const second = next(activeRun(), 1);
    await storage.commit([creation(activeRun()), change(second, { entries: [stepEntry(0)] })]);
    const other = activeRun({ runId: runId("run_2") });
    const third = change(next(second, 1), { entries: [stepEntry(1)], attempts: [newAttempt(1)] });

    await expectRefused(storage, [creation(other), third, change(second)], CONFLICT);
    expect(await storage.loadRun(other.runId)).toBeNull();
    expect(await storage.countRuns()).toMatchObject({ running: 1 });
  });

  test("refuses to make a run twice, and to change one that was never made", async () => {
    const storage = current();
    await storage.commit([creation(activeRun())]);

    await expectRefused(storage, [creation(activeRun({ digest: "other" }))], CONFLICT);
    const unknown = activeRun({ runId: runId("run_2"), version: 2 });
    await expectRefused(storage, [change(unknown)], CONFLICT);
  });

  test("never changes a finished run", async () => {
    const storage = current();
    const end = finished(activeRun());
    await storage.commit([creation(activeRun()), change(end)]);

    await expectRefused(storage, [change({ ...end, version: 3 })], BUG);
    await expectRefused(storage, [change(activeRun({ version: 3 }))], BUG);
  });

  test("refuses what no command can decide", async () => {
    const storage = current();
    await storage.commit([creation(activeRun())]);
    const second = next(activeRun(), 0);

    await expectRefused(storage, [change(second, { runId: runId("run_2") })], BUG);
    await expectRefused(storage, [change(activeRun(), { expectedVersion: 1 })], BUG);
    await expectRefused(storage, [change(second, { expectedVersion: null })], BUG);
    await expectRefused(storage, [change(finished(activeRun()), { wakeAt: at(1) })], BUG);
    await expectRefused(storage, [change(second, { inFlight: -1 })], BUG);
    await expectRefused(storage, [change(second, { wakeAt: 0.5 as never })], BUG);
  });

  test("counts runs by status as they start and end", async () => {
    const storage = current();
    expect(await storage.countRuns()).toEqual({ running: 0, succeeded: 0, failed: 0, canceled: 0 });
    const others = ["a", "b", "c"].map((id) => activeRun({ runId: runId(id) }));
    const failed = failedRun(activeRun());

    await storage.commit([creation(activeRun()), ...others.map((state) => creation(state))]);
    await storage.commit(others.slice(1).map((state) => change(finished(state))));
    await storage.commit([change(failed)]);

    expect(await storage.countRuns()).toEqual({ running: 1, succeeded: 2, failed: 1, canceled: 0 });
  });

  test("answers nothing after it was closed, and may be closed twice", async () => {
    const storage = current();

    await storage.close();
    await storage.close();

    await expect(storage.loadRun(RUN)).rejects.toMatchObject({ kind: "failed" });
    await expect(storage.commit([creation(activeRun())])).rejects.toMatchObject({ kind: "failed" });
  });
}
