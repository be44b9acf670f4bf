import {
  type Failure,
  WorkflowNonRetryableError,
  WorkflowRetryAfterError,
  WorkflowStepError,
} from "../errors.ts";

/** Longer texts are cut: a failure is stored with the run and sent with every replay. */
const TEXT_LENGTH_MAX = 8_192;

/** As the server has it. */
const NAME_LENGTH_MAX = 256;

/** Describes whatever was thrown. Never throws, even for objects that resist being read. */
export function failureOf(thrown: unknown): Failure {
  try {
    if (!(thrown instanceof Error)) return { name: "Error", message: wellFormed(describe(thrown)) };
    const { name, message, stack } = thrown;
    const { code } = thrown as { readonly code?: unknown };
    return {
      name: wellFormed(String(name), NAME_LENGTH_MAX),
      message: wellFormed(String(message)),
      ...(typeof code === "string" ? { code: wellFormed(code, NAME_LENGTH_MAX) } : {}),
      ...(typeof stack === "string" ? { stack: wellFormed(stack) } : {}),
    };
  } catch {
    return { name: "Error", message: "something was thrown that cannot be described" };
  }
}

/** Whether this error, however often it is repeated, will not go away by itself. */
export function isFinal(thrown: unknown): boolean {
  return (
    thrown instanceof WorkflowNonRetryableError ||
    hasName(thrown, "WorkflowNonRetryableError") ||
    isStepFailure(thrown)
  );
}

/** Whether this is the failure of a step itself, as it was handed to the code. */
export function isStepFailure(thrown: unknown): boolean {
  return thrown instanceof WorkflowStepError || hasName(thrown, "WorkflowStepError");
}

/** How far the causes of an error are followed. */
const CAUSES_MAX = 8;

/** The step whose failure this error is, or was caused by. */
export function failedStepOf(thrown: unknown): string | undefined {
  let error = thrown;
  for (let depth = 0; depth < CAUSES_MAX; depth += 1) {
    if (!(error instanceof Error)) return undefined;
    const { step } = error as { readonly step?: unknown };
    if (isStepFailure(error) && typeof step === "string") return step;
    error = error.cause;
  }
  return undefined;
}

/** The pause that the error asks for, if it asks for one. */
export function retryAfterMsOf(thrown: unknown): number | undefined {
  const asks = thrown instanceof WorkflowRetryAfterError;
  if (!asks && !hasName(thrown, "WorkflowRetryAfterError")) return undefined;
  const { retryAfterMs } = thrown as { readonly retryAfterMs?: unknown };
  return typeof retryAfterMs === "number" ? retryAfterMs : undefined;
}

/** Knows an error that another copy of this package made; class names may have been minified. */
function hasName(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name;
}

function describe(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  return JSON.stringify(thrown) ?? String(thrown);
}

/** Half a surrogate pair has no UTF-8 form: the server refuses it. */
function wellFormed(text: string, lengthMax = TEXT_LENGTH_MAX): string {
  return text.slice(0, lengthMax).replace(/\p{Surrogate}/gu, "\ufffd");
}
