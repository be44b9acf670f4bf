import type { RunId, StepId } from "../core/ids.ts";
import type { RunState } from "../core/run/state.ts";

/** Runs kept in memory. A state is small; this bounds the cache to some ten megabytes. */
const CACHE_SIZE_MAX = 16_384;

/** Steps of one run whose names are kept: the names of a very long run are looked up instead. */
const KNOWN_STEPS_MAX = 256;

/** What the engine remembers of an active run. */
export interface CachedRun {
  readonly state: RunState;
  /**
   * Every step that the journal has, or null when that is not known. A step that is not among them
   * is new, which spares a read; what a known step recorded is still read from storage.
   */
  readonly steps: Set<StepId> | null;
}

/**
 * The latest committed states of runs that were active lately, so that a busy run is not read back
 * for every step. Storage stays the truth: an entry is dropped whenever a commit fails.
 */
export class RunCache {
  readonly #runs = new Map<RunId, CachedRun>();

  /** The cached run, or null. Bound, so that it can be passed on. */
  readonly get = (runId: RunId): CachedRun | null => this.#runs.get(runId) ?? null;

  /** Remembers a committed state; a finished run is forgotten, as hardly anything changes it. */
  set(runId: RunId, { state, steps }: CachedRun): void {
    this.#runs.delete(runId); // re-inserted at the end: the first key is the least recently used
    if (state.status !== "running") return;
    const kept = steps !== null && steps.size > KNOWN_STEPS_MAX ? null : steps;
    this.#runs.set(runId, { state, steps: kept });
    if (this.#runs.size <= CACHE_SIZE_MAX) return;
    const [oldest] = this.#runs.keys();
    if (oldest !== undefined) this.#runs.delete(oldest);
  }

  delete(runId: RunId): void {
    this.#runs.delete(runId);
  }
}
