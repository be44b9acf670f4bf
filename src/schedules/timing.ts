import { assert } from "../core/assert.ts";
import type { EpochMs } from "../core/ids.ts";
import { nextOfInterval } from "../core/schedule/interval.ts";
import type { NextFire, Schedule, Timing } from "../core/schedule/schedule.ts";
import { type CronFires, cronFires } from "./cron.ts";

/** The first fire of a timing, or what is wrong with it. */
export type FirstFire =
  | { readonly ok: true; readonly at: EpochMs }
  | Extract<CronFires, { readonly ok: false }>;

/** The first fire after `at`. A cron expression without any (30 February) is refused. */
export function firstFire(timing: Timing, at: EpochMs): FirstFire {
  const fires = firesOf(timing, at);
  if (!fires.ok) return fires;
  const first = fires.next(at);
  return first === null ? { ok: false, code: "invalid_cron" } : { ok: true, at: first };
}

/** The fires of a stored schedule. Those of an interval go on from its next one. */
export function fireTimes({ timing, nextFireAt, createdAt }: Schedule): NextFire {
  const fires = firesOf(timing, nextFireAt ?? createdAt);
  assert(fires.ok, "a cron expression and its time zone are checked before they are stored");
  return fires.next;
}

function firesOf(timing: Timing, anchor: EpochMs): CronFires {
  if (timing.kind === "cron") return cronFires(timing.cron, timing.timeZone);
  return { ok: true, next: nextOfInterval(anchor, timing.everyMs) };
}
