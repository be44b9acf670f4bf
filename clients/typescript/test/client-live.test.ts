import { afterEach, beforeEach, expect, test } from "bun:test";
import { follow, type RunEvent, type StreamRequest } from "../src/client/live.ts";
import { HooklineError } from "../src/index.ts";

/** What each opening of the stream gives: its text, cut off there; or an error. */
let openings: (string | Error)[];
let requests: StreamRequest[];

/** Pauses are over at once. */
const realSetTimeout = globalThis.setTimeout;
let pausesMs: number[];

beforeEach(() => {
  openings = [];
  requests = [];
  pausesMs = [];
  globalThis.setTimeout = ((callback: () => void, ms: number) => {
    pausesMs.push(ms);
    return realSetTimeout(callback, 0);
  }) as typeof setTimeout;
});

afterEach(() => {
  globalThis.setTimeout = realSetTimeout;
});

async function open(request: StreamRequest): Promise<ReadableStream<Uint8Array>> {
  requests.push(request);
  const opening = openings.shift() ?? new HooklineError("over", { status: 404, code: "over" });
  if (opening instanceof Error) throw opening;
  return new Blob([opening]).stream();
}

const entry = (id: number) => `id: ${id}\nevent: x\ndata: {"runId":"r","seq":${id}}\n\n`;
const END = 'event: end\ndata: {"status":"succeeded"}\n\n';
const gone = (status: number) => new HooklineError("gone", { status, code: "gone" });

async function all(
  ...args: Parameters<typeof follow> extends [unknown, ...infer Rest] ? Rest : []
) {
  const events: RunEvent[] = [];
  for await (const event of follow(open, ...args)) events.push(event);
  return events;
}

test("a stream that says so is at its end", async () => {
  openings = [entry(1) + END];

  expect(await all()).toEqual([{ id: "1", runId: "r", seq: 1 } as RunEvent]);
  expect(requests).toEqual([{ headers: {}, query: {} }]);
});

test("a stream that broke off goes on after the last event", async () => {
  openings = [`${entry(1)}id: 2\n\nid: 3\nevent: x\nda`, entry(4) + END];

  expect((await all()).map(({ id }) => id)).toEqual(["1", "4"]);
  expect(requests.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "2"]);
});

test("begins where it is told, and asks for some types only", async () => {
  openings = [END];

  await all({ after: "7", types: ["run_failed", "run_succeeded"] });

  expect(requests).toEqual([
    { headers: { "last-event-id": "7" }, query: { types: "run_failed,run_succeeded" } },
  ]);
});

test("goes on trying once it was open, ever more slowly", async () => {
  openings = [entry(1), gone(0), gone(503), gone(429), END];

  expect(await all()).toHaveLength(1);
  expect(pausesMs).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test("throws when it cannot be opened at all", async () => {
  openings = [gone(0), END];

  expect(await all().catch((error) => error.code)).toBe("gone");
});

test("throws when it is refused later", async () => {
  openings = [entry(1), gone(404), END];

  expect(await all().catch((error) => error.code)).toBe("gone");
});

test("ends without an error when the reader wants no more", async () => {
  const stop = new AbortController();
  openings = [entry(1) + entry(2), entry(3)];
  const events: RunEvent[] = [];

  for await (const event of follow(open, { signal: stop.signal })) {
    events.push(event);
    if (event.id === "2") stop.abort();
  }

  expect(events).toHaveLength(2);
  expect(requests).toHaveLength(1);
});
