import type { Logger } from "../observe/log.ts";

/** Ends one part of the server. */
type Close = () => void | Promise<void>;

/**
 * What has been started, to be ended in reverse. Every part is ended even when another fails.
 */
export class Shutdown {
  readonly #parts: [name: string, close: Close][] = [];
  readonly #log: Logger;
  #ended: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Remembers how to end a part that has just been started. */
  push(name: string, close: Close): void {
    this.#parts.push([name, close]);
  }

  /** Ends everything, the latest first. Further calls return the same promise; it never rejects. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    for (const [name, close] of this.#parts.toReversed()) {
      try {
        await close();
      } catch (error) {
        this.#log.error("a part of the server did not end well", { part: name, error });
      }
    }
  }
}
