import { assert } from "../core/assert.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import { phaseOf } from "../core/run/journal.ts";
import type { RunCommit } from "./storage.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * States what every commit must look like on its own, before a backend compares it with what it
 * holds. Both backends call it, so that a caller's bug shows up with either.
 *
 * @throws AssertionError; nothing was stored.
 */
export function checkCommit(commit: RunCommit): void {
  const { runId, state, created, expectedVersion } = commit;
  assert(state.runId === runId, "a commit belongs to the run of its state");
  assert((expectedVersion === null) === (created !== null), "only a new run has start data");
  assert(isCount(state.version), "a version is a whole number");
  assert(state.version > (expectedVersion ?? 0), "a commit raises the version");
  checkSchedule(commit);
  checkEntries(commit.entries, state.journalLength);

  for (const call of commit.calls) {
    const { consumedBy } = call;
    assert(consumedBy === null || consumedBy < state.journalLength, "an entry consumes a call");
  }
  for (const { consumedBy } of commit.consumed) {
    assert(consumedBy < state.journalLength, "an entry consumes a call");
  }
}

function checkSchedule({ state, wakeAt, inFlight }: RunCommit): void {
  assert(isCount(inFlight), "what is in flight is counted");
  assert(wakeAt === null || Number.isSafeInteger(wakeAt), "wakeAt is in whole milliseconds");
  const isIdle = wakeAt === null && inFlight === 0;
  const isOpen = state.status === "running" || state.status === "failed";
  assert(isOpen || isIdle, "nothing is scheduled for a finished run");
}

function checkEntries(entries: readonly JournalEntry[], journalLength: number): void {
  let seq = journalLength - entries.length;
  assert(isCount(seq), "a journal has no more new entries than its length");
  for (const entry of entries) {
    assert(entry.seq === seq, "journal entries are numbered without gaps");
    const { step } = entry;
    assert(
      step !== null || phaseOf(entry.type) === null,
      "an entry that opens or closes names a step",
    );
    // A lone surrogate would come back from the database as another character.
    assert(step === null || !LONE_SURROGATE.test(step), "a step id is well-formed text");
    seq += 1;
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
