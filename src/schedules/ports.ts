import type { EpochMs, RunId } from "../core/ids.ts";
import type { RunCommand, Start } from "../core/run/command.ts";
import type { Outcome } from "../core/run/outcome.ts";
import type { Schedule } from "../core/schedule/schedule.ts";
import type { Clock, Ids, Scheduler } from "../engine/ports.ts";
import type { ProblemCode } from "../http/problem.ts";
import type { Logger } from "../observe/log.ts";
import type { Storage } from "../storage/storage.ts";

/** What schedules need from the world; `server/` passes it. */
export interface ScheduleDeps {
  readonly storage: Pick<Storage, "getRun" | "schedules">;
  readonly engine: RunStarter;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "runId">;
  readonly scheduler: Scheduler;
  readonly log: Logger;
  /** The command that starts a run of the schedule. The digest depends on its content only. */
  readonly startCommand: (schedule: Schedule, at: EpochMs) => StartDecision;
}

/** The part of the engine that schedules use. */
export interface RunStarter {
  apply(runId: RunId, command: RunCommand): Promise<Outcome>;
}

/** A command, or why no run can be started: a URL that is not allowed any more, say. */
export type StartDecision =
  | { readonly ok: true; readonly command: Start }
  | { readonly ok: false; readonly code: ProblemCode };
