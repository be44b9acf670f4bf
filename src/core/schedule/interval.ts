import { assert } from "../assert.ts";
import type { EpochMs } from "../ids.ts";
import type { NextFire } from "./schedule.ts";

/**
 * The fires of an interval: every `everyMs` before and after `anchor`, whatever happened to earlier
 * ones. So a late fire does not move the later ones.
 */
export function nextOfInterval(anchor: EpochMs, everyMs: number): NextFire {
  assert(Number.isSafeInteger(everyMs) && everyMs > 0, "an interval is in whole milliseconds");
  return (after) => {
    const steps = Math.floor((after - anchor) / everyMs) + 1;
    return (anchor + steps * everyMs) as EpochMs;
  };
}
