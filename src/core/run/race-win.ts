import { after, type EpochMs } from "../ids.ts";
import type { RunDraft } from "./draft.ts";
import type { JournalEntry, RaceWin } from "./journal.ts";
import type { RaceBranch, RaceWait } from "./state.ts";

/** How races end: `race.ts` says how they begin. */

/** Closes the race: whatever else it waited for is of no consequence any more. */
export function winRace(
  draft: RunDraft,
  step: RaceWait["step"],
  { win, body = null }: { win: RaceWin; body?: Uint8Array | null },
): JournalEntry {
  draft.removeWait(step);
  return draft.append("race_won", step, { data: win, body });
}

/** A sleep of the race is over: the one that ends first wins. */
export function winWithSleep(draft: RunDraft, race: RaceWait): JournalEntry | null {
  let first: Extract<RaceBranch, { on: "sleep" }> | null = null;
  for (const branch of race.branches) {
    if (branch.on !== "sleep" || branch.dueAt > draft.at) continue;
    if (first === null || branch.dueAt < first.dueAt) first = branch;
  }
  if (first === null) return null;
  return winRace(draft, race.step, { win: { key: first.key, on: "sleep" } });
}

/** A branch of the race waits for this event: it wins. */
export function winWithEvent(
  draft: RunDraft,
  race: RaceWait,
  event: { eventId: string; keptSeq: number | null; data: Uint8Array | null },
): JournalEntry {
  const { eventId, keptSeq, data } = event;
  const branch = race.branches.find((one) => one.on === "event" && one.eventId === eventId);
  const key = branch?.key ?? "";
  return winRace(draft, race.step, { win: { key, on: "event", eventId, keptSeq }, body: data });
}

/** When a race ends by itself: the earliest of its sleeps, or null. */
export function raceDeadline({ branches }: RaceWait): EpochMs | null {
  let at: EpochMs | null = null;
  for (const branch of branches) {
    if (branch.on !== "sleep") continue;
    if (at === null || branch.dueAt < at) at = branch.dueAt;
  }
  return at === null ? null : after(at, 0);
}
