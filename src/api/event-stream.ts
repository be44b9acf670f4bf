import type { Unschedule } from "../engine/ports.ts";
import type { LiveStream } from "./live-streams.ts";

/** One read of what there is to send. */
export interface StreamPage {
  /** Whole events, or "" when there is nothing. */
  readonly text: string;
  /** There is more to read at once. */
  readonly more: boolean;
  /** Nothing will ever follow. */
  readonly isLast: boolean;
}

/** Where the events of a stream come from. */
export interface StreamSource {
  /** Reads on from where the last read ended. */
  read(): Promise<StreamPage>;
  /** Where a reader that was cut off now should go on; null when it is known to it. */
  unsentPosition(): number | null;
  /** Whether the reader may still see this. */
  isAllowed(): boolean;
  /** Ends the connection of a reader that takes nothing. */
  cutOff(): void;
  /** Gives the server a turn for other work: reading on may go over much that is not sent. */
  rest(): Promise<void>;
}

/** How long a reader that was cut off shall wait before it connects again, in ms. */
const RETRY_MS = 1_000;

/** One Server-Sent Event; `data` is JSON. */
export function eventText(event: { id?: number; name: string; data: unknown }): string {
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  return `${id}event: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/**
 * The body of an answer that goes on until its source ends or its reader leaves.
 *
 * It is pulled: nothing is read from storage before the reader has taken what was sent.
 */
export function eventStream(
  stream: LiveStream,
  source: StreamSource,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const utf8 = new TextEncoder();
  let isOver = false;
  let isTaken: Unschedule = () => {};
  const end = () => {
    isOver = true;
    isTaken();
    stream.end();
  };
  return new ReadableStream(
    {
      start(controller) {
        // Sends the headers too: whoever asked knows that it is connected.
        const position = source.unsentPosition();
        const id = position === null ? "" : `id: ${position}\n`;
        controller.enqueue(utf8.encode(`retry: ${RETRY_MS}\n${id}\n`));
      },
      async pull(controller) {
        isTaken();
        // What could not be read is asked for again by the reader, and answered with the reason.
        const next = await nextText(stream, source).catch(() => LAST);
        if (isOver) return;
        if (next.text !== "") controller.enqueue(utf8.encode(next.text));
        if (next.isLast) {
          end();
          controller.close();
          return;
        }
        isTaken = stream.expectReader(() => {
          end();
          controller.close();
          source.cutOff();
        });
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}

/** Nothing more to send. */
const LAST = { text: "", isLast: true };

/** Waits until there is something to send. */
async function nextText(
  stream: LiveStream,
  source: StreamSource,
): Promise<{ text: string; isLast: boolean }> {
  for (;;) {
    if (!source.isAllowed()) return LAST;
    const page = await source.read();
    if (page.text !== "" || page.isLast) return page;
    if (page.more) {
      await source.rest();
      continue;
    }
    const woken = await stream.wait();
    if (woken === "ended") return LAST;
    if (woken === "idle") return { text: heartbeat(source.unsentPosition()), isLast: false };
  }
}

/** A comment; a position without an event moves the reader's own, so that it need not go back. */
function heartbeat(position: number | null): string {
  return position === null ? ": still here\n\n" : `: still here\nid: ${position}\n\n`;
}
