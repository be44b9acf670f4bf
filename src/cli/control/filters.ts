import { type Command, Option } from "commander";
import { collect, instant, present } from "./option-values.ts";

/** What narrows a list of runs, or names the runs that something is done to. */
export interface FilterOptions {
  readonly url?: string[];
  readonly urlPrefix?: string[];
  readonly label?: string[];
  readonly callerIp?: string[];
  readonly flowControlKey?: string[];
  readonly from?: number;
  readonly to?: number;
  readonly project?: string;
}

/** Adds the filters. Each may be repeated: any of its values will do; all filters must match. */
export function addFilters(command: Command): Command {
  const texts: readonly (readonly [flags: string, description: string])[] = [
    ["--url <url>", "only runs of this endpoint"],
    ["--url-prefix <prefix>", "only runs whose endpoint's URL begins so"],
    ["--label <label>", "only runs with this label"],
    ["--caller-ip <address>", "only runs that were started from this address"],
    ["--flow-control-key <key>", "only runs with this flow-control key"],
  ];
  const group = "Filters (repeat one: any of its values; all filters must match):";
  for (const [flags, description] of texts) {
    command.addOption(new Option(flags, description).argParser(collect).helpGroup(group));
  }
  for (const option of [
    new Option("--from <time>", 'started since: a date, or so long ago ("2h")').argParser(instant),
    new Option("--to <time>", "started until then").argParser(instant),
    new Option("--project <project>", "only runs of this project"),
  ]) {
    command.addOption(option.helpGroup(group));
  }
  return command;
}

/** The filters as a query has them. */
export function queryFilters(options: FilterOptions) {
  const { url, urlPrefix, label, callerIp, flowControlKey, from, to, project } = options;
  return present({ url, urlPrefix, label, callerIp, flowControlKey, from, to, project });
}

/** The filters as a body has them. */
export function bodyFilters(options: FilterOptions) {
  const { label: labels, ...rest } = queryFilters(options);
  return present({ ...rest, labels });
}

/** Whether any filter was given. A project alone names no runs. */
export function isNarrowed(options: FilterOptions): boolean {
  const { project: _, ...filters } = queryFilters(options);
  return Object.keys(filters).length > 0;
}
