import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { InvocationResult } from "../../src/core/run/command.ts";
import type { FlowControl } from "../../src/core/run/state.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { type Storage, StorageError } from "../../src/storage/storage.ts";
import { temporaryDirectory } from "../storage/temporary.ts";
import { FlowWorld, flow, flowCall, type Sent } from "./flow-world.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

/** Limits that no step of a history changes, so that what was sent can be checked against them. */
const FLOWS = {
  both: flow("both", { parallelism: 2, rate: 3, periodMs: 10_000 }),
  narrow: flow("narrow", { parallelism: 1 }),
  rated: flow("rated", { rate: 2, periodMs: 4_000 }),
  free: flow("free"),
} as const satisfies Record<string, FlowControl>;
type Key = keyof typeof FLOWS;
const KEYS = Object.keys(FLOWS) as Key[];

const anyKey = fc.constantFrom(...KEYS);

const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("start" as const), key: anyKey }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("end" as const),
      pick: fc.nat(99),
      how: fc.constantFrom("done", "failed", "call", "calls"),
      key: anyKey,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.nat(6_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), pick: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), ms: fc.nat(3_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pause" as const), key: anyKey }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("resume" as const), key: anyKey }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("full" as const), key: anyKey }) },
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const FAILED: InvocationResult = {
  ...{ type: "failed", step: null, retryable: true, retryAfterMs: null },
  failure: { name: "Error", message: "boom" },
};

/** A history in the making, and what it says about the limits. */
class History {
  readonly world: FlowWorld;
  /** The key of each request by its name. */
  readonly keys = new Map<string, Key>();
  readonly paused = new Set<Key>();
  readonly starts = new Map<Key, number[]>(KEYS.map((key) => [key, []]));
  #runs = 0;
  #calls = 0;

  constructor(storage: Storage, places: number) {
    this.world = new FlowWorld(storage, places);
    this.world.onSent = (sent) => this.#check(sent);
  }

  #check({ name, at }: Sent): void {
    const key = this.keys.get(name);
    if (key === undefined) throw new Error(`${name} has no key`);
    this.starts.get(key)?.push(at);
    const { parallelism } = FLOWS[key];
    const underWay = this.world.underWay.filter((one) => this.keys.get(one.name) === key).length;
    if (parallelism !== null && underWay > parallelism) {
      throw new Error(`${underWay} requests of ${key} are under way`);
    }
    if (this.paused.has(key)) throw new Error(`${name} was sent while ${key} was paused`);
  }

  async take(step: Step): Promise<void> {
    const { world } = this;
    switch (step.do) {
      case "start": {
        this.#runs += 1;
        const name = `r${String(this.#runs).padStart(3, "0")}`;
        this.keys.set(name, step.key);
        await world.start(name, FLOWS[step.key]);
        return;
      }
      case "end":
        return this.#end(step);
      case "pass":
        return world.time.pass(step.ms);
      case "cancel": {
        const runs = [...this.keys.keys()].filter((name) => !name.includes(" "));
        const name = runs[step.pick % Math.max(runs.length, 1)];
        if (name !== undefined) await world.cancel(name);
        return;
      }
      case "crash":
        return world.crash(step.ms);
      case "pause":
        await world.change(step.key, { type: "pause" });
        this.paused.add(step.key);
        return;
      case "resume":
        this.paused.delete(step.key);
        await world.change(step.key, { type: "resume" });
        return;
      case "full":
        world.failWith = new StorageError("full", "no space");
        await world.start("nobody", FLOWS[step.key]).catch(() => {});
        await world.time.pass(1_500);
        world.failWith = null;
    }
  }

  async #end({ pick, how, key }: Extract<Step, { do: "end" }>): Promise<void> {
    const { world } = this;
    const sent = world.underWay[pick % Math.max(world.underWay.length, 1)];
    if (sent === undefined) return;
    if (sent.step !== null || how === "done") return world.end(sent.name);
    if (how === "failed") return world.end(sent.name, FAILED);
    const calls = Array.from({ length: how === "calls" ? 3 : 1 }, () => {
      this.#calls += 1;
      const name = `call ${this.#calls}`;
      this.keys.set(`${sent.runId} ${name}#1`, key);
      return flowCall(name, FLOWS[key]);
    });
    await world.end(sent.name, { type: "suspended", again: false }, calls);
  }

  /** Whatever waits comes to its end once nothing stands in its way. */
  async finish(): Promise<void> {
    const { world } = this;
    this.paused.clear();
    for (const key of KEYS) await world.change(key, { type: "resume" });
    for (let round = 0; round < 400 && !(await this.#isOver()); round += 1) {
      for (const name of world.names()) {
        // The end of a run takes its calls with it.
        if (world.names().includes(name)) await world.end(name);
      }
      await world.time.pass(2_000);
    }
    expect(await this.#isOver()).toBe(true);
    for (const key of KEYS) expect(world.counts(key)).toEqual({ active: 0, waiting: 0 });
    expect(world.engine.flowCounts(null)).toEqual({ active: 0, waiting: 0 });
    expect(world.dispatcher.load).toMatchObject({
      invocations: { taken: 0, queued: 0 },
      calls: { taken: 0, queued: 0 },
    });
  }

  async #isOver(): Promise<boolean> {
    return (await this.world.storage.countRuns()).running === 0;
  }

  /** No window has more starts than the rate: each begins with the first start after the last. */
  checkRates(): void {
    for (const key of KEYS) {
      const { rate, periodMs } = FLOWS[key];
      if (rate === null || periodMs === null) continue;
      let window = { from: Number.NEGATIVE_INFINITY, count: 0 };
      for (const at of this.starts.get(key) ?? []) {
        if (at >= window.from + periodMs) window = { from: at, count: 0 };
        window.count += 1;
        expect(window.count).toBeLessThanOrEqual(rate);
      }
    }
  }
}

async function play(storage: Storage, places: number, steps: readonly Step[]): Promise<void> {
  const history = new History(storage, places);
  await history.world.boot();
  for (const step of steps) {
    await history.take(step);
    expect(history.world.faults.filter((fault) => !isFull(fault))).toEqual([]);
  }
  await history.finish();
  history.checkRates();
  expect(history.world.faults.filter((fault) => !isFull(fault))).toEqual([]);
}

/** Alarms tell of a full disk; they come back. */
function isFull(fault: unknown): boolean {
  return fault instanceof StorageError && fault.kind === "full";
}

// Goal: no key is ever above its limits, and nothing that waits is forgotten.
// Method: random runs, calls, ends, crashes, pauses and full disks over the real engine.
test.each([
  ["memory", () => new MemoryStorage(), 300],
  ["sqlite", () => openSqliteStorage({ file: directory.path() }), 10],
] as const)(
  "the limits hold in any history over %s",
  async (_name, open, numRuns) => {
    const histories = fc.array(anyStep, { maxLength: 60, size: "max" });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2, 50), histories, (places, steps) =>
        play(open(), places, steps),
      ),
      { numRuns },
    );
  },
  120_000,
);
