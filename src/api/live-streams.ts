import type { RunId } from "../core/ids.ts";
import type { Scheduler, Unschedule } from "../engine/ports.ts";

/** Streams at once: each costs a connection, and a read of storage with every change. */
export const LIVE_STREAMS_MAX = 256;

/** Streams of the tokens of one project: others shall find a place too. */
export const PROJECT_STREAMS_MAX = LIVE_STREAMS_MAX / 2;

/** A stream with nothing to tell says so this often: proxies close silent connections. */
export const HEARTBEAT_MS = 15_000;

/** A reader that has taken nothing for so long is cut off, so that its place is free again. */
const READER_MS_MAX = 60_000;

/** Changes are gathered for so long before streams look at them: a busy server commits often. */
const GATHER_MS = 20;

/** Why a stream that was waiting goes on. */
export type Woken = "changed" | "idle" | "ended";

/** One open stream, as its reader sees it. */
export interface LiveStream {
  /**
   * Resolves when there may be something new (`changed`, also at once if there has been a change
   * since the last time), after a while without (`idle`), or when the stream must end.
   */
  wait(): Promise<Woken>;
  /** Calls back when the reader has not taken what it was sent in `READER_MS_MAX`. */
  expectReader(onStuck: () => void): Unschedule;
  /** Gives its place back. Idempotent. */
  end(): void;
}

/**
 * Tells open streams that something has changed, and nothing more.
 *
 * What has changed they read from storage, each from where it is: so a slow reader holds no memory
 * here, and nothing can be lost or come twice.
 */
export class LiveStreams {
  readonly #scheduler: Scheduler;
  readonly #open = new Set<OpenStream>();
  readonly #changed = new Set<OpenStream>();
  /** Open streams by the project of their token. */
  readonly #counts = new Map<string, number>();
  #unschedule: Unschedule | null = null;
  #isClosed = false;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Resolves after the events that are waiting now. Bound, so that it can be passed on. */
  readonly rest = (): Promise<void> =>
    new Promise((resolve) => void this.#scheduler.soon(() => resolve()));

  /** How many streams are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Told of every commit. Bound, so that it can be passed on; cheap when nobody listens. */
  readonly changed = (runIds: readonly RunId[]): void => {
    if (this.#open.size === 0) return;
    const runs = new Set(runIds);
    for (const stream of this.#open) {
      if (stream.runId === null || runs.has(stream.runId)) this.#changed.add(stream);
    }
    if (this.#changed.size === 0) return;
    this.#unschedule ??= this.#scheduler.after(GATHER_MS, () => {
      this.#unschedule = null;
      for (const stream of this.#changed) stream.wake();
      this.#changed.clear();
    });
  };

  /**
   * A stream of one run, or of all, for a token of `project` (null: of all projects). Null when
   * there are as many as there may be, of that project or in all, or at the end.
   */
  open(runId: RunId | null, project: string | null): LiveStream | null {
    if (this.#isClosed || this.#open.size >= LIVE_STREAMS_MAX) return null;
    const ofProject = project === null ? 0 : (this.#counts.get(project) ?? 0);
    if (ofProject >= PROJECT_STREAMS_MAX) return null;
    const stream = new OpenStream(runId, this.#scheduler, () => {
      this.#open.delete(stream);
      this.#count(project, -1);
    });
    this.#open.add(stream);
    this.#count(project, 1);
    return stream;
  }

  #count(project: string | null, change: 1 | -1): void {
    if (project === null) return;
    const count = (this.#counts.get(project) ?? 0) + change;
    if (count === 0) this.#counts.delete(project);
    else this.#counts.set(project, count);
  }

  /** Ends every stream, and opens none any more. */
  close(): void {
    this.#isClosed = true;
    this.#unschedule?.();
    this.#changed.clear();
    for (const stream of this.#open) stream.end();
  }
}

class OpenStream implements LiveStream {
  readonly runId: RunId | null;
  readonly #scheduler: Scheduler;
  readonly #onEnd: () => void;
  #hasChanged = false;
  #hasEnded = false;
  #resolve: ((woken: Woken) => void) | null = null;

  constructor(runId: RunId | null, scheduler: Scheduler, onEnd: () => void) {
    this.runId = runId;
    this.#scheduler = scheduler;
    this.#onEnd = onEnd;
  }

  wait(): Promise<Woken> {
    if (this.#hasEnded) return Promise.resolve("ended");
    if (this.#hasChanged) {
      this.#hasChanged = false;
      return Promise.resolve("changed");
    }
    return new Promise((resolve) => {
      const unschedule = this.#scheduler.after(HEARTBEAT_MS, () => this.#resolve?.("idle"));
      this.#resolve = (woken) => {
        this.#resolve = null;
        unschedule();
        resolve(woken);
      };
    });
  }

  expectReader(onStuck: () => void): Unschedule {
    return this.#scheduler.after(READER_MS_MAX, onStuck);
  }

  wake(): void {
    if (this.#resolve === null) this.#hasChanged = true;
    else this.#resolve("changed");
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#resolve?.("ended");
    this.#onEnd();
  }
}
