import type { LogSink } from "./log.ts";

/** Bytes waiting for a reader that is slow or stopped; lines beyond are dropped, memory is not. */
export const LOG_BACKLOG_SIZE_MAX = 1024 * 1024;

/** What is used of `process.stderr`. */
export interface LogStream {
  write(text: string, written: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * Writes lines to a stream and survives it: a closed pipe and a full disk lose lines, nothing else.
 *
 * Lines dropped because the reader was too slow are told to `onLoss`, once it reads on.
 */
export function streamSink(stream: LogStream, onLoss: (lines: number) => void): LogSink {
  let waiting = 0;
  let dropped = 0;
  // Without a listener an EPIPE would end the process.
  stream.on("error", () => {});

  const write = (text: string): void => {
    const size = Buffer.byteLength(text);
    waiting += size;
    stream.write(text, () => {
      waiting -= size;
    });
  };
  return (line) => {
    if (waiting > LOG_BACKLOG_SIZE_MAX) {
      dropped += 1;
      return;
    }
    if (dropped > 0) {
      const lines = dropped;
      dropped = 0;
      onLoss(lines);
    }
    write(line);
  };
}
