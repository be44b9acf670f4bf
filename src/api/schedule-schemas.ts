import { type Static, Type } from "@sinclair/typebox";
import { idPattern } from "../core/ids.ts";
import { EVERY_MS_MAX, EVERY_MS_MIN, SCHEDULE_ID_LENGTH_MAX } from "../core/schedule/schedule.ts";
import { CRON_LENGTH_MAX } from "../schedules/cron.ts";
import { EXAMPLES } from "./examples.ts";
import { HeaderPairs, Instant, ProjectText, RunIdText } from "./schemas.ts";
import { PutRunRequest } from "./start-schemas.ts";

const STRICT = { additionalProperties: false } as const;

export const ScheduleIdText = Type.String({
  description: "A schedule: made by the server, or chosen by whoever makes the schedule.",
  pattern: idPattern(SCHEDULE_ID_LENGTH_MAX),
  "x-code": "invalid_id",
  examples: ["nightly-report"],
});

const Overlap = Type.Union([Type.Literal("allow"), Type.Literal("skip"), Type.Literal("cancel")], {
  description:
    "What to do while the previous run is active: start the next one anyway, leave this fire " +
    "out, or cancel the previous run and start the next one. `allow` by default.",
});

const CatchUp = Type.Union([Type.Literal("none"), Type.Literal("latest"), Type.Literal("all")], {
  description:
    "What to do with fires that a downtime or a pause has missed: nothing, fire once for the " +
    "latest, or fire all of them, the newest 1,000 at most. `latest` by default.",
});

const cron = Type.String({
  description: "A cron expression of 5 fields, or of 6 with seconds first, or `@daily` and such.",
  minLength: 1,
  maxLength: CRON_LENGTH_MAX,
  examples: ["0 2 * * *"],
});

const timeZone = Type.String({
  description: "Of the cron expression: a name of the IANA database; `UTC` by default.",
  minLength: 1,
  maxLength: 64,
  examples: ["Europe/Berlin"],
});

const everyMs = Type.Integer({
  description: "In place of `cron`: fire every so many ms, first after one interval.",
  minimum: EVERY_MS_MIN,
  maximum: EVERY_MS_MAX,
});

// A run of a schedule starts when it fires, so it knows no delay.
const { delayMs: _delayMs, notBefore: _notBefore, ...startFields } = PutRunRequest.properties;

const putFields = {
  ...startFields,
  cron: Type.Optional(cron),
  timeZone: Type.Optional(timeZone),
  everyMs: Type.Optional(everyMs),
  overlap: Type.Optional(Overlap),
  catchUp: Type.Optional(CatchUp),
  paused: Type.Optional(
    Type.Boolean({ description: "Absent leaves it as it is; a new schedule is not paused." }),
  ),
};

export const PutScheduleRequest = Type.Object(putFields, {
  ...STRICT,
  $id: "PutScheduleRequest",
  description: "Either `cron` or `everyMs`, and how its runs are started.",
  examples: [EXAMPLES.putSchedule],
});
export type PutScheduleRequest = Static<typeof PutScheduleRequest>;

export const CreateScheduleRequest = Type.Object(
  { ...putFields, scheduleId: Type.Optional(ScheduleIdText) },
  {
    ...STRICT,
    $id: "CreateScheduleRequest",
    description: "Either `cron` or `everyMs`, and how its runs are started.",
    examples: [{ ...EXAMPLES.putSchedule, scheduleId: "nightly-report" }],
  },
);

const NullableInteger = (description: string) =>
  Type.Union([Type.Integer(), Type.Null()], { description });

const NullableText = (description: string) =>
  Type.Union([Type.String(), Type.Null()], { description });

const summary = {
  scheduleId: ScheduleIdText,
  project: ProjectText,
  cron: NullableText("Null for an interval."),
  timeZone: NullableText("Of the cron expression."),
  everyMs: NullableInteger("Null for a cron expression."),
  overlap: Overlap,
  catchUp: CatchUp,
  paused: Type.Boolean(),
  url: Type.String({ description: "The workflow endpoint." }),
  labels: Type.Array(Type.String(), { description: "Of its runs." }),
  createdAt: Instant("When it was made, epoch ms."),
  nextFireAt: NullableInteger("When it fires next, epoch ms; null while it is paused."),
  lastFireAt: NullableInteger("The last fire that has started a run: when it was due, epoch ms."),
  lastRunId: NullableText("The run that the last fire has started."),
  lastRefusal: Type.Union(
    [
      Type.Object(
        {
          fireAt: Type.Integer({ description: "Epoch ms." }),
          code: Type.String({ description: "As in a problem." }),
        },
        STRICT,
      ),
      Type.Null(),
    ],
    { description: "The last fire whose run could not be started." },
  ),
  counts: Type.Object(
    {
      fired: Type.Integer({ description: "Fires that have started a run." }),
      skipped: Type.Integer({ description: "Fires left out because of `overlap`." }),
      missed: Type.Integer({ description: "Fires left out because of `catchUp`." }),
      refused: Type.Integer({ description: "Fires whose run could not be started." }),
    },
    STRICT,
  ),
};

export const ScheduleSummary = Type.Object(summary, {
  ...STRICT,
  $id: "ScheduleSummary",
  examples: [EXAMPLES.scheduleSummary],
});
export type ScheduleSummary = Static<typeof ScheduleSummary>;

const { url: _url, labels: _labels, project: _project, headers: _headers, ...shown } = startFields;

export const ScheduleDetails = Type.Object(
  { ...summary, ...shown, headers: HeaderPairs },
  { ...STRICT, $id: "ScheduleDetails" },
);
export type ScheduleDetails = Static<typeof ScheduleDetails>;

export const ScheduleList = Type.Object(
  {
    schedules: Type.Array(ScheduleSummary),
    cursor: NullableText("For the next page, if any."),
  },
  { ...STRICT, $id: "ScheduleList" },
);

export const RemovedSchedule = Type.Object(
  { scheduleId: ScheduleIdText, removed: Type.Literal(true) },
  { ...STRICT, $id: "RemovedSchedule" },
);

export const ScheduleRun = Type.Object(
  { runId: RunIdText, scheduleId: ScheduleIdText },
  { ...STRICT, $id: "ScheduleRun", examples: [EXAMPLES.scheduleRun] },
);
