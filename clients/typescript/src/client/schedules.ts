import { defined } from "../defined.ts";
import { type Duration, durationMs } from "../duration.ts";
import { type Answer, type Api, type Body, type Query, unwrap } from "./api.ts";
import { startRequest, type TriggerOptions } from "./trigger.ts";

/** When runs are started, and how. */
export interface ScheduleOptions
  extends Omit<TriggerOptions, "workflowRunId" | "delay" | "notBefore"> {
  /** Five fields, or six with seconds first, or `@daily` and such. This or `every`. */
  readonly cron?: string;
  /** Of `cron`: an IANA name such as `Europe/Berlin`. Default: UTC. */
  readonly timeZone?: string;
  /** An interval, in place of `cron`. */
  readonly every?: Duration;
  /** What to do while the previous run is active. Default: `allow`. */
  readonly overlap?: Body<"putSchedule">["overlap"];
  /** What to do with fires that were missed. Default: `latest`. */
  readonly catchUp?: Body<"putSchedule">["catchUp"];
  /** Default: as it is; a new schedule is not paused. */
  readonly paused?: boolean;
}

/** A schedule with all that its runs are started with. */
export type Schedule = Answer<"getSchedule">;

/** `client.schedules`: runs that are started by the clock. */
export class Schedules {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Makes a schedule. One that exists under this id with other content is `schedule_exists`. */
  create(options: ScheduleOptions & { readonly scheduleId?: string }): Promise<Schedule> {
    const { scheduleId, ...rest } = options;
    const body = { ...scheduleRequest(rest), ...defined({ scheduleId }) };
    return unwrap(this.#api.POST("/v1/schedules", { body }));
  }

  /** Replaces a schedule, or makes it. */
  update(scheduleId: string, options: ScheduleOptions): Promise<Schedule> {
    const request = { params: { path: { scheduleId } }, body: scheduleRequest(options) };
    return unwrap(this.#api.PUT("/v1/schedules/{scheduleId}", request));
  }

  /** One schedule. */
  get(scheduleId: string): Promise<Schedule> {
    const params = { path: { scheduleId } };
    return unwrap(this.#api.GET("/v1/schedules/{scheduleId}", { params }));
  }

  /** Schedules, newest first, a page at a time: pass the answer's `cursor` for the next page. */
  list(query: Query<"listSchedules"> = {}): Promise<Answer<"listSchedules">> {
    return unwrap(this.#api.GET("/v1/schedules", { params: { query } }));
  }

  /** Starts no runs until it is resumed. */
  pause(scheduleId: string): Promise<Schedule> {
    const params = { path: { scheduleId } };
    return unwrap(this.#api.POST("/v1/schedules/{scheduleId}/pause", { params }));
  }

  /** Goes on; what was missed meanwhile is as `catchUp` says. */
  resume(scheduleId: string): Promise<Schedule> {
    const params = { path: { scheduleId } };
    return unwrap(this.#api.POST("/v1/schedules/{scheduleId}/resume", { params }));
  }

  /** Starts a run now, beside what the clock says. */
  async run(scheduleId: string): Promise<{ workflowRunId: string }> {
    const params = { path: { scheduleId } };
    const request = this.#api.POST("/v1/schedules/{scheduleId}/run", { params });
    return { workflowRunId: (await unwrap<Answer<"runSchedule">>(request)).runId };
  }

  /** Removes a schedule. Its runs stay. */
  async delete(scheduleId: string): Promise<void> {
    const params = { path: { scheduleId } };
    await unwrap(this.#api.DELETE("/v1/schedules/{scheduleId}", { params }));
  }
}

function scheduleRequest(options: ScheduleOptions): Body<"putSchedule"> {
  const { cron, timeZone, every, overlap, catchUp, paused } = options;
  const { runId: _, delayMs: __, notBefore: ___, ...start } = startRequest(options);
  const everyMs = every === undefined ? undefined : durationMs(every);
  return { ...start, ...defined({ cron, timeZone, everyMs, overlap, catchUp, paused }) };
}
