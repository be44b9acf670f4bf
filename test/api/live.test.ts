import { describe, expect, test } from "bun:test";
import { LIVE_STREAMS_MAX, LiveStreams, PROJECT_STREAMS_MAX } from "../../src/api/live-streams.ts";
import type { RunId } from "../../src/core/ids.ts";
import { ManualScheduler } from "../support/fake-ports.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";
import { LiveReader } from "../support/live-reader.ts";

const complete = (http: HttpApp, runId: string, step: string) =>
  http.register(runId as RunId, [{ op: "complete_step", step, result: '"secret result"' }]);

const cancel = (http: HttpApp, runId: string) =>
  http.request(`/v1/runs/${runId}/cancel`, { method: "POST" });

async function projectToken(http: HttpApp, project: string): Promise<string> {
  const body = { name: project, access: "read", project };
  return (await http.request("/v1/tokens", { method: "POST", body })).json.token;
}

const typesOf = (events: readonly { event: string }[]) => events.map(({ event }) => event);

describe("the stream of a run", () => {
  test("tells its history, then what happens, and ends when the run does", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    await http.startRun("b");
    await complete(http, "a", "one#1");

    const reader = await LiveReader.open(http, "/v1/runs/a/events");
    const history = await reader.take(2);
    await complete(http, "b", "other#1");
    await complete(http, "a", "two#1");
    const [live] = await reader.take(1);
    await cancel(http, "a");
    const rest = await reader.rest();

    expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
    expect(reader.response.headers.get("cache-control")).toBe("no-store");
    expect(history.map(({ id, event }) => [id, event])).toEqual([
      ["0", "run_started"],
      ["1", "step_completed"],
    ]);
    expect(live).toEqual({
      ...{ id: "2", event: "step_completed" },
      data: {
        ...{ runId: "a", seq: 2, at: http.clock.now(), type: "step_completed" },
        ...{ step: "two#1", data: { attempt: 1 } },
      },
    });
    expect(rest).toMatchObject([
      { id: "3", event: "run_canceled" },
      { id: null, event: "end", data: { runId: "a", status: "canceled" } },
    ]);
    expect(http.live.size).toBe(0);
  });

  test("goes on where a reader was cut off, by header or by query", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    for (let index = 1; index <= 250; index += 1) await complete(http, "a", `s#${index}`);
    await cancel(http, "a");
    const path = "/v1/runs/a/events";

    const all = await (await LiveReader.open(http, path)).rest();
    const headers = { "last-event-id": "199" };
    const byHeader = await (await LiveReader.open(http, `${path}?after=3`, { headers })).rest();
    const byQuery = await (await LiveReader.open(http, `${path}?after=199`)).rest();
    const beyond = await (await LiveReader.open(http, `${path}?after=251`)).rest();

    expect(all.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 252 }, (_, seq) => String(seq)),
      null,
    ]);
    expect(byHeader).toEqual(all.slice(200));
    expect(byQuery).toEqual(all.slice(200));
    expect(typesOf(beyond)).toEqual(["end"]);
  });

  test("tells only the types asked for, and the end", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    await complete(http, "a", "one#1");
    await cancel(http, "a");

    const reader = await LiveReader.open(http, "/v1/runs/a/events?types=step_completed,run_failed");

    expect(typesOf(await reader.rest())).toEqual(["step_completed", "end"]);
  });

  test("shows no body, no whole hook URL, and nothing that the run hides", async () => {
    const http = new HttpApp();
    const headers = { "x-key": "hidden-value" };
    const body = { url: "https://app.test/w", headers, redact: { body: true, headers: true } };
    await http.request("/v1/runs/a", { method: "PUT", body });
    const { json } = await http.register("a" as RunId, [
      { op: "create_hook", step: "hook#1" },
      {
        ...{ op: "fail_step", step: "pay#1", retryable: false },
        failure: { name: "E", message: "quoted secret" },
      },
    ]);
    await complete(http, "a", "one#1");
    await cancel(http, "a");
    const head = await LiveReader.open(http, "/v1/events?after=0");

    const one = await (await LiveReader.open(http, "/v1/runs/a/events")).rest();
    const all = await head.take(5);
    await head.close();

    const { url } = json.steps[0].entry;
    for (const events of [one, all]) {
      const text = JSON.stringify(events);
      expect(text).toContain("hook_created");
      expect(text).not.toContain(url);
      expect(text).not.toContain("hidden-value");
      expect(text).not.toContain("secret");
    }
  });

  test("of an unknown run, or from an impossible position, is refused", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    const headers = { "last-event-id": "x" };

    await expectRefused(http, () => http.request("/v1/runs/x/events"), [404, "run_not_found"]);
    const odd = () => http.request("/v1/runs/a/events", { headers });
    await expectRefused(http, odd, [400, "invalid_cursor"]);
    const wrong = () => http.request("/v1/runs/a/events?types=A");
    await expectRefused(http, wrong, [422, "validation_failed"]);
    const noToken = () => http.request("/v1/runs/a/events", { token: null });
    await expectRefused(http, noToken, [401, "unauthorized"]);
    expect(http.live.size).toBe(0);
  });
});

