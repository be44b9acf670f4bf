import type { AttemptReport } from "../core/run/command.ts";
import { Metrics } from "../observe/metrics.ts";
import type { Storage } from "../storage/storage.ts";
import type { Runtime } from "./runtime.ts";
import { VERSION } from "./version.ts";

/** Commits take from a fraction of a millisecond on a fast disk to seconds on a full one. */
const COMMIT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2];

/** Endpoints answer within milliseconds or minutes. */
const ATTEMPT_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300];

/** Commands per transaction, up to the engine's maximum. */
const BATCH_COMMANDS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What the parts of the server report, as they happen. */
export interface Observer {
  readonly metrics: Metrics;
  readonly onCommit: (commands: number, durationMs: number) => void;
  readonly onAttempt: (kind: "invocation" | "call", report: AttemptReport) => void;
}

/** The metrics that are counted where things happen. Reading the others is `watchRuntime`'s. */
export function createObserver(onError: (error: unknown) => void): Observer {
  const metrics = new Metrics(onError);
  const commands = metrics.histogram(
    { name: "hookline_commit_commands", help: "Commands committed in one transaction." },
    BATCH_COMMANDS,
  );
  const commitSeconds = metrics.histogram(
    { name: "hookline_commit_seconds", help: "Time from a batch's first decision to the disk." },
    COMMIT_SECONDS,
  );
  const attempts = metrics.histograms(
    {
      name: "hookline_attempt_seconds",
      help: "Requests to endpoints (invocation) and to third parties (call), by result.",
      labels: ["kind", "result"],
    },
    ATTEMPT_SECONDS,
  );
  const kinds = ["invocation", "call"] as const;
  const results = ["ok", "failed"] as const;
  // Bound once: this is on the way of every request that the server sends.
  const bound = new Map(
    kinds.flatMap((kind) =>
      results.map((result) => [`${kind} ${result}`, attempts.with({ kind, result })] as const),
    ),
  );
  return {
    metrics,
    onCommit: (count, durationMs) => {
      commands.observe(count);
      commitSeconds.observe(durationMs / 1_000);
    },
    onAttempt: (kind, { errorCode, durationMs }) => {
      const result = errorCode === null ? "ok" : "failed";
      bound.get(`${kind} ${result}`)?.observe(durationMs / 1_000);
    },
  };
}

/** Adds what is read at every scrape. */
export function watchRuntime(metrics: Metrics, runtime: Runtime, storage: Storage): void {
  const { engine, timers, dispatcher } = runtime;
  const gauge = (name: string, help: string, read: () => number): void =>
    metrics.gauge({ name, help, read });

  metrics.gauge({
    name: "hookline_info",
    help: "The version that runs.",
    read: () => [{ labels: { version: VERSION }, value: 1 }],
  });
  metrics.gauge({
    name: "hookline_runs",
    help: "Runs in storage, by status.",
    read: async () => {
      const counts = Object.entries(await storage.countRuns());
      return counts.map(([status, value]) => ({ labels: { status }, value }));
    },
  });
  metrics.gauge({
    name: "hookline_dispatch",
    help: "Requests under way (taken) and waiting for a place (queued).",
    read: () =>
      Object.entries(dispatcher.load).flatMap(([kind, load]) => [
        { labels: { kind, state: "taken" }, value: load.taken },
        { labels: { kind, state: "queued" }, value: load.queued },
      ]),
  });
  gauge("hookline_engine_queue", "Commands that wait to be decided.", () => engine.queueLength);
  metrics.gauge({
    name: "hookline_flow_control",
    help: "Requests that count for a flow-control key: under way (active) and held back (waiting).",
    read: () =>
      Object.entries(engine.flowCounts(null)).map(([state, value]) => ({
        labels: { state },
        value,
      })),
  });
  gauge("hookline_timers_near", "Alarms in memory.", () => timers.stats().near);
  gauge("hookline_timers_fired", "Alarms fired since the start.", () => timers.stats().fired);
  gauge(
    "hookline_timer_lateness_seconds",
    "How long after its deadline the last alarm was fired.",
    () => timers.stats().latenessMs / 1_000,
  );
}
