import type { RunId, ScheduleId } from "../core/ids.ts";
import type { Outcome } from "../core/run/outcome.ts";
import {
  createSchedule,
  pauseSchedule,
  redefineSchedule,
  resumeSchedule,
} from "../core/schedule/change.ts";
import type { Schedule, ScheduleDefinition } from "../core/schedule/schedule.ts";
import { AdvanceQueue } from "./advance-queue.ts";
import { fireSchedule } from "./fire.ts";
import { FireLoop } from "./fire-loop.ts";
import { ofSchedule } from "./fired-run.ts";
import { KeyedLock } from "./keyed-lock.ts";
import type { ScheduleDeps, StartDecision } from "./ports.ts";
import { fireTimes, firstFire } from "./timing.ts";

/** A schedule as somebody may see it: one of another project is as if it were not there. */
export interface ScheduleRef {
  readonly scheduleId: ScheduleId;
  /** The only project whose schedules may be seen; null for all of them. */
  readonly project: string | null;
}

/** What somebody wants stored. */
export interface PutSchedule {
  readonly scheduleId: ScheduleId;
  /** Of a new schedule; a stored one must have the same. */
  readonly project: string;
  readonly definition: ScheduleDefinition;
  /** Null leaves it as it is: a new one is not paused. */
  readonly paused: boolean | null;
  /** Whether a stored one with other content may be replaced. */
  readonly replace: boolean;
}

/** A schedule, or why it is not as asked for. */
export type ScheduleOutcome<Code extends string = "schedule_not_found"> =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly code: Code };

/** As `ScheduleOutcome`, and whether the schedule is new. */
export type PutOutcome =
  | { readonly ok: true; readonly schedule: Schedule; readonly created: boolean }
  | { readonly ok: false; readonly code: PutRefusal };

/** Why a schedule cannot be stored. */
export type PutRefusal = "schedule_exists" | "invalid_cron" | "invalid_time_zone";

/** A run that was started by hand, or why none was. */
export type RunNowOutcome =
  | { readonly ok: true; readonly runId: RunId; readonly outcome: Outcome }
  | Extract<StartDecision, { readonly ok: false }>;

const NOT_FOUND = { ok: false, code: "schedule_not_found" } as const;

/**
 * Keeps schedules and fires them.
 *
 * What changes one schedule happens one after the other, fires too: a schedule is never paused,
 * replaced or removed in the middle of a fire, and whoever asked for it is answered after the fire.
 */
export class ScheduleService {
  readonly #deps: ScheduleDeps;
  readonly #locks = new KeyedLock<ScheduleId>();
  readonly #loop: FireLoop;

  constructor(deps: ScheduleDeps) {
    this.#deps = deps;
    const { clock, scheduler, log } = deps;
    const storage = deps.storage.schedules;
    const queue = new AdvanceQueue(storage, scheduler);
    const fire = (scheduleId: ScheduleId) =>
      this.#locks.run(scheduleId, () => fireSchedule(deps, queue, scheduleId));
    this.#loop = new FireLoop({ clock, scheduler, log, storage, fire });
  }

  /** Begins to fire, at once what is due. */
  start(): void {
    this.#loop.start();
  }

  /** Fires no more. Resolves when the fires under way are on disk. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Stores a schedule. Repeating it changes nothing. @throws StorageError */
  put(wanted: PutSchedule): Promise<PutOutcome> {
    return this.#locks.run(wanted.scheduleId, () => this.#put(wanted));
  }

  /** Lets it fire no more until a resume. Repeating it changes nothing. @throws StorageError */
  pause(ref: ScheduleRef): Promise<ScheduleOutcome> {
    return this.#change(ref, (schedule) => (schedule.paused ? schedule : pauseSchedule(schedule)));
  }

  /** Lets it fire again, at once if `catchUp` says so. @throws StorageError */
  resume(ref: ScheduleRef): Promise<ScheduleOutcome> {
    return this.#change(ref, (schedule) => (schedule.paused ? this.#resumed(schedule) : schedule));
  }

