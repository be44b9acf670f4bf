import { stepId } from "../../src/core/ids.ts";
import type { EntryData, EntryOf, EntryType, JournalEntry } from "../../src/core/run/journal.ts";
import { at } from "./fixtures.ts";

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function entry<Type extends EntryType>(
  type: Type,
  data: EntryData[Type],
  rest: Partial<EntryOf<Type>> = {},
): JournalEntry {
  const step = type.startsWith("run_") ? null : stepId("step", 1);
  const base = { type, seq: 0, at: at(1), step, data, body: null };
  return { ...base, ...rest } as unknown as JournalEntry;
}

/** A closed step, numbered like its entry. */
export function stepEntry(seq: number, body: Uint8Array | null = bytes(`{"seq":${seq}}`)) {
  return entry("step_completed", { attempt: 1 }, { seq, step: stepId("step", seq + 1), body });
}
