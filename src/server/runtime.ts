import { networkInterfaces } from "node:os";
import type { Config } from "../config/schema.ts";
import { assert } from "../core/assert.ts";
import type { RunId } from "../core/ids.ts";
import type { AttemptReport } from "../core/run/command.ts";
import { AddressGuard, type AddressPolicy, type Listener } from "../dispatch/address-guard.ts";
import { CallSender } from "../dispatch/call-sender.ts";
import { CapabilityMint } from "../dispatch/capability.ts";
import { Dispatcher, leaseMs } from "../dispatch/dispatcher.ts";
import { HttpCaller } from "../dispatch/http-caller.ts";
import { InvocationSender } from "../dispatch/invocation-sender.ts";
import { parseCidr } from "../dispatch/ip-address.ts";
import { NativeProtocol } from "../dispatch/native-protocol.ts";
import { ReplayChecker } from "../dispatch/replay-checker.ts";
import { Engine } from "../engine/engine.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import { mintHook } from "../http/mint-hook.ts";
import type { Logger } from "../observe/log.ts";
import type { Storage } from "../storage/storage.ts";
import { systemScheduler } from "../timer/scheduler.ts";
import { TimerService } from "../timer/timer-service.ts";
import { DispatchGate } from "./dispatch-gate.ts";
import type { ServerKeys } from "./keys.ts";
import { VERSION } from "./version.ts";

/** What the parts that move runs on are made of. */
export interface RuntimeOptions {
  readonly config: Config;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: ServerKeys;
  readonly log: Logger;
  /** Where we listen. */
  readonly port: number;
  readonly publicUrl: string;
  readonly onFatal: (error: unknown) => void;
  readonly onCommit: (commands: number, durationMs: number) => void;
  readonly onChange: (runIds: readonly RunId[]) => void;
  readonly onAttempt: (kind: "invocation" | "call", report: AttemptReport) => void;
}

/** The parts that move runs on, connected and at rest: nothing is sent or fired yet. */
export interface Runtime {
  readonly engine: Engine;
  readonly timers: TimerService;
  readonly dispatcher: Dispatcher;
  readonly gate: DispatchGate;
  readonly addressGuard: AddressGuard;
  readonly capabilities: CapabilityMint;
  readonly replayChecker: ReplayChecker;
}

/** Connects engine, timers and dispatcher, which need each other. */
export function createRuntime(options: RuntimeOptions): Runtime {
  const { config, storage, clock, ids, keys, log, publicUrl } = options;
  const addressGuard = new AddressGuard({ policy: addressPolicy(config, options.port) });
  const capabilities = new CapabilityMint(keys.capabilitySecret);
  const caller = new HttpCaller(addressGuard);
  const protocol = new NativeProtocol({
    serverUrl: publicUrl,
    version: VERSION,
    capabilities,
    signingKeys: () => keys.signing.active(),
    mint: { hook: () => mintHook(ids, publicUrl), runId: () => ids.runId() },
    wallClock: { now: () => Date.now() as ReturnType<Clock["now"]> },
  });
  const replayChecker = new ReplayChecker({ storage, protocol, caller, clock });
  const dispatcher = new Dispatcher({
    engine: { apply: (runId, command) => engine.apply(runId, command) },
    invocations: new InvocationSender({ storage, protocol, caller, clock, ids }),
    calls: new CallSender({ storage, caller, clock, ids, version: VERSION }),
    clock,
    log,
    invocationPlaces: config.invocationConcurrency,
    callPlaces: config.callConcurrency,
    invocationTimeoutMs: config.invocationTimeoutMs,
    onAttempt: options.onAttempt,
  });
  const gate = new DispatchGate(dispatcher);
  const timers = new TimerService({
    clock,
    storage,
    fire: (runId) =>
      engine.apply(runId, { type: "fire_timer", at: clock.now(), jitter: ids.jitter() }),
    onError: (error) => log.error("an alarm could not be fired yet", { error }),
  });
  const engine: Engine = new Engine({
    storage,
    timers,
    dispatch: gate,
    leaseMs: leaseMs(config.invocationTimeoutMs),
    onFatal: options.onFatal,
    onCommit: options.onCommit,
    onChange: options.onChange,
    scheduler: systemScheduler,
    clock,
    monotonicNow: () => performance.now(),
  });
  return { engine, timers, dispatcher, gate, addressGuard, capabilities, replayChecker };
}

function addressPolicy(config: Config, port: number): AddressPolicy {
  const allow = config.allowCidrs.map((text) => {
    const cidr = parseCidr(text);
    assert(cidr !== null, "address ranges are checked when they are loaded");
    return cidr;
  });
  return { level: config.addressPolicy, allow, self: listeners(config.host, port) };
}

/** Every address on which this server can be reached from itself. */
function listeners(host: string, port: number): Listener[] {
  if (host === "localhost") return ["127.0.0.1", "::1"].map((address) => ({ address, port }));
  const isAnywhere = host === "0.0.0.0" || host === "::";
  const own = isAnywhere ? Object.values(networkInterfaces()).flatMap((list) => list ?? []) : [];
  return [host, ...own.map(({ address }) => address)].map((address) => ({ address, port }));
}
