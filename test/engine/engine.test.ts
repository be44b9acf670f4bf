import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { RunCommand } from "../../src/core/run/command.ts";
import { Engine } from "../../src/engine/engine.ts";
import { recover } from "../../src/engine/recovery.ts";
import type { FlowKeyRecord } from "../../src/storage/flow-storage.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { type RunCommit, StorageError } from "../../src/storage/storage.ts";
import {
  CountingIds,
  ManualClock,
  REAL_TIME,
  RecordingDispatch,
  RecordingTimers,
} from "../support/fake-ports.ts";
import { completeStep, createHook, waitForHook } from "../support/operations.ts";
import { HOOK, REPORT } from "../support/run-world.ts";
import { PLAIN_START } from "../support/start-command.ts";

const RUN = "run_1" as RunId;
const NOW = 1_000_000 as EpochMs;

/** Storage that can be told to fail, and that counts its commits. */
class WatchedStorage extends MemoryStorage {
  readonly batches: (readonly RunCommit[])[] = [];
  failWith: unknown = null;

  override async commit(batch: readonly RunCommit[], keys?: FlowKeyRecord[]): Promise<void> {
    if (this.failWith !== null) throw this.failWith;
    await super.commit(batch, keys);
    this.batches.push(batch);
  }
}

function setup(options: { places?: number } = {}) {
  const storage = new WatchedStorage();
  const timers = new RecordingTimers();
  const dispatch = new RecordingDispatch(options.places ?? 10);
  const fatal: unknown[] = [];
  const onFatal = (error: unknown) => void fatal.push(error);
  const engine = new Engine({ ...REAL_TIME, storage, timers, dispatch, leaseMs: 60_000, onFatal });
  return { storage, timers, dispatch, fatal, engine };
}

const start = (digest = ""): RunCommand => ({
  type: "start",
  at: NOW,
  url: "http://app.test/",
  ...PLAIN_START,
  digest,
});

const register = (operations: Extract<RunCommand, { type: "register_steps" }>["operations"]) =>
  ({ type: "register_steps", at: NOW, jitter: 0, epoch: 1, operations }) as const;

const deliver = (deliveryId: string | null): RunCommand => {
  const blank = { method: "POST", path: "", query: "", headers: [], remoteAddress: null };
  const request = { ...blank, deliveryId };
  return { type: "deliver_hook", at: NOW, hookId: HOOK, request, body: new Uint8Array([1]) };
};

describe("Engine", () => {
  test("starts and leases a run in one commit, and sends it only after that commit", async () => {
    const { engine, storage, dispatch } = setup();

    const outcome = await engine.apply(RUN, start());

    expect(outcome).toMatchObject({ ok: true, reply: { type: "started" } });
    expect(storage.batches).toHaveLength(1);
    expect(await storage.loadRun(RUN)).toMatchObject({
      invocations: [{ phase: "leased", epoch: 1 }],
    });
    expect(dispatch.sent).toMatchObject([{ runId: RUN, epoch: 1, attempt: 1, invocationId: 1 }]);
    expect(dispatch.places).toBe(9);
  });

  test("queues a due invocation when no place is free", async () => {
    const { engine, storage, dispatch, timers } = setup({ places: 0 });

    await engine.apply(RUN, start());

    expect(dispatch.queued).toEqual([{ runId: RUN, invocationId: 1 }]);
    expect(await storage.loadRun(RUN)).toMatchObject({ invocations: [{ phase: "due" }] });
    expect(timers.alarms.get(RUN)).toBeNull();
  });

  test("commits the commands of one turn together and answers after the commit", async () => {
    const { engine, storage } = setup();
    const runs = Array.from({ length: 20 }, (_, index) => `run_${index}` as RunId);

    await Promise.all(runs.map((runId) => engine.apply(runId, start())));

    expect(storage.batches.map((batch) => batch.length)).toEqual([20]);
  });

  test("commands of one run in one turn see each other", async () => {
    const { engine, storage } = setup();
    await engine.apply(RUN, start());

    const [made, waits, first, twin, second] = await Promise.all([
      engine.apply(RUN, register([createHook()])),
      engine.apply(RUN, register([waitForHook()])),
      engine.apply(RUN, deliver("d1")),
      engine.apply(RUN, deliver("d1")),
      engine.apply(RUN, deliver(null)),
    ]);

    expect(made.ok && waits.ok).toBe(true);
    expect(first).toMatchObject({ reply: { outcome: "consumed", callSeq: 0 } });
    expect(twin).toMatchObject({ reply: { outcome: "duplicate", callSeq: 0 } });
    expect(second).toMatchObject({ reply: { outcome: "stored", callSeq: 1 } });
    expect(await storage.listHookCalls(HOOK, 0, 10)).toMatchObject([
      { seq: 0, consumedBy: 3 },
      { seq: 1, consumedBy: null },
    ]);
  });

  test("a repeated registration in the same turn is recorded once", async () => {
    const { engine, storage } = setup();
    await engine.apply(RUN, start());

    const outcomes = await Promise.all([
      engine.apply(RUN, register([completeStep("a", 1)])),
      engine.apply(RUN, register([completeStep("a", 1)])),
      engine.apply(RUN, register([completeStep("a", 2)])),
    ]);

    expect(outcomes).toMatchObject([
      { ok: true, changed: true },
      { ok: true, changed: false },
      { ok: false, code: "step_conflict" },
    ]);
    expect(await storage.loadJournal(RUN, 0, 10)).toHaveLength(2);
  });

  test("a failed commit answers nobody with success, gives places back and heals", async () => {
    const { engine, storage, dispatch, fatal } = setup();
    storage.failWith = new StorageError("full", "no space");

    const failed = engine.apply(RUN, start());

    expect(failed).rejects.toThrow("no space");
    await failed.catch(() => {});
    expect(dispatch).toMatchObject({ places: 10, sent: [] });
    expect(await storage.loadRun(RUN)).toBeNull();

    storage.failWith = null;
    expect(await engine.apply(RUN, start())).toMatchObject({ ok: true });
    expect(fatal).toEqual([]);
  });

  test("a failed commit does not leave its decisions in the cache", async () => {
    const { engine, storage } = setup();
    await engine.apply(RUN, start());
    storage.failWith = new StorageError("full", "no space");
    await engine.apply(RUN, register([completeStep("a", 1)])).catch(() => {});
    storage.failWith = null;

    const outcome = await engine.apply(RUN, register([completeStep("a", 2)]));

    expect(outcome).toMatchObject({ ok: true, changed: true });
    expect(await storage.loadRun(RUN)).toMatchObject({ journalLength: 2 });
  });

  test("stops for good when the disk failed", async () => {
    const { engine, storage, fatal } = setup();
    storage.failWith = new StorageError("failed", "I/O error");

    await engine.apply(RUN, start()).catch(() => {});
    storage.failWith = null;

    expect(fatal).toHaveLength(1);
    expect(engine.apply(RUN, start())).rejects.toThrow("stopped");
  });

  test("aborts what is under way when the run is canceled", async () => {
    const { engine, dispatch, timers } = setup();
    await engine.apply(RUN, start());

    await engine.apply(RUN, { type: "cancel", at: NOW, reason: null });

    expect(dispatch.aborted).toEqual([RUN]);
    expect(timers.alarms.get(RUN)).toBeNull();
  });

  test("sets the run's alarm to its nearest deadline", async () => {
    const { engine, timers } = setup();
    await engine.apply(RUN, start());
    await engine.apply(RUN, register([createHook(), waitForHook("wait", 30_000)]));

    expect(timers.alarms.get(RUN)).toBe((NOW + 30_000) as EpochMs);
  });

  test("a run whose due work finds no place keeps the alarm of its other deadlines", async () => {
    const { engine, timers, dispatch } = setup();
    await engine.apply(RUN, start());
    await engine.apply(RUN, register([createHook(), waitForHook("wait", 30_000)]));
    await engine.apply(RUN, {
      type: "end_invocation",
      at: NOW,
      jitter: 0.5,
      epoch: 1,
      operations: [],
      result: {
        type: "failed",
        failure: { name: "Error", message: "down" },
        step: null,
        retryable: true,
        retryAfterMs: null,
      },
      report: REPORT,
    });
    const retryAt = timers.alarms.get(RUN);
    timers.alarms.clear(); // the alarm rings, and the timer service has forgotten it
    dispatch.places = 0;

    await engine.apply(RUN, { type: "fire_timer", at: (NOW + 2_000) as EpochMs, jitter: 0 });

    expect(retryAt).toBe((NOW + 1_000) as EpochMs);
    expect(dispatch.queued).toEqual([{ runId: RUN, invocationId: 1 }]);
    expect(timers.alarms.get(RUN)).toBe((NOW + 30_000) as EpochMs);
  });

  test("drain waits for every command applied so far", async () => {
    const { engine, storage } = setup();
    void engine.apply(RUN, start());

    await engine.drain();

    expect(storage.batches).toHaveLength(1);
  });
});

