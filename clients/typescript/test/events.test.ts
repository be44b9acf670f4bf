import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { serve, type WorkflowContext } from "../src/index.ts";
import { FakeServer } from "./support/fake-server.ts";

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => server[Symbol.asyncDispose]());

async function invoke(workflow: (context: WorkflowContext) => unknown) {
  return (await server.invoke(serve(workflow).handler)).body;
}

const outputOf = (answer: { readonly [field: string]: unknown }) =>
  JSON.parse(String(answer.output));

describe("waitForEvent", () => {
  const wait = async (context: WorkflowContext) => {
    const { eventData, timeout } = await context.waitForEvent("paid", "order-1", { timeout: "5m" });
    return { eventData, type: typeof eventData, timeout };
  };

  test("suspends the run until the event comes", async () => {
    const waiting = await invoke(wait);
    server.close("paid#1", { type: "event_received", data: '{"amount":3}' });
    const answer = await invoke(wait);

    expect(waiting).toMatchObject({ status: "suspended" });
    expect(server.batches).toEqual([
      [{ op: "wait_for_event", step: "paid#1", eventId: "order-1", timeoutMs: 300_000 }],
    ]);
    expect(outputOf(answer)).toEqual({ eventData: { amount: 3 }, type: "object", timeout: false });
  });

  test("times out", async () => {
    await invoke(wait);
    server.close("paid#1", { type: "event_wait_timed_out" });

    expect(outputOf(await invoke(wait))).toEqual({ type: "undefined", timeout: true });
  });

  test("gets an event that was kept for the run at once", async () => {
    server.keptEvents.set("order-1", '"early"');

    expect(await invoke(wait)).toMatchObject({ status: "completed" });
  });

  test.each<[string | null, unknown]>([
    [null, { type: "undefined", timeout: false }],
    ["null", { eventData: null, type: "object", timeout: false }],
    ['"text"', { eventData: "text", type: "string", timeout: false }],
    ["not json", { eventData: "not json", type: "string", timeout: false }],
  ])("shows data %p as %p", async (data, shown) => {
    await invoke(wait);
    server.close("paid#1", { type: "event_received", data });

    expect(outputOf(await invoke(wait))).toEqual(shown);
  });

  test("waits seven days when it is not told how long", async () => {
    await invoke((context) => context.waitForEvent("paid", "order-1"));

    expect(server.batches.flat()).toMatchObject([{ timeoutMs: 7 * 86_400_000 }]);
  });

  test.each([
    ["without an event id", ""],
    ["with something else as event id", { id: 1 } as unknown as string],
  ])("%s fails at once", async (_what, eventId) => {
    const answer = await invoke((context) => context.waitForEvent("paid", eventId));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(JSON.stringify(answer)).toContain("needs an event id");
  });
});

describe("notify", () => {
  const at = new Date(0);
  const tell = (context: WorkflowContext) => context.notify("tell", "order-1", { at });
  const told = {
    eventId: "order-1",
    eventData: { at: at.toISOString() },
    notifyResponse: [{ workflowRunId: "run_2", kept: false }],
  };

  test("gives whom it reached, live and on a replay", async () => {
    server.waiters = [{ runId: "run_2", kept: false }];

    const live = await invoke(tell);
    server.waiters = [];
    const replayed = await invoke(tell);

    expect(server.batches).toEqual([
      [{ op: "notify", step: "tell#1", eventId: "order-1", data: JSON.stringify({ at }) }],
    ]);
    expect(outputOf(live)).toEqual(told);
    expect(outputOf(replayed)).toEqual(told);
  });

  test("without a waiter says so", async () => {
    expect(outputOf(await invoke(tell)).notifyResponse).toEqual([]);
  });

  test("can be meant for one run, and carry no data", async () => {
    const answer = await invoke(async (context) => {
      const { eventData } = await context.notify("tell", "order-1", undefined, "run_2");
      return typeof eventData;
    });

    expect(server.batches.flat()).toEqual([
      { op: "notify", step: "tell#1", eventId: "order-1", data: null, runId: "run_2" },
    ]);
    expect(answer.output).toBe('"undefined"');
  });

  test("of data that is no JSON fails at once", async () => {
    const answer = await invoke((context) => context.notify("tell", "order-1", 1n));

    expect(answer).toMatchObject({ status: "failed", retryable: false });
    expect(server.batches).toEqual([]);
  });
});
