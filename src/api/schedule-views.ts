import type { Schedule } from "../core/schedule/schedule.ts";
import { redactHeaders, redactionOf, redactorOf } from "./redaction.ts";
import type { ScheduleDetails, ScheduleSummary } from "./schedule-schemas.ts";
import { type PutRunRequest, RETRIES_DEFAULT } from "./start-schemas.ts";

/** How the runs of a schedule are started. The text was made from such a request. */
export function startRequestOf({ start }: Schedule): PutRunRequest {
  return JSON.parse(start) as PutRunRequest;
}

/** What a list shows of a schedule. */
export function scheduleSummary(schedule: Schedule): ScheduleSummary {
  const { scheduleId, project, overlap, catchUp, paused, createdAt, timing } = schedule;
  const { nextFireAt, lastFireAt, lastRunId, lastRefusal, counts } = schedule;
  const { url, labels = [] } = startRequestOf(schedule);
  return {
    ...{ scheduleId, project, overlap, catchUp, paused, url, labels, createdAt },
    cron: timing.kind === "cron" ? timing.cron : null,
    timeZone: timing.kind === "cron" ? timing.timeZone : null,
    everyMs: timing.kind === "interval" ? timing.everyMs : null,
    // While it is paused the stored one is where it will go on, possibly in the past.
    nextFireAt: paused ? null : nextFireAt,
    ...{ lastFireAt, lastRunId },
    lastRefusal: lastRefusal && { ...lastRefusal },
    counts: { ...counts },
  };
}

/** All of a schedule. What its runs hide, it hides too. */
export function scheduleDetails(schedule: Schedule): ScheduleDetails {
  const request = startRequestOf(schedule);
  const { url: _url, labels: _labels, project: _project, headers = {}, input, ...rest } = request;
  const redaction = redactionOf(request.redact);
  const shown = redactHeaders(Object.entries(headers), redaction?.headers ?? []);
  const body = input === undefined ? null : new TextEncoder().encode(JSON.stringify(input));
  return {
    ...scheduleSummary(schedule),
    ...rest,
    retries: request.retries ?? RETRIES_DEFAULT,
    headers: shown.map(([name, value]) => [name, value]),
    ...(body === null ? {} : { input: redactorOf(redaction).json(body) }),
  };
}
