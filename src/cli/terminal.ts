import { createInterface } from "node:readline/promises";

/** What a command needs from the process that runs it; tests pass their own. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How wide the terminal is that standard output goes to; null for a file or a pipe. */
  readonly columns: number | null;
  /** Whether somebody still takes what is written: `head` does not for long. */
  readonly hasReader: boolean;
  /** Whether there is a person who can be asked. */
  readonly canAsk: boolean;
  /** Writes to standard output: what the command was asked for. */
  out(text: string | Uint8Array): void;
  /** Writes to standard error: why it did not work, and what to know. */
  err(text: string): void;
  /** All of standard input. */
  readInput(): Promise<Uint8Array>;
  /** The line that the person answers with; empty when there is none. */
  ask(question: string): Promise<string>;
}

/** What a terminal has that does not tell. */
const COLUMNS_DEFAULT = 80;

/** The terminal of this process. */
export class ProcessTerminal implements Terminal {
  readonly environment = process.env;
  readonly canAsk = process.stdin.isTTY === true && process.stderr.isTTY === true;
  #hasReader = true;
  #written: Promise<unknown> = Promise.resolve();

  constructor() {
    // Without a listener it would be thrown. The reader's leaving is the reader's own choice.
    process.stdout.on("error", () => {
      this.#hasReader = false;
    });
    process.stderr.on("error", () => {});
  }

  get hasReader(): boolean {
    return this.#hasReader;
  }

  get columns(): number | null {
    return process.stdout.isTTY === true ? process.stdout.columns || COLUMNS_DEFAULT : null;
  }

  readonly out = (text: string | Uint8Array): void => this.#write(process.stdout, text);

  readonly err = (text: string): void => this.#write(process.stderr, text);

  async readInput(): Promise<Uint8Array> {
    return await Bun.stdin.bytes();
  }

  async ask(question: string): Promise<string> {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question);
    } catch {
      this.err("\n"); // Ctrl+C or Ctrl+D: the cursor is still behind the question
      return "";
    } finally {
      lines.close();
    }
  }

  /** Resolves when everything has been taken: a slow reader must get it all before we exit. */
  async flush(): Promise<void> {
    await this.#written;
  }

  #write(stream: NodeJS.WriteStream, text: string | Uint8Array): void {
    // Called with an error when the reader has gone.
    const isTaken = new Promise<void>((resolve) => stream.write(text, () => resolve()));
    this.#written = Promise.all([this.#written, isTaken]);
  }
}
