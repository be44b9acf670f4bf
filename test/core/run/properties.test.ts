import { expect, test } from "bun:test";
import fc from "fast-check";
import type { EpochMs, HookId } from "../../../src/core/ids.ts";
import type { Operation, RunCommand } from "../../../src/core/run/command.ts";
import { phaseOf } from "../../../src/core/run/journal.ts";
import { deadlineOf, inFlight, nextTimerAt, wakeAt } from "../../../src/core/run/schedule.ts";
import {
  completeStep,
  createHook,
  failStep,
  startCall,
  waitForHook,
} from "../../support/operations.ts";
import { FAILURE, json, REPORT, RunWorld, step, T0 } from "../../support/run-world.ts";

const HOOKS = ["hook_1", "hook_2"] as HookId[];
const names = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
const hooks = fc.constantFrom(...HOOKS);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(names, fc.nat(2)).map(([name, value]) => completeStep(name, value)),
  names.map((name) => failStep(name, { retries: 1 } as never)),
  fc.tuple(names, fc.nat(20_000)).map(
    ([name, durationMs]): Operation => ({
      op: "sleep",
      step: step(name),
      requested: { durationMs },
    }),
  ),
  fc.tuple(names, fc.nat(1)).map(([name, retries]) => startCall(name, retries)),
  hooks.map((hookId) => createHook(`make ${hookId}`, hookId)),
  fc
    .tuple(names, fc.nat(20_000), hooks)
    .map(([name, timeoutMs, hookId]) => waitForHook(name, timeoutMs, hookId)),
);

/** An act is turned into a command against the world's present state, so most of them hit. */
type Act = (world: RunWorld, now: EpochMs) => RunCommand | null;

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.array(operation, { minLength: 1, maxLength: 3 }).map(registers) },
  { weight: 5, arbitrary: fc.tuple(hooks, fc.option(fc.constantFrom("d1", "d2"))).map(delivers) },
  { weight: 4, arbitrary: fc.constant<Act>((_, at) => ({ type: "fire_timer", at, jitter: 0.3 })) },
  { weight: 4, arbitrary: fc.constant<Act>(grants) },
  { weight: 3, arbitrary: fc.array(operation, { maxLength: 2 }).map(suspends) },
  { weight: 1, arbitrary: fc.boolean().map(failsAttempt) },
  { weight: 1, arbitrary: fc.constant<Act>(expires) },
  { weight: 3, arbitrary: fc.constant<Act>(beginsCall) },
  { weight: 3, arbitrary: fc.constantFrom(200, 500, 0, -1).map(endsCall) },
);

const history = fc.array(fc.tuple(act, fc.nat(8_000)), { minLength: 5, maxLength: 80 });

function registers(operations: Operation[]): Act {
  return (world, at) => {
    const { epoch } = world;
    return { type: "register_steps", at, jitter: 0.5, epoch, operations };
  };
}

function delivers([hookId, deliveryId]: [HookId, string | null]): Act {
  return (_, at) => {
    const blank = { method: "POST", path: "", query: "", headers: [], remoteAddress: null };
    const request = { ...blank, deliveryId };
    return { type: "deliver_hook", at, hookId, request, body: json(at) };
  };
}

function grants(world: RunWorld, at: EpochMs): RunCommand {
  const invocationId = world.active.invocations[0]?.invocationId ?? 99;
  return { type: "grant_lease", at, invocationId, leaseMs: 200_000 };
}

function suspends(operations: Operation[]): Act {
  return (world, at) => {
    const end = { type: "end_invocation", at, jitter: 0.5, epoch: world.epoch } as const;
    return { ...end, operations, result: { type: "suspended", again: false }, report: REPORT };
  };
}

function failsAttempt(retryable: boolean): Act {
  return (world, at) => {
    const result = {
      type: "failed",
      failure: FAILURE,
      step: null,
      retryable,
      retryAfterMs: null,
    } as const;
    const end = { type: "end_invocation", at, jitter: 0.5, epoch: world.epoch } as const;
    return { ...end, operations: [], result, report: REPORT };
  };
}

function expires(world: RunWorld, at: EpochMs): RunCommand {
  return { type: "expire_lease", at, jitter: 0.5, epoch: world.epoch, failure: FAILURE };
}

