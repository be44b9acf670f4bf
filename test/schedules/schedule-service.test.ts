import { afterAll, describe, expect, test } from "bun:test";
import type { EpochMs, RunId, ScheduleId } from "../../src/core/ids.ts";
import { FIRES_UNDER_WAY_MAX, SLEEP_MS_MAX } from "../../src/schedules/fire-loop.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { temporaryDirectory } from "../storage/temporary.ts";
import { DEFINITION, ScheduleWorld, T0, TICK } from "./world.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

test("starts a run at every fire, with an id that names it", async () => {
  const world = new ScheduleWorld();
  await world.put();

  await world.until(35);

  expect(await world.fires()).toEqual([10, 20, 30]);
  const runId = `tick.${T0 + 30_000}` as RunId;
  expect(await world.stored()).toMatchObject({
    nextFireAt: T0 + 40_000,
    lastFireAt: T0 + 30_000,
    lastRunId: runId,
    counts: { fired: 3, skipped: 0, missed: 0, refused: 0 },
  });
  const run = await world.storage.getRun(runId);
  expect(run?.headers).toEqual([
    ["x-a", "1"],
    ["hookline-schedule-id", "tick"],
    ["hookline-scheduled-at", String(T0 + 30_000)],
  ]);
});

test("follows cron in its time zone", async () => {
  const world = new ScheduleWorld();
  // T0 is 2025-10-09 08:53:20 UTC.
  await world.put({ timing: { kind: "cron", cron: "*/30 14 * * *", timeZone: "Asia/Kolkata" } });

  await world.until(7_200);

  // 14:30 there is 09:00 UTC.
  expect(await world.fires()).toEqual([400]);
  expect((await world.stored()).nextFireAt).toEqual(Date.parse("2025-10-10T08:30:00Z") as EpochMs);
});

describe("while the previous run is active", () => {
  test("allow starts the next one beside it", async () => {
    const world = new ScheduleWorld();
    await world.put({ overlap: "allow" });

    await world.until(25);

    expect(await world.runs()).toEqual(["10:running", "20:running"]);
  });

  test("skip leaves fires out until it is over", async () => {
    const world = new ScheduleWorld();
    await world.put({ overlap: "skip" });

    await world.until(25);
    await world.finish(10);
    await world.until(45);

    expect(await world.runs()).toEqual(["10:canceled", "30:running"]);
    expect((await world.stored()).counts).toMatchObject({ fired: 2, skipped: 2 });
  });

  test("cancel ends it and starts the next one", async () => {
    const world = new ScheduleWorld();
    await world.put({ overlap: "cancel" });

    await world.until(25);

    expect(await world.runs()).toEqual(["10:canceled", "20:running"]);
  });
});

describe("a pause", () => {
  test("holds fires back, and a resume catches up the latest", async () => {
    const world = new ScheduleWorld();
    await world.put();
    await world.until(15);

    await world.pause();
    await world.until(48);
    expect(await world.fires()).toEqual([10]);
    await world.resume();
    await world.until(55);

    expect(await world.fires()).toEqual([10, 40, 50]);
    expect((await world.stored()).counts).toMatchObject({ fired: 3, missed: 2 });
  });

  test("and a resume change nothing when they are repeated", async () => {
    const world = new ScheduleWorld();
    const stored = await world.put();

    const again = await world.resume();
    const paused = await world.pause();
    const pausedAgain = await world.pause();

    expect(again).toEqual({ ok: true, schedule: stored });
    expect(pausedAgain).toEqual(paused);
  });
});

