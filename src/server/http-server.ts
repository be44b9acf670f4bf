import { randomBytes } from "node:crypto";
import type { LiveStreams } from "../api/live-streams.ts";
import type { TokenDesk } from "../api/token-desk.ts";
import type { Config } from "../config/schema.ts";
import { assert } from "../core/assert.ts";
import type { Clock, Ids } from "../engine/ports.ts";
import type { Logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { ScheduleService } from "../schedules/schedule-service.ts";
import type { Storage } from "../storage/storage.ts";
import { type AppDeps, createApp } from "./app.ts";
import type { ServerKeys } from "./keys.ts";
import { explainListenError } from "./listen-port.ts";
import type { Runtime } from "./runtime.ts";
import { urlCheck } from "./url-check.ts";

/**
 * A connection that says nothing for this long is closed. Our own handlers answer within a commit;
 * clients that keep connections for reuse should not find them gone too often.
 */
const IDLE_SECONDS = 30;

/**
 * Far beyond the routes' own limits, so that their answers say what is wrong; Bun's are empty. No
 * route reads a body that states more than its limit, or more of a chunked one.
 */
const REQUEST_BYTES_MAX = 1024 ** 3;

/** A handler needs a commit to answer; whoever is still sending a body then is cut off. */
const STOP_MS = 2_000;

/** What the HTTP surface is connected to. */
export interface HttpServerOptions {
  readonly config: Config;
  readonly port: number;
  readonly publicUrl: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: ServerKeys;
  readonly tokens: TokenDesk;
  readonly live: LiveStreams;
  readonly schedules: ScheduleService;
  readonly runtime: Runtime;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly isReady: () => boolean;
}

/** A socket that listens. */
export interface HttpServer {
  /** Accepts no more connections, and resolves when the requests under way are over. */
  stop(): Promise<void>;
}

/**
 * Serves the whole HTTP surface.
 *
 * @throws StartupError when the address cannot be had.
 */
export function listen(options: HttpServerOptions): HttpServer {
  const { config, port } = options;
  const app = createApp(appDeps(options));
  try {
    app.listen({
      hostname: config.host,
      port,
      idleTimeout: IDLE_SECONDS,
      maxRequestBodySize: REQUEST_BYTES_MAX,
      // Two processes on one port would share its requests, and only one has the database.
      reusePort: false,
    });
  } catch (error) {
    throw explainListenError(error, config.host, port);
  }
  const { server } = app;
  assert(server !== null, "an app that listens has its server");
  return { stop: () => stop(server) };
}

async function stop(server: Bun.Server<unknown>): Promise<void> {
  const timer = setTimeout(() => void server.stop(true), STOP_MS);
  await server.stop();
  clearTimeout(timer);
}

function appDeps(options: HttpServerOptions): AppDeps {
  const { config, keys, runtime, metrics, log } = options;
  const { publicUrl, storage, clock, ids } = options;
  return {
    ...{ publicUrl, storage, clock, ids },
    engine: runtime.engine,
    controlBodyMax: config.controlBodyMax,
    ingressBodyMax: config.ingressBodyMax,
    retryBaseMs: config.retryBaseMs,
    headerPolicy: {
      keepCredentials: config.keepCredentialHeaders,
      keepProxyHeaders: config.keepProxyHeaders,
    },
    verifyCapability: (token) => runtime.capabilities.verify(token, clock.now()),
    checkUrl: urlCheck(runtime.addressGuard),
    checkReplay: (run, url) => runtime.replayChecker.check(run, url),
    signingKeys: keys.signing,
    health: { ready: options.isReady, metricsText: () => metrics.expose() },
    tokens: options.tokens,
    flow: runtime.engine,
    globalParallelism: () => {
      const { places, taken } = runtime.dispatcher.parallelism;
      return { parallelismMax: places, parallelismCount: taken };
    },
    live: options.live,
    schedules: options.schedules,
    allowedHosts: config.allowedHosts,
    requestIdPrefix: `req_${randomBytes(6).toString("hex")}_`,
    onInternalError: (error, requestId) => log.error("a request failed", { error, requestId }),
  };
}
