import type { ClosingEntry } from "./wire.ts";

/** A step that the code has asked for, until its result is handed out. */
export class Requested {
  /** `<name>#<occurrence>`. */
  readonly id: string;
  /** What the code awaits. */
  readonly promise: Promise<unknown>;
  readonly #decode: (entry: ClosingEntry) => unknown;
  #resolve: (value: unknown) => void = nothing;
  #reject: (error: unknown) => void = nothing;
  /** What the step returned here: the answer to its registration does not repeat it. */
  #live: { readonly value: unknown } | null = null;

  constructor(id: string, decode: (entry: ClosingEntry) => unknown) {
    this.id = id;
    this.#decode = decode;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The name that the code gave it. */
  get name(): string {
    return this.id.slice(0, this.id.lastIndexOf("#"));
  }

  /** Remembers the value until its registration is confirmed. */
  keep(value: unknown): void {
    this.#live = { value };
  }

  /** Hands the result in `entry` to the code. */
  resolve(entry: ClosingEntry): void {
    try {
      const isOwn = entry.type === "step_completed" && entry.result === undefined;
      this.#resolve(isOwn && this.#live !== null ? this.#live.value : this.#decode(entry));
    } catch (error) {
      this.reject(error);
    }
  }

  /** Fails the step. Code that no longer listens (it lost a race) must not crash the process. */
  reject(error: unknown): void {
    this.promise.catch(nothing);
    this.#reject(error);
  }
}

function nothing(): void {}
