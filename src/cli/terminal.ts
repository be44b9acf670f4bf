/** What a command needs from the process that runs it; tests pass their own. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output: what the command was asked for. */
  out(text: string): void;
  /** Writes to standard error: why it did not work, and what to know. */
  err(text: string): void;
}

/** The terminal of this process. */
export class ProcessTerminal implements Terminal {
  readonly environment = process.env;
  #written: Promise<unknown> = Promise.resolve();

  readonly out = (text: string): void => this.#write(process.stdout, text);

  readonly err = (text: string): void => this.#write(process.stderr, text);

  /** Resolves when everything has been taken: a slow reader must get it all before we exit. */
  async flush(): Promise<void> {
    await this.#written;
  }

  #write(stream: NodeJS.WriteStream, text: string): void {
    // Called with an error when the reader has gone, which is the reader's own choice.
    const isTaken = new Promise<void>((resolve) => stream.write(text, () => resolve()));
    this.#written = Promise.all([this.#written, isTaken]);
  }
}
