import type { EpochMs, RunId, ScheduleId } from "../../src/core/ids.ts";
import type { Start } from "../../src/core/run/command.ts";
import type { Schedule, ScheduleDefinition } from "../../src/core/schedule/schedule.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { StartDecision } from "../../src/schedules/ports.ts";
import { type PutSchedule, ScheduleService } from "../../src/schedules/schedule-service.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import type { ScheduleStorage } from "../../src/storage/schedule-storage.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { CountingIds, RecordingDispatch, RecordingTimers } from "../support/fake-ports.ts";
import { VirtualTime } from "../timer/virtual-time.ts";

export const T0 = 1_760_000_000_000;
export const TICK = "tick" as ScheduleId;

/** Every ten seconds; tests override what they are about. */
export const DEFINITION: ScheduleDefinition = {
  timing: { kind: "interval", everyMs: 10_000 },
  overlap: "allow",
  catchUp: "latest",
  start: '{"url":"https://app.example/tick"}',
  digest: "digest",
};

/** Schedules over the real engine and a real storage, in virtual time. */
export class ScheduleWorld {
  readonly time = new VirtualTime(T0);
  readonly ids = new CountingIds();
  readonly errors: string[] = [];
  storage: Storage;
  engine: Engine;
  service: ScheduleService;
  /** What starting a run gives in place of a command. */
  refusal: "url_not_allowed" | null = null;
  /** Told in the middle of each fire. */
  onStart: () => void = () => {};
  /** Transactions in which progress was noted. */
  notes = 0;
  /** Whether the disk takes no note of progress. */
  isStuck = false;

  constructor(storage: Storage = new MemoryStorage()) {
    this.storage = storage;
    this.engine = this.#engine();
    this.service = this.#service();
    this.service.start();
  }

  /** The process ends here, and the next one begins after a while. */
  async restart(downMs: number, reopen: () => Promise<Storage> = async () => this.storage) {
    // What an ended process had under way comes to nothing.
    this.isStuck = true;
    await this.service.stop();
    this.isStuck = false;
    await this.time.pass(downMs);
    this.storage = await reopen();
    this.engine = this.#engine();
    this.service = this.#service();
    this.service.start();
    await this.time.settle();
  }

  async put(overrides: Partial<ScheduleDefinition> = {}, more: Partial<PutSchedule> = {}) {
    const definition = { ...DEFINITION, digest: JSON.stringify(overrides), ...overrides };
    const fixed = { scheduleId: TICK, project: "default", paused: null, replace: true };
    const outcome = await this.#wait(this.service.put({ ...fixed, definition, ...more }));
    if (!outcome.ok) throw new Error(outcome.code);
    return outcome.schedule;
  }

  pause() {
    return this.#wait(this.service.pause({ scheduleId: TICK, project: null }));
  }

  resume() {
    return this.#wait(this.service.resume({ scheduleId: TICK, project: null }));
  }

  remove() {
    return this.#wait(this.service.remove({ scheduleId: TICK, project: null }));
  }

  runNow() {
    return this.#wait(this.service.runNow({ scheduleId: TICK, project: null }));
  }

  /** Lets time pass until `second` after the beginning. */
  async until(second: number): Promise<void> {
    await this.time.pass(T0 + second * 1_000 - this.time.wall);
  }

  async stored(): Promise<Schedule> {
    const schedule = await this.storage.schedules.getSchedule(TICK);
    if (schedule === null) throw new Error("the schedule is gone");
    return schedule;
  }

  /** All runs as `<second of the fire>:<status>`, in order of their fires. */
  async runs(): Promise<string[]> {
    const records = await this.storage.listRuns({ limit: 5_000 });
    return records
      .map(({ runId, state }) => ({ second: secondOf(runId), status: state.status }))
      .sort((a, b) => a.second - b.second)
      .map(({ second, status }) => `${second}:${status}`);
  }

  /** The seconds of the fires that have started a run. */
  async fires(): Promise<number[]> {
    const records = await this.storage.listRuns({ limit: 5_000 });
    return records.map(({ runId }) => secondOf(runId)).sort((a, b) => a - b);
  }

  /** Ends a run as its workflow would. */
  async finish(second: number): Promise<void> {
    const runId = `${TICK}.${T0 + second * 1_000}` as RunId;
    const at = this.time.now();
    await this.#wait(this.engine.apply(runId, { type: "cancel", at, reason: "of the test" }));
  }

  /** Somebody starts a run with the id of a fire, and with the content of its schedule. */
  async startForeign(second: number, project: string): Promise<void> {
    const decision = this.#start({ ...(await this.stored()), project }, this.time.now());
    if (!decision.ok) throw new Error(decision.code);
    const runId = `${TICK}.${T0 + second * 1_000}` as RunId;
    await this.#wait(this.engine.apply(runId, decision.command));
  }

  async #wait<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {});
    await this.time.settle();
    return await promise;
  }

  #engine(): Engine {
    return new Engine({
      storage: this.storage,
      timers: new RecordingTimers(),
      dispatch: new RecordingDispatch(1_000),
      leaseMs: 60_000,
      onFatal: (error) => void this.errors.push(`fatal: ${error}`),
      scheduler: this.time,
      clock: this.time,
      monotonicNow: () => this.time.elapsed,
    });
  }

  #service(): ScheduleService {
    const { engine, ids, storage } = this;
    const { schedules } = storage;
    const note = (message: string) => void this.errors.push(message);
    const log = { debug() {}, info() {}, warn: note, error: note, with: () => log };
    return new ScheduleService({
      storage: { getRun: (runId) => storage.getRun(runId), schedules: this.#disk(schedules) },
      engine: { apply: (runId, command) => engine.apply(runId, command) },
      clock: this.time,
      scheduler: this.time,
      ids,
      log,
      startCommand: (schedule, at) => this.#start(schedule, at),
    });
  }

  #disk(schedules: ScheduleStorage): ScheduleStorage {
    return {
      getSchedule: (id) => schedules.getSchedule(id),
      listSchedules: (filter) => schedules.listSchedules(filter),
      listDueFires: (range) => schedules.listDueFires(range),
      saveSchedule: (schedule) => schedules.saveSchedule(schedule),
      removeSchedule: (id) => schedules.removeSchedule(id),
      advanceSchedules: (batch) => {
        if (this.isStuck) return Promise.reject(new Error("the disk is stuck"));
        this.notes += 1;
        return schedules.advanceSchedules(batch);
      },
    };
  }

  #start({ start, digest, project }: Schedule, at: EpochMs): StartDecision {
    this.onStart();
    if (this.refusal !== null) return { ok: false, code: this.refusal };
    const { url } = JSON.parse(start) as { url: string };
    const command: Start = {
      ...{ type: "start", at, url, headers: [["x-a", "1"]], labels: [], retries: 3 },
      ...{ retryBaseMs: 1_000, retryDelay: null, input: null, digest, project, notBefore: null },
      ...{ flow: null, failureUrl: null, redact: null, callerIp: null, parent: null, depth: 0 },
    };
    return { ok: true, command };
  }
}

/** NaN for runs that were started by hand. */
function secondOf(runId: RunId): number {
  return (Number(runId.split(".")[1]) - T0) / 1_000;
}
