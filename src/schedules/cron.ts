import { Cron } from "croner";
import type { EpochMs } from "../core/ids.ts";
import type { NextFire } from "../core/schedule/schedule.ts";

/** Longer texts are not cron expressions that anybody could read. */
export const CRON_LENGTH_MAX = 256;

/** The longest name in the time zone database has 32 characters. */
const TIME_ZONE_LENGTH_MAX = 64;

/** Five or six fields, or one of the nicknames. Croner would also take a date, which fires once. */
const CRON =
  /^(?:\S+(?:[ \t]+\S+){4,5}|@(?:hourly|daily|weekly|monthly|yearly|annually|midnight))$/i;

/** Names only: an offset like "+02:00" knows no summer time, and seldom is what people mean. */
const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** The fires of a cron expression, or what is wrong with it. */
export type CronFires =
  | { readonly ok: true; readonly next: NextFire }
  | { readonly ok: false; readonly code: "invalid_cron" | "invalid_time_zone" };

/**
 * Reads a cron expression: 5 fields, or 6 with seconds first, or a nickname such as `@daily`.
 *
 * When the clocks change, it goes by Vixie cron's rules (croner's `no-wildcard`):
 *
 * - An expression that names its seconds, minutes and hours, as values, lists or ranges, fires once
 *   a day for each: a time in the gap fires at the end of the gap (several such times together
 *   once), and a repeated time fires at its first occurrence only.
 * - With a `*` or a step in one of them it is an interval: it skips the gap and fires in both
 *   passes of the repeated hour.
 */
export function cronFires(cron: string, timeZone: string): CronFires {
  if (!isTimeZone(timeZone)) return { ok: false, code: "invalid_time_zone" };
  const text = cron.trim();
  const refused = { ok: false, code: "invalid_cron" } as const;
  if (text.length > CRON_LENGTH_MAX || !CRON.test(text)) return refused;
  try {
    // Without a function it sets no timer: it only calculates.
    const job = new Cron(text, {
      timezone: timeZone,
      mode: "5-or-6-parts",
      fixedTimeRule: "no-wildcard",
    });
    return { ok: true, next: (after) => epochOf(job.nextRun(new Date(after))) };
  } catch {
    // Croner says what is wrong by showing it: a message that must not go into an answer.
    return refused;
  }
}

function isTimeZone(name: string): boolean {
  if (name.length > TIME_ZONE_LENGTH_MAX || !TIME_ZONE.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function epochOf(date: Date | null): EpochMs | null {
  return date === null ? null : (date.getTime() as EpochMs);
}
