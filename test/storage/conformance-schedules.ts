import { expect, test } from "bun:test";
import type { Schedule, ScheduleProgress } from "../../src/core/schedule/schedule.ts";
import type { DueRange, ScheduleFilter } from "../../src/storage/schedule-storage.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { at, runId } from "./fixtures.ts";
import { aSchedule, scheduleId } from "./schedule-fixtures.ts";

const ID = scheduleId("nightly");

const PROGRESS: ScheduleProgress = {
  nextFireAt: at(120),
  lastFireAt: at(60),
  lastRunId: runId("nightly.60"),
  lastRefusal: { fireAt: at(50), code: "url_not_allowed" },
  counts: { fired: 4, skipped: 3, missed: 2, refused: 1 },
};

/** Schedules. */
export function describeSchedules(current: () => Storage): void {
  const save = async (overrides: Partial<Schedule> = {}) => {
    const schedule = aSchedule(overrides);
    await current().schedules.saveSchedule(schedule);
    return schedule;
  };
  const list = async (filter: ScheduleFilter) =>
    (await current().schedules.listSchedules(filter)).map((one) => one.scheduleId as string);
  const due = async (range: DueRange) =>
    (await current().schedules.listDueFires(range)).map((one) => one.scheduleId as string);

  test("keeps a schedule as it was saved, of either kind", async () => {
    const { schedules } = current();
    const byCron = await save({ ...PROGRESS, start: '{"input":"é 😀 \\ud800"}' });
    const every = { kind: "interval", everyMs: 1_000 } as const;
    const byInterval = await save({ scheduleId: scheduleId("tick"), timing: every, paused: true });

    expect(await schedules.getSchedule(ID)).toEqual(byCron);
    expect(await schedules.getSchedule(scheduleId("tick"))).toEqual(byInterval);
    expect(await schedules.getSchedule(scheduleId("none"))).toBeNull();
  });

  test("replaces a schedule but for its id and time of making, version by version", async () => {
    const { schedules } = current();
    await save();
    const changed = aSchedule({
      ...PROGRESS,
      version: 2,
      paused: true,
      timing: { kind: "interval", everyMs: 5_000 },
      overlap: "skip",
      catchUp: "all",
      start: "{}",
      digest: "other",
    });

    await schedules.saveSchedule(changed);

    expect(await schedules.getSchedule(ID)).toEqual(changed);
  });

  test.each([
    ["a second one under the same id", aSchedule()],
    ["a change of a version that is not stored", aSchedule({ version: 3 })],
    ["a change of one that is not there", aSchedule({ scheduleId: scheduleId("b"), version: 2 })],
  ])("refuses %s", async (_name, schedule) => {
    const { schedules } = current();
    const stored = await save();

    const saving = schedules.saveSchedule({ ...schedule, digest: "other" });

    await expect(saving).rejects.toMatchObject({ kind: "conflict" });
    expect(await schedules.listSchedules({ limit: 9 })).toEqual([stored]);
  });

  test("advances schedules together or not at all", async () => {
    const { schedules } = current();
    const first = await save();
    const second = await save({ scheduleId: scheduleId("weekly") });
    const advance = (id: string, version: number) => ({
      scheduleId: scheduleId(id),
      version,
      progress: PROGRESS,
    });

    await schedules.advanceSchedules([]);
    const failed = schedules.advanceSchedules([advance("nightly", 2), advance("weekly", 3)]);
    await expect(failed).rejects.toMatchObject({ kind: "conflict" });
    expect(await schedules.getSchedule(ID)).toEqual(first);

    await schedules.advanceSchedules([advance("nightly", 2), advance("weekly", 2)]);
    expect(await schedules.getSchedule(ID)).toEqual({ ...first, ...PROGRESS, version: 2 });
    expect(await schedules.getSchedule(scheduleId("weekly"))).toEqual({
      ...second,
      ...PROGRESS,
      version: 2,
    });
  });

  test("removes a schedule entirely, and takes a new one in its place", async () => {
    const { schedules } = current();
    await save({ ...PROGRESS });

    expect(await schedules.removeSchedule(ID)).toBe(true);
    expect(await schedules.removeSchedule(ID)).toBe(false);

    expect(await schedules.getSchedule(ID)).toBeNull();
    expect(await due({ until: at(999), limit: 9 })).toEqual([]);
    const again = await save({ createdAt: at(9) });
    expect(await schedules.getSchedule(ID)).toEqual(again);
  });

  test("lists schedules newest first, of a project or all, page after page", async () => {
    const shop = { project: "shop" };
    await save({ scheduleId: scheduleId("b"), createdAt: at(1) });
    await save({ scheduleId: scheduleId("c"), createdAt: at(1), ...shop });
    await save({ scheduleId: scheduleId("a"), createdAt: at(1), ...shop });
    await save({ scheduleId: scheduleId("d"), createdAt: at(2) });

    expect(await list({ limit: 9 })).toEqual(["d", "c", "b", "a"]);
    expect(await list({ ...shop, limit: 9 })).toEqual(["c", "a"]);
    const before = { createdAt: at(1), scheduleId: scheduleId("c") };
    expect(await list({ before, limit: 1 })).toEqual(["b"]);
    expect(await list({ ...shop, before, limit: 9 })).toEqual(["a"]);
  });

  test("lists due fires soonest first, page after page, but no paused ones", async () => {
    const plan = { c: 2, a: 2, b: 1, now: 3, later: 4 };
    for (const [id, seconds] of Object.entries(plan)) {
      await save({ scheduleId: scheduleId(id), nextFireAt: at(seconds) });
    }
    await save({ scheduleId: scheduleId("paused"), nextFireAt: at(0), paused: true });
    await save({ scheduleId: scheduleId("over"), nextFireAt: null });

    expect(await due({ until: at(3), limit: 9 })).toEqual(["b", "a", "c", "now"]);
    const after = { scheduleId: scheduleId("a"), nextFireAt: at(2) };
    expect(await due({ until: at(3), after, limit: 1 })).toEqual(["c"]);
  });

  test("does nothing with schedules after the storage was closed", async () => {
    const storage = current();
    await storage.close();

    const { schedules } = storage;
    await expect(schedules.getSchedule(ID)).rejects.toMatchObject({ kind: "failed" });
    await expect(schedules.saveSchedule(aSchedule())).rejects.toMatchObject({ kind: "failed" });
  });
}
