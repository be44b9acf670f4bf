import type { RunId } from "../core/ids.ts";
import type { RunState } from "../core/run/state.ts";

/** States kept in memory. A state is small; this bounds the cache to a few megabytes. */
const CACHE_SIZE_MAX = 4_096;

/**
 * The latest committed states of runs that were active lately, so that a busy run is not read back
 * for every step. Storage stays the truth: an entry is dropped whenever a commit fails.
 */
export class RunCache {
  readonly #states = new Map<RunId, RunState>();

  /** The cached state, or null. Bound, so that it can be passed on. */
  readonly get = (runId: RunId): RunState | null => this.#states.get(runId) ?? null;

  /** Remembers a committed state; a finished run is forgotten, as nothing changes it. */
  set(runId: RunId, state: RunState): void {
    this.#states.delete(runId); // re-inserted at the end: the first key is the least recently used
    if (state.status !== "running") return;
    this.#states.set(runId, state);
    if (this.#states.size <= CACHE_SIZE_MAX) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }

  delete(runId: RunId): void {
    this.#states.delete(runId);
  }
}