function beginsCall(world: RunWorld, at: EpochMs): RunCommand | null {
  const call = world.active.waits.find((wait) => wait.kind === "call");
  return call === undefined ? null : { type: "begin_call", at, step: call.step };
}

function endsCall(status: number): Act {
  return (world, at) => {
    const call = world.active.waits.find((wait) => wait.kind === "call");
    if (call?.kind !== "call") return null;
    const { attempt } = call;
    const end = { type: "end_call", at, jitter: 0.5, step: call.step, attempt } as const;
    const response = { status, headers: [], body: json(1), retryAfterMs: null };
    if (status > 0) return { ...end, result: { type: "response", ...response }, report: REPORT };
    if (status < 0) return { ...end, result: { type: "interrupted" }, report: REPORT };
    return {
      ...end,
      result: { type: "failed", failure: FAILURE, retryable: true },
      report: REPORT,
    };
  };
}

/** Plays a history; `check` sees the world after every command. */
function play(acts: [Act, number][], check: (world: RunWorld, now: EpochMs) => void): RunWorld {
  const world = new RunWorld().start({ retries: 2 }).lease();
  world.register(HOOKS.map((hookId) => createHook(`make ${hookId}`, hookId)));
  let now = T0;
  for (const [next, pauseMs] of acts) {
    now = (now + pauseMs) as EpochMs;
    if (world.state?.status !== "running") break;
    const command = next(world, now);
    if (command === null) continue;
    world.apply(command);
    check(world, now);
  }
  return world;
}

const holds = (check: (world: RunWorld, now: EpochMs) => void) =>
  fc.assert(
    fc.property(history, (acts) => void play(acts, check)),
    { numRuns: 400 },
  );

