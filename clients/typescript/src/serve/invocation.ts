import { WorkflowContext } from "./context.ts";
import { type Ending, leftOut } from "./ending.ts";
import type { Env } from "./env.ts";
import { failedStepOf, failureOf, isFinal, isStepFailure, retryAfterMsOf } from "./failure.ts";
import { History } from "./history.ts";
import { toJsonText } from "./json-text.ts";
import { Lifecycle } from "./lifecycle.ts";
import { loggingMiddleware } from "./logging-middleware.ts";
import { readPayload } from "./payload.ts";
import type { RegistrationTarget } from "./registration.ts";
import { Replay } from "./replay.ts";
import type { ReadPayload } from "./run-context.ts";
import type { ServeOptions } from "./serve-options.ts";
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
  readonly options: ServeOptions;
  /** By `performance.now`; see `Replay`. */
  readonly yieldAt: number | null;
}

/** Runs the workflow until it is done, has failed, or can only wait. Never rejects. */
export async function runInvocation<Payload>(
  workflow: Workflow<Payload>,
  setting: InvocationSetting,
): Promise<Ending> {
  const { invocation, options } = setting;
  const { run, kind } = invocation;
  const lifecycle = new Lifecycle(kind === "check" ? [] : middlewaresOf(options), run.id);
  let payload: ReadPayload | null;
  try {
    payload = await readPayload(run.input, options);
  } catch (error) {
    await lifecycle.onError(errorOf(error));
    return kind === "check" ? unreadable(invocation) : failure(error, false);
  }
  const { ending, outcome } = await replay(workflow, { ...setting, payload, lifecycle });
  await report(ending, outcome, lifecycle);
  return ending;
}

function middlewaresOf({ middlewares = [], verbose }: ServeOptions) {
  return verbose === true ? [...middlewares, loggingMiddleware] : middlewares;
}

interface ReplaySetting extends InvocationSetting {
  readonly payload: ReadPayload | null;
  readonly lifecycle: Lifecycle;
}

/** What the code has come to, if it has: what it returned or threw. */
type Outcome = { readonly result: unknown } | { readonly error: unknown } | null;

function replay<Payload>(
  workflow: Workflow<Payload>,
  { invocation, target, env, payload, yieldAt, lifecycle }: ReplaySetting,
): Promise<{ readonly ending: Ending; readonly outcome: Outcome }> {
  return new Promise((resolve) => {
    let outcome: Outcome = null;
    const observer = lifecycle.hasMiddlewares ? lifecycle : null;
    const onLate = (step: string) => void lifecycle.onWarning(lateWarning(step));
    const setting = { target, observer, yieldAt, onLate };
    const replaying = new Replay(invocation, setting, (ending) => resolve({ ending, outcome }));
    const context = new WorkflowContext<Payload>({ run: invocation.run, payload }, env, replaying);
    lifecycle.assignContext(context);
    const isFirst = isFirstInvocation(invocation) && lifecycle.hasMiddlewares;
    const started = isFirst ? lifecycle.runStarted().then(() => workflow(context)) : null;
    settle(() => started ?? workflow(context)).then((settled) => {
      outcome = settled;
      conclude(replaying, settled, invocation.kind === "check");
    });
  });
}

async function settle(run: () => unknown): Promise<NonNullable<Outcome>> {
  try {
    return { result: await run() };
  } catch (error) {
    return { error };
  }
}

function conclude(replaying: Replay, outcome: NonNullable<Outcome>, isDry: boolean): void {
  if ("error" in outcome) {
    const { error } = outcome;
    const ending = failure(error, !isFinal(error));
    // What is thrown between steps may be due to the moment, and not be thrown by the next attempt;
    // the failure of a step is recorded, and comes at the same point each time.
    if (isStepFailure(error) || isDry)
      replaying.finish(ending, `an error: ${failureOf(error).message}`);
    else replaying.end(ending);
    return;
  }
  let ending: Ending;
  try {
    ending = { status: "completed", output: toJsonText(outcome.result) };
  } catch (error) {
    ending = failure(error, false); // the result will not be JSON next time either
  }
  replaying.finish(ending, "its end");
}

function failure(error: unknown, retryable: boolean): Ending {
  const retryAfterMs = retryAfterMsOf(error);
  const step = failedStepOf(error);
  return {
    status: "failed",
    failure: failureOf(error),
    ...(step === undefined ? {} : { step }),
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** A check of a run whose payload is refused: the code would never come to its steps. */
function unreadable(invocation: Invocation): Ending {
  const { missing } = new History(invocation);
  if (missing === null) return { status: "matches", next: [] };
  const inWords = "a refusal of the payload";
  return { status: "differs", ...leftOut(missing, inWords, inWords) };
}

function isFirstInvocation({ run, journal, waiting }: Invocation): boolean {
  return run.attempt === 1 && journal.length === 0 && waiting.length === 0;
}

function lateWarning(step: string): string {
  return (
    `step "${step}" was asked for after the invocation had been suspended, and comes later than ` +
    "it could: between steps, code should await nothing but steps"
  );
}

async function report(ending: Ending, outcome: Outcome, lifecycle: Lifecycle): Promise<void> {
  if (!lifecycle.hasMiddlewares) return;
  switch (ending.status) {
    case "completed":
      if (outcome !== null && "result" in outcome) await lifecycle.runCompleted(outcome.result);
      break;
    case "failed":
      if (outcome !== null && "error" in outcome) await lifecycle.onError(errorOf(outcome.error));
      else await lifecycle.onError(errorOf(new Error(ending.failure.message)));
      break;
    case "lost":
      await lifecycle.onError(new Error(ending.detail));
      break;
    case "suspended":
      await lifecycle.onInfo(ending.again === true ? "run yielded" : "run suspended");
      break;
    case "canceled":
      await lifecycle.onInfo("run canceled");
      break;
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(failureOf(thrown).message);
}
