import type { Answer } from "../../../clients/typescript/src/client/api.ts";
import { fieldsText } from "./fields.ts";
import { type Paint, paintStatus } from "./paint.ts";
import { jsonLine, printable } from "./printable.ts";
import { durationText, fullTime } from "./time.ts";

type Schedule = Answer<"getSchedule">;

/** When a schedule fires: its cron expression and time zone, or its interval. */
export function timingText({
  cron,
  timeZone,
  everyMs,
}: Pick<Schedule, "cron" | "timeZone" | "everyMs">): string {
  if (everyMs !== null) return `every ${durationText(everyMs)}`;
  return [cron, timeZone].filter((text) => text !== null).join(" ");
}

/** A schedule for a person. */
export function scheduleText(
  schedule: Schedule,
  { now, paint }: { readonly now: number; readonly paint: Paint },
): string {
  const { nextFireAt, lastFireAt, lastRunId, lastRefusal, counts, input, retries } = schedule;
  const at = (instant: number | null) => (instant === null ? null : fullTime(instant, now));
  const last = at(lastFireAt) ?? "never";
  const refusal =
    lastRefusal === null ? null : `${fullTime(lastRefusal.fireAt, now)}: ${lastRefusal.code}`;
  return fieldsText(
    [
      ["Schedule", printable(schedule.scheduleId)],
      ["Status", paintStatus(paint, schedule.paused ? "paused" : "active")],
      ["Fires", printable(timingText(schedule))],
      ["Next", at(nextFireAt)],
      ["Last", lastRunId === null ? last : printable(`${last}, run ${lastRunId}`)],
      ["Refused", refusal],
      ["Counts", countsText(counts)],
      ["Overlap", schedule.overlap],
      ["Catch-up", schedule.catchUp],
      ["Endpoint", printable(schedule.url)],
      ["Labels", printable(schedule.labels.join(", "))],
      ["Project", schedule.project === "default" ? null : printable(schedule.project)],
      ["Retries", retries === undefined ? null : String(retries)],
      ["Input", input === undefined || input === null ? null : jsonLine(input)],
      ["Made", fullTime(schedule.createdAt, now)],
    ],
    paint,
  );
}

function countsText({ fired, skipped, missed, refused }: Schedule["counts"]): string {
  const others = Object.entries({ skipped, missed, refused }).filter(([, count]) => count > 0);
  return [`${fired} fired`, ...others.map(([name, count]) => `${count} ${name}`)].join(", ");
}
