import { startRequestOf } from "../api/schedule-views.ts";
import { startCommand } from "../api/start-run.ts";
import type { Config } from "../config/schema.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import type { Logger } from "../observe/log.ts";
import { ScheduleService } from "../schedules/schedule-service.ts";
import type { Storage } from "../storage/storage.ts";
import { systemScheduler } from "../timer/scheduler.ts";
import type { Runtime } from "./runtime.ts";
import { urlCheck } from "./url-check.ts";

/** What schedules are connected to. */
export interface ScheduleOptions {
  readonly config: Config;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly runtime: Runtime;
}

/** The schedules, at rest: they fire from `start` on. Their runs are started as by the API. */
export function createSchedules(options: ScheduleOptions): ScheduleService {
  const { config, storage, clock, ids, log, runtime } = options;
  const checkUrl = urlCheck(runtime.addressGuard);
  const { retryBaseMs } = config;
  return new ScheduleService({
    ...{ storage, clock, ids, log },
    engine: runtime.engine,
    scheduler: systemScheduler,
    startCommand: (schedule, at) => {
      const { project } = schedule;
      const context = { at, checkUrl, retryBaseMs, hasChosenId: true, project };
      return startCommand(startRequestOf(schedule), context);
    },
  });
}
