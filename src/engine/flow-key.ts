import { capacityAt, type FlowCapacity } from "../core/flow-control/admit.ts";
import { type FlowKeyState, newFlowKey } from "../core/flow-control/key.ts";
import { type Waiting, WaitingLine } from "../core/flow-control/waiting-line.ts";
import type { WorkName } from "../core/flow-control/work.ts";
import type { EpochMs, RunId } from "../core/ids.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";

/** A request of a run that counts for a key. */
export interface FlowItem extends Waiting {
  readonly runId: RunId;
  readonly what: WorkName;
}

/**
 * Where a request of a key is.
 *
 * - `line`: its turn has not come.
 * - `offered`: its turn has come, but no place of the dispatcher was free: it waits in the
 *   dispatcher's queue. What the key can take is reserved for it.
 * - `active`: it is under way.
 */
export type FlowPlace = "line" | "offered" | "active";

/** A request and where it is. */
export interface PlacedItem {
  readonly item: FlowItem;
  readonly place: FlowPlace;
}

/**
 * A key in memory: its state and all its requests. Only the state is in storage: after a restart
 * nothing is under way, and what waits is announced again by the alarms of the runs.
 *
 * Requests are known by identity, so nothing is counted twice, and the end of what an earlier
 * process had under way counts for nothing.
 */
export class LiveKey {
  readonly name: FlowKeyName;
  /** As of the newest decision, be it committed or not. */
  state: FlowKeyState;
  /** Whether storage has a row of it. */
  isStored: boolean;
  readonly #items = new Map<string, PlacedItem>();
  readonly #line = new WaitingLine<FlowItem>();
  #offered = 0;
  #active = 0;

  /** `stored` is null for a key that nothing has used yet. */
  constructor(name: FlowKeyName, stored: FlowKeyState | null) {
    this.name = name;
    this.state = stored ?? newFlowKey(name.key);
    this.isStored = stored !== null;
  }

  /** Requests under way. */
  get active(): number {
    return this.#active;
  }

  /** Requests that are due and not under way. */
  get waiting(): number {
    return this.#line.size + this.#offered;
  }

  /** Nothing of it would be missed if it were forgotten. */
  get isIdle(): boolean {
    return this.#items.size === 0;
  }

  /** The request with this identity, or null. */
  find(identity: string): PlacedItem | null {
    return this.#items.get(identity) ?? null;
  }

  /** The first in the line, or null. */
  oldest(): FlowItem | null {
    return this.#line.oldest();
  }

  /** Puts a request somewhere, or (null) takes it away, wherever it was. */
  put(item: FlowItem, place: FlowPlace | null): void {
    const { identity } = item;
    const before = this.#items.get(identity);
    if (before !== undefined) this.#leave(before);
    if (place === null) {
      this.#items.delete(identity);
      return;
    }
    this.#items.set(identity, { item, place });
    if (place === "line") this.#line.add(item);
    else if (place === "offered") this.#offered += 1;
    else this.#active += 1;
  }

  /** How many more requests may be offered, and when that changes by itself. */
  room(at: EpochMs): FlowCapacity {
    const { free, retryAt } = capacityAt(this.state, this.#active, at);
    return { free: free - this.#offered, retryAt };
  }

  #leave({ item, place }: PlacedItem): void {
    if (place === "line") this.#line.remove(item.identity);
    else if (place === "offered") this.#offered -= 1;
    else this.#active -= 1;
  }
}