describe("putting", () => {
  test("the same content changes nothing, not even a pause", async () => {
    const world = new ScheduleWorld();
    await world.put();
    await world.pause();
    const stored = await world.stored();

    await world.put();

    expect(await world.stored()).toEqual(stored);
  });

  test("another definition keeps the history, and with the same timing the place", async () => {
    const world = new ScheduleWorld();
    await world.put();
    await world.until(15);

    await world.put({ overlap: "skip" });
    expect(await world.stored()).toMatchObject({ nextFireAt: T0 + 20_000, counts: { fired: 1 } });
    await world.put({ timing: { kind: "interval", everyMs: 3_000 } });

    expect(await world.stored()).toMatchObject({ nextFireAt: T0 + 18_000, counts: { fired: 1 } });
  });

  test("can pause and resume in the same change", async () => {
    const world = new ScheduleWorld();

    expect(await world.put({}, { paused: true })).toMatchObject({ paused: true, version: 1 });
    await world.until(15);
    expect(await world.put({ overlap: "skip" }, { paused: false })).toMatchObject({ version: 2 });
    await world.until(18);

    expect(await world.fires()).toEqual([10]);
  });

  test("a new one in the place of another is refused, as is one of another project", async () => {
    const world = new ScheduleWorld();
    await world.put();
    const refused = "schedule_exists";

    const other = world.put({ overlap: "skip" }, { replace: false });
    await expect(other).rejects.toThrow(refused);
    await expect(world.put({}, { project: "shop" })).rejects.toThrow(refused);

    const same = await world.put({}, { replace: false });
    expect(same.version).toBe(1);
  });
});

test("a schedule of another project is as if it were not there", async () => {
  const world = new ScheduleWorld();
  await world.put({}, { project: "shop" });
  const ref = { scheduleId: TICK, project: "default" };
  const gone = { ok: false, code: "schedule_not_found" } as const;

  expect(await world.service.pause(ref)).toEqual(gone);
  expect(await world.service.resume(ref)).toEqual(gone);
  expect(await world.service.remove(ref)).toEqual(gone);
  expect(await world.service.runNow(ref)).toEqual(gone);

  expect(await world.service.pause({ ...ref, project: "shop" })).toMatchObject({ ok: true });
});

test("run now starts a run and moves nothing", async () => {
  const world = new ScheduleWorld();
  await world.put({ overlap: "skip" });
  await world.pause();
  const stored = await world.stored();

  const first = await world.runNow();
  const second = await world.runNow();

  expect(first).toMatchObject({ ok: true, runId: "tick.now.1" });
  expect(second).toMatchObject({ ok: true, runId: "tick.now.2" });
  expect(await world.stored()).toEqual(stored);
});

test("a removed schedule fires no more, and its runs stay", async () => {
  const world = new ScheduleWorld();
  await world.put();
  await world.until(15);

  const removed = await world.remove();
  await world.until(35);

  expect(removed).toMatchObject({ ok: true });
  expect(await world.remove()).toEqual({ ok: false, code: "schedule_not_found" });
  expect(await world.fires()).toEqual([10]);
});

test("a change asked for during a fire waits for its end", async () => {
  const world = new ScheduleWorld();
  await world.put();
  await world.until(5);
  const ref = { scheduleId: TICK, project: null };
  const { promise: pausing, resolve } = Promise.withResolvers<unknown>();
  const { promise: removing, resolve: resolveRemoving } = Promise.withResolvers<unknown>();
  world.onStart = () => {
    resolve(world.service.pause(ref));
    resolveRemoving(world.service.remove(ref));
  };

  await world.until(15);

  expect(await pausing).toMatchObject({ ok: true, schedule: { paused: true, version: 3 } });
  expect(await removing).toMatchObject({ ok: true, schedule: { counts: { fired: 1 } } });
  expect(await world.fires()).toEqual([10]);
  expect(world.errors).toEqual([]);
});

test("a run that cannot be started is counted and logged; the next fire tries anew", async () => {
  const world = new ScheduleWorld();
  await world.put();

  world.refusal = "url_not_allowed";
  await world.until(15);
  world.refusal = null;
  await world.until(25);

  expect(await world.fires()).toEqual([20]);
  expect(await world.stored()).toMatchObject({
    counts: { fired: 1, refused: 1 },
    lastRefusal: { fireAt: T0 + 10_000, code: "url_not_allowed" },
  });
  expect(world.errors).toEqual(["a schedule cannot start its run"]);
});

