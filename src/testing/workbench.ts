import { readHistory } from "../api/read-history.ts";
import { registerSteps } from "../api/register-steps.ts";
import { type EpochMs, earlier, type HookId, type RunId, type StepId } from "../core/ids.ts";
import type { HookRequest, RunCommand, Start } from "../core/run/command.ts";
import type { JournalEntry } from "../core/run/journal.ts";
import type { Outcome } from "../core/run/outcome.ts";
import { wakeAt } from "../core/run/schedule.ts";
import type { RunState } from "../core/run/state.ts";
import { CallSender } from "../dispatch/call-sender.ts";
import type { Capability } from "../dispatch/capability.ts";
import { Dispatcher, leaseMs } from "../dispatch/dispatcher.ts";
import type { HttpOutcome, HttpRequest } from "../dispatch/http-caller.ts";
import { INVOCATION_TIMEOUT_MS, InvocationSender } from "../dispatch/invocation-sender.ts";
import { NativeProtocol } from "../dispatch/native-protocol.ts";
import { Engine } from "../engine/engine.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import { recover } from "../engine/recovery.ts";
import { mintHook } from "../http/mint-hook.ts";
import { MemoryStorage } from "../storage/memory/memory-storage.ts";
import { type Storage, StorageError } from "../storage/storage.ts";
import { systemScheduler } from "../timer/scheduler.ts";
import { VirtualClock, VirtualScheduler, VirtualTimers } from "./virtual-clock.ts";

/** Where the workbench says it is. Nothing listens there: its requests never leave the process. */
export const WORKBENCH_URL = "http://hookline.test";

/** The largest body of a registration, in bytes: as a server has it that nobody has configured. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

/** What a workbench is made of. */
export interface WorkbenchOptions {
  /** Where its clock begins. */
  readonly now: EpochMs;
  /** Answers a request that the server sends: an invocation of an endpoint, or a call. */
  readonly send: (request: HttpRequest) => Promise<HttpOutcome>;
  /** In [0, 1): asked for whenever something is left to chance. Default: always a half. */
  readonly jitter?: () => number;
  /** Default: memory. */
  readonly storage?: Storage;
}

/**
 * A whole server in one object, without network, disk and time: the real engine over storage in
 * memory, with a clock that moves only when it is told to. For tests: of workflows, and of ours.
 */
