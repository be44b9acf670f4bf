import { Type } from "@sinclair/typebox";
import type { EpochMs } from "../core/ids.ts";
import type { Principal } from "../http/principal.ts";
import type { AnyOf, RunFilter } from "../storage/storage.ts";
import { maySee, projectFilter } from "./project-scope.ts";
import { areTextsWrong, bodyTexts, queryInteger, queryTexts } from "./query.ts";
import { Instant, ProjectText, RunStatus } from "./schemas.ts";

/**
 * The filters by which runs are found, in a query and in a body. All that are given must match; of
 * several values for one of them, any will do.
 */

/** The last instant a query can name: far beyond any run. */
const INSTANT_MAX = 1_000_000_000_000_000;

const queryInstant = (description: string) =>
  queryInteger({ description, minimum: 0, maximum: INSTANT_MAX });

/** Filters of a query for runs of any kind. */
export const runFilterQuery = {
  url: queryTexts("Only runs of this endpoint, or one of these."),
  urlPrefix: queryTexts("Only runs whose endpoint's URL begins with this."),
  label: queryTexts("Only runs with this label, or one of these."),
  callerIp: queryTexts("Only runs that were started from this address."),
  flowControlKey: queryTexts("Only runs with this flow-control key."),
  from: queryInstant("Only runs started at or after this instant, epoch ms."),
  to: queryInstant("Only runs started at or before this instant, epoch ms."),
  project: Type.Optional(ProjectText),
};

/** Filters of a query that lists runs of every status. */
export const statusFilterQuery = {
  status: Type.Optional(RunStatus),
  deadLetter: Type.Optional(
    Type.Literal("true", { description: "Only failed runs that can be resumed or restarted." }),
  ),
};

/** Filters in a body. An empty list is refused: it would mean nothing, or everything. */
export const runFilterBody = {
  url: bodyTexts("Only runs of this endpoint, or one of these."),
  urlPrefix: bodyTexts("Only runs whose endpoint's URL begins with this."),
  labels: bodyTexts("Only runs with this label, or one of these."),
  callerIp: bodyTexts("Only runs that were started from this address."),
  flowControlKey: bodyTexts("Only runs with this flow-control key."),
  from: Type.Optional(Instant("Only runs started at or after this instant, epoch ms.")),
  to: Type.Optional(Instant("Only runs started at or before this instant, epoch ms.")),
  project: Type.Optional(ProjectText),
};

/** The filters of a checked query or body. */
export interface AskedFilters {
  readonly status?: RunFilter["status"];
  readonly url?: AnyOf<string>;
  readonly urlPrefix?: AnyOf<string>;
  /** The name in a query. */
  readonly label?: AnyOf<string>;
  /** The name in a body. */
  readonly labels?: AnyOf<string>;
  readonly callerIp?: AnyOf<string>;
  readonly flowControlKey?: AnyOf<string>;
  readonly from?: string | number;
  readonly to?: string | number;
  readonly deadLetter?: unknown;
  readonly project?: string;
}

/** What a list is narrowed to, but for its page. */
export type RunNarrowing = Omit<RunFilter, "limit" | "before">;

/**
 * What was asked for, narrowed further to what the token may see; null when that is `forbidden`,
 * because another project was named.
 */
export function narrowingOf(asked: AskedFilters, principal: Principal): RunNarrowing | null {
  const { status, url, urlPrefix, callerIp, from, to, deadLetter, project } = asked;
  if (project !== undefined && !maySee(principal, project)) return null;
  return withoutAbsent({
    ...{ status, url, urlPrefix, callerIp },
    label: asked.label ?? asked.labels,
    flowKey: asked.flowControlKey,
    deadLetter: deadLetter === undefined ? undefined : (true as const),
    from: from === undefined ? undefined : (Number(from) as EpochMs),
    to: to === undefined ? undefined : (Number(to) as EpochMs),
    project: project ?? projectFilter(principal).project,
  });
}

const TEXT_FILTERS = ["url", "urlPrefix", "label", "callerIp", "flowControlKey"] as const;

/** The filter of a query that is not as `runFilterQuery` shows it, or null: see `queryTexts`. */
export function wrongTextFilter(asked: AskedFilters): string | null {
  return TEXT_FILTERS.find((name) => areTextsWrong(asked[name] ?? "absent")) ?? null;
}

/** Whether any filter was asked for. */
export function isNarrowed({ project: _, ...asked }: AskedFilters): boolean {
  return Object.values(asked).some((value) => value !== undefined);
}

type Present<Record> = { [Key in keyof Record]?: Exclude<Record[Key], undefined> };

function withoutAbsent<Fields extends object>(fields: Fields): Present<Fields> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<Fields>;
}
