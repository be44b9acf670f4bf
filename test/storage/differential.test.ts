import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { HookId, StepId } from "../../src/core/ids.ts";
import { stepId } from "../../src/core/ids.ts";
import type { JournalEntry } from "../../src/core/run/journal.ts";
import type { ActiveRun, RunState } from "../../src/core/run/state.ts";
import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import type { RunCommit, Storage } from "../../src/storage/storage.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";
import { entry } from "./entry-fixtures.ts";
import { activeRun, at, change, creation, finished, next, runId, snapshot } from "./fixtures.ts";
import { hookRequest, newAttempt, newHook } from "./hook-fixtures.ts";
import { temporaryDirectory } from "./temporary.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

/** The disk may be slow: every commit is synced. */
const TIMEOUT_MS = 60_000;

const RUNS = 4;
const URLS = ["https://a.example/", "https://b.example/"];
const LABELS = [[], ["x"], ["y", "x"]];

/** One random change of one run. */
const anyChange = fc.record({
  run: fc.nat(RUNS - 1),
  kind: fc.constantFrom("step", "sleep", "hook", "call", "consume", "attempt", "touch", "finish"),
  pick: fc.nat(9),
  body: fc.option(fc.uint8Array({ maxLength: 40 })),
  text: fc.string({ unit: "binary", maxLength: 8 }),
  isScheduled: fc.boolean(),
});
type Change = typeof anyChange extends fc.Arbitrary<infer T> ? T : never;

/** What the generator must know to make commits that keep the invariants. */
interface Model {
  state: RunState;
  sleeping: StepId[];
  hooks: { hookId: HookId; received: number; consumed: number }[];
  deliveries: number;
}

function nextCommit(models: Map<number, Model>, step: Change): RunCommit | null {
  const model = models.get(step.run);
  if (model === undefined) return start(models, step);
  if (model.state.status !== "running") return null;
  if (step.kind === "finish") {
    model.state = finished(model.state);
    return change(model.state);
  }

  const parts = detail(model, step);
  const state: ActiveRun = next(model.state, parts.entries?.length ?? 0);
  model.state = state;
  const wakeAt = step.isScheduled ? at(step.pick) : null;
  return change(state, { ...parts, wakeAt, inFlight: step.pick % 3 });
}

function start(models: Map<number, Model>, { run, pick, text }: Change): RunCommit {
  const state = activeRun({ runId: runId(`run_${run}`), createdAt: at(pick % 3), digest: text });
  models.set(run, { state, sleeping: [], hooks: [], deliveries: 0 });
  const [url = "", labels = []] = [URLS[pick % 2], LABELS[pick % 3]];
  const headers = [["x-text", text]] as const;
  const created = { ...PLAIN_CREATION, url, labels, headers, retries: pick };
  return creation(state, { created, wakeAt: at(pick) });
}

function detail(model: Model, step: Change): Partial<RunCommit> {
  const seq = model.state.journalLength;
  const body = step.body;
  const hook = model.hooks[step.pick % Math.max(1, model.hooks.length)];
  const asEntry = (made: JournalEntry) => ({ entries: [made] });
  switch (step.kind) {
    case "step": {
      const id = stepId(step.text, seq + 1);
      return asEntry(entry("step_completed", { attempt: step.pick }, { seq, step: id, body }));
    }
    case "sleep":
      return asEntry(sleepEntry(model, step));
    case "hook": {
      const hookId = `hook_${step.run}_${model.hooks.length}` as HookId;
      const id = stepId("hook", model.hooks.length + 1);
      model.hooks.push({ hookId, received: 0, consumed: 0 });
      const hash = new Bun.CryptoHasher("sha256").update(hookId).digest("hex");
      return { hooks: [newHook({ hookId, step: id, tokenHash: hash })] };
    }
    case "call":
      return hook === undefined ? {} : deliver(model, hook, step);
    case "consume": {
      if (hook === undefined || hook.consumed === hook.received) return {};
      const consumed = [{ hookId: hook.hookId, seq: hook.consumed, consumedBy: seq }];
      hook.consumed += 1;
      return { ...asEntry(entry("run_canceled", { reason: step.text }, { seq })), consumed };
    }
    case "attempt":
      return { attempts: [newAttempt(step.pick + 1, { kind: "call", ref: step.text })] };
    default:
      return {};
  }
}

function sleepEntry(model: Model, { pick, text }: Change): JournalEntry {
  const seq = model.state.journalLength;
  const asleep = pick % 2 === 0 ? model.sleeping.pop() : undefined;
  if (asleep !== undefined) return entry("sleep_completed", {}, { seq, step: asleep });
  const step = stepId(`sleep ${text}`, seq + 1);
  model.sleeping.push(step);
  return entry("sleep_started", { dueAt: at(pick), requested: { until: at(pick) } }, { seq, step });
}

function deliver(model: Model, hook: Model["hooks"][number], step: Change): Partial<RunCommit> {
  model.deliveries += 1;
  const deliveryId = step.isScheduled ? `evt ${model.deliveries} ${step.text}` : null;
  const request = hookRequest({ query: `?${step.text}`, deliveryId });
  const body = step.body ?? new Uint8Array(0);
  const { hookId, received: seq } = hook;
  hook.received += 1;
  return { calls: [{ hookId, seq, receivedAt: at(step.pick), request, body, consumedBy: null }] };
}

/** Everything that any read tells. */
async function everything(storage: Storage) {
  const lists = { limit: 3 };
  const range = { from: at(1), before: at(8), limit: 3 };
  const firstRuns = await storage.listRuns(lists);
  const firstWakeups = await storage.listWakeups(range);
  const [lastRun, lastWakeup] = [firstRuns.at(-1), firstWakeups.at(-1)];
  return {
    firstRuns,
    firstWakeups,
    runs: lastRun && (await storage.listRuns({ ...lists, before: lastRun })),
    wakeups: lastWakeup && (await storage.listWakeups({ ...range, after: lastWakeup })),
    byUrl: await storage.listRuns({ ...lists, url: "https://a.example/", status: "running" }),
    byLabel: await storage.listRuns({ ...lists, label: "x" }),
    byStatus: await storage.listRuns({ ...lists, status: "succeeded" }),
    inFlight: await storage.listInFlight(runId("run_0"), 9),
    counts: await storage.countRuns(),
    each: await Promise.all(
      Array.from({ length: RUNS }, (_, run) => snapshot(storage, runId(`run_${run}`))),
    ),
  };
}

// Goal: SQLite stores exactly what the oracle stores.
// Method: give random valid batches to both; all reads must tell the same, also after a reopen.
test(
  "both storages tell the same after any batches",
  async () => {
    const batches = fc.array(fc.array(anyChange, { minLength: 1, maxLength: 8 }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(batches, async (history) => {
        const file = directory.path();
        const [memory, sqlite] = [new MemoryStorage(), openSqliteStorage({ file })];
        const models = new Map<number, Model>();
        for (const steps of history) {
          const batch = steps.flatMap((step) => nextCommit(models, step) ?? []);
          await memory.commit(batch);
          await sqlite.commit(batch);
          expect(await sqlite.countRuns()).toEqual(await memory.countRuns());
        }

        const expected = await everything(memory);

        expect(await everything(sqlite)).toEqual(expected);
        await sqlite.close();
        const reopened = openSqliteStorage({ file });
        expect(await everything(reopened)).toEqual(expected);
        await reopened.close();
      }),
      { numRuns: 40 },
    );
  },
  TIMEOUT_MS,
);