  /** Forgets the schedule. Its runs stay. @throws StorageError */
  remove(ref: ScheduleRef): Promise<ScheduleOutcome> {
    const { scheduleId } = ref;
    return this.#locks.run(scheduleId, async () => {
      const schedule = await this.#find(ref);
      if (schedule === null) return NOT_FOUND;
      await this.#deps.storage.schedules.removeSchedule(scheduleId);
      this.#loop.changed(scheduleId);
      return { ok: true, schedule };
    });
  }

  /**
   * Starts a run now, also of a paused schedule. Nothing else changes: neither when it fires next,
   * nor what `overlap` goes by.
   *
   * @throws StorageError
   */
  async runNow(ref: ScheduleRef): Promise<RunNowOutcome> {
    const { engine, clock, ids, startCommand } = this.#deps;
    const schedule = await this.#find(ref);
    if (schedule === null) return NOT_FOUND;
    const at = clock.now();
    const decision = startCommand(schedule, at);
    if (!decision.ok) return decision;
    const minted = ids.runId().replace(/^run_/, "");
    const runId = `${schedule.scheduleId}.now.${minted}` as RunId;
    const command = ofSchedule(decision.command, schedule.scheduleId, at);
    return { ok: true, runId, outcome: await engine.apply(runId, command) };
  }

  async #put(wanted: PutSchedule): Promise<PutOutcome> {
    const { scheduleId, project, definition, replace } = wanted;
    const at = this.#deps.clock.now();
    const first = firstFire(definition.timing, at);
    if (!first.ok) return first;
    const stored = await this.#deps.storage.schedules.getSchedule(scheduleId);
    if (stored === null) {
      const paused = wanted.paused ?? false;
      const options = { scheduleId, project, definition, paused, at, firstFireAt: first.at };
      const schedule = createSchedule(options);
      await this.#save(schedule);
      return { ok: true, schedule, created: true };
    }
    const isSame = stored.digest === definition.digest;
    if (stored.project !== project || !(isSame || replace)) {
      return { ok: false, code: "schedule_exists" };
    }
    // A repeated POST must not undo a pause that came after it.
    if (!replace) return { ok: true, schedule: stored, created: false };
    const redefined = isSame ? stored : redefineSchedule(stored, definition, first.at);
    const schedule = this.#withPaused(redefined, wanted.paused ?? stored.paused);
    if (schedule === stored) return { ok: true, schedule, created: false };
    const next = { ...schedule, version: stored.version + 1 };
    await this.#save(next);
    return { ok: true, schedule: next, created: false };
  }

  #withPaused(schedule: Schedule, paused: boolean): Schedule {
    if (schedule.paused === paused) return schedule;
    return paused ? pauseSchedule(schedule) : this.#resumed(schedule);
  }

  #resumed(schedule: Schedule): Schedule {
    return resumeSchedule(schedule, this.#deps.clock.now(), fireTimes(schedule));
  }

  #change(ref: ScheduleRef, change: (schedule: Schedule) => Schedule): Promise<ScheduleOutcome> {
    return this.#locks.run(ref.scheduleId, async () => {
      const stored = await this.#find(ref);
      if (stored === null) return NOT_FOUND;
      const schedule = change(stored);
      if (schedule !== stored) await this.#save(schedule);
      return { ok: true, schedule };
    });
  }

  async #save(schedule: Schedule): Promise<void> {
    await this.#deps.storage.schedules.saveSchedule(schedule);
    this.#loop.changed(schedule.scheduleId);
  }

  async #find({ scheduleId, project }: ScheduleRef): Promise<Schedule | null> {
    const schedule = await this.#deps.storage.schedules.getSchedule(scheduleId);
    const isVisible = schedule !== null && (project === null || schedule.project === project);
    return isVisible ? schedule : null;
  }
}
