import type { EpochMs, RunId } from "../../src/core/ids.ts";
import type { Wakeup, WakeupRange } from "../../src/storage/storage.ts";

/** The stored alarms, with reads that a test can hold up or let fail. */
export class StoredWakeups {
  readonly alarms = new Map<RunId, number>();
  readonly reads: WakeupRange[] = [];
  /** While set, a read that has seen the data answers only when this resolves. */
  gate: Promise<void> | null = null;
  failure: Error | null = null;

  async listWakeups(range: WakeupRange): Promise<Wakeup[]> {
    this.reads.push(range);
    if (this.failure !== null) throw this.failure;
    const page = this.#select(range);
    await this.gate;
    return page;
  }

  #select({ from, before, after, limit }: WakeupRange): Wakeup[] {
    return [...this.alarms]
      .map(([runId, wakeAt]) => ({ runId, wakeAt: wakeAt as EpochMs }))
      .filter(({ wakeAt }) => wakeAt >= from && wakeAt < before)
      .toSorted(compare)
      .filter((wakeup) => after === undefined || compare(wakeup, after) > 0)
      .slice(0, limit);
  }
}

function compare(a: Wakeup, b: Wakeup): number {
  if (a.wakeAt !== b.wakeAt) return a.wakeAt - b.wakeAt;
  return a.runId < b.runId ? -1 : Number(a.runId > b.runId);
}