describe("a run of somebody else with the id of a fire", () => {
  for (const [whose, project] of [
    ["of another project", "other"],
    ["of the same project and content", "default"],
  ] as const) {
    test(`${whose} is not taken for the schedule's, nor canceled, nor waited for`, async () => {
      for (const overlap of ["allow", "skip", "cancel"] as const) {
        const world = new ScheduleWorld();
        await world.put({ overlap });
        await world.startForeign(10, project);

        await world.until(25);

        expect(await world.runs()).toEqual(["10:running", "20:running"]);
        expect(await world.stored()).toMatchObject({
          lastRunId: `tick.${T0 + 20_000}`,
          counts: { fired: 1, skipped: 0, missed: 0, refused: 1 },
          lastRefusal: { fireAt: T0 + 10_000, code: "idempotency_mismatch" },
        });
        expect(world.errors).toEqual(["a schedule cannot start its run"]);
      }
    });
  }

  test("is not what a later fire goes by when the schedule's own is gone", async () => {
    const world = new ScheduleWorld();
    const stored = await world.put({ overlap: "cancel" });
    await world.startForeign(3, "other");
    const lastRunId = `tick.${T0 + 3_000}` as RunId;
    await world.storage.schedules.saveSchedule({ ...stored, version: 2, lastRunId });

    await world.until(15);

    expect(await world.runs()).toEqual(["3:running", "10:running"]);
  });
});

test("a fire that could not be noted is repeated, and starts nothing twice", async () => {
  const world = new ScheduleWorld();
  await world.put();
  await world.until(5);

  world.isStuck = true;
  await world.until(12);
  expect(await world.fires()).toEqual([10]);
  expect((await world.stored()).counts.fired).toBe(0);
  world.isStuck = false;
  await world.until(18);

  expect(await world.fires()).toEqual([10]);
  expect(await world.stored()).toMatchObject({ nextFireAt: T0 + 20_000, counts: { fired: 1 } });
  expect(world.errors.length).toBeGreaterThan(0);
});

test("a schedule that fails does not hold up the others", async () => {
  const world = new ScheduleWorld();
  await world.put();
  // It cannot be read: its time zone is gone, as after an update of the system's zones.
  const timing = { kind: "cron", cron: "* * * * *", timeZone: "Gone/Zone" } as const;
  const broken = { ...(await world.stored()), scheduleId: "broken" as ScheduleId, timing };
  await world.storage.schedules.saveSchedule(broken);

  await world.until(35);

  expect(await world.fires()).toEqual([10, 20, 30]);
  // After 0, 1, 3, 7 and 15 seconds.
  expect(world.errors.filter((error) => error.includes("not be fired"))).toHaveLength(5);
});

test("a thousand schedules that fire together share transactions", async () => {
  const world = new ScheduleWorld();
  for (let count = 0; count < 1_000; count += 1) {
    await world.service.put({
      scheduleId: `s${count}` as ScheduleId,
      project: "default",
      definition: DEFINITION,
      paused: null,
      replace: true,
    });
  }
  await world.until(15);

  const records = await world.storage.listRuns({ limit: 5_000 });

  expect(records).toHaveLength(1_000);
  expect(world.notes).toBe(Math.ceil(1_000 / FIRES_UNDER_WAY_MAX));
});

test("the clock may leap while the alarm sleeps: nothing is fired early or twice", async () => {
  const world = new ScheduleWorld();
  const monthly = { kind: "interval", everyMs: 40 * 86_400_000 } as const;
  await world.put({ timing: monthly });

  await world.time.pass(3_600_000);
  expect(Math.max(...world.time.delays)).toBe(SLEEP_MS_MAX);
  // The clock is set forward: the loop notices within its longest sleep.
  world.time.wall += 40 * 86_400_000 - 3_600_001;
  await world.time.settle();
  expect(await world.fires()).toEqual([]);
  await world.time.pass(SLEEP_MS_MAX);

  expect(await world.fires()).toEqual([40 * 86_400]);
});

test("a restart in the middle of a fire starts nothing twice and loses nothing", async () => {
  const file = directory.path();
  const world = new ScheduleWorld(openSqliteStorage({ file }));
  const reopen = async () => {
    await world.storage.close();
    return openSqliteStorage({ file });
  };
  await world.put({ overlap: "skip" });
  await world.until(9);
  // The run of the fire at 10 is on disk; that the schedule has fired is not.
  world.isStuck = true;
  await world.until(10.5);
  expect((await world.stored()).nextFireAt).toEqual((T0 + 10_000) as EpochMs);

  await world.restart(20_000, reopen);
  await world.finish(10);
  await world.until(45);

  // The run of the fire at 10 was still active when the server came back, so 30 was skipped.
  expect(await world.runs()).toEqual(["10:canceled", "40:running"]);
  expect((await world.stored()).counts).toEqual({ fired: 2, skipped: 1, missed: 1, refused: 0 });
  await world.storage.close();
});
