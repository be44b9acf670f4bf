import type { EpochMs } from "../../../src/core/ids.ts";
import type { NextFire } from "../../../src/core/schedule/schedule.ts";

export const T0 = 1_760_000_000_000;

export const at = (seconds: number): EpochMs => (T0 + seconds * 1_000) as EpochMs;

/** The seconds of `fires` after T0. */
export const seconds = (fires: readonly number[]): number[] =>
  fires.map((fire) => (fire - T0) / 1_000);

/** Fires at the given times only, which are sorted. */
export function nextOfList(fires: readonly number[]): NextFire {
  return (after) => {
    let low = 0;
    let high = fires.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((fires[middle] ?? 0) > after) high = middle;
      else low = middle + 1;
    }
    return (fires[low] ?? null) as EpochMs | null;
  };
}