describe("the stream of all runs", () => {
  test("begins now and tells every entry once, in order", async () => {
    const http = new HttpApp();
    await http.startRun("before");
    const reader = await LiveReader.open(http, "/v1/events");
    await reader.block();

    await Promise.all(["a", "b", "c"].map((name) => http.startRun(name)));
    await complete(http, "b", "one#1");
    const events = await reader.take(4);
    await reader.close();

    expect(events.map(({ data }) => data.runId).sort()).toEqual(["a", "b", "b", "c"]);
    const ids = events.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(4);
    expect(http.live.size).toBe(0);
  });

  test("a reader that was cut off before anything happened has missed nothing either", async () => {
    const http = new HttpApp();
    await http.startRun("before");
    const first = await LiveReader.open(http, "/v1/events");
    await first.block();
    await first.close();
    await http.startRun("meanwhile");

    const headers = { "last-event-id": first.lastId ?? "" };
    const second = await LiveReader.open(http, "/v1/events", { headers });
    const events = await second.take(1);
    await second.close();

    expect(events).toMatchObject([{ event: "run_started", data: { runId: "meanwhile" } }]);
  });

  test("tells a token of one project what is its own", async () => {
    const http = new HttpApp();
    const { json } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "shop", access: "read", project: "shop" },
    });
    const reader = await LiveReader.open(http, "/v1/events?after=0", { token: json.token });
    await http.startRun("other");

    const body = { url: "https://app.test/w", project: "shop" };
    await http.request("/v1/runs/own", { method: "PUT", body });
    const events = await reader.take(1);
    await reader.close();

    expect(events).toMatchObject([{ data: { runId: "own" } }]);
  });

  test("ends when its token is revoked", async () => {
    const http = new HttpApp();
    const { json } = await http.request("/v1/tokens", {
      method: "POST",
      body: { name: "reader", access: "read" },
    });
    const reader = await LiveReader.open(http, "/v1/events", { token: json.token });
    await http.startRun("a");
    expect(await reader.take(1)).toHaveLength(1);

    await http.request(`/v1/tokens/${json.tokenId}`, { method: "DELETE" });
    await http.startRun("b");

    expect((await reader.rest()).length).toBeLessThanOrEqual(1);
    expect(http.live.size).toBe(0);
  });

  test("a filter that nothing matches moves the reader on all the same", async () => {
    const scheduler = new ManualScheduler();
    const http = new HttpApp({ live: new LiveStreams(scheduler) });
    await http.startRun("a");
    const reader = await LiveReader.open(http, "/v1/events?after=0&types=run_failed");
    await reader.block();

    const heartbeat = reader.block();
    while (scheduler.pending.length === 0) await Bun.sleep(1);
    scheduler.runAll();

    expect(await heartbeat).toBe(": still here\nid: 1");
    await reader.close();
  });
});

describe("live streams", () => {
  test("end with the server, and no new ones are opened", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    const reader = await LiveReader.open(http, "/v1/runs/a/events");
    await reader.take(1);

    http.live.close();

    expect(await reader.next()).toBeNull();
    const answer = await http.request("/v1/runs/a/events");
    expect(answer.json.code).toBe("too_many_streams");
  });

  test("are limited in number, and give their places back", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    const readers: LiveReader[] = [];
    while (readers.length < LIVE_STREAMS_MAX)
      readers.push(await LiveReader.open(http, "/v1/events"));

    const send = () => http.request("/v1/runs/a/events");
    const refused = await expectRefused(http, send, [429, "too_many_streams"]);

    expect(refused.headers.get("retry-after")).toBe("5");
    await readers[0]?.close();
    const again = await LiveReader.open(http, "/v1/runs/a/events");
    expect(again.response.status).toBe(200);
    await again.close();
    await Promise.all(readers.map((reader) => reader.close()));
    expect(http.live.size).toBe(0);
  });

  test("of one project leave places to the others", async () => {
    const http = new HttpApp();
    const token = await projectToken(http, "shop");
    const other = await projectToken(http, "other");
    const readers: LiveReader[] = [];
    while (readers.length < PROJECT_STREAMS_MAX) {
      readers.push(await LiveReader.open(http, "/v1/events", { token }));
    }

    const send = () => http.request("/v1/events", { token });
    await expectRefused(http, send, [429, "too_many_streams"]);

    readers.push(await LiveReader.open(http, "/v1/events", { token: other }));
    readers.push(await LiveReader.open(http, "/v1/events"));
    await readers[0]?.close();
    readers.push(await LiveReader.open(http, "/v1/events", { token }));
    expect(readers.map(({ response }) => response.status)).toEqual(readers.map(() => 200));
    await Promise.all(readers.slice(1).map((reader) => reader.close()));
    expect(http.live.size).toBe(0);
  });

  test("a HEAD request opens none", async () => {
    const http = new HttpApp();

    const answer = await http.request("/v1/events", { method: "HEAD" });

    expect(answer.status).toBe(200);
    expect(http.live.size).toBe(0);
  });

  test("a reader that does not read has nothing read for it", async () => {
    const http = new HttpApp();
    await http.startRun("a");
    for (let page = 0; page < 20; page += 1) {
      const operations = Array.from({ length: 200 }, (_, index) => ({
        ...{ op: "complete_step", step: `s#${page * 200 + index + 1}`, result: "1" },
      }));
      await http.register("a" as RunId, operations);
    }
    let reads = 0;
    const list = http.storage.listRunFeed.bind(http.storage);
    http.storage.listRunFeed = (...query) => {
      reads += 1;
      return list(...query);
    };

    const reader = await LiveReader.open(http, "/v1/runs/a/events");
    await reader.block();
    await Bun.sleep(20);

    expect(reads).toBeLessThanOrEqual(3);
    await reader.close();
  });
});
