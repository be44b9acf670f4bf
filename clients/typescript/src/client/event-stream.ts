/** One event of a stream, as the HTML standard's "server-sent events" defines it. */
export interface StreamEvent {
  /** The last `id` that the stream has named, by which it can be resumed. */
  readonly id: string | null;
  /** `message` unless the stream says otherwise. */
  readonly event: string;
  readonly data: string;
}

/** Where a stream is: the last `id` that it has named, also without an event. */
export interface StreamPosition {
  id: string | null;
}

/** A line ends with CR LF, LF or CR; a CR at the end may have its LF in the next chunk. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/**
 * Reads events from the body of an answer until it ends, and keeps `position` up to date. An event
 * that was cut off is not given, and does not move the position.
 *
 * `EventSource` would do, but it cannot send a token.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  position: StreamPosition = { id: null },
): AsyncGenerator<StreamEvent, void, undefined> {
  const parser = new EventParser(position);
  for await (const line of readLines(body)) {
    const event = parser.take(line);
    if (event !== null) yield event;
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      for (;;) {
        const end = LINE_END.exec(rest);
        if (end === null) break;
        yield rest.slice(0, end.index);
        rest = rest.slice(end.index + end[0].length);
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {}); // broken already, or no longer wanted
  }
}

class EventParser {
  readonly #position: StreamPosition;
  /** Takes effect with the event it is part of. */
  #id: string | null;
  #event = "";
  #data: string[] = [];

  constructor(position: StreamPosition) {
    this.#position = position;
    this.#id = position.id;
  }

  /** Takes a line; gives the event that it completes. */
  take(line: string): StreamEvent | null {
    if (line === "") return this.#complete();
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#event = value;
    else if (field === "id" && !value.includes("\0")) this.#id = value;
    return null; // comments keep the connection alive; `retry` is ours to decide
  }

  #complete(): StreamEvent | null {
    const data = this.#data;
    const event = this.#event === "" ? "message" : this.#event;
    this.#data = [];
    this.#event = "";
    this.#position.id = this.#id;
    return data.length === 0 ? null : { id: this.#id, event, data: data.join("\n") };
  }
}
