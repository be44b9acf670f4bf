import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { LOG_BACKLOG_SIZE_MAX, type LogStream, streamSink } from "../../src/observe/log-stream.ts";

/** A stream whose reader a test stops and starts. */
class SlowStream implements LogStream {
  readonly written: string[] = [];
  readonly listeners: string[] = [];
  #pending: (() => void)[] = [];

  write(text: string, written: () => void): boolean {
    this.written.push(text);
    this.#pending.push(written);
    return false;
  }

  on(event: "error"): void {
    this.listeners.push(event);
  }

  drain(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const written of pending) written();
  }
}

describe("the sink of a stream", () => {
  test("writes lines and listens for errors", () => {
    const stream = new SlowStream();
    const sink = streamSink(stream, () => {});

    sink("a\n");

    expect(stream.written).toEqual(["a\n"]);
    expect(stream.listeners).toEqual(["error"]);
  });

  test("drops lines while the reader is far behind, then tells how many", () => {
    const stream = new SlowStream();
    const losses: number[] = [];
    const sink = streamSink(stream, (lines) => {
      losses.push(lines);
      sink(`lost ${lines}\n`);
    });
    const line = `${"x".repeat(1_023)}\n`;
    const fitting = LOG_BACKLOG_SIZE_MAX / line.length + 1;

    for (let count = 0; count < fitting + 5; count += 1) sink(line);
    expect(stream.written.length).toBe(fitting);
    expect(losses).toEqual([]);
    stream.drain();
    sink("again\n");
    sink("and again\n");

    expect(losses).toEqual([5]);
    expect(stream.written.slice(fitting)).toEqual(["lost 5\n", "again\n", "and again\n"]);
  });
});

const ROOM = join(import.meta.dir, "../../src/observe");

const SCRIPT = `
  import { createLogger } from "${ROOM}/log.ts";
  import { streamSink } from "${ROOM}/log-stream.ts";
  const sink = streamSink(process.stderr, () => {});
  const log = createLogger({ level: "info", style: "json", now: () => 0, sink });
  let count = 0;
  const timer = setInterval(() => {
    log.info("x".repeat(1_000), { count });
    count += 1;
    if (count < 50) return;
    clearInterval(timer);
    process.stdout.write("done");
  }, 1);
`;

describe("a log on standard error", () => {
  test("writes all lines into a pipe", async () => {
    const { stderr, stdout } = Bun.spawn([process.execPath, "-e", SCRIPT], { stderr: "pipe" });

    const lines = (await new Response(stderr).text()).trimEnd().split("\n");

    expect(await new Response(stdout).text()).toBe("done");
    expect(lines.length).toBe(50);
    expect(JSON.parse(lines[49] ?? "")).toMatchObject({ level: "info", count: 49 });
  });

  test("does not stop the work when the pipe is closed", async () => {
    const running = Bun.spawn([process.execPath, "-e", SCRIPT], { stderr: "pipe" });

    await running.stderr.cancel();

    expect(await new Response(running.stdout).text()).toBe("done");
    expect(await running.exited).toBe(0);
  });

  test("does not stop the work when the disk is full", async () => {
    const running = Bun.spawn([process.execPath, "-e", SCRIPT], { stderr: Bun.file("/dev/full") });

    expect(await new Response(running.stdout).text()).toBe("done");
    expect(await running.exited).toBe(0);
  });
});
