import { assert } from "../../core/assert.ts";
import type { ScheduleId } from "../../core/ids.ts";
import type { Schedule } from "../../core/schedule/schedule.ts";
import type {
  DueFire,
  DueRange,
  ScheduleAdvance,
  ScheduleFilter,
  ScheduleStorage,
} from "../schedule-storage.ts";
import { StorageError } from "../storage.ts";

/** Schedules in a map: the oracle for the other backends. */
export class MemoryScheduleStorage implements ScheduleStorage {
  readonly #assertOpen: () => void;
  readonly #schedules = new Map<ScheduleId, Schedule>();

  /** `assertOpen` throws once the storage that this is a part of is closed. */
  constructor(assertOpen: () => void) {
    this.#assertOpen = assertOpen;
  }

  async getSchedule(scheduleId: ScheduleId): Promise<Schedule | null> {
    this.#assertOpen();
    return this.#schedules.get(scheduleId) ?? null;
  }

  async listSchedules({ project, before, limit }: ScheduleFilter): Promise<Schedule[]> {
    this.#assertOpen();
    return [...this.#schedules.values()]
      .filter((schedule) => project === undefined || schedule.project === project)
      .sort(compareNewestFirst)
      .filter((schedule) => before === undefined || compareNewestFirst(schedule, before) > 0)
      .slice(0, limit);
  }

  async listDueFires({ until, after, limit }: DueRange): Promise<DueFire[]> {
    return this.#fires()
      .filter(({ nextFireAt }) => nextFireAt <= until)
      .sort(compareSoonestFirst)
      .filter((fire) => after === undefined || compareSoonestFirst(fire, after) > 0)
      .slice(0, limit);
  }

  async saveSchedule(schedule: Schedule): Promise<void> {
    this.#assertOpen();
    this.#expectVersion(schedule.scheduleId, schedule.version - 1);
    this.#schedules.set(schedule.scheduleId, freeze(schedule));
  }

  async advanceSchedules(batch: readonly ScheduleAdvance[]): Promise<void> {
    this.#assertOpen();
    for (const { scheduleId, version } of batch) this.#expectVersion(scheduleId, version - 1);
    for (const { scheduleId, version, progress } of batch) {
      const schedule = this.#schedules.get(scheduleId);
      assert(schedule !== undefined, "a schedule that comes along is stored");
      this.#schedules.set(scheduleId, freeze({ ...schedule, ...progress, version }));
    }
  }

  async removeSchedule(scheduleId: ScheduleId): Promise<boolean> {
    this.#assertOpen();
    return this.#schedules.delete(scheduleId);
  }

  #fires(): DueFire[] {
    this.#assertOpen();
    return [...this.#schedules.values()].flatMap(({ scheduleId, nextFireAt, paused }) =>
      paused || nextFireAt === null ? [] : [{ scheduleId, nextFireAt }],
    );
  }

  /** 0 stands for no schedule. */
  #expectVersion(scheduleId: ScheduleId, version: number): void {
    const stored = this.#schedules.get(scheduleId)?.version ?? 0;
    if (stored === version) return;
    throw new StorageError("conflict", "another writer changed this schedule first");
  }
}

/** Safe from later changes of whoever stored it. */
function freeze(schedule: Schedule): Schedule {
  return Object.freeze(structuredClone(schedule));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareSoonestFirst(a: DueFire, b: DueFire): number {
  return a.nextFireAt - b.nextFireAt || compareText(a.scheduleId, b.scheduleId);
}

type Position = Pick<Schedule, "createdAt" | "scheduleId">;

function compareNewestFirst(a: Position, b: Position): number {
  return b.createdAt - a.createdAt || compareText(b.scheduleId, a.scheduleId);
}
