import type { Duration } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import type { Instant } from "../../instant.ts";
import { type ServerSpec, unexpectedEntry, type Webhook } from "../step.ts";
import type { ClosingEntry, RaceBranchSetting, RaceOutcome } from "../wire.ts";
import type { InvokableWorkflow } from "../workflows.ts";
import {
  type AnyInvokeSettings,
  childSetting,
  endedChildOf,
  type InvokeSettings,
  type InvokeStepResponse,
} from "./invoke.ts";
import { sleepSetting, sleepUntilSetting } from "./sleep.ts";
import { eventDataOf, readEventId } from "./wait-for-event.ts";
import { hookIdOf, requestOf } from "./wait-for-webhook.ts";

/** Something that a race waits for. */
export type RaceBranch =
  /** The next request to a webhook. */
  | { readonly webhook: Webhook }
  /** The next event of this id. */
  | { readonly event: string }
  /** A pause: the race's timeout. */
  | { readonly sleep: Duration }
  /** A pause until an instant: a `Date`, a text that `Date` reads, or Unix **seconds**. */
  | { readonly sleepUntil: Instant }
  /** The end of a child run, good or bad. Settings as of `context.invoke`. */
  | { readonly invoke: AnyInvokeSettings };

/** The branches of a race by the names that the result will use. */
export type RaceBranches = Readonly<Record<string, RaceBranch>>;

/** What a branch gets when it wins. */
export type RaceValue<Branch> = Branch extends { readonly webhook: Webhook }
  ? { readonly request: Request }
  : Branch extends { readonly event: string }
    ? { readonly eventData: unknown }
    : Branch extends { readonly invoke: infer Settings }
      ? InvokeStepResponse<ResultOf<Settings>>
      : undefined;

/** Which branch won, and what it got: a union to be told apart by `key`. */
export type RaceResult<Branches> = {
  readonly [Key in keyof Branches]: {
    readonly key: Key;
    readonly value: RaceValue<Branches[Key]>;
  };
}[keyof Branches];

/** What a child run is given must be what its workflow takes. */
export type CheckedBranches<Branches> = {
  readonly [Key in keyof Branches]: Branches[Key] extends {
    readonly invoke: { readonly workflow: InvokableWorkflow<infer Payload, unknown> };
  }
    ? { readonly invoke: InvokeSettings<Payload> }
    : RaceBranch;
};

type ResultOf<Settings> = Settings extends {
  readonly workflow: InvokableWorkflow<never, infer Result>;
}
  ? Result
  : unknown;

/** The first of several branches. The server decides, and releases the others at once. */
export function raceSpec<Branches extends RaceBranches>(
  branches: Branches,
  ownUrl: string,
): ServerSpec<RaceResult<Branches>> {
  return {
    kind: "race",
    deferrable: false,
    operation(step) {
      const settings = Object.entries(branches).map(
        ([key, branch]): RaceBranchSetting => ({ key, ...settingOf(key, branch, ownUrl) }),
      );
      if (settings.length > 0) return { op: "race", step, branches: settings };
      throw new WorkflowNonRetryableError("context.race needs at least one branch");
    },
    decode: (entry) => decode(entry) as RaceResult<Branches>,
  };
}

type Unnamed<Setting> = Setting extends unknown ? Omit<Setting, "key"> : never;

function settingOf(key: string, branch: RaceBranch, ownUrl: string): Unnamed<RaceBranchSetting> {
  const method = `context.race, branch "${key}",`;
  if ("webhook" in branch) return { on: "hook", hookId: hookIdOf(method, branch.webhook) };
  if ("event" in branch) return { on: "event", eventId: readEventId(method, branch.event) };
  if ("sleep" in branch) return { on: "sleep", ...sleepSetting(branch.sleep) };
  if ("sleepUntil" in branch) return { on: "sleep", ...sleepUntilSetting(branch.sleepUntil) };
  if ("invoke" in branch) return { on: "child", ...childSetting(branch.invoke, ownUrl) };
  const kinds = "webhook, event, sleep, sleepUntil or invoke";
  throw new WorkflowNonRetryableError(`${method} needs one of ${kinds}`);
}

function decode(entry: ClosingEntry): { readonly key: string; readonly value: unknown } {
  if (entry.type !== "race_won") return unexpectedEntry(entry);
  return { key: entry.key, value: prizeOf(entry) };
}

function prizeOf(won: RaceOutcome): unknown {
  switch (won.on) {
    case "hook":
      return { request: requestOf(won.request) };
    case "event":
      return { eventData: eventDataOf(won) };
    case "child":
      return endedChildOf(won);
    case "sleep":
      return undefined;
  }
}
