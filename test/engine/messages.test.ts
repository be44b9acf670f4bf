import { afterAll, describe, expect, test } from "bun:test";
import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { Operation, RunCommand } from "../../src/core/run/command.ts";
import { Engine } from "../../src/engine/engine.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { temporaryDirectory } from "../storage/temporary.ts";
import { REAL_TIME, RecordingDispatch, RecordingTimers } from "../support/fake-ports.ts";
import { json, REPORT, step } from "../support/run-world.ts";
import { PLAIN_START } from "../support/start-command.ts";

const NOW = 1_000_000 as EpochMs;
const directory = temporaryDirectory();
afterAll(directory.remove);

const run = (name: string) => name as RunId;

/** An engine whose dispatcher has places without end: every due invocation is leased at once. */
function world(storage: Storage) {
  const dispatch = new RecordingDispatch();
  const fatal: unknown[] = [];
  const onFatal = (error: unknown) => void fatal.push(error);
  const changes: RunId[][] = [];
  const engine = new Engine({
    ...REAL_TIME,
    ...{ storage, timers: new RecordingTimers(), dispatch, leaseMs: 60_000, onFatal },
    onChange: (runIds) => void changes.push([...runIds]),
  });
  const start = (name: string, more: Partial<Extract<RunCommand, { type: "start" }>> = {}) =>
    engine.apply(run(name), {
      ...{ type: "start", at: NOW, url: `http://app.test/${name}`, ...PLAIN_START, ...more },
    });
  const register = (name: string, ...operations: Operation[]) =>
    engine.apply(run(name), { type: "register_steps", at: NOW, jitter: 0, epoch: 1, operations });
  const end = (name: string, result: Extract<RunCommand, { type: "end_invocation" }>["result"]) =>
    engine.apply(run(name), {
      ...{ type: "end_invocation", at: NOW, jitter: 0, epoch: 1, operations: [] },
      ...{ result, report: REPORT },
    });
  const story = async (name: string) =>
    (await storage.loadJournal(run(name), 0, 100)).map((entry) => entry.type as string);
  return { storage, dispatch, engine, changes, fatal, start, register, end, story };
}

const waitForEvent = (name: string, eventId = "order-1"): Operation => ({
  op: "wait_for_event",
  step: step(name),
  eventId,
  timeoutMs: 60_000,
});

const notify = (name: string, runId: string | null = null): Operation => ({
  ...{ op: "notify", step: step(name), eventId: "order-1", data: json({ paid: true }) },
  runId: runId as RunId | null,
});

const invoke = (name: string, runId: string, digest = ""): Operation => ({
  ...{ op: "invoke", step: step(name), runId: run(runId), digest },
  ...{ url: "http://app.test/child", headers: [], labels: [], retries: null, retryDelay: null },
  ...{ flow: null, input: json("in") },
});

