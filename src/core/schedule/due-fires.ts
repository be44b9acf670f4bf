import type { EpochMs } from "../ids.ts";
import type { NextFire } from "./schedule.ts";

/**
 * Fires of one schedule that are looked at together: after a long downtime, those before the newest
 * thousand are forgotten. More runs at once would not be what anybody wants of a schedule.
 */
export const LOOK_BACK_MAX = 1_000;

/** The fires that are due now, and what comes after them. */
export interface DueFires {
  /** Oldest first; at most `LOOK_BACK_MAX`, the newest ones. */
  readonly fires: readonly EpochMs[];
  /** The first fire after now. */
  readonly nextFireAt: EpochMs | null;
}

/** What `dueFires` goes by. */
export interface DueQuestion {
  /** The first fire that is not dealt with. */
  readonly from: EpochMs | null;
  readonly now: EpochMs;
  readonly next: NextFire;
}

/** The fires in [from, now], and the first one after them. */
export function dueFires({ from, now, next }: DueQuestion): DueFires {
  const fires: EpochMs[] = [];
  let at = from;
  while (at !== null && at <= now && fires.length < LOOK_BACK_MAX) {
    fires.push(at);
    at = next(at);
  }
  const [first] = fires;
  if (at === null || at > now || first === undefined) return { fires, nextFireAt: at };
  return { fires: newestFires(first, now, next), nextFireAt: next(now) };
}

/**
 * The last `LOOK_BACK_MAX` fires up to now, of which there are more, `first` being one of them.
 *
 * Goes backwards, so that a year of every second takes no longer than an hour of it.
 */
function newestFires(first: EpochMs, now: EpochMs, next: NextFire): EpochMs[] {
  const fires: EpochMs[] = [];
  let before = now + 1;
  let gap = 1;
  while (fires.length < LOOK_BACK_MAX) {
    const fire = lastFireBefore({ before, first, next, gap });
    fires.push(fire);
    gap = before - fire;
    before = fire;
  }
  return fires.reverse();
}

interface BackwardSearch {
  readonly before: number;
  /** A fire that is earlier than `before`. */
  readonly first: EpochMs;
  readonly next: NextFire;
  /** How far back the fire is likely to be. */
  readonly gap: number;
}

/** Reaches back in growing steps until there is a fire, then halves what lies after it. */
function lastFireBefore({ before, first, next, gap }: BackwardSearch): EpochMs {
  const fireAfter = (at: number): EpochMs | null => {
    const fire = next(Math.max(Math.floor(at), first - 1) as EpochMs);
    return fire !== null && fire < before ? fire : null;
  };
  let last: EpochMs | null = null;
  for (let reach = gap + 1; last === null; reach *= 2) last = fireAfter(before - reach);
  // From here on there is no fire between `high` and `before`.
  for (let high = before; ; ) {
    const following = fireAfter(last);
    if (following === null) return last;
    const middle = Math.floor((following + high) / 2);
    const upper = fireAfter(middle);
    if (upper === null) high = middle;
    last = upper ?? following;
  }
}
