import { expect, test } from "bun:test";
import fc from "fast-check";
import { readEvents, type StreamEvent } from "../src/client/event-stream.ts";

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(...chunks: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(streamOf(chunks))) events.push(event);
  return events;
}

const utf8 = (text: string) => new TextEncoder().encode(text);

test("events are read with their id and name", async () => {
  const text = "id: 1\nevent: entry\ndata: {}\n\n: still here\n\ndata:a\ndata: b\n\n";

  expect(await read(utf8(text))).toEqual([
    { id: "1", event: "entry", data: "{}" },
    { id: "1", event: "message", data: "a\nb" },
  ]);
});

test("an event that was cut off is not given", async () => {
  expect(await read(utf8("data: whole\n\ndata: half\n"))).toEqual([
    { id: null, event: "message", data: "whole" },
  ]);
});

test("the position moves with whole events, and without an event", async () => {
  const position = { id: "0" as string | null };
  const seen: (string | null)[] = [];

  for await (const _ of readEvents(
    streamOf([utf8("id: 1\ndata: x\n\nid: 2\n\nid: 3\n")]),
    position,
  )) {
    seen.push(position.id);
  }

  expect(seen).toEqual(["1"]);
  expect(position.id).toBe("2");
});

test("lines may end in any of three ways", async () => {
  const text = "event: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\r\nevent: c\ndata: 3\n\n";

  expect((await read(utf8(text))).map(({ event, data }) => event + data)).toEqual([
    "a1",
    "b2",
    "c3",
  ]);
});

test("where the chunks are cut makes no difference", async () => {
  const whole = utf8('id: 1\r\nevent: é\r\ndata: {"a":"€😀"}\r\n\r\nid: 2\ndata: x\n\n');
  const expected = await read(whole);

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.length)), async (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const chunks = edges.slice(1).map((edge, index) => whole.slice(edges[index], edge));
      expect(await read(...chunks)).toEqual(expected);
    }),
  );
  expect(expected).toHaveLength(2);
});

test("whoever stops listening closes the stream", async () => {
  let isCanceled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(utf8("data: 1\n\n")),
    cancel: () => {
      isCanceled = true;
    },
  });

  for await (const _event of readEvents(body)) break;

  expect(isCanceled).toBeTrue();
});
