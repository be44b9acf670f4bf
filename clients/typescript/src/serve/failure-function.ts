import type { Env } from "./env.ts";
import { failureOf } from "./failure.ts";
import { toJsonText } from "./json-text.ts";
import { readPayload } from "./payload.ts";
import { type EndpointResponse, problem } from "./problem.ts";
import { RunContext } from "./run-context.ts";
import type { ServeOptions } from "./serve-options.ts";
import type { FailureInvocation } from "./wire.ts";

/** What a failure function is told. */
export interface FailureData<Payload = unknown> {
  /**
   * The failed run: its payload, headers and labels, without steps. A payload that the schema
   * refuses, which may be why the run failed, is shown as it came.
   */
  readonly context: RunContext<Payload>;
  /** HTTP status of the endpoint's last answer: 200 when it told of the failure itself. */
  readonly failStatus: number;
  /** The error's message. */
  readonly failResponse: string;
  /** Always empty: the server keeps no headers of answers. For code that comes from Upstash. */
  readonly failHeaders: Record<string, string[]>;
  /** The error's stack, or an empty text. */
  readonly failStack: string;
}

/** Called for a run that has failed for good. What it returns is stored with the run, as JSON. */
export type FailureFunction<Payload = unknown> = {
  // As a method: one for any payload may be given where one for a certain payload is expected.
  call(data: FailureData<Payload>): Promise<unknown> | unknown;
}["call"];

/** What is said when the endpoint did not answer at all. */
const NO_ANSWER_STATUS = 500;

const JSON_HEADERS = { "content-type": "application/json" } as const;

/** Answers an invocation that tells of a failed run. */
export async function handleFailure(
  { run, failure, failedAnswer }: FailureInvocation,
  options: ServeOptions,
  env: Env,
): Promise<EndpointResponse> {
  const { failureFunction } = options;
  if (failureFunction === undefined) return answer(run.id, { status: "no_handler" });
  try {
    const payload = await readPayload(run.input, options).catch(() => null);
    const result = await failureFunction({
      context: new RunContext(run, env, payload),
      failStatus: failedAnswer?.status ?? NO_ANSWER_STATUS,
      failResponse: failure.message,
      failHeaders: {},
      failStack: failure.stack ?? "",
    });
    return answer(run.id, { status: "handled", result: toJsonText(result) });
  } catch (error) {
    const { name, message } = failureOf(error);
    return problem(500, "failure_function_failed", `${name}: ${message}`);
  }
}

function answer(runId: string, content: Readonly<Record<string, unknown>>): EndpointResponse {
  const body = JSON.stringify({ protocol: 1, runId, ...content });
  return { status: 200, headers: JSON_HEADERS, body };
}
