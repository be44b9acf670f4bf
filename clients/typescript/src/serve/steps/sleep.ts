import { DURATION_MS_MAX, type Duration, durationMs } from "../../duration.ts";
import { WorkflowNonRetryableError } from "../../errors.ts";
import type { ServerSpec } from "../step.ts";

/** The year 5138 in seconds: a larger number must have been meant in milliseconds. */
const EPOCH_SECONDS_MAX = 1e11;

/** A pause. Its end is fixed when the step is registered. */
export function sleepSpec(duration: Duration): ServerSpec<void> {
  return {
    kind: "sleep",
    deferrable: true,
    operation: (step) => ({ op: "sleep", step, durationMs: durationMs(duration) }),
    decode: nothing,
  };
}

/** A pause until an instant: a `Date`, a text that `Date` reads, or Unix **seconds**. */
export function sleepUntilSpec(instant: Date | string | number): ServerSpec<void> {
  return {
    kind: "sleep",
    deferrable: true,
    operation: (step) => ({ op: "sleep", step, until: epochMs(instant) }),
    decode: nothing,
  };
}

function epochMs(instant: Date | string | number): number {
  if (typeof instant === "number" && instant >= EPOCH_SECONDS_MAX) {
    throw new WorkflowNonRetryableError(
      "context.sleepUntil takes numbers as Unix seconds; for milliseconds pass new Date(ms)",
    );
  }
  const ms = typeof instant === "number" ? instant * 1_000 : new Date(instant).getTime();
  if (!(ms >= 0 && ms - Date.now() <= DURATION_MS_MAX)) {
    throw new WorkflowNonRetryableError(
      "context.sleepUntil needs a valid instant, at most 366 days from now",
    );
  }
  return Math.ceil(ms);
}

function nothing(): void {}
