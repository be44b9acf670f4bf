import type { Duration } from "../duration.ts";
import type { Instant } from "../instant.ts";
import type { Env } from "./env.ts";
import { type ReadPayload, RunContext } from "./run-context.ts";
import type {
  CallResponse,
  CallSettings,
  RunningStep,
  RunOptions,
  StepSource,
  Webhook,
  WebhookResult,
} from "./step.ts";
import { callSpec } from "./steps/call.ts";
import { createWebhookSpec } from "./steps/create-webhook.ts";
import {
  type AnyInvokeSettings,
  type InvokeSettings,
  type InvokeStepResponse,
  type InvokeUrlSettings,
  invokeSpec,
} from "./steps/invoke.ts";
import { type NotifyStepResponse, notifySpec } from "./steps/notify.ts";
import {
  type CheckedBranches,
  type RaceBranches,
  type RaceResult,
  raceSpec,
} from "./steps/race.ts";
import { runSpec } from "./steps/run.ts";
import { sleepSpec, sleepUntilSpec } from "./steps/sleep.ts";
import {
  type WaitEventOptions,
  type WaitStepResponse,
  waitForEventSpec,
} from "./steps/wait-for-event.ts";
import { waitForWebhookSpec } from "./steps/wait-for-webhook.ts";
import type { InvokedRun } from "./wire.ts";

/** How long a wait lasts that does not say. */
const WAIT_TIMEOUT_DEFAULT: Duration = "7d";

/**
 * What workflow code works with. Each method is a step: done once, recorded, and from then on
 * answered from the record, however often the code runs again.
 *
 * The code must reach the same steps in the same order each time. So whatever can differ between
 * two runs of it (time, randomness, requests, databases) belongs into a `run` step, and between
 * steps the code should await nothing else. A step's name need not be unique.
 */
export class WorkflowContext<Payload = unknown> extends RunContext<Payload> {
  readonly #replay: StepSource;

  constructor({ run, payload }: ContextSource, env: Env, replay: StepSource) {
    super(run, env, payload);
    this.#replay = replay;
  }

  /**
   * Runs a function and records its result, which must be JSON. The promise resolves when the
   * result is on the server's disk.
   *
   * The result is what JSON makes of it, now and on every replay: a `Date` becomes a text,
   * `undefined` stays. A function that throws is tried again; when its retries are used up the
   * promise rejects with a `WorkflowStepError`. It runs at least once, and again if the process
   * dies before the result is recorded. Steps cannot be nested.
   */
  run<Result>(
    name: string,
    execute: (step: RunningStep) => Result | PromiseLike<Result>,
    options?: RunOptions,
  ): Promise<Result> {
    return this.#replay.request(name, () => runSpec(execute, options));
  }

  /** Waits; nothing of the endpoint is held open meanwhile. */
  sleep(name: string, duration: Duration): Promise<void> {
    return this.#replay.request(name, () => sleepSpec(duration));
  }

  /** Waits until an instant: a `Date`, a text that `Date` reads, or Unix **seconds**. */
  sleepUntil(name: string, instant: Instant): Promise<void> {
    return this.#replay.request(name, () => sleepUntilSpec(instant));
  }

  /**
   * Has the server send an HTTP request, which may take hours. An answer of any status is a result;
   * a request that got none rejects with a `WorkflowStepError`.
   */
  call<Body = unknown>(name: string, settings: CallSettings): Promise<CallResponse<Body>> {
    return this.#replay.request(name, () => callSpec<Body>(settings));
  }

  /** Makes a public URL of this run. Requests to it are kept until they are waited for. */
  createWebhook(name: string): Promise<Webhook> {
    return this.#replay.request(name, () => createWebhookSpec);
  }

  /**
   * Gives the next request to a webhook, first come, first served, or `{ timeout: true }`. One that
   * came early is given at once. Wait again for the next one.
   */
  waitForWebhook(
    name: string,
    webhook: Webhook,
    timeout: Duration = WAIT_TIMEOUT_DEFAULT,
  ): Promise<WebhookResult> {
    return this.#replay.request(name, () => waitForWebhookSpec(webhook, timeout));
  }

  /**
   * Waits for an event: `notify` here or in the client, with the same id. Only events that come
   * while a run waits reach it, except those sent to this run alone, which are kept for it.
   */
  waitForEvent<EventData = unknown>(
    name: string,
    eventId: string,
    options?: WaitEventOptions,
  ): Promise<WaitStepResponse<EventData>> {
    return this.#replay.request(name, () => waitForEventSpec<EventData>(eventId, options));
  }

  /**
   * Wakes every run that waits for an event, once. With `workflowRunId` only that run, for which
   * the event is kept if it does not wait yet; without, an event that nobody waits for is lost, and
   * `notifyResponse` is empty.
   */
  notify(
    name: string,
    ...[eventId, eventData, workflowRunId]: NotifyArguments
  ): Promise<NotifyStepResponse> {
    return this.#replay.request(name, () => notifySpec({ eventId, eventData, workflowRunId }));
  }

  /**
   * Starts a run of another workflow and waits for its end. A child that fails or is canceled does
   * not throw: see `isFailed` and `isCanceled`. A child outlives its parent: canceling this run
   * leaves it alone.
   */
  invoke<ChildPayload, Result>(
    name: string,
    settings: InvokeSettings<ChildPayload, Result>,
  ): Promise<InvokeStepResponse<Result>>;
  /** The same for a workflow that is known by its URL only. */
  invoke<Result = unknown>(
    name: string,
    settings: InvokeUrlSettings,
  ): Promise<InvokeStepResponse<Result>>;
  invoke(name: string, settings: AnyInvokeSettings): Promise<InvokeStepResponse> {
    return this.#replay.request(name, () => invokeSpec(settings, this.url));
  }

  /**
   * Waits for the first of several things, by the names given to them. The server decides, and
   * lets go of the others in the same transaction: a request that comes to a losing webhook is kept
   * for the next wait, a losing child run goes on by itself. (After `Promise.race` the losing waits
   * stay open and take what comes.)
   */
  race<const Branches extends RaceBranches>(
    name: string,
    branches: Branches & CheckedBranches<Branches>,
  ): Promise<RaceResult<Branches>> {
    return this.#replay.request(name, () => raceSpec<Branches>(branches, this.url));
  }

  /**
   * Ends the run here and now: it becomes `canceled`. The promise never settles, so nothing after
   * `await context.cancel()` is executed.
   */
  cancel(reason?: string): Promise<void> {
    return this.#replay.cancel(reason);
  }
}

/** The run, and its payload if that has been read already. */
interface ContextSource {
  readonly run: InvokedRun;
  readonly payload?: ReadPayload | null;
}

/** In the order of the stock SDK. */
type NotifyArguments = [eventId: string, eventData?: unknown, workflowRunId?: string];
