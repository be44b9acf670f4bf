import { assert } from "../../core/assert.ts";
import type { HookId } from "../../core/ids.ts";
import type { JournalEntry } from "../../core/run/journal.ts";
import { phaseOf } from "../../core/run/journal.ts";
import type { ConsumedCall, NewAttempt, NewHook, NewHookCall } from "../../core/run/outcome.ts";
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

  for (const entry of commit.entries) insertEntry(target, entry);
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

  const { url, headers, labels, retries } = created;
  const run: StoredRun = {
    start: frozenCopy({ url, headers, labels, retries }),
    state: frozenCopy(commit.state),
    wakeAt,
    inFlight,
    entries: [],
    steps: new Map(),
    hooks: [],
    consumers: new Set(),
    attempts: [],
  };
  runs.set(runId, run);
  undo.add(() => runs.delete(runId));
  return run;
}

function updateRun({ runs }: Contents, commit: RunCommit, undo: UndoLog): StoredRun {
  const { runId, expectedVersion, state } = commit;
  const run = runs.get(runId);
  if (run === undefined || run.state.version !== expectedVersion) {
    throw new StorageError("conflict", "another writer changed this run first");
  }
  assert(run.state.status === "running", "a finished run is final");
  const added = state.journalLength - run.state.journalLength;
  assert(added === commit.entries.length, "the journal grows by exactly the new entries");

  const { state: oldState, wakeAt, inFlight } = run;
  undo.add(() => Object.assign(run, { state: oldState, wakeAt, inFlight }));
  run.state = frozenCopy(state);
  run.wakeAt = commit.wakeAt;
  run.inFlight = commit.inFlight;
  return run;
}

function insertEntry({ run, undo }: Target, entry: JournalEntry): void {
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
  undo.add(() => run.entries.pop());

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
