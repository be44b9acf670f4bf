import { expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs, RunId, StepId } from "../../../src/core/ids.ts";
import type { Operation, RaceRequest } from "../../../src/core/run/command.ts";
import { type JournalEntry, phaseOf } from "../../../src/core/run/journal.ts";
import { isOpen } from "../../../src/core/run/schedule.ts";
import type { Wait } from "../../../src/core/run/state.ts";
import {
  child,
  completeStep,
  createHook,
  failStep,
  invoke,
  notify,
  race,
  waitForEvent,
  waitForHook,
} from "../../support/operations.ts";
import { HOOK, type RunWorld } from "../../support/run-world.ts";
import { RunsWorld } from "../../support/runs-world.ts";

/**
 * Several runs that wait for each other, notify each other and are each other's children, failing
 * and being resumed at any time. An act that does not fit a run's state is refused, which is part
 * of what is tested.
 */
const PARENTS = ["a", "b", "c"];
const EVENTS = ["paid", "sent"];

/** A run is picked by number from those there are: parents first, then children as they come. */
type Act = (world: RunsWorld, name: string) => void;

const steps = fc.constantFrom("s", "t", "u", "v", "w", "x", "y", "z");
const events = fc.constantFrom(...EVENTS);

/** Ids of children are made anew for each request, as at the edge. */
let children = 0;
const newChild = () => {
  children += 1;
  return `kid${children}`;
};

const branch: fc.Arbitrary<(key: string) => RaceRequest> = fc.oneof(
  fc.constant((key: string): RaceRequest => ({ key, on: "hook", hookId: HOOK })),
  events.map(
    (eventId) =>
      (key: string): RaceRequest => ({ key, on: "event", eventId }),
  ),
  fc.nat(20_000).map(
    (durationMs) =>
      (key: string): RaceRequest => ({
        ...{ key, on: "sleep", requested: { durationMs } },
      }),
  ),
  fc.constant((key: string): RaceRequest => ({ key, on: "child", child: child(newChild()) })),
);

const operation: fc.Arbitrary<() => Operation> = fc.oneof(
  fc.tuple(steps, events, fc.nat(20_000)).map(
    ([name, eventId, timeoutMs]) =>
      () =>
        waitForEvent(name, eventId, timeoutMs),
  ),
  fc.tuple(steps, fc.nat(20_000)).map(
    ([name, timeoutMs]) =>
      () =>
        waitForHook(name, timeoutMs),
  ),
  fc.tuple(steps, fc.array(branch, { minLength: 1, maxLength: 4 })).map(
    ([name, branches]) =>
      () =>
        race(name, ...branches.map((make, index) => make(`k${index}`))),
  ),
  steps.map((name) => () => invoke(name, newChild())),
  steps.map((name) => () => completeStep(name)),
  steps.map((name) => () => failStep(name, { retryable: false } as never)),
);

/** Notifications of one request are of one event: they may still meet the same waiters. */
const notifications = fc
  .tuple(
    events,
    fc.array(fc.tuple(steps, fc.option(fc.constantFrom(...PARENTS))), { maxLength: 3 }),
  )
  .map(([eventId, list]) =>
    list.map(
      ([name, runId]) =>
        () =>
          notify(name, eventId, runId),
    ),
  );

/** An invocation that is due is granted: most acts are those of an endpoint. */
function leased(world: RunsWorld, name: string): void {
  const { state } = world.run(name);
  if (state !== null && isOpen(state) && state.invocations[0]?.phase === "due") world.lease(name);
}

function completes(world: RunsWorld, name: string): void {
  leased(world, name);
  world.complete(name, name);
}

