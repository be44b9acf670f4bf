import { assert } from "../core/assert.ts";
import type { FlowKeyName } from "../storage/flow-storage.ts";
import type { Storage } from "../storage/storage.ts";
import { LiveKey } from "./flow-key.ts";

/** Keys kept that nothing waits for and nothing is under way of: a few megabytes. */
const IDLE_KEYS_MAX = 4_096;

/** How many requests of a key there are. */
export interface FlowCounts {
  /** Due, and not under way. */
  readonly waiting: number;
  readonly active: number;
}

/**
 * The flow-control keys in memory: those with requests, and some that were used lately. All others
 * are read from storage when they are needed.
 */
export class FlowKeys {
  readonly #storage: Pick<Storage, "flowKeys">;
  readonly #busy = new Map<string, LiveKey>();
  /** The first one is the one that was used least recently. */
  readonly #idle = new Map<string, LiveKey>();

  constructor(storage: Pick<Storage, "flowKeys">) {
    this.#storage = storage;
  }

  /** The key, which must have been loaded. */
  get(name: FlowKeyName): LiveKey {
    const key = this.find(name);
    assert(key !== undefined, "a flow-control key is loaded before it is asked");
    return key;
  }

  /** The key, if it is in memory: one that is not has no requests. */
  find(name: FlowKeyName): LiveKey | undefined {
    const id = idOf(name);
    return this.#busy.get(id) ?? this.#idle.get(id);
  }

  /** Reads the keys that are not in memory. Null: there is nothing to wait for. */
  load(names: readonly FlowKeyName[]): Promise<void> | null {
    const missing = names.filter((name) => this.find(name) === undefined);
    return missing.length === 0 ? null : this.#load(missing);
  }

  /** Ends a turn in which these keys were used: idle ones are forgotten if they are too many. */
  settle(used: Iterable<LiveKey>): void {
    for (const key of used) {
      const id = idOf(key.name);
      this.#idle.delete(id); // re-inserted at the end
      this.#busy.delete(id);
      (key.isIdle ? this.#idle : this.#busy).set(id, key);
    }
    for (const id of this.#idle.keys()) {
      if (this.#idle.size <= IDLE_KEYS_MAX) break;
      this.#idle.delete(id);
    }
  }

  /** Of one key. */
  countsOf(name: FlowKeyName): FlowCounts {
    const { waiting, active } = this.find(name) ?? { waiting: 0, active: 0 };
    return { waiting, active };
  }

  /** Of all keys together. */
  counts(): FlowCounts {
    let waiting = 0;
    let active = 0;
    for (const key of this.#busy.values()) {
      waiting += key.waiting;
      active += key.active;
    }
    return { waiting, active };
  }

  async #load(missing: readonly FlowKeyName[]): Promise<void> {
    const names = new Map(missing.map((name) => [idOf(name), name]));
    const reads = [...names].map(async ([id, name]) => {
      const stored = await this.#storage.flowKeys.loadKey(name);
      this.#idle.set(id, new LiveKey(name, stored));
    });
    await Promise.all(reads);
  }
}

/** Neither a project nor a key has a space. */
function idOf({ project, key }: FlowKeyName): string {
  return `${project} ${key}`;
}
