import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { Clock } from "../../src/engine/ports.ts";
import { TimerService, type TimerServiceOptions } from "../../src/timer/timer-service.ts";
import { StoredWakeups } from "./stored-wakeups.ts";
import { VirtualTime } from "./virtual-time.ts";

export const NOW = 1_760_000_123_457;
export const RUN = "run_a" as RunId;
export const OTHER = "run_b" as RunId;

export interface Fired {
  readonly runId: RunId;
  readonly at: number;
}

/** A timer service on virtual time, over storage that a test holds in its hands. */
export function setUp(
  overrides: Partial<TimerServiceOptions> = {},
  clockOf: (time: VirtualTime) => Clock = (time) => time,
) {
  const time = new VirtualTime(NOW);
  const storage = new StoredWakeups();
  const fired: Fired[] = [];
  const errors: unknown[] = [];
  const service = new TimerService({
    clock: clockOf(time),
    storage,
    scheduler: time,
    onError: (error) => errors.push(error),
    fire: async (runId) => {
      fired.push({ runId, at: time.elapsed });
    },
    ...overrides,
  });
  /** As the engine does: the commit first, then the alarm. */
  const set = (runId: RunId, at: number | null): void => {
    if (at === null) storage.alarms.delete(runId);
    else storage.alarms.set(runId, at);
    service.set(runId, at as EpochMs | null);
  };
  const start = async (): Promise<void> => {
    const started = service.start();
    await time.settle();
    await started;
  };
  return { time, storage, fired, errors, service, set, start };
}

/** A promise that a test settles. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
