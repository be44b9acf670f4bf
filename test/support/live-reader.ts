import type { HttpApp } from "./http-app.ts";
import { TOKEN } from "./http-app.ts";

/** One Server-Sent Event as a reader gets it. */
export interface ReadEvent {
  readonly id: string | null;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events by name.
  readonly data: any;
}

/** What we use of a reader; the runtime's own type of it depends on who asks. */
interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** Reads a stream of Server-Sent Events block by block; comments are blocks too. */
export class LiveReader {
  readonly response: Response;
  readonly #reader: ByteReader | undefined;
  readonly #utf8 = new TextDecoder();
  #text = "";
  /** The reader's own position, as an EventSource keeps it. */
  lastId: string | null = null;

  constructor(response: Response) {
    this.response = response;
    this.#reader = response.body?.getReader() as ByteReader | undefined;
  }

  /** Opens a stream of the app in this process. */
  static async open(
    http: HttpApp,
    path: string,
    options: { token?: string; headers?: Record<string, string> } = {},
  ): Promise<LiveReader> {
    const { token = TOKEN, headers = {} } = options;
    const request = new Request(`http://localhost:80${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    return new LiveReader(await http.app.handle(request));
  }

  /** The next block between blank lines, or null at the end. */
  async block(): Promise<string | null> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        const id = /^id: (.*)$/m.exec(block)?.[1];
        if (id !== undefined) this.lastId = id;
        return block;
      }
      const chunk = await this.#reader?.read();
      if (chunk?.value === undefined || chunk.done) return null;
      this.#text += this.#utf8.decode(chunk.value, { stream: true });
    }
  }

  /** The next event, or null at the end. */
  async next(): Promise<ReadEvent | null> {
    for (;;) {
      const block = await this.block();
      if (block === null) return null;
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event === undefined || data === undefined) continue;
      return { id: /^id: (.*)$/m.exec(block)?.[1] ?? null, event, data: JSON.parse(data) };
    }
  }

  /** The next `count` events. */
  async take(count: number): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === null) break;
      events.push(event);
    }
    return events;
  }

  /** All events up to the end. */
  rest(): Promise<ReadEvent[]> {
    return this.take(Number.POSITIVE_INFINITY);
  }

  async close(): Promise<void> {
    await this.#reader?.cancel();
  }
}