describe.each<[string, () => Storage]>([
  ["memory", () => new MemoryStorage()],
  ["sqlite", () => openSqliteStorage({ file: directory.path() })],
])("with %s storage", (_, open) => {
  test("a child starts with the step that asks for it, and its end closes that step", async () => {
    const { storage, start, register, end, story } = world(open());
    await start("parent", { project: "acme" });

    await register("parent", invoke("child", "kid"));
    const child = await storage.getRun(run("kid"));
    await end("kid", { type: "completed", output: json("out") });

    expect(child).toMatchObject({
      project: "acme",
      parent: { runId: "parent", step: "child#1" },
      state: { status: "running", depth: 1 },
    });
    expect(await story("parent")).toEqual(["run_started", "child_started", "child_completed"]);
    const [closed] = await storage.loadJournal(run("parent"), 2, 1);
    expect(closed).toMatchObject({ data: { childRunId: "kid", status: "succeeded" } });
    expect(closed?.body).toEqual(json("out"));
    await storage.close();
  });

  test.each<[string, Parameters<ReturnType<typeof world>["end"]>[1], string]>([
    [
      "fails",
      {
        ...{ type: "failed", failure: { name: "E", message: "no" }, step: null },
        ...{ retryable: false, retryAfterMs: null },
      },
      "failed",
    ],
    ["is canceled", { type: "canceled", reason: null }, "canceled"],
  ])("a child that %s says so to its parent", async (_, result, status) => {
    const { storage, start, register, end } = world(open());
    await start("parent");
    await register("parent", invoke("child", "kid"));

    await end("kid", result);

    const [closed] = await storage.loadJournal(run("parent"), 2, 1);
    expect(closed).toMatchObject({ type: "child_completed", data: { status } });
    await storage.close();
  });

  test("a child whose chosen id is taken fails its step, and the other run stays", async () => {
    const { storage, start, register } = world(open());
    await start("taken", { digest: "other" });
    await start("parent");

    await register("parent", invoke("child", "taken", "child"));

    const [closed] = await storage.loadJournal(run("parent"), 2, 1);
    expect(closed).toMatchObject({
      type: "child_completed",
      data: { status: "failed", failure: { code: "idempotency_mismatch" } },
    });
    expect((await storage.getRun(run("taken")))?.parent).toBeNull();
    await storage.close();
  });

  test("a notification wakes every run of the project that waits, once each", async () => {
    const { storage, start, register, story } = world(open());
    for (const name of ["a", "b", "sender"]) await start(name);
    await start("stranger", { project: "other" });
    for (const name of ["a", "b", "stranger"]) await register(name, waitForEvent("wait"));

    await register("sender", notify("tell"));
    await register("sender", notify("again"));

    const received = ["run_started", "event_wait_started", "event_received"];
    expect(await story("a")).toEqual(received);
    expect(await story("b")).toEqual(received);
    expect(await story("stranger")).toEqual(received.slice(0, 2));
    const told = await storage.loadJournal(run("sender"), 1, 2);
    expect(told).toMatchObject([
      { data: { waiters: [{ runId: "a" }, { runId: "b" }] } },
      { data: { waiters: [] } },
    ]);
    expect(await storage.listWaiters({ eventId: "order-1", limit: 9 })).toMatchObject([
      { runId: "stranger" },
    ]);
    await storage.close();
  });

  test("a wait that is registered in the same turn is woken too, or not told of", async () => {
    const { storage, start, register, story } = world(open());
    for (const name of ["a", "sender"]) await start(name);

    // Both are decided in one batch, in this order: nothing of the wait is in storage yet.
    await Promise.all([register("a", waitForEvent("wait")), register("sender", notify("tell"))]);

    expect(await story("a")).toContain("event_received");
    const [told] = await storage.loadJournal(run("sender"), 1, 1);
    expect(told).toMatchObject({ data: { waiters: [{ runId: "a", kept: false }] } });
    await storage.close();
  });

  test("an event for one run is kept for it, and its wait gets it with its data", async () => {
    const { storage, start, register } = world(open());
    for (const name of ["a", "sender"]) await start(name);

    await register("sender", notify("tell", "a"), notify("nobody", "no-such-run"));
    await register("a", waitForEvent("wait"));

    const told = await storage.loadJournal(run("sender"), 1, 2);
    expect(told).toMatchObject([
      { data: { waiters: [{ runId: "a", kept: true }] } },
      { data: { waiters: [] } },
    ]);
    const [kept, , received] = await storage.loadJournal(run("a"), 1, 3);
    expect(kept?.body).toEqual(json({ paid: true }));
    expect(received).toMatchObject({ type: "event_received", data: { keptSeq: 1 }, body: null });
    await storage.close();
  });

  test("what one run tells another is stored together with it, or not at all", async () => {
    const storage = open();
    const { start, register, story, fatal } = world(storage);
    for (const name of ["a", "sender"]) await start(name);
    await register("a", waitForEvent("wait"));
    const commit = storage.commit.bind(storage);
    storage.commit = () => Promise.reject(new Error("the disk is gone"));

    await expect(register("sender", notify("tell"))).rejects.toThrow();

    storage.commit = commit;
    expect(await story("a")).toEqual(["run_started", "event_wait_started"]);
    expect(await story("sender")).toEqual(["run_started"]);
    expect(fatal).toHaveLength(1);
    await storage.close();
  });
});
