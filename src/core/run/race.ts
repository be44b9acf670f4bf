import { unreachable } from "../assert.ts";
import type { EpochMs } from "../ids.ts";
import { startChild } from "./child.ts";
import type { Race, RaceRequest } from "./command.ts";
import type { RunDraft } from "./draft.ts";
import { takeKept } from "./event.ts";
import { takeOldestCall } from "./hook.ts";
import type { JournalEntry, RaceBranchRecord } from "./journal.ts";
import { CHILD_DEPTH_MAX, RACE_BRANCHES_MAX, WAIT_MS_MAX } from "./limits.ts";
import type { RefusalCode, StepReply } from "./outcome.ts";
import { winRace, winWithEvent } from "./race-win.ts";
import { sleepEnd } from "./sleep.ts";
import type { RaceBranch, RaceWait } from "./state.ts";

/**
 * Waits for the first of several hooks, events, sleeps and child runs.
 *
 * The whole race is one wait that one entry closes: so there is one winner, and the others are
 * released in the same transaction. A hook call that comes after is kept for the next wait; a child
 * run that has lost goes on by itself. Branches that can win at once are tried in the order given,
 * before any child run is started.
 */
export function startRace(draft: RunDraft, operation: Race): StepReply | RefusalCode {
  const { step, branches } = operation;
  const { opened, closed } = draft.step(step);
  if (opened !== null) {
    const same = opened.type === "race_started" && sameBranches(opened.data.branches, branches);
    return same ? { step, closed } : "step_conflict";
  }
  if (closed !== null) return "step_conflict";
  const refusal = refusalOf(draft, branches);
  if (refusal !== null) return refusal;

  const records = branches.map((branch) => recordOf(draft.at, branch));
  draft.append("race_started", step, { data: { branches: records } });
  const race: RaceWait = { kind: "race", step, branches: records.map(toBranch) };
  const winner = winAtOnce(draft, race);
  if (winner !== null) return { step, closed: winner };

  for (const branch of branches) {
    if (branch.on === "child") startChild(draft, step, branch.child);
  }
  draft.putWait(race);
  return { step, closed: null };
}

function winAtOnce(draft: RunDraft, race: RaceWait): JournalEntry | null {
  const { step } = race;
  for (const branch of race.branches) {
    const { key } = branch;
    if (branch.on === "hook") {
      const { hookId } = branch;
      const call = takeOldestCall(draft, hookId);
      if (call === null) continue;
      const entry = winRace(draft, step, { win: { key, on: "hook", hookId, callSeq: call } });
      draft.consumeCall({ hookId, seq: call, consumedBy: entry.seq });
      return entry;
    }
    if (branch.on === "event") {
      const kept = takeKept(draft, branch.eventId);
      if (kept === null) continue;
      const event = { eventId: branch.eventId, keptSeq: kept.seq, data: null };
      return winWithEvent(draft, race, event);
    }
    if (branch.on === "sleep" && branch.dueAt <= draft.at) {
      return winRace(draft, step, { win: { key, on: "sleep" } });
    }
  }
  return null;
}

function refusalOf(draft: RunDraft, branches: readonly RaceRequest[]): RefusalCode | null {
  if (branches.length > RACE_BRANCHES_MAX) return "limit_exceeded";
  const children = branches.flatMap((one) => (one.on === "child" ? [one.child.runId] : []));
  if (new Set(children).size < children.length) return "limit_exceeded";
  for (const branch of branches) {
    if (branch.on === "hook" && draft.findHook(branch.hookId) === null) return "hook_not_found";
    if (branch.on === "child" && draft.run.depth >= CHILD_DEPTH_MAX) return "limit_exceeded";
    if (branch.on !== "sleep") continue;
    const dueAt = sleepEnd(draft.at, branch.requested);
    if (!Number.isSafeInteger(dueAt) || dueAt - draft.at > WAIT_MS_MAX) return "limit_exceeded";
  }
  return null;
}

function recordOf(at: EpochMs, branch: RaceRequest): RaceBranchRecord {
  const { key } = branch;
  switch (branch.on) {
    case "sleep": {
      const { requested } = branch;
      return { key, on: "sleep", requested, dueAt: sleepEnd(at, requested) };
    }
    case "child": {
      const { runId, url } = branch.child;
      return { key, on: "child", childRunId: runId, url };
    }
    case "hook":
    case "event":
      return branch;
    default:
      return unreachable(branch);
  }
}

function toBranch(record: RaceBranchRecord): RaceBranch {
  const { key } = record;
  if (record.on === "sleep") return { key, on: "sleep", dueAt: record.dueAt };
  if (record.on === "child") return { key, on: "child", childRunId: record.childRunId };
  return record;
}

/** Child runs are compared by URL: their ids are minted anew with each request. */
function sameBranches(
  recorded: readonly RaceBranchRecord[],
  requested: readonly RaceRequest[],
): boolean {
  if (recorded.length !== requested.length) return false;
  return recorded.every((record, index) => {
    const request = requested[index];
    return request !== undefined && sameBranch(record, request);
  });
}

function sameBranch(record: RaceBranchRecord, request: RaceRequest): boolean {
  if (record.key !== request.key) return false;
  if (record.on === "hook") return request.on === "hook" && request.hookId === record.hookId;
  if (record.on === "event") return request.on === "event" && request.eventId === record.eventId;
  if (record.on === "child") return request.on === "child" && request.child.url === record.url;
  if (request.on !== "sleep") return false;
  // An instant stays the same; a duration does too, though its end would not.
  return JSON.stringify(record.requested) === JSON.stringify(request.requested);
}
