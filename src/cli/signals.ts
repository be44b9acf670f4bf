import { constants } from "node:os";
import type { Logger } from "../observe/log.ts";

/**
 * A second signal this soon is the same wish told twice: on Ctrl+C, `npm start` passes on what the
 * terminal has already sent.
 */
const ECHO_MS = 500;

/**
 * Resolves when the process is asked to stop. A second request, later, ends it at once: everything
 * acknowledged is on disk at any time.
 *
 * SIGHUP counts where there is a terminal to be closed; elsewhere it is ignored, as is SIGPIPE.
 */
export function firstSignal(log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt: number | null = null;

  const stop = (signal: NodeJS.Signals): void => {
    if (askedAt === null) {
      askedAt = performance.now();
      log.info("stopping", { signal });
      resolve();
    } else if (performance.now() - askedAt > ECHO_MS) {
      process.exit(128 + constants.signals[signal]);
    }
  };
  const ignore = (signal: NodeJS.Signals): void => log.debug("signal ignored", { signal });

  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("SIGHUP", process.stdin.isTTY ? stop : ignore);
  process.on("SIGPIPE", ignore);
  return promise;
}