describe("recovery", () => {
  test("fences an earlier process: the lease ends, the same attempt is sent again", async () => {
    const first = setup();
    await first.engine.apply(RUN, start());
    const { storage } = first;
    const timers = new RecordingTimers();
    const dispatch = new RecordingDispatch();
    const engine = new Engine({
      ...REAL_TIME,
      storage,
      timers,
      dispatch,
      leaseMs: 60_000,
      onFatal: () => {},
    });

    const touched = await recover(engine, {
      storage,
      clock: new ManualClock(NOW),
      ids: new CountingIds(),
    });

    expect(touched).toBe(1);
    expect(dispatch.sent).toMatchObject([{ runId: RUN, epoch: 2, attempt: 1 }]);
    expect(await engine.apply(RUN, register([completeStep("late")]))).toEqual({
      ok: false,
      code: "stale_invocation",
    });
    expect(await storage.listAttempts(RUN, 10)).toMatchObject([
      { report: { errorCode: "server_restarted" } },
    ]);
  });

  test("does not touch runs that only wait", async () => {
    const { engine, storage } = setup();
    await engine.apply(RUN, start());
    await engine.apply(RUN, register([createHook()]));
    await engine.apply(RUN, {
      type: "end_invocation",
      at: NOW,
      jitter: 0,
      epoch: 1,
      operations: [waitForHook()],
      result: { type: "suspended", again: false },
      report: REPORT,
    });

    const touched = await recover(engine, {
      storage,
      clock: new ManualClock(NOW),
      ids: new CountingIds(),
    });

    expect(touched).toBe(0);
  });
});

test("an unexpected error in a decision stops the engine and nothing is written", async () => {
  const { engine, storage, fatal } = setup();
  storage.failWith = new TypeError("bug");

  await engine.apply(RUN, start()).catch(() => {});

  expect(fatal).toMatchObject([{ message: "bug" }]);
});

test("an unexpected error after the commit stops the engine; callers are answered", async () => {
  const { engine, storage, timers, fatal } = setup();
  timers.set = () => {
    throw new TypeError("bug");
  };

  const outcome = await engine.apply(RUN, start());

  expect(outcome).toMatchObject({ ok: true, reply: { type: "started" } });
  expect(await storage.loadRun(RUN)).not.toBeNull();
  expect(fatal).toMatchObject([{ message: "bug" }]);
  expect(engine.apply(RUN, start())).rejects.toThrow("stopped");
});
