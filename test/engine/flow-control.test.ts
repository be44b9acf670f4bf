import { afterAll, describe, expect, test } from "bun:test";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { type Storage, StorageError } from "../../src/storage/storage.ts";
import { temporaryDirectory } from "../storage/temporary.ts";
import { FlowWorld, flow, flowCall } from "./flow-world.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

const STORAGES: [string, () => Storage][] = [
  ["memory", () => new MemoryStorage()],
  ["sqlite", () => openSqliteStorage({ file: directory.path() })],
];

const names = (count: number) => Array.from({ length: count }, (_, n) => `r${n + 1}`);

describe.each(STORAGES)("flow control over %s", (_name, open) => {
  const boot = (places?: number) => new FlowWorld(open(), places).boot();

  test("lets no more than the parallelism be under way, in order", async () => {
    const world = await boot();
    await world.startAll(names(5), flow("k", { parallelism: 2 }));

    expect(world.names()).toEqual(["r1", "r2"]);
    expect(world.counts("k")).toEqual({ active: 2, waiting: 3 });
    await world.end("r2");
    await world.end("r1");

    expect(world.names()).toEqual(["r3", "r4"]);
    await world.end("r3");
    await world.end("r4");
    await world.end("r5");
    expect(world.counts("k")).toEqual({ active: 0, waiting: 0 });
    expect(world.faults).toEqual([]);
  });

  test("hands a place of the key on in the same commit", async () => {
    const world = await boot();
    await world.startAll(names(2), flow("k", { parallelism: 1 }));
    const before = world.rows.length;

    await world.end("r1");

    expect(world.names()).toEqual(["r2"]);
    expect(world.rows.length).toBe(before + 1);
  });

  test("keeps the limit after a restart: the interrupted goes on, the rest waits", async () => {
    const world = await boot();
    await world.startAll(names(5), flow("k", { parallelism: 2 }));

    await world.crash();

    expect(world.names()).toEqual(["r1", "r2"]);
    expect(world.counts("k")).toEqual({ active: 2, waiting: 3 });
    for (const name of names(5)) await world.end(name);
    expect(world.story).toEqual(["r1", "r2", "r1", "r2", "r3", "r4", "r5"]);
    expect(world.faults).toEqual([]);
  });

  test("counts a rate across a restart in the middle of its window", async () => {
    const world = await boot();
    await world.startAll(names(5), flow("k", { rate: 2, periodMs: 60_000 }));
    await world.end("r1");
    await world.end("r2");
    await world.time.pass(30_000);
    expect(world.story).toEqual(["r1", "r2"]);

    await world.crash(10_000);
    await world.time.pass(19_999);
    expect(world.story).toEqual(["r1", "r2"]);
    await world.time.pass(1);
    expect(world.story).toEqual(["r1", "r2", "r3", "r4"]);

    await world.time.pass(59_999);
    expect(world.story).toHaveLength(4);
    await world.time.pass(1);
    expect(world.story.at(-1)).toBe("r5");
    expect(world.faults).toEqual([]);
  });

  test("holds everything while paused, also over a restart, and goes on in order", async () => {
    const world = await boot();
    await world.change("k", { type: "pause" });
    await world.startAll(names(3), flow("k"));

    await world.crash();
    expect(world.names()).toEqual([]);
    expect(world.counts("k")).toEqual({ active: 0, waiting: 3 });

    await world.change("k", { type: "resume" });
    expect(world.names()).toEqual(names(3));
  });

  test("a pin holds against newer limits until it is taken away", async () => {
    const world = await boot();
    await world.change("k", { type: "pin", limits: { parallelism: 1 } });
    await world.startAll(names(4), flow("k", { parallelism: 3 }));
    expect(world.names()).toEqual(["r1"]);

    await world.change("k", { type: "pin", limits: { parallelism: 2 } });
    expect(world.names()).toEqual(["r1", "r2"]);

    await world.change("k", { type: "unpin", parallelism: true, rate: true });
    await world.start("r5", flow("k", { parallelism: 4 }));
    expect(world.names()).toEqual(["r1", "r2", "r3", "r4"]);
    expect(await world.key("k")).toMatchObject({ parallelism: 4, pinnedParallelism: false });
  });

  test("a lower limit lets what is under way end, and begins nothing above it", async () => {
    const world = await boot();
    await world.startAll(names(4), flow("k", { parallelism: 3 }));
    await world.change("k", { type: "pin", limits: { parallelism: 1 } });

    await world.end("r1");
    await world.end("r2");
    expect(world.names()).toEqual(["r3"]);

    await world.end("r3");
    expect(world.names()).toEqual(["r4"]);
  });

  test("a reset ends the window of the rate at once", async () => {
    const world = await boot();
    await world.startAll(names(3), flow("k", { rate: 1, periodMs: 3_600_000 }));
    expect(world.names()).toEqual(["r1"]);

    await world.change("k", { type: "reset_rate" });

    expect(world.names()).toEqual(["r1", "r2"]);
  });

  test("a change makes a key that nothing has used only if it says something of it", async () => {
    const world = await boot();

    expect(await world.change("k", { type: "resume" })).toBeNull();
    expect(await world.change("k", { type: "reset_rate" })).toBeNull();
    expect(await world.key("k")).toBeNull();
    expect(await world.change("k", { type: "pause" })).toMatchObject({ key: "k", paused: true });
    expect(await world.key("k")).toMatchObject({ paused: true });
  });

  test("a canceled run leaves the line, and gives back what it had", async () => {
    const world = await boot();
    await world.startAll(names(4), flow("k", { parallelism: 1 }));

    await world.cancel("r2");
    expect(world.counts("k")).toEqual({ active: 1, waiting: 2 });
    await world.cancel("r1");

    expect(world.names()).toEqual(["r3"]);
    expect(world.counts("k")).toEqual({ active: 1, waiting: 1 });
    await world.end("r3");
    await world.end("r4");
    expect(world.story).toEqual(["r1", "r3", "r4"]);
    expect(world.faults).toEqual([]);
  });

  test("a key of one project is not that of another", async () => {
    const world = await boot();
    await world.start("a1", flow("k", { parallelism: 1 }), { project: "a" });
    await world.start("b1", flow("k", { parallelism: 1 }), { project: "b" });
    await world.start("b2", flow("k", { parallelism: 1 }), { project: "b" });

    expect(world.names()).toEqual(["a1", "b1"]);
    expect(world.counts("k", "a")).toEqual({ active: 1, waiting: 0 });
    expect(world.counts("k", "b")).toEqual({ active: 1, waiting: 1 });
  });

  test("the invocation that tells a failure counts for no key", async () => {
    const world = await boot();
    await world.start("r1", flow("k", { parallelism: 1 }), { retries: 0 });
    await world.start("r2", flow("k"));
    const failure = { name: "Error", message: "boom" };
    const failed = {
      type: "failed",
      step: null,
      failure,
      retryable: false,
      retryAfterMs: null,
    } as const;

    await world.end("r1", failed);

    expect(world.names().toSorted()).toEqual(["r1", "r2"]);
    expect(world.counts("k")).toEqual({ active: 1, waiting: 0 });
    await world.end("r1", { type: "no_handler" });
    await world.end("r2");
    expect(world.counts("k")).toEqual({ active: 0, waiting: 0 });
    expect(world.faults).toEqual([]);
  });

  test("calls count for their own key, not for that of their run", async () => {
    const world = await boot();
    await world.start("r1", flow("runs", { parallelism: 1 }));
    const calls = ["a", "b", "c"].map((name) => flowCall(name, flow("api", { parallelism: 2 })));

    await world.end("r1", { type: "suspended", again: false }, calls);
    expect(world.names()).toEqual(["r1 a#1", "r1 b#1"]);
    expect(world.counts("runs")).toEqual({ active: 0, waiting: 0 });

    await world.crash();
    expect(world.names().sort()).toEqual(["r1 a#1", "r1 b#1"]);
    await world.end("r1 b#1");
    expect(world.names().sort()).toEqual(["r1", "r1 a#1", "r1 c#1"]);
    await world.end("r1 a#1");
    await world.end("r1 c#1");
    expect(world.counts("api")).toEqual({ active: 0, waiting: 0 });
    expect(world.faults).toEqual([]);
  });

  test("a delayed run gets into line when it is due", async () => {
    const world = await boot();
    const notBefore = (world.now + 5_000) as typeof world.now;
    await world.start("late", flow("k", { parallelism: 1 }), { notBefore });
    await world.startAll(names(2), flow("k"));
    await world.time.pass(5_000);
    await world.end("r1");
    await world.end("r2");

    expect(world.story).toEqual(["r1", "r2", "late"]);
  });

  test("a repeated attempt goes behind those that were due before it", async () => {
    const world = await boot();
    await world.startAll(names(3), flow("k", { parallelism: 1 }));
    const failure = { name: "Error", message: "boom" };

    await world.end("r1", {
      type: "failed",
      step: null,
      failure,
      retryable: true,
      retryAfterMs: null,
    });
    await world.time.pass(60_000);
    await world.end("r2");
    await world.end("r3");

    expect(world.story).toEqual(["r1", "r2", "r3", "r1"]);
  });

  test("keeps the order when the dispatcher has fewer places than the key", async () => {
    const world = await boot(2);
    await world.startAll(names(3), flow("k", { parallelism: 3 }));
    expect(world.counts("k")).toEqual({ active: 2, waiting: 1 });
    await world.start("r4", flow("k"));
    await world.end("r1");
    await world.end("r2");
    await world.end("r3");
    await world.end("r4");

    expect(world.story).toEqual(["r1", "r2", "r3", "r4"]);
    expect(world.dispatcher.load.invocations).toEqual({ taken: 0, queued: 0 });
    expect(world.faults).toEqual([]);
  });

  test("hands the dispatcher no more than the key can take", async () => {
    const world = await boot(1);
    await world.start("free", null);

    for (const name of names(5)) await world.start(name, flow("k", { parallelism: 2 }));

    expect(world.dispatcher.load.invocations).toEqual({ taken: 1, queued: 2 });
    expect(world.counts("k")).toEqual({ active: 0, waiting: 5 });
  });

  test("what waits in line rings no alarm", async () => {
    const world = await boot();
    await world.start("r1", null);
    const calls = names(5).map((name) => flowCall(name, flow("api", { parallelism: 1 })));
    await world.end("r1", { type: "suspended", again: false }, calls);
    await world.time.pass(1_000);
    await world.end("r1 r1#1");
    await world.time.pass(1_000);

    expect(world.names().sort()).toEqual(["r1", "r1 r2#1"]);
    expect(world.fired).toBe(0);
  });

  test("work that asks out of turn is held, and begins when its turn comes", async () => {
    const world = await boot(1);
    await world.start("free", null);
    await world.startAll(names(2), flow("k", { parallelism: 1 }));
    const ask = { type: "grant_lease", at: world.now, invocationId: 1, leaseMs: 1_000 } as const;

    const outcome = await world.apply("r2", ask);

    expect(outcome).toMatchObject({ ok: true, changed: false, reply: { type: "held" } });
    expect(world.names()).toEqual(["free"]);
    for (const name of ["free", ...names(2)]) await world.end(name);
    expect(world.story).toEqual(["free", "r1", "r2"]);
  });

  test("work that is refused its lease counts for nothing, and is not lost", async () => {
    const world = await boot(1);
    await world.start("free", null);
    await world.start("r1", flow("k", { parallelism: 1, rate: 1, periodMs: 60_000 }));
    const early = (world.now - 1) as typeof world.now;

    const ask = { type: "grant_lease", at: early, invocationId: 1, leaseMs: 1_000 } as const;
    expect(await world.apply("r1", ask)).toEqual({ ok: false, code: "stale_invocation" });

    expect(await world.key("k")).toMatchObject({ windowCount: 0 });
    await world.end("free");
    await world.time.pass(1_000);
    expect(world.names()).toEqual(["r1"]);
    expect(world.counts("k")).toEqual({ active: 1, waiting: 0 });
  });

  test("what waits for a key takes no place from others", async () => {
    const world = await boot(2);
    await world.startAll(names(5), flow("k", { parallelism: 1 }));

    await world.start("free", null);
    await world.start("other", flow("other"));

    expect(world.names()).toEqual(["r1", "free"]);
    await world.end("free");
    expect(world.names()).toEqual(["r1", "other"]);
  });

  test("work in the queue of the dispatcher waits again when its key is paused", async () => {
    const world = await boot(1);
    await world.startAll(names(3), flow("k"));
    await world.change("k", { type: "pause" });

    await world.end("r1");
    expect(world.names()).toEqual([]);
    expect(world.dispatcher.load.invocations).toEqual({ taken: 0, queued: 0 });
    expect(world.counts("k")).toEqual({ active: 0, waiting: 2 });

    await world.change("k", { type: "resume" });
    await world.end("r2");
    await world.end("r3");
    expect(world.story).toEqual(["r1", "r2", "r3"]);
  });

  test("a commit that fails leaves every key as it was", async () => {
    const world = await boot();
    await world.startAll(names(3), flow("k", { parallelism: 1, rate: 10, periodMs: 60_000 }));
    const before = await world.key("k");
    world.failWith = new StorageError("full", "no space");

    await expect(world.start("r4", flow("k", { parallelism: 9 }))).rejects.toThrow("no space");
    await expect(world.cancel("r1")).rejects.toThrow("no space");
    await expect(world.change("k", { type: "pause" })).rejects.toThrow("no space");

    world.failWith = null;
    expect(await world.key("k")).toEqual(before);
    expect(world.counts("k")).toEqual({ active: 1, waiting: 2 });
    await world.end("r1");
    expect(world.names()).toEqual(["r2"]);
    expect(await world.key("k")).toMatchObject({ windowCount: 2 });
  });

  test("a window that ends while the disk is full is looked at again", async () => {
    const world = await boot();
    await world.startAll(names(2), flow("k", { rate: 1, periodMs: 5_000 }));
    world.failWith = new StorageError("full", "no space");
    await world.time.pass(7_500);
    expect(world.story).toEqual(["r1"]);

    world.failWith = null;
    await world.time.pass(1_000);

    expect(world.story).toEqual(["r1", "r2"]);
    expect(world.faults).toEqual([]);
  });

  test("writes one row for a key without limits, and none for runs without a key", async () => {
    const world = await boot();
    await world.startAll(names(3), flow("k"));
    await world.start("free", null);
    for (const name of [...names(3), "free"]) await world.end(name);

    expect(world.rows.flat()).toMatchObject([{ project: "default", state: { key: "k" } }]);
  });
});

test("10,000 waiting runs drain in order, without quadratic time", async () => {
  const world = await new FlowWorld(new MemoryStorage()).boot();
  const all = Array.from({ length: 10_000 }, (_, n) => `r${String(n).padStart(5, "0")}`);
  const begun = performance.now();
  await world.startAll(all, flow("k", { parallelism: 10 }));
  expect(world.counts("k")).toEqual({ active: 10, waiting: 9_990 });

  while (world.underWay.length > 0) {
    await Promise.all(world.names().map((name) => world.end(name)));
  }

  expect(world.story).toEqual(all);
  // Linear it takes about a second; the square of it would be minutes.
  expect(performance.now() - begun).toBeLessThan(20_000);
}, 30_000);
