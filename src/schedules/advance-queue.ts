import type { Scheduler } from "../engine/ports.ts";
import type { ScheduleAdvance, ScheduleStorage } from "../storage/schedule-storage.ts";

interface Waiting {
  readonly advance: ScheduleAdvance;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores the progress of schedules that fire at the same time in one transaction: at midnight that
 * may be thousands, and each transaction waits for the disk.
 */
export class AdvanceQueue {
  readonly #storage: ScheduleStorage;
  readonly #scheduler: Scheduler;
  #waiting: Waiting[] = [];

  constructor(storage: ScheduleStorage, scheduler: Scheduler) {
    this.#storage = storage;
    this.#scheduler = scheduler;
  }

  /** Resolves when it is on disk. */
  push(advance: ScheduleAdvance): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ advance, resolve, reject });
      if (this.#waiting.length === 1) this.#scheduler.soon(() => void this.#store());
    });
  }

  async #store(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      await this.#storage.advanceSchedules(batch.map(({ advance }) => advance));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
