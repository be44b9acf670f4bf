/**
 * How long code that seems to have left out a recorded step is waited for. It may be reading a file
 * between two steps: it should not, but it is the code that made the journal all the same.
 */
const DOUBT_MS = 300;

/** The suspicion that code at rest is not what it was, and the time it is given to prove it. */
export class Doubt {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: "none" | "pending" | "over" = "none";

  /** Whether the time is over. If not it runs from now on; `onOver` is called at its end. */
  isOver(onOver: () => void): boolean {
    if (this.#state === "none") {
      this.#state = "pending";
      this.#timer = setTimeout(() => {
        this.#state = "over";
        onOver();
      }, DOUBT_MS);
    }
    return this.#state === "over";
  }

  /** The code has moved. */
  clear(): void {
    if (this.#state === "none") return;
    this.#state = "none";
    clearTimeout(this.#timer);
  }
}
