import type { EpochMs, RunId } from "../core/ids.ts";
import type { Storage, Wakeup } from "../storage/storage.ts";

/** Alarms of one read: what one turn of the event loop inserts, well under a millisecond. */
export const PAGE_SIZE = 1_000;

/**
 * Reads the stored alarms in order of time, window after window, page by page.
 *
 * A page is a picture of storage as it was when its read began. A run whose alarm is set while the
 * read is under way (`touch`) is left out of the page: the owner knows better already.
 *
 * One read at a time. After a failed read the next one continues at the same place.
 */
export class WakeupPages {
  readonly #storage: Pick<Storage, "listWakeups">;
  /** The open window is [from, before); when they are equal, none is open. */
  #from = 0 as EpochMs;
  #before = 0 as EpochMs;
  #after: Wakeup | null = null;
  /** Runs set since the read under way began; null when none is. */
  #touched: Set<RunId> | null = null;

  constructor(storage: Pick<Storage, "listWakeups">) {
    this.#storage = storage;
  }

  /**
   * Where windows end so far. Alarms from here on are not read yet; alarms before are the owner's
   * to keep from the moment the window is opened.
   */
  get before(): EpochMs {
    return this.#before;
  }

  /** Whether a window is not read to its end. */
  get isOpen(): boolean {
    return this.#from < this.#before;
  }

  /** Opens the window from the end of the last one. */
  open(before: EpochMs): void {
    if (before > this.#before) this.#before = before;
  }

  /** Says that the run's alarm is being set, so a page under way may be wrong about it. */
  touch(runId: RunId): void {
    this.#touched?.add(runId);
  }

  /**
   * Reads the open window's next page and hands its alarms over; afterwards `isOpen` tells whether
   * there is more.
   *
   * A callback, and not a result: between a promise and its reader a run could be set once more.
   */
  async read(keep: (wakeup: Wakeup) => void): Promise<void> {
    const touched = new Set<RunId>();
    this.#touched = touched;
    try {
      const before = this.#before;
      const range = { from: this.#from, before, limit: PAGE_SIZE };
      const after = this.#after;
      const page = await this.#storage.listWakeups(after === null ? range : { ...range, after });
      for (const wakeup of page) {
        if (!touched.has(wakeup.runId)) keep(wakeup);
      }
      this.#after = page[page.length - 1] ?? null;
      if (page.length < PAGE_SIZE) {
        this.#from = before;
        this.#after = null;
      }
    } finally {
      this.#touched = null;
    }
  }
}