// Goal: no sequence of commands loses, duplicates or reorders a webhook call (W1, W3, W7).
// Method: every accepted call is stored once; consumed ones are a prefix in order of arrival, each
// named by exactly one journal entry.
test("every call is stored once and consumed at most once, in order of arrival", () => {
  holds((world) => {
    for (const hookId of HOOKS) {
      const calls = world.calls.filter((call) => call.hookId === hookId);
      expect(calls.map((call) => call.seq)).toEqual(calls.map((_, index) => index));
      const consumers = calls.map((call) => call.consumedBy).filter((by) => by !== null);
      const prefix = calls.slice(0, consumers.length).map((call) => call.consumedBy);
      expect(prefix).toEqual(consumers);
      const received = world.journal.filter(
        (entry) => entry.type === "hook_received" && entry.data.hookId === hookId,
      );
      expect(received.map((entry) => entry.seq)).toEqual(consumers.toSorted((a, b) => a - b));
      const ids = calls.map((call) => call.request.deliveryId).filter((id) => id !== null);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

// Goal: waits of one hook are served in the order of their registration (W4).
// Method: a call that is consumed on arrival must have gone to the first open wait of its hook.
test("the oldest wait of a hook gets the call", () => {
  fc.assert(
    fc.property(history, (acts) => {
      let open: readonly { kind: string; step: string }[] = [];
      play(acts, (world) => {
        const last = world.outcomes.at(-1);
        if (last?.ok && last.changed && last.calls[0]?.consumedBy != null) {
          const { hookId } = last.calls[0];
          const first = open.find((wait) => wait.kind === "hook" && hookOf(wait) === hookId);
          expect(last.entries[0]?.step as string).toBe(first?.step as string);
        }
        open = world.state?.status === "running" ? world.state.waits : [];
      });
    }),
    { numRuns: 400 },
  );
});

const hookOf = (wait: object) => ("hookId" in wait ? wait.hookId : null);

// Goal: an open wait and an unconsumed call of the same hook never exist together (W5, T4).
// Method: look for the pair after every command.
test("a stored call and an open wait of its hook never coexist", () => {
  holds((world) => {
    if (world.state?.status !== "running") return;
    for (const wait of world.state.waits) {
      if (wait.kind !== "hook") continue;
      const stored = world.calls.filter(
        (call) => call.hookId === wait.hookId && call.consumedBy === null,
      );
      expect(stored).toEqual([]);
    }
  });
});

// Goal: a step opens and closes at most once, and what is open is exactly what waits (S1, T1, T2).
// Method: recount the journal and compare with the state.
test("each step is closed at most once, and the open ones are the waits", () => {
  holds((world) => {
    const open = new Set<string>();
    const closed = new Set<string>();
    for (const entry of world.journal) {
      const phase = phaseOf(entry.type);
      if (phase === "opened") open.add(entry.step ?? "");
      if (phase !== "closed") continue;
      expect(closed.has(entry.step ?? "")).toBe(false);
      closed.add(entry.step ?? "");
      open.delete(entry.step ?? "");
    }
    if (world.state?.status !== "running") return;
    const waits = world.state.waits.filter((wait) => wait.kind !== "retry");
    expect(new Set(waits.map((wait) => wait.step as string))).toEqual(open);
  });
});

// Goal: nothing fires before its deadline (T3).
// Method: compare the time of each closing entry with the deadline of its opening entry.
test("no sleep and no timeout ends before its deadline", () => {
  const world = (acts: [Act, number][]) => play(acts, () => {});
  fc.assert(
    fc.property(history, (acts) => {
      const { journal } = world(acts);
      for (const entry of journal) {
        const opened = journal.find(
          (other) => other.step === entry.step && phaseOf(other.type) === "opened",
        );
        if (entry.type === "sleep_completed" && opened?.type === "sleep_started") {
          expect(entry.at).toBeGreaterThanOrEqual(opened.data.dueAt);
        }
        if (entry.type === "wait_timed_out" && opened?.type === "wait_started") {
          expect(entry.at).toBeGreaterThanOrEqual(opened.data.timeoutAt);
        }
      }
    }),
    { numRuns: 400 },
  );
});

// Goal: only the current epoch writes, epochs rise by one, history is append-only (S3, S5).
// Method: remember the journal and the epoch before each command.
test("history only grows, seqs have no gap, and epochs rise by one", () => {
  let seen: string[] = [];
  let epoch = 1;
  fc.assert(
    fc.property(history, (acts) => {
      seen = [];
      epoch = 1;
      play(acts, (world) => {
        const now = world.journal.map((entry) => `${entry.seq} ${entry.type} ${entry.step}`);
        expect(now.slice(0, seen.length)).toEqual(seen);
        expect(world.journal.map((entry) => entry.seq)).toEqual(now.map((_, index) => index));
        seen = now;
        const next = world.state?.epoch ?? 0;
        expect(next - epoch === 0 || next - epoch === 1).toBe(true);
        epoch = next;
      });
    }),
    { numRuns: 400 },
  );
});

// Goal: a live run is never stuck: something is due, leased, or waits for the outside (L1, T5).
// Method: an active run that is idle must have an open wait; all deadlines are covered by wakeAt.
test("an active run always has something that will move it", () => {
  holds((world) => {
    if (world.state?.status !== "running") return;
    const { invocations, waits } = world.state;
    expect(invocations.length + waits.length).toBeGreaterThan(0);
    const idle = invocations.length === 0;
    if (idle) expect(waits.some((wait) => deadlineOf(wait) !== null)).toBe(true);
    const deadlines = waits.map(deadlineOf).filter((at) => at !== null);
    for (const deadline of deadlines) {
      expect(wakeAt(world.state) ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(deadline);
    }
    expect(nextTimerAt(world.state, new Set())).toBe(wakeAt(world.state));
  });
});

// Goal: a finished run has nothing open and never changes again (R1, T6).
// Method: cancel at the end of any history, then try everything once more.
test("a canceled run accepts nothing", () => {
  fc.assert(
    fc.property(history, history, (before, after) => {
      const world = play(before, () => {});
      // A run that has failed can be resumed: it is not the end.
      fc.pre(world.state?.status !== "failed");
      if (world.state?.status === "running") {
        world.apply({ type: "cancel", at: T0, reason: null });
      }
      const final = world.state;
      for (const [next] of after) {
        const command = next(Object.create(world, fakeActive) as RunWorld, T0);
        if (command !== null) expect(world.apply(command)).toMatchObject({ ok: false });
      }
      expect(world.state).toBe(final);
      expect(final === null ? -1 : inFlight(final)).toBe(0);
    }),
    { numRuns: 100 },
  );
});

/** Commands are built against an active run; a finished one has none, so give them an empty one. */
const fakeActive: PropertyDescriptorMap = {
  active: { get: () => ({ invocations: [], waits: [] }) },
  epoch: { get: () => 1 },
};
