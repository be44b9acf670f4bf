import { assert } from "../../core/assert.ts";
import type { HookId } from "../../core/ids.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import { phaseOf } from "../../core/run/journal.ts";
import type {
  ConsumedCall,
  NewAttempt,
  NewHook,
  NewHookCall,
  ReopenedStep,
} from "../../core/run/outcome.ts";
import { checkCommit } from "../check-commit.ts";
import { ATTEMPTS_KEPT_MAX } from "../limits.ts";
import type { NewRun, RunCommit } from "../storage.ts";
import { StorageError } from "../storage.ts";
import type { Contents, StoredCall, StoredHook, StoredRun, UndoLog } from "./contents.ts";
import { frozenCopy } from "./contents.ts";

/**
 * Applies one commit of a batch and notes in `undo` how to take it back.
 *
 * @throws StorageError `conflict`, or AssertionError; what was done until then is in `undo`.
 */
export function applyCommit(contents: Contents, commit: RunCommit, undo: UndoLog): void {
  checkCommit(commit);
  const { created } = commit;
  const run =
    created === null
      ? updateRun(contents, commit, undo)
      : insertRun(contents, { commit, created, undo });
  const target: Target = { contents, run, undo };

  for (const reopened of commit.reopened) reopenStep(target, reopened);
  for (const entry of commit.entries) insertEntry(target, entry);
  if (commit.awaited !== null) replaceAwaited(target, commit);
  for (const hook of commit.hooks) insertHook(target, hook);
  for (const call of commit.calls) insertCall(target, call);
  for (const call of commit.consumed) consumeStoredCall(target, call);
  for (const attempt of commit.attempts) insertAttempt(target, attempt);
}

/** What a part of a commit is applied to. */
interface Target {
  readonly contents: Contents;
  readonly run: StoredRun;
  readonly undo: UndoLog;
}

interface Insertion {
  readonly commit: RunCommit;
  readonly created: NewRun;
  readonly undo: UndoLog;
}

function insertRun({ runs }: Contents, { commit, created, undo }: Insertion): StoredRun {
  const { runId, wakeAt, inFlight, entries } = commit;
  if (runs.has(runId)) throw new StorageError("conflict", "another writer made this run first");
  const { journalLength } = commit.state;
  assert(entries.length === journalLength, "a new run comes with its whole journal");

  const run: StoredRun = {
    start: frozenCopy(startOf(created)),
    state: frozenCopy(commit.state),
    wakeAt,
    inFlight,
    entries: [],
    steps: new Map(),
    hooks: [],
    consumers: new Set(),
    attempts: [],
    awaited: [],
  };
  runs.set(runId, run);
  undo.add(() => runs.delete(runId));
  return run;
}

/** A command carries more than is kept. */
function startOf(created: NewRun): NewRun {
  const { url, headers, labels, retries, retryDelay, notBefore, flow } = created;
  const { failureUrl, redact, callerIp, project, parent } = created;
  return {
    ...{ url, headers, labels, retries, retryDelay, notBefore, flow },
    ...{ failureUrl, redact, callerIp, project, parent },
  };
}

function updateRun({ runs }: Contents, commit: RunCommit, undo: UndoLog): StoredRun {
  const { runId, expectedVersion, state } = commit;
  const run = runs.get(runId);
  if (run === undefined || run.state.version !== expectedVersion) {
    throw new StorageError("conflict", "another writer changed this run first");
  }
  const { status } = run.state;
  assert(status === "running" || status === "failed", "a finished run is final");
  const added = state.journalLength - run.state.journalLength;
  assert(added === commit.entries.length, "the journal grows by exactly the new entries");

  const { state: oldState, wakeAt, inFlight } = run;
  undo.add(() => Object.assign(run, { state: oldState, wakeAt, inFlight }));
  run.state = frozenCopy(state);
  run.wakeAt = commit.wakeAt;
  run.inFlight = commit.inFlight;
  return run;
}

function reopenStep({ run, undo }: Target, { step, seq }: ReopenedStep): void {
  const known = run.steps.get(step);
  assert(known?.closed?.seq === seq, "only a closed step is opened again");
  assert(known.closed.type === "step_failed", "only a failed step is opened again");
  run.steps.set(step, { ...known, closed: null });
  undo.add(() => run.steps.set(step, known));
}

