import { WorkflowNonRetryableError } from "../errors.ts";
import { isFinal } from "./failure.ts";
import type { Requested } from "./requested.ts";
import type { InlineSpec, ServerSpec, StepSpec } from "./step.ts";
import type { Operation } from "./wire.ts";

/** A step that is not in the history; `operation` is null for one that is executed here. */
export type NewStep =
  | { readonly step: Requested; readonly spec: InlineSpec<unknown>; readonly operation: null }
  | {
      readonly step: Requested;
      readonly spec: ServerSpec<unknown>;
      readonly operation: Operation;
    };

/** As the server has it. */
const STEP_NAME_LENGTH_MAX = 256;

/** Numbers the steps of a replay: `<name>#<occurrence>`. */
export class StepIds {
  readonly #occurrences = new Map<string, number>();

  /** The next id for a name. Throws for what cannot be one. */
  next(name: string): string {
    if (typeof name !== "string" || name.length === 0 || name.length > STEP_NAME_LENGTH_MAX) {
      throw new TypeError(`a step needs a name of 1 to ${STEP_NAME_LENGTH_MAX} characters`);
    }
    const occurrence = (this.#occurrences.get(name) ?? 0) + 1;
    this.#occurrences.set(name, occurrence);
    return `${name}#${occurrence}`;
  }
}

/** Throws on bad arguments: at once, since the code may well catch that, now and on a replay. */
export function newStep(step: Requested, spec: StepSpec<unknown>): NewStep {
  if (spec.kind === "run") return { step, spec, operation: null };
  return { step, spec, operation: spec.operation(step.id) };
}

/** Wrong arguments stay wrong: repeating the invocation would not help. */
export function usageError(error: unknown): unknown {
  if (isFinal(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new WorkflowNonRetryableError(message, { cause: error });
}
