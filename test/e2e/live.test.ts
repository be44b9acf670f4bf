import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { HooklineProcess } from "../support/hookline-process.ts";
import { LiveReader } from "../support/live-reader.ts";
import { gate, workflowApp } from "../support/workflow-app.ts";

setDefaultTimeout(30_000);

let server: HooklineProcess;

beforeAll(async () => {
  server = await HooklineProcess.start();
});
afterAll(() => server.dispose());

const watch = async (path: string, lastId?: string | null) => {
  const headers = lastId == null ? {} : { "last-event-id": lastId };
  return new LiveReader(await server.api(path, { headers }));
};

const notify = async (eventId: string, data: unknown) => {
  const init = { method: "POST", body: JSON.stringify({ data }) };
  const response = await server.api(`/v1/events/${encodeURIComponent(eventId)}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers by name.
  return (await response.json()) as any;
};

const waitsForEvent = (eventId: string) =>
  workflowApp(async (context) => {
    await context.run("before", () => "x");
    const { eventData } = await context.waitForEvent("wait", eventId, { timeout: "30s" });
    return eventData;
  });

describe("a live stream", () => {
  test("tells a run across a crash of the server, without gap or repetition", async () => {
    const app = await waitsForEvent("order/1 ü");
    const runId = await server.startRun(app.url);
    const path = `/v1/runs/${runId}/events`;
    const first = await watch(path);
    const before = await first.take(3);

    await server.crash();
    await server.waitingAt(runId, "wait");
    const second = await watch(path, first.lastId);
    const notified = await notify("order/1 ü", { paid: true });
    const after = await second.rest();

    expect(notified).toMatchObject({ waiters: [{ runId, step: "wait#1" }], lost: false });
    expect([...before, ...after].map(({ id, event }) => [id, event])).toEqual([
      ["0", "run_started"],
      ["1", "step_completed"],
      ["2", "event_wait_started"],
      ["3", "event_received"],
      ["4", "run_succeeded"],
      [null, "end"],
    ]);
    expect((await server.finished(runId)).output).toEqual({ paid: true });
  });

  test("of all runs has every entry once while many runs are under way", async () => {
    const reader = await watch("/v1/events?types=run_started,run_succeeded");
    await reader.block();
    const goOn = gate();
    const app = await workflowApp(async (context) => {
      await context.run("wait", () => goOn.promise);
    });

    const runIds = await Promise.all(Array.from({ length: 30 }, () => server.startRun(app.url)));
    goOn.resolve();
    const events = await reader.take(60);
    await reader.close();

    const seen = (type: string) =>
      events.filter(({ event }) => event === type).map(({ data }) => data.runId as string);
    expect(seen("run_started").sort()).toEqual(runIds.toSorted());
    expect(seen("run_succeeded").sort()).toEqual(runIds.toSorted());
  });

  test("ends when the server stops, which does not wait for it", async () => {
    const reader = await watch("/v1/events");
    await reader.block();

    const begun = performance.now();
    const code = await server.stop();

    expect(code).toBe(0);
    expect(await reader.next()).toBeNull();
    expect(performance.now() - begun).toBeLessThan(1_500);
    await server.start();
  });
});
