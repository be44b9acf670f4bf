import type { FlowKeyCommand } from "../../src/core/flow-control/command.ts";
import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import type {
  CommandOf,
  InvocationResult,
  Operation,
  RunCommand,
} from "../../src/core/run/command.ts";
import type { Outcome } from "../../src/core/run/outcome.ts";
import type { FlowControl } from "../../src/core/run/state.ts";
import { Dispatcher } from "../../src/dispatch/dispatcher.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { BegunCall, LeasedWork } from "../../src/engine/ports.ts";
import { recover } from "../../src/engine/recovery.ts";
import { DispatchGate } from "../../src/server/dispatch-gate.ts";
import type { FlowKeyRecord } from "../../src/storage/flow-storage.ts";
import { type RunCommit, type Storage, StorageError } from "../../src/storage/storage.ts";
import { TimerService } from "../../src/timer/timer-service.ts";
import { CountingIds } from "../support/fake-ports.ts";
import { startCall } from "../support/operations.ts";
import { REPORT } from "../support/run-world.ts";
import { PLAIN_START } from "../support/start-command.ts";
import { VirtualTime } from "../timer/virtual-time.ts";

export const T0 = 1_700_000_000_000;

/** Endpoints and third parties answer when the test says, however late. */
const LONG_MS = 12 * 3_600_000;

/** A request that an endpoint or third party is working on. */
export interface Sent {
  readonly name: string;
  readonly runId: RunId;
  readonly at: number;
  readonly epoch: number;
  readonly step: StepId | null;
  readonly answer: (end: CommandOf<"end_invocation"> | CommandOf<"end_call"> | null) => void;
}

export function flow(key: string, limits: Partial<Omit<FlowControl, "key">> = {}): FlowControl {
  return { key, parallelism: null, rate: null, periodMs: null, ...limits };
}

export const flowCall = (name: string, control: FlowControl, retries = 0): Operation => {
  const call = startCall(name, retries) as Extract<Operation, { op: "call" }>;
  return { ...call, request: { ...call.request, timeoutMs: LONG_MS, flow: control } };
};

/** The real engine, dispatcher and timers, in virtual time; endpoints answer when the test says. */
export class FlowWorld {
  readonly time = new VirtualTime(T0);
  readonly storage: Storage;
  readonly places: number;
  readonly faults: unknown[] = [];
  /** Every request that was sent, in order: `run` or `run step`. */
  readonly story: string[] = [];
  readonly rows: FlowKeyRecord[][] = [];
  /** What is under way in the newest process. */
  underWay: Sent[] = [];
  failWith: StorageError | null = null;
  onSent: (sent: Sent) => void = () => {};
  engine: Engine;
  dispatcher: Dispatcher;
  #timers: TimerService;
  #gate: DispatchGate;
  #process = 0;

  constructor(storage: Storage, places = 100) {
    this.storage = storage;
    this.places = places;
    const built = this.#build();
    this.engine = built.engine;
    this.dispatcher = built.dispatcher;
    this.#timers = built.timers;
    this.#gate = built.gate;
  }

  /** Alarms that have rung in the newest process. */
  get fired(): number {
    return this.#timers.stats().fired;
  }

  get now(): EpochMs {
    return this.time.now();
  }

