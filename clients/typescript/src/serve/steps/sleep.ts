import { DURATION_MS_MAX, type Duration, durationMs } from "../../duration.ts";
import { epochMsOf, type Instant } from "../../instant.ts";
import type { ServerSpec } from "../step.ts";
import type { SleepSetting } from "../wire.ts";

/** A pause. Its end is fixed when the step is registered. */
export function sleepSpec(duration: Duration): ServerSpec<void> {
  return {
    kind: "sleep",
    deferrable: true,
    operation: (step) => ({ op: "sleep", step, ...sleepSetting(duration) }),
    decode: nothing,
  };
}

/** A pause until an instant: a `Date`, a text that `Date` reads, or Unix **seconds**. */
export function sleepUntilSpec(instant: Instant): ServerSpec<void> {
  return {
    kind: "sleep",
    deferrable: true,
    operation: (step) => ({ op: "sleep", step, ...sleepUntilSetting(instant) }),
    decode: nothing,
  };
}

/** A pause as the server is asked for it. @throws RangeError when it is not a duration. */
export function sleepSetting(duration: Duration): SleepSetting {
  return { durationMs: durationMs(duration) };
}

/** A pause until an instant, likewise. @throws RangeError when it is none, or too far away. */
export function sleepUntilSetting(instant: Instant): SleepSetting {
  const until = epochMsOf(instant);
  if (until - Date.now() <= DURATION_MS_MAX) return { until };
  throw new RangeError("a sleep can last 366 days at most");
}

function nothing(): void {}
