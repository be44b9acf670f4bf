import { defined } from "../defined.ts";
import { epochMsOf } from "../instant.ts";
import { listOf } from "../list-of.ts";

/** One value, or several of which any will do. */
export type AnyOf = string | readonly string[];

/** Which runs are meant, in the words of the stock SDK. All that is given must match. */
export interface WorkflowFilter {
  /** The exact URL of the workflow. */
  readonly workflowUrl?: AnyOf;
  readonly workflowUrlStartingWith?: AnyOf;
  readonly label?: AnyOf;
  /** The address that the start came from. */
  readonly callerIp?: AnyOf;
  readonly flowControlKey?: AnyOf;
  /** Runs started then or later. A number is in epoch **milliseconds**, as the stock SDK has it. */
  readonly fromDate?: Date | number;
  /** Runs started then or earlier. */
  readonly toDate?: Date | number;
}

/** The filter in the words of the API's bodies. */
export function filterBody(filter: WorkflowFilter) {
  return defined({
    url: listOf(filter.workflowUrl),
    urlPrefix: listOf(filter.workflowUrlStartingWith),
    labels: listOf(filter.label),
    callerIp: listOf(filter.callerIp),
    flowControlKey: listOf(filter.flowControlKey),
    from: filter.fromDate === undefined ? undefined : epochMs(filter.fromDate),
    to: filter.toDate === undefined ? undefined : epochMs(filter.toDate),
  });
}

/** The filter in the words of the API's queries. */
export function filterQuery(filter: WorkflowFilter) {
  const { labels, ...rest } = filterBody(filter);
  return defined({ ...rest, label: labels });
}

function epochMs(date: Date | number): number {
  return epochMsOf(typeof date === "number" ? new Date(date) : date);
}