  async boot(): Promise<this> {
    const { storage } = this;
    await this.#settled(
      recover(this.engine, { storage, clock: this.time, ids: new CountingIds() }),
    );
    this.#gate.open();
    await this.#settled(this.#timers.start());
    await this.time.settle();
    return this;
  }

  /** The process is gone at once; another one starts over the same storage. */
  async crash(downMs = 0): Promise<void> {
    this.#process += 1;
    this.underWay = [];
    await this.#settled(this.#timers.stop());
    await this.#settled(this.engine.stop());
    await this.time.pass(downMs);
    const { engine, dispatcher, timers, gate } = this.#build();
    Object.assign(this, { engine, dispatcher });
    this.#timers = timers;
    this.#gate = gate;
    await this.boot();
  }

  start(name: string, control: FlowControl | null, more: Partial<CommandOf<"start">> = {}) {
    const base = { type: "start", at: this.now, url: "http://app.test/", ...PLAIN_START } as const;
    return this.#settled(this.engine.apply(name as RunId, { ...base, flow: control, ...more }));
  }

  async startAll(names: readonly string[], control: FlowControl | null): Promise<void> {
    await this.#settled(
      Promise.all(
        names.map((name) =>
          this.engine.apply(name as RunId, {
            ...{ type: "start", at: this.now, url: "http://app.test/" },
            ...{ ...PLAIN_START, flow: control },
          }),
        ),
      ),
    );
  }

  cancel(name: string): Promise<Outcome> {
    return this.apply(name, { type: "cancel", at: this.now, reason: null });
  }

  apply(name: string, command: RunCommand): Promise<Outcome> {
    return this.#settled(this.engine.apply(name as RunId, command));
  }

  change(key: string, command: FlowKeyCommand) {
    return this.#settled(this.engine.changeFlowKey({ project: "default", key }, command));
  }

  key(key: string, project = "default") {
    return this.storage.flowKeys.loadKey({ project, key });
  }

  counts(key: string, project = "default") {
    return this.engine.flowCounts({ project, key });
  }

  /** The named request is answered: the run ends, or what `result` says. */
  async end(
    name: string,
    result: InvocationResult = { type: "completed", output: null },
    operations: Operation[] = [],
  ): Promise<void> {
    const sent = this.#take(name);
    const moment = { at: this.now, jitter: 0.5, report: REPORT } as const;
    const { epoch, step } = sent;
    if (step === null)
      sent.answer({ type: "end_invocation", ...moment, epoch, operations, result });
    else sent.answer({ type: "end_call", ...moment, step, attempt: 1, result: ANSWER });
    await this.time.settle();
  }

  names(): string[] {
    return this.underWay.map(({ name }) => name);
  }

  #take(name: string): Sent {
    const sent = this.underWay.find((one) => one.name === name);
    if (sent === undefined) throw new Error(`${name} is not under way: ${this.names()}`);
    this.underWay = this.underWay.filter((one) => one !== sent);
    return sent;
  }

  async #settled<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {});
    await this.time.settle();
    return promise;
  }

  #build() {
    const { time } = this;
    const number = this.#process;
    const storage = this.#fenced(number);
    const dispatcher: Dispatcher = new Dispatcher({
      engine: { apply: (runId, command) => engine.apply(runId, command) },
      invocations: { send: (work, controller) => this.#send(number, work, controller) as never },
      calls: { send: (work, controller) => this.#send(number, work, controller) as never },
      clock: time,
      log: { error: (text, fields) => void this.faults.push([text, fields]) },
      invocationPlaces: this.places,
      callPlaces: this.places,
      storePauseMs: 1,
    });
    const gate = new DispatchGate(dispatcher);
    const timers = new TimerService({
      ...{ clock: time, storage, scheduler: time },
      fire: (runId) => engine.apply(runId, { type: "fire_timer", at: time.now(), jitter: 0.5 }),
      onError: (error) => void this.faults.push(error),
    });
    const engine: Engine = new Engine({
      ...{ storage, timers, dispatch: gate, clock: time, scheduler: time, leaseMs: LONG_MS },
      monotonicNow: () => time.elapsed,
      onFatal: (error) => void (number === this.#process && this.faults.push(error)),
    });
    return { engine, dispatcher, timers, gate };
  }

  /** What a dead process wants to write comes to nothing. */
  #fenced(number: number): Storage {
    const commit = async (batch: readonly RunCommit[], keys: readonly FlowKeyRecord[] = []) => {
      if (number !== this.#process) throw new StorageError("failed", "the process is dead");
      if (this.failWith !== null) throw this.failWith;
      await this.storage.commit(batch, keys);
      this.rows.push([...keys]);
    };
    return new Proxy(this.storage, {
      get: (target, name) => {
        if (name === "commit") return commit;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  #send(number: number, work: LeasedWork | BegunCall, controller: AbortController) {
    if (number !== this.#process) return Promise.resolve(null);
    const { runId } = work;
    const step = "step" in work ? work.step : null;
    const name = step === null ? runId : `${runId} ${step}`;
    const { promise, resolve } = Promise.withResolvers<Parameters<Sent["answer"]>[0]>();
    const epoch = "epoch" in work ? work.epoch : 0;
    const sent: Sent = { name, runId, at: this.now, epoch, step, answer: resolve };
    controller.signal.addEventListener("abort", () => {
      this.underWay = this.underWay.filter((one) => one !== sent);
      resolve(null);
    });
    this.underWay.push(sent);
    this.story.push(name);
    this.onSent(sent);
    return promise;
  }
}

const ANSWER: CommandOf<"end_call">["result"] = {
  type: "response",
  ...{ status: 200, headers: [], retryAfterMs: null, body: new Uint8Array(0) },
};
