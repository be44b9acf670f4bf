import type { InvocationResult } from "./wire.ts";

/** How an invocation ends. */
export type Ending =
  | InvocationResult
  | CheckResult
  /** This attempt is lost: the endpoint answers with an error, and the server tries again. */
  | { readonly status: "lost"; readonly detail: string };

/** What a dry replay has found. */
export type CheckResult =
  /** `next` are the steps that the code would do now. */
  | { readonly status: "matches"; readonly next: readonly string[] }
  | ({ readonly status: "differs" } & Mismatch);

/** Where code and journal part. */
export interface Mismatch {
  /** A step. */
  readonly recorded: string;
  /** A step, or in words what the code did instead. */
  readonly requested: string;
  /** Both in a sentence. */
  readonly detail: string;
}

/** The step is recorded as another kind of step. */
export function otherKind(step: string, recorded: string, requested: string): Mismatch {
  const detail =
    `the code does not match its journal: step "${step}" is recorded as "${recorded}", ` +
    `and the code now asks for "${requested}"`;
  return { recorded: step, requested: step, detail };
}

/** The code has left out a recorded step; `requested` is what it did instead, in words. */
export function leftOut(recorded: string, requested: string, inWords: string): Mismatch {
  const detail =
    `the code does not match its journal: step "${recorded}" is recorded and the code has not ` +
    `come to it, but to ${inWords}`;
  return { recorded, requested, detail };
}

/** Fails the run: repeating the invocation would not help, changing the code would. */
export function nonDeterminism(message: string, code = "non_determinism"): Ending {
  const failure = { name: "WorkflowNonDeterminismError", message, code };
  return { status: "failed", failure, retryable: false };
}
