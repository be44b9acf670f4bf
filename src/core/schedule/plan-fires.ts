import type { EpochMs } from "../ids.ts";
import type { DueFires } from "./due-fires.ts";
import type { Schedule } from "./schedule.ts";

/**
 * A fire is on time up to this lateness, in ms: also a schedule that catches up nothing shall fire
 * when the server just restarted. A minute is what cron can tell apart.
 */
export const ON_TIME_MS = 60_000;

/** Runs started for one schedule at a time: the others get their turn between. */
export const STARTS_PER_TURN = 100;

/** What to do with fires that are due. */
export interface FirePlan {
  /** Fires whose run exists already: the server ended before it could note them. Oldest first. */
  readonly recovered: readonly EpochMs[];
  /** Fires to start runs for, oldest first. More than one only if runs may overlap. */
  readonly start: readonly EpochMs[];
  /** How many to leave out because of `catchUp`. */
  readonly missed: number;
  /** How many to leave out because they would overlap one of `start`. */
  readonly skipped: number;
  /** The first fire that the plan does not cover. */
  readonly nextFireAt: EpochMs | null;
}

/** What a plan depends on beside the schedule and its due fires. */
export interface FireSituation {
  readonly now: EpochMs;
  /** Whether the run of a fire exists. */
  readonly isStarted: (fireAt: EpochMs) => boolean;
}

/**
 * Decides what the due fires start.
 *
 * Several fires are due at once after downtime, after a pause, and when the server is overloaded.
 * Whether the previous run is still active is not known here: see `overlap` of the caller.
 */
export function planFires(
  { catchUp, overlap }: Pick<Schedule, "catchUp" | "overlap">,
  due: DueFires,
  { now, isStarted }: FireSituation,
): FirePlan {
  const dealtWith = due.fires.findLastIndex(isStarted) + 1;
  const recovered = due.fires.slice(0, dealtWith).filter(isStarted);
  const open = due.fires.slice(dealtWith);

  const caughtUp = choose(catchUp, open, now);
  const missed = dealtWith - recovered.length + open.length - caughtUp.length;
  if (overlap !== "allow") {
    // The runs of a backlog would all be active together, so one is left: the first, which the
    // others would have found active, or the last, which would have canceled the others.
    const start = overlap === "skip" ? caughtUp.slice(0, 1) : caughtUp.slice(-1);
    const skipped = caughtUp.length - start.length;
    return { recovered, start, missed, skipped, nextFireAt: due.nextFireAt };
  }
  const start = caughtUp.slice(0, STARTS_PER_TURN);
  const nextFireAt = caughtUp[STARTS_PER_TURN] ?? due.nextFireAt;
  return { recovered, start, missed, skipped: 0, nextFireAt };
}

function choose(
  catchUp: Schedule["catchUp"],
  open: readonly EpochMs[],
  now: EpochMs,
): readonly EpochMs[] {
  if (catchUp === "all") return open;
  const latest = open.slice(-1);
  return catchUp === "latest" ? latest : latest.filter((fireAt) => now - fireAt <= ON_TIME_MS);
}
