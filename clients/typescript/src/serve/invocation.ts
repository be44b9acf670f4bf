import { WorkflowContext } from "./context.ts";
import type { Env } from "./env.ts";
import { failureOf, isFinal, retryAfterMsOf } from "./failure.ts";
import type { RegistrationTarget } from "./registration.ts";
import { type Ending, Replay } from "./replay.ts";
import type { Invocation } from "./wire.ts";

/** A workflow: ordinary code that reaches the outside world through steps of the context only. */
export type Workflow<Payload = unknown, Result = unknown> = (
  context: WorkflowContext<Payload>,
) => Result | PromiseLike<Result>;

/** What one invocation needs beside the workflow. */
export interface InvocationSetting {
  readonly invocation: Invocation;
  readonly target: RegistrationTarget;
  readonly env: Env;
}

/** Runs the workflow until it is done, has failed, or can only wait. Never rejects. */
export function runInvocation<Payload>(
  workflow: Workflow<Payload>,
  { invocation, target, env }: InvocationSetting,
): Promise<Ending> {
  return new Promise((resolve) => {
    const replay = new Replay(invocation, target, resolve);
    const context = new WorkflowContext<Payload>(invocation, env, replay);
    settle(workflow, context).then((ending) => replay.end(ending));
  });
}

async function settle<Payload>(
  workflow: Workflow<Payload>,
  context: WorkflowContext<Payload>,
): Promise<Ending> {
  let result: unknown;
  try {
    result = await workflow(context);
  } catch (error) {
    return failure(error, !isFinal(error));
  }
  try {
    return { status: "completed", output: JSON.stringify(result) ?? null };
  } catch (error) {
    return failure(error, false); // the result will not be JSON next time either
  }
}

function failure(error: unknown, retryable: boolean): Ending {
  const retryAfterMs = retryAfterMsOf(error);
  return {
    status: "failed",
    failure: failureOf(error),
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
