import { LiveStreams } from "../api/live-streams.ts";
import type { Config } from "../config/schema.ts";
import { StartupError } from "../config/startup-error.ts";
import { publicKeyText } from "../dispatch/signature.ts";
import { recover } from "../engine/recovery.ts";
import type { Logger } from "../observe/log.ts";
import type { Storage } from "../storage/storage.ts";
import { systemScheduler } from "../timer/scheduler.ts";
import { ServerClock } from "./clock.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { explainFailure } from "./failure.ts";
import { listen } from "./http-server.ts";
import { RandomIds } from "./ids.ts";
import { type LoadedKeys, loadKeys } from "./keys.ts";
import { probePort } from "./listen-port.ts";
import { openStorage } from "./open-storage.ts";
import { createRuntime } from "./runtime.ts";
import { createSchedules } from "./schedules.ts";
import { createObserver, watchRuntime } from "./server-metrics.ts";
import { Shutdown } from "./shutdown.ts";
import { openTokenDesk } from "./tokens.ts";

/** What is under way gets this long to end: supervisors kill after 10 seconds and more. */
const DRAIN_MS = 8_000;

/** How far the wall clock may be behind the newest run at start: as far as clocks are apart. */
const CLOCK_BEHIND_MS_MAX = 5 * 60 * 1_000;

/** A server that listens. */
export interface RunningServer {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** `whpk_…`: what endpoints check our signatures with. */
  readonly publicKey: string;
  readonly dataFolder: string;
  /** The data folder had no keys before. */
  readonly isFirstStart: boolean;
  /** The admin token if this start has made it. Secret. */
  readonly newToken: string | null;
  /**
   * Never resolves. Rejects with a StartupError when the server cannot go on: the process must end
   * at once, without `stop`, since what is in memory may not be on disk.
   */
  readonly failed: Promise<never>;
  /** Finishes what is under way, for a limited time, and releases everything. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts a server: storage, recovery, HTTP, dispatcher, timers, in this order. This is the only
 * place where parts are made and connected.
 *
 * @throws StartupError for everything an operator can do something about; then nothing runs.
 */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const shutdown = new Shutdown(log);
  try {
    return await start(config, log, shutdown);
  } catch (error) {
    await shutdown.end();
    throw error;
  }
}

async function start(config: Config, log: Logger, shutdown: Shutdown): Promise<RunningServer> {
  const dataFolder = prepareDataFolder(config.dataDir);
  // The storage's lock comes first: one process per data folder may make keys.
  const storage = openStorage(dataFolder);
  shutdown.push("storage", () => storage.close());
  const port = probePort(config.host, config.port);
  const loaded = loadKeys(dataFolder, config.token === null);
  const url = `http://${hostInUrl(config.host)}:${port}`;
  const publicUrl = config.publicUrl ?? url;

  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // Nobody may be waiting for it yet.
  failed.catch(() => {});
  const observer = createObserver((error) => log.warn("a metric could not be read", { error }));
  const clock = await createClock(storage, log);
  checkClock(clock);
  const ids = new RandomIds(clock);
  const tokens = await openTokenDesk({ config, keys: loaded.keys, storage, clock, log });
  shutdown.push("tokens", () => tokens.stop());
  const live = new LiveStreams(systemScheduler);
  const runtime = createRuntime({
    ...{ config, storage, clock, ids, log, port, publicUrl },
    keys: loaded.keys,
    onFatal: (error) => fail(explainFailure(error)),
    onCommit: observer.onCommit,
    onChange: live.changed,
    onAttempt: observer.onAttempt,
  });
  const schedules = createSchedules({ config, storage, clock, ids, log, runtime });
  watchRuntime(observer.metrics, runtime, storage);
  shutdown.push("engine", () => runtime.engine.stop());

  const recovered = await recover(runtime.engine, { storage, clock, ids });
  if (recovered > 0) log.info("runs recovered", { runs: recovered });

  let isReady = false;
  const http = listen({
    ...{ config, port, publicUrl, storage, clock, ids, log, runtime, tokens, live, schedules },
    keys: loaded.keys,
    metrics: observer.metrics,
    isReady: () => isReady,
  });
  shutdown.push("http", () => http.stop());
  shutdown.push("live streams", () => live.close());
  // Endpoints register steps while they run: HTTP must outlive the dispatcher.
  shutdown.push("dispatcher", () => runtime.dispatcher.stop(DRAIN_MS));
  runtime.gate.open();
  shutdown.push("timers", () => runtime.timers.stop());
  await runtime.timers.start();
  shutdown.push("schedules", () => schedules.stop());
  schedules.start();
  shutdown.push("readiness", () => {
    isReady = false;
  });
  isReady = true;
  log.info("server started", { url, publicUrl, dataFolder, recovered });
  return { ...describe(loaded), url, port, dataFolder, failed, stop: () => shutdown.end() };
}

function describe({ keys, isFirstStart, newToken }: LoadedKeys) {
  const [current] = keys.signing.active();
  if (current === undefined) throw new StartupError("keys_file_damaged", "There are no keys.");
  return { publicKey: publicKeyText(current), isFirstStart, newToken };
}

/**
 * Refuses to go on when the wall clock is far behind the stored data: either it is wrong now, or it
 * was when a run was made. The server's time would be that of the data, and long sleeps would end.
 *
 * @throws StartupError `clock_before_data`
 */
function checkClock(clock: ServerClock): void {
  clock.now();
  if (clock.aheadMs <= CLOCK_BEHIND_MS_MAX) return;
  const hours = (clock.aheadMs / 3_600_000).toFixed(1);
  throw new StartupError(
    "clock_before_data",
    `The system's clock is ${hours} hours behind the newest run in the data folder. Set it ` +
      "right; if it was wrong when that run was made, start again once it has caught up.",
  );
}

async function createClock(storage: Storage, log: Logger): Promise<ServerClock> {
  const [newest] = await storage.listRuns({ limit: 1 });
  return new ServerClock({
    wall: Date.now,
    monotonic: () => performance.now(),
    newestStoredAt: newest?.createdAt ?? null,
    onJump: ({ byMs, isHeld }) => log.warn("the system's clock was set", { byMs, isHeld }),
  });
}

/** A host as it stands in a URL: `0.0.0.0` and `::` are reached by way of loopback. */
function hostInUrl(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