export class Workbench {
  readonly storage: Storage;
  readonly #clock: VirtualClock;
  readonly #options: WorkbenchOptions;
  readonly #ids: Ids;
  #timers = new VirtualTimers();
  /** What the engine plans for itself: a look at the window of a flow-control key, say. */
  #scheduler: VirtualScheduler;
  /** What the present process writes through; one that has died writes nothing any more. */
  #life: { isOver: boolean } = { isOver: false };
  #engine: Engine;
  #dispatcher: Dispatcher;
  /** What has broken the engine; thrown by whatever is done next. */
  #fatal: { readonly error: unknown } | null = null;

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.storage = options.storage ?? new MemoryStorage();
    this.#clock = new VirtualClock(options.now);
    this.#scheduler = new VirtualScheduler(this.#clock);
    this.#ids = new CountedIds(options.jitter ?? (() => 0.5));
    ({ engine: this.#engine, dispatcher: this.#dispatcher } = this.#build());
  }

  /** The present, by the workbench's own clock. */
  now(): EpochMs {
    return this.#clock.now();
  }

  /** Makes an id no run has. */
  newRunId(): RunId {
    return this.#ids.runId();
  }

  /** Applies a command, as the server's own parts do. @throws when the server dies over it. */
  async apply(runId: RunId, command: RunCommand): Promise<Outcome> {
    this.#throwFatal();
    return await this.#engine.apply(runId, command);
  }

  /** Starts a run. */
  async start(runId: RunId, start: Omit<Start, "type" | "at">): Promise<Outcome> {
    return await this.apply(runId, { type: "start", at: this.now(), ...start });
  }

  /** Has somebody call a hook. */
  async deliver(hookId: HookId, request: HookRequest, body: Uint8Array): Promise<Outcome> {
    const hook = await this.storage.getHook(hookId);
    if (hook === null) return { ok: false, code: "hook_not_found" };
    const at = this.now();
    return await this.apply(hook.runId, { type: "deliver_hook", at, hookId, request, body });
  }

  /** Tells every run that waits for the event; resolves with those that did. */
  async notify(eventId: string, data: Uint8Array | null): Promise<readonly RunId[]> {
    const waiters = await this.storage.listWaiters({ eventId, limit: 10_000 });
    const runs = [...new Set(waiters.map((waiter) => waiter.runId))];
    const command = { type: "deliver_event", at: this.now(), eventId, data, keep: false } as const;
    await Promise.all(runs.map((runId) => this.apply(runId, command)));
    return runs;
  }

  /** Ends a wait as if its time had come. */
  async expire(runId: RunId, step: StepId): Promise<Outcome> {
    const jitter = this.#ids.jitter();
    return await this.apply(runId, { type: "expire_wait", at: this.now(), jitter, step });
  }

  /** Answers what an endpoint sends to the server while it runs. */
  async answer(request: Request): Promise<Response> {
    this.#throwFatal();
    const url = new URL(request.url);
    const [, run = "", what] = /^\/v1\/runs\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    const runId = decodeURIComponent(run);
    const set = { headers: {} };
    const deps = {
      engine: this.#engine,
      storage: this.storage,
      clock: this.#clock,
      ids: this.#ids,
      publicUrl: WORKBENCH_URL,
      controlBodyMax: BODY_BYTES_MAX,
      verifyCapability: readCapability,
      checkUrl: () => null,
    };
    const from = Number(url.searchParams.get("from") ?? 0);
    const answer =
      what === "history"
        ? await readHistory(deps, { request, runId, from, set })
        : await registerSteps(deps, { request, runId, set });
    if (typeof answer !== "string") return answer;
    return new Response(answer, { headers: { "content-type": "application/json" } });
  }

  /** Resolves when nothing is under way any more: every run has ended or waits. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      await turn();
      await this.#drain();
      this.#throwFatal();
      const isBusy = this.#isBusy();
      const due = this.#timers.take(this.now());
      if (due !== null) await this.#fire(due.runId);
      // Twice: what was under way may have just begun something new.
      quiet = !isBusy && due === null && this.#engine.queueLength === 0 ? quiet + 1 : 0;
    }
  }

  #isBusy(): boolean {
    const { invocations, calls } = this.#dispatcher.load;
    return invocations.taken + invocations.queued + calls.taken + calls.queued > 0;
  }

  /** Under a flood the engine leaves pauses between its turns; nobody waits for them here. */
  async #drain(): Promise<void> {
    let isDrained = false;
    const drained = this.#engine.drain().then(() => {
      isDrained = true;
    });
    await Promise.resolve();
    while (!isDrained) {
      if (this.#engine.queueLength > 0) this.#scheduler.run(Number.POSITIVE_INFINITY);
      await Promise.race([drained, turn()]);
    }
  }

  /** Lets time pass: everything that is due on the way happens at its time, one after the other. */
  async advanceTo(until: EpochMs): Promise<void> {
    await this.settle();
    for (let at = this.nextAlarm(); at !== null && at <= until; at = this.nextAlarm()) {
      this.#clock.moveTo(at);
      const alarm = this.#timers.take(at);
      this.#scheduler.run(at);
      if (alarm !== null) await this.#fire(alarm.runId);
      await this.#drain();
      // The engine looks often, and mostly for nothing: that must not cost a turn each time.
      if (alarm !== null || this.#isBusy()) await this.settle();
    }
    this.#clock.moveTo(until);
  }

  /** When something happens next by itself, or null. */
  nextAlarm(): EpochMs | null {
    return earlier(this.#timers.next(), this.#scheduler.next());
  }

  /**
   * The server dies and starts again over what it has stored. What was under way goes on, but its
   * answers and registrations reach nobody.
   */
  async crash(): Promise<void> {
    this.#life.isOver = true;
    this.#life = { isOver: false };
    this.#timers = new VirtualTimers();
    this.#scheduler = new VirtualScheduler(this.#clock);
    ({ engine: this.#engine, dispatcher: this.#dispatcher } = this.#build());
    await recover(this.#engine, { storage: this.storage, clock: this.#clock, ids: this.#ids });
    const limit = 100_000;
    const from = 0 as EpochMs;
    const before = Number.MAX_SAFE_INTEGER as EpochMs;
    for (const { runId } of await this.storage.listWakeups({ from, before, limit })) {
      const run = await this.storage.loadRun(runId);
      if (run !== null) this.#timers.set(runId, wakeAt(run));
    }
  }

  /** The run as it is now, or null. */
  async run(runId: RunId): Promise<RunState | null> {
    return await this.storage.loadRun(runId);
  }

  /** The run's whole journal. */
  async journal(runId: RunId): Promise<readonly JournalEntry[]> {
    return await this.storage.loadJournal(runId, 0, Number.MAX_SAFE_INTEGER);
  }

  async #fire(runId: RunId): Promise<void> {
    const jitter = this.#ids.jitter();
    const life = this.#life;
    try {
      await this.#engine.apply(runId, { type: "fire_timer", at: this.now(), jitter });
    } catch (error) {
      // The alarm died with its process; the next one has set it again.
      if (!life.isOver) throw error;
    }
  }

  #throwFatal(): void {
    if (this.#fatal !== null) throw this.#fatal.error;
  }

  #build(): { engine: Engine; dispatcher: Dispatcher } {
    const clock: Clock = this.#clock;
    const life = this.#life;
    const storage = mortal(this.storage, life);
    const ids = this.#ids;
    const caller = { send: this.#options.send };
    const protocol = new NativeProtocol({
      serverUrl: WORKBENCH_URL,
      version: "test",
      capabilities: { mint: writeCapability },
      signingKeys: () => [],
      mint: { hook: () => mintHook(ids, WORKBENCH_URL), runId: () => ids.runId() },
      wallClock: clock,
    });
    const faults = (error: unknown) => {
      if (!life.isOver) this.#fatal ??= { error };
    };
    const dispatcher: Dispatcher = new Dispatcher({
      engine: { apply: (runId, command) => engine.apply(runId, command) },
      invocations: new InvocationSender({ storage, protocol, caller, clock, ids }),
      calls: new CallSender({ storage, caller, clock, ids, version: "test" }),
      clock,
      log: { error: (_text, { error }) => faults(error) },
    });
    const timers = this.#timers;
    const engine: Engine = new Engine({
      storage,
      timers,
      dispatch: dispatcher,
      leaseMs: leaseMs(INVOCATION_TIMEOUT_MS),
      onFatal: faults,
      scheduler: this.#scheduler,
      clock,
      monotonicNow: () => clock.now(),
    });
    return { engine, dispatcher };
  }
}

/** The storage as one process has it: when that has died, its writes reach nothing. */
function mortal(storage: Storage, life: { readonly isOver: boolean }): Storage {
  const commit: Storage["commit"] = (...batch) =>
    life.isOver
      ? Promise.reject(new StorageError("failed", "the process has died"))
      : storage.commit(...batch);
  return new Proxy(storage, {
    get(target, name) {
      if (name === "commit") return commit;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Ids that count up: a test that is run again sees the same ones. */
class CountedIds implements Ids {
  readonly jitter: () => number;
  #count = 0;

  constructor(jitter: () => number) {
    this.jitter = jitter;
  }

  runId(): RunId {
    return `run_${this.#next()}` as RunId;
  }

  hookId(): HookId {
    return `hook_${this.#next()}` as HookId;
  }

  hookToken(): string {
    return String(this.#next()).padStart(43, "0");
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

/** Nobody can forge what never leaves the process: the claims are the token. */
function writeCapability(capability: Capability): string {
  return `hlc_${Buffer.from(JSON.stringify(capability)).toString("base64url")}`;
}

function readCapability(token: string): Capability | null {
  try {
    return JSON.parse(Buffer.from(token.slice(4), "base64url").toString()) as Capability;
  } catch {
    return null;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    systemScheduler.soon(resolve);
  });
}
