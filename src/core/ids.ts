/**
 * The names of things. They are branded strings: a hook id cannot be passed for a run id.
 *
 * Ids are made at the edges (`server/ids.ts`) or chosen by callers; the core only compares them.
 */

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** One execution of a workflow: `run_…`, or chosen by the caller. Matches `ID_PATTERN`. */
export type RunId = Branded<string, "RunId">;

/** An address made by a run: `hook_…`. Not secret; the URL's token is. */
export type HookId = Branded<string, "HookId">;

/** What starts runs at given times: `sched_…`, or chosen by the caller. */
export type ScheduleId = Branded<string, "ScheduleId">;

/** A step of a run: `<name>#<occurrence>`, occurrence from 1. See `stepId`. */
export type StepId = Branded<string, "StepId">;

/** An instant: milliseconds since the Unix epoch. */
export type EpochMs = Branded<number, "EpochMs">;

/** What ids chosen by callers may look like. */
export const ID_PATTERN = idPattern(128);

/** What ids of at most so many characters look like. URLs cannot have "." and ".." in a path. */
export function idPattern(lengthMax: number): string {
  return `^(?!\\.{1,2}$)[A-Za-z0-9_.:-]{1,${lengthMax}}$`;
}

/** The longest step name. It is part of the journal's key and of every timeline row. */
export const STEP_NAME_LENGTH_MAX = 256;

/** The id of the `occurrence`-th step called `name` in a run. */
export function stepId(name: string, occurrence: number): StepId {
  return `${name}#${occurrence}` as StepId;
}

/** The inverse of `stepId`. The last `#` separates, so names may contain `#`. */
export function parseStepId(step: StepId): { name: string; occurrence: number } {
  const at = step.lastIndexOf("#");
  return { name: step.slice(0, at), occurrence: Number(step.slice(at + 1)) };
}

/** The id of one request received at a hook: `<hookId>.<seq>`, seq from 0 in arrival order. */
export function callId(hookId: HookId, seq: number): string {
  return `${hookId}.${seq}`;
}

/** The inverse of `callId`, or null when the text is not a call id. */
export function parseCallId(text: string): { hookId: HookId; seq: number } | null {
  const match = /^([A-Za-z0-9_:-]{1,64})\.(0|[1-9]\d{0,8})$/.exec(text);
  if (match?.[1] === undefined) return null;
  return { hookId: match[1] as HookId, seq: Number(match[2]) };
}

/** `at` moved by a duration in milliseconds. */
export function after(at: EpochMs, durationMs: number): EpochMs {
  return (at + durationMs) as EpochMs;
}

/** The earlier of two instants, where null means never. */
export function earlier(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  if (a === null) return b;
  if (b === null) return a;
  return a < b ? a : b;
}