/** The run fails; with the failure of a step that it did not catch, if one is named. */
function fails(failing: string | null): Act {
  return (world, name) => {
    leased(world, name);
    if (failing !== null) world.register(name, failStep(failing, { retryable: false } as never));
    world.fail(name, failing);
  };
}

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.array(operation, { maxLength: 3 }), notifications).map(
      ([own, told]): Act =>
        (world, name) => {
          const operations = [...own, ...told].map((make) => make());
          leased(world, name);
          if (operations.length > 0) world.register(name, ...operations);
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(events, fc.boolean()).map(
      ([eventId, keep]): Act =>
        (world, name) =>
          void world.deliver(name, eventId, { keep }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant<Act>(
      (world, name) => void world.run(name).deliver("call", { at: world.now }),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Act>((world, name) => void world.lease(name)) },
  { weight: 2, arbitrary: fc.constant<Act>((world, name) => void world.suspend(name)) },
  { weight: 1, arbitrary: fc.constant<Act>(completes) },
  { weight: 4, arbitrary: fc.option(steps).map(fails) },
  { weight: 3, arbitrary: fc.constant<Act>((world, name) => void world.fire(name, world.now)) },
  {
    weight: 3,
    arbitrary: fc.constant<Act>(
      (world, name) => void world.apply(name, { type: "resume", at: world.now, retries: null }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Act>(
      (world, name) =>
        void world.apply(name, { type: "discard_dead_letter", at: world.now, restart: null }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Act>(
      (world, name) => void world.apply(name, { type: "cancel", at: world.now, reason: null }),
    ),
  },
);

const history = fc.array(fc.tuple(act, fc.nat(9), fc.nat(6_000)), { minLength: 5, maxLength: 60 });

type Check = (world: RunsWorld, before: ReadonlyMap<RunId, number>) => void;

/** Plays a history; `check` gets the journals' lengths before the last act. */
function play(acts: [Act, number, number][], check: Check): void {
  const world = new RunsWorld();
  for (const name of PARENTS) {
    world.start(name, { retries: 0 });
    world.register(name, createHook());
  }
  for (const [next, pick, pauseMs] of acts) {
    world.now = (world.now + pauseMs) as EpochMs;
    const runs = [...world.runs.values()].filter(({ state }) => state !== null && isOpen(state));
    const chosen = runs[pick % Math.max(runs.length, 1)];
    if (chosen === undefined) return;
    const before = new Map([...world.runs].map(([runId, run]) => [runId, run.journal.length]));
    next(world, chosen.runId);
    check(world, before);
  }
}

const holds = (check: Check) =>
  fc.assert(
    fc.property(history, (acts) => play(acts, check)),
    { numRuns: 300 },
  );

const all = (world: RunsWorld): RunWorld[] => [...world.runs.values()];

/** Entries that close a step, without those that a resume has opened again. */
function closedSteps({ journal }: RunWorld): Map<StepId, JournalEntry> {
  const closed = new Map<StepId, JournalEntry>();
  for (const entry of journal) {
    if (entry.step === null) continue;
    if (entry.type === "step_reopened") closed.delete(entry.step);
    if (phaseOf(entry.type) !== "closed") continue;
    expect(closed.has(entry.step), `${entry.step} is closed twice`).toBe(false);
    closed.set(entry.step, entry);
  }
  return closed;
}

// Goal: a race has exactly one winner, and its losers are released with it.
// Method: recount journals; what is open must be exactly what waits.
test("each step closes once, and what is open is exactly what waits", () => {
  holds((world) => {
    for (const run of all(world)) {
      const closed = closedSteps(run);
      const opened = run.journal.filter((entry) => phaseOf(entry.type) === "opened");
      const open = opened.flatMap(({ step }) => (step === null || closed.has(step) ? [] : [step]));
      if (run.state === null || !isOpen(run.state)) continue;
      if (run.state.status === "failed" && !run.state.deadLetter) continue;
      const waits = run.state.waits.filter((wait) => wait.kind !== "retry");
      expect(waits.map((wait) => wait.step).toSorted()).toEqual(open.toSorted());
    }
  });
});

// Goal: a race is won by something that has happened to one of its branches.
// Method: compare each win with the branches that the race was started with.
test("a race is won by one of its branches", () => {
  holds((world) => {
    for (const { journal } of all(world)) {
      for (const won of journal) {
        if (won.type !== "race_won") continue;
        const started = journal.find(
          (entry) => entry.type === "race_started" && entry.step === won.step,
        );
        if (started?.type !== "race_started") throw new Error("a race is started before it is won");
        const { key, on } = won.data;
        const branches = started.data.branches;
        const found = branches.find((one) => one.key === key);
        expect(found?.on).toBe(on);
        if (found?.on === "sleep") expect(won.at).toBeGreaterThanOrEqual(found.dueAt);
      }
    }
  });
});

// Goal: calls go to waits and races in order of arrival, each to one.
// Method: recount the calls that journals have consumed.
test("hook calls are consumed once, in order, by waits and races alike", () => {
  holds((world) => {
    for (const { journal, calls } of all(world)) {
      const taken = journal.flatMap((entry) => {
        if (entry.type === "hook_received") return [entry.data.callSeq];
        return entry.type === "race_won" && entry.data.on === "hook" ? [entry.data.callSeq] : [];
      });
      expect(taken).toEqual(taken.map((_, index) => index));
      const consumed = calls.filter((call) => call.consumedBy !== null);
      expect(consumed.map((call) => call.seq)).toEqual(taken);
    }
  });
});

// Goal: kept events are consumed once, oldest first.
// Method: the events taken are a prefix of those kept, for each name.
test("kept events are taken once, in the order in which they came", () => {
  holds((world) => {
    for (const { journal, state } of all(world)) {
      for (const eventId of EVENTS) {
        const kept = journal.flatMap((entry) =>
          entry.type === "event_kept" && entry.data.eventId === eventId ? [entry.seq] : [],
        );
        const taken = journal.flatMap((entry) => keptSeqOf(entry, eventId));
        expect(kept.slice(0, taken.length)).toEqual(taken);
        if (state?.status !== "running") continue;
        const left = state.keptEvents.filter((one) => one.eventId === eventId);
        expect(left.map((one) => one.seq)).toEqual(kept.slice(taken.length));
        if (left.length > 0) expect(state.waits.some((wait) => awaits(wait, eventId))).toBe(false);
      }
    }
  });
});

function keptSeqOf(entry: JournalEntry, eventId: string): number[] {
  const data = receivedOf(entry);
  return data?.eventId === eventId && data.keptSeq !== null ? [data.keptSeq] : [];
}

/** What an entry says of the event that it took. */
function receivedOf(entry: JournalEntry): { eventId: string; keptSeq: number | null } | null {
  if (entry.type === "event_received") return entry.data;
  return entry.type === "race_won" && entry.data.on === "event" ? entry.data : null;
}

function awaits(wait: Wait, eventId: string): boolean {
  if (wait.kind === "event") return wait.eventId === eventId;
  if (wait.kind !== "race") return false;
  return wait.branches.some((one) => one.on === "event" && one.eventId === eventId);
}

// Goal: a notification wakes each waiter once, and says exactly whom.
// Method: compare what `event_notified` lists with what the same act has added to the journals.
test("a notification tells truly whom it has woken and where it is kept", () => {
  holds((world, before) => {
    const added = new Map(
      all(world).map((run) => [run.runId, run.journal.slice(before.get(run.runId) ?? 0)]),
    );
    const entries = [...added.values()].flat();
    const told = entries.filter((entry) => entry.type === "event_notified");
    if (told.length === 0) return;
    for (const [runId, fresh] of added) {
      const listed = told.flatMap(({ data }) => data.waiters.filter((one) => one.runId === runId));
      const woken = fresh.filter((entry) => receivedOf(entry)?.keptSeq === null);
      const kept = fresh.filter((entry) => entry.type === "event_kept");
      expect(listed.filter((one) => one.kept)).toHaveLength(kept.length);
      expect(listed.filter((one) => !one.kept)).toHaveLength(woken.length > 0 ? 1 : 0);
      expect(new Set(woken.map((entry) => entry.step)).size).toBe(woken.length);
    }
  });
});

// Goal: a child's result reaches its parent once, whatever happens to either of them.
// Method: count results by child; no open parent may wait for a child that has ended or failed.
test("a child's end is delivered exactly once", () => {
  holds((world) => {
    for (const { journal, state } of all(world)) {
      const results = journal.flatMap((entry) => {
        if (entry.type === "child_completed") return [entry.data.childRunId];
        return entry.type === "race_won" && entry.data.on === "child"
          ? [entry.data.childRunId]
          : [];
      });
      expect(new Set(results).size).toBe(results.length);
      if (state === null || !isOpen(state)) continue;
      for (const childRunId of state.waits.flatMap(childrenOf)) {
        const kid = world.runs.get(childRunId);
        expect(kid?.state?.status).toBe("running");
        expect(kid?.journal.some((entry) => entry.type === "run_failed")).toBe(false);
      }
    }
  });
});

function childrenOf(wait: Wait): RunId[] {
  if (wait.kind === "child") return [wait.childRunId];
  if (wait.kind !== "race") return [];
  return wait.branches.flatMap((one) => (one.on === "child" ? [one.childRunId] : []));
}

// Goal: a resume opens the failed step and nothing else; nothing recorded is taken back.
// Method: what follows each `run_resumed` is the step of the failure before it, if it had one.
test("a resume opens the failed step only", () => {
  holds(({ runs }) => {
    for (const { journal } of runs.values()) {
      for (const [seq, entry] of journal.entries()) {
        if (entry.type !== "step_reopened") continue;
        expect(journal[seq - 1]?.type).toBe("run_resumed");
        const failed = journal.slice(0, seq).findLast((one) => one.type === "run_failed");
        expect(failed?.type === "run_failed" && failed.data.step).toBe(entry.step as never);
        const closing = journal[entry.data.closedSeq];
        expect(closing).toMatchObject({ type: "step_failed", step: entry.step });
      }
    }
  });
});

// Goal: the world above does meet the situations that these properties are about.
// Method: count what a fixed number of histories has recorded.
test("the histories have races, kept events, children, failures and resumes in them", () => {
  const seen = new Map<string, number>();
  const seed = 20_260_714;
  for (const acts of fc.sample(history, { seed, numRuns: 300 })) {
    let last: RunsWorld | null = null;
    play(acts, (world) => {
      last = world;
    });
    for (const run of last === null ? [] : all(last)) {
      for (const { type } of run.journal) seen.set(type, (seen.get(type) ?? 0) + 1);
    }
  }
  const wanted = [
    ...["race_won", "event_kept", "event_received", "event_notified", "child_completed"],
    ...["step_reopened", "run_resumed", "dead_letter_discarded", "hook_received"],
  ];
  for (const type of wanted) expect(seen.get(type) ?? 0, type).toBeGreaterThan(5);
});
