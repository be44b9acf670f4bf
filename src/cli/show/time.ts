const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From here on a date says more than a number of days. */
const RELATIVE_MAX_MS = 60 * DAY_MS;

/** Closer than this is now. */
const NOW_MS = SECOND_MS;

/** An instant as seen from `now`: "3 min ago", "in 2 h", or its date when that is far away. */
export function relativeTime(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < NOW_MS) return "now";
  if (distance >= RELATIVE_MAX_MS) return calendarTime(at).slice(0, "2026-01-31".length);
  const text = roughDuration(distance);
  return at < now ? `${text} ago` : `in ${text}`;
}

/** An instant on the wall clock of this machine: "2026-01-31 09:05:00". */
export function calendarTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${day} ${time}`;
}

/** Both: "2026-01-31 09:05:00 (3 min ago)". */
export function fullTime(at: number, now: number): string {
  const relative = relativeTime(at, now);
  const calendar = calendarTime(at);
  return calendar.startsWith(relative) ? calendar : `${calendar} (${relative})`;
}

/** How long something took: "12 ms", "1.5 s", "2 min 5 s", "3 h", "2 d 4 h". */
export function durationText(durationMs: number): string {
  const ms = Math.round(durationMs);
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < 10 * SECOND_MS) return `${Number((ms / SECOND_MS).toFixed(1))} s`;
  if (ms < MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return twoUnits(ms, [MINUTE_MS, "min"], [SECOND_MS, "s"]);
  if (ms < DAY_MS) return twoUnits(ms, [HOUR_MS, "h"], [MINUTE_MS, "min"]);
  return twoUnits(ms, [DAY_MS, "d"], [HOUR_MS, "h"]);
}

type Unit = readonly [ms: number, name: string];

function twoUnits(ms: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

function roughDuration(ms: number): string {
  const [seconds, minutes, hours, days] = [SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS].map((unit) =>
    Math.round(ms / unit),
  ) as [number, number, number, number];
  if (seconds < 60) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min`;
  if (hours < 24) return `${hours} h`;
  return days === 1 ? "1 day" : `${days} days`;
}