function replaceAwaited({ run, undo }: Target, { awaited, entries, state }: RunCommit): void {
  const before = run.awaited;
  const now = entries.at(-1)?.at ?? state.createdAt;
  run.awaited = (awaited ?? []).map((one) => {
    const { step, eventId } = one;
    const known = before.find((other) => other.step === step && other.eventId === eventId);
    return frozenCopy({ ...one, since: known?.since ?? now });
  });
  undo.add(() => {
    run.awaited = before;
  });
}

function insertEntry({ contents, run, undo }: Target, entry: JournalEntry): void {
  const { type, seq, at, step, data, body } = entry;
  assert(seq === run.entries.length, "journal entries are numbered without gaps");
  const stored = Object.freeze({
    type,
    seq,
    at,
    step,
    data: frozenCopy(data),
    body: body?.slice() ?? null,
  }) as JournalEntry;
  run.entries.push(stored);
  contents.feed.push({ run, entry: stored });
  undo.add(() => {
    run.entries.pop();
    contents.feed.pop();
  });

  const phase = phaseOf(type);
  if (step === null || phase === null) return;
  const known = run.steps.get(step);
  assert(known === undefined || known[phase] === null, `a step can be ${phase} once`);
  run.steps.set(step, { opened: null, closed: null, ...known, [phase]: stored });
  undo.add(() => (known === undefined ? run.steps.delete(step) : run.steps.set(step, known)));
}

function insertHook({ contents, run, undo }: Target, hook: NewHook): void {
  const { hookId, step, tokenHash, createdAt } = hook;
  const { hooks, tokens } = contents;
  assert(!hooks.has(hookId), "a hook id is used once");
  assert(!tokens.has(tokenHash), "a hook token is used once");
  assert(
    run.hooks.every((other) => other.step !== step),
    "a step makes at most one hook",
  );

  const { runId } = run.state;
  const stored = { runId, hookId, step, createdAt, calls: [], deliveries: new Map() };
  hooks.set(hookId, stored);
  tokens.set(tokenHash, stored);
  run.hooks.push(stored);
  undo.add(() => {
    hooks.delete(hookId);
    tokens.delete(tokenHash);
    run.hooks.pop();
  });
}

function insertCall(target: Target, call: NewHookCall): void {
  const { hookId, seq, receivedAt, body, consumedBy } = call;
  const { calls, deliveries } = ownHook(target, hookId);
  assert(seq === calls.length, "the calls of a hook are numbered without gaps");
  const request = frozenCopy(call.request);
  const { deliveryId } = request;
  assert(deliveryId === null || !deliveries.has(deliveryId), "a delivery is stored once");

  const stored = { hookId, seq, receivedAt, request, body: body.slice(), consumedBy: null };
  calls.push(stored);
  target.undo.add(() => calls.pop());
  if (deliveryId !== null) {
    deliveries.set(deliveryId, seq);
    target.undo.add(() => deliveries.delete(deliveryId));
  }
  if (consumedBy !== null) consume(target, stored, consumedBy);
}

function consumeStoredCall(target: Target, { hookId, seq, consumedBy }: ConsumedCall): void {
  const call = ownHook(target, hookId).calls[seq];
  assert(call !== undefined, "a call is consumed once, after it was received");
  consume(target, call, consumedBy);
}

function consume({ run, undo }: Target, call: StoredCall, consumedBy: number): void {
  assert(call.consumedBy === null, "a call is consumed once, after it was received");
  assert(!run.consumers.has(consumedBy), "a journal entry consumes at most one call");
  call.consumedBy = consumedBy;
  run.consumers.add(consumedBy);
  undo.add(() => {
    call.consumedBy = null;
    run.consumers.delete(consumedBy);
  });
}

function ownHook({ contents, run }: Target, hookId: HookId): StoredHook {
  const hook = contents.hooks.get(hookId);
  assert(hook?.runId === run.state.runId, "a call belongs to a hook of its run");
  return hook;
}

function insertAttempt({ run, undo }: Target, attempt: NewAttempt): void {
  const before = run.attempts;
  undo.add(() => {
    run.attempts = before;
  });
  run.attempts = [...before, frozenCopy(attempt)].slice(-ATTEMPTS_KEPT_MAX);
}
