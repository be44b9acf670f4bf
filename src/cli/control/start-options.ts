import { type Command, Option } from "commander";
import type { Body } from "../../../clients/typescript/src/client/api.ts";
import type { Terminal } from "../terminal.ts";
import { usageError } from "./cli-error.ts";
import { collect, duration, header, integer, present, readJson } from "./option-values.ts";

/** How a run is started: of a trigger and of a schedule. */
export interface StartOptions {
  readonly body?: string;
  readonly header?: Record<string, string>;
  readonly label?: string[];
  readonly retries?: number;
  readonly retryDelay?: string;
  readonly flowControlKey?: string;
  readonly flowControlParallelism?: number;
  readonly flowControlRate?: number;
  readonly flowControlPeriod?: number;
  readonly failureUrl?: string;
  readonly project?: string;
  readonly redactBody?: boolean;
  readonly redactHeader?: string[];
}

const START_OPTIONS = [
  new Option("--body <json>", "the workflow's payload: JSON, @file, or - for standard input"),
  new Option("--header <name: value>", "a header for the workflow; repeat it for more").argParser(
    header,
  ),
  new Option("--label <label>", "to find the run by; repeat it for more").argParser(collect),
  new Option(
    "--retries <number>",
    "how often a failed step or invocation is tried again",
  ).argParser(integer),
  new Option("--retry-delay <expression>", 'the pause in ms, such as "pow(2, retried) * 1000"'),
  new Option("--failure-url <url>", "told when the run has failed"),
  new Option("--project <project>", "whose run it is, with a token of all projects"),
  new Option("--redact-body", "never show the payloads, only their digests"),
  new Option("--redact-header <name>", "nor this header; repeat it for more").argParser(collect),
];

const FLOW_OPTIONS = [
  new Option("--flow-control-key <key>", "what shares these limits"),
  new Option("--flow-control-parallelism <number>", "so many at once").argParser(integer),
  new Option("--flow-control-rate <number>", "so many within a period").argParser(integer),
  new Option("--flow-control-period <duration>", "of the rate (default 1s)").argParser(duration),
];

/** Adds what a run can be started with. */
export function addStartOptions(command: Command): Command {
  for (const option of START_OPTIONS) command.addOption(option);
  for (const option of FLOW_OPTIONS) command.addOption(option.helpGroup("Flow control:"));
  return command;
}

/** The part of a request that the options stand for. */
export async function startFields(
  options: StartOptions,
  terminal: Terminal,
): Promise<Omit<Body<"putRun">, "url" | "delayMs" | "notBefore">> {
  const {
    body,
    header: headers,
    label: labels,
    retries,
    retryDelay,
    failureUrl,
    project,
  } = options;
  const { redactBody, redactHeader } = options;
  const hasRedaction = redactBody !== undefined || redactHeader !== undefined;
  return present({
    ...{ headers, labels, retries, retryDelay, failureUrl, project },
    input: body === undefined ? undefined : await readJson("--body", body, terminal),
    flowControl: flowControlOf(options),
    redact: hasRedaction ? present({ body: redactBody, headers: redactHeader }) : undefined,
  });
}

/** Limits that the options stand for; undefined for none. */
export function flowControlOf(options: StartOptions): Body<"putRun">["flowControl"] {
  const { flowControlKey: key, flowControlParallelism: parallelism } = options;
  const { flowControlRate: rate, flowControlPeriod: periodMs } = options;
  if (key !== undefined) return { key, ...present({ parallelism, rate, periodMs }) };
  if (parallelism ?? rate ?? periodMs) {
    throw usageError("Limits need a key: --flow-control-key <key>.");
  }
  return undefined;
}
