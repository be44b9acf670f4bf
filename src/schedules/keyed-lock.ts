/** Work on one key is done one after the other, in the order asked for; others go on. */
export class KeyedLock<Key> {
  readonly #tails = new Map<Key, Promise<void>>();

  /** Runs `work` when all earlier work for the key is over, whether it succeeded or not. */
  async run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const tail = result.then(ignore, ignore);
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}

function ignore(): void {}
