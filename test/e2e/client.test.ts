import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Client } from "../../clients/typescript/src/index.ts";
import { ClientWorld } from "../support/client-world.ts";

setDefaultTimeout(30_000);

let world: ClientWorld;
let client: Client;

beforeAll(async () => {
  world = await ClientWorld.start();
  client = world.client;
});

afterAll(() => world.stop());

describe("starting", () => {
  test("a run with all that can be said", async () => {
    const options = {
      url: world.urlOf("echo"),
      body: { a: [1, null] },
      headers: { "x-tenant": "acme" },
      workflowRunId: "all-options",
      retries: 1,
      retryDelay: "1000 * (1 + retried)",
      delay: 0,
      label: ["vip", "eu"],
      flowControl: { key: "shop", parallelism: 3, rate: 100, period: "1m" },
      failureUrl: world.urlOf("echo"),
      redact: { header: ["x-tenant"] },
    } as const;

    const first = await client.trigger(options);
    const again = await client.trigger(options);
    const details = await world.ended("all-options");

    expect(first).toEqual({ workflowRunId: "all-options", deduplicated: false });
    expect(again).toEqual({ workflowRunId: "all-options", deduplicated: true });
    expect(details).toMatchObject({
      status: "succeeded",
      output: { a: [1, null] },
      labels: ["vip", "eu"],
      retryDelay: "1000 * (1 + retried)",
      flowControl: { key: "shop", parallelism: 3, rate: 100, periodMs: 60_000 },
    });
    expect(JSON.stringify(details.headers)).toContain("REDACTED:");
  });

  test("many, and those with the same id once", async () => {
    const starts = Array.from({ length: 120 }, (_, index) => ({
      url: world.urlOf("echo"),
      body: index,
      workflowRunId: `batch-${index}`,
      label: "batch",
    }));

    const first = await client.trigger(starts);
    const again = await client.trigger(starts);

    expect(first.map((one) => one.workflowRunId)).toEqual(starts.map((one) => one.workflowRunId));
    expect(first.some((one) => one.deduplicated)).toBeFalse();
    expect(again.every((one) => one.deduplicated)).toBeTrue();
  });

  test("many of which one has the id of another run", async () => {
    await client.trigger({ url: world.urlOf("echo"), workflowRunId: "taken", body: 1 });
    const error = await client
      .trigger([
        { url: world.urlOf("echo"), workflowRunId: "free" },
        { url: world.urlOf("echo"), workflowRunId: "taken", body: 2 },
      ])
      .catch((thrown) => thrown);

    expect(error).toMatchObject({ status: 409, code: "idempotency_mismatch" });
    expect(error.message).toStartWith("runs[1]: ");
    expect((await world.ended("free")).status).toBe("succeeded");
  });

  test("later", async () => {
    const notBefore = new Date(Date.now() + 3_600_000);
    const { workflowRunId } = await client.trigger({ url: world.urlOf("echo"), notBefore });

    const { status, notBefore: at } = await client.runs.get(workflowRunId);

    expect({ status, at }).toEqual({ status: "running", at: notBefore.getTime() });
  });
});

describe("events", () => {
  test("reach those who wait, from the client and from a workflow", async () => {
    const { workflowRunId: first } = await client.trigger({
      url: world.urlOf("waiting"),
      body: { event: "from the client" },
    });
    await world.reached(first, "event_wait_started");

    const waiters = await client.getWaiters({ eventId: "from the client" });
    const told = await client.notify({ eventId: "from the client", eventData: { n: 1 } });
    const lost = await client.notify({ eventId: "from the client" });

    expect(waiters).toEqual([
      {
        workflowRunId: first,
        url: world.urlOf("waiting"),
        step: "wait#1",
        deadline: expect.any(Number),
      },
    ]);
    expect(Math.abs((waiters[0]?.deadline ?? 0) - Date.now() / 1_000 - 3_600)).toBeLessThan(60);
    expect(told).toEqual([
      {
        workflowRunId: first,
        kept: false,
        waiter: { url: world.urlOf("waiting"), step: "wait#1" },
      },
    ]);
    expect(lost).toEqual([]);
    expect((await world.ended(first)).output).toEqual({ eventData: { n: 1 }, timeout: false });
  });

  test("of one run are kept for it", async () => {
    const { workflowRunId } = await client.trigger({
      url: world.urlOf("waiting"),
      body: { event: "early" },
      delay: 1,
    });

    const kept = await client.notify({ eventId: "early", eventData: "soon", workflowRunId });

    expect(kept).toEqual([{ workflowRunId, kept: true }]);
    expect((await world.ended(workflowRunId)).output).toEqual({
      eventData: "soon",
      timeout: false,
    });
  });

  test("of a workflow say whom they reached", async () => {
    const { workflowRunId } = await client.trigger({
      url: world.urlOf("waiting"),
      body: { event: "between runs" },
    });
    await world.reached(workflowRunId, "event_wait_started");

    const teller = await world.run("telling", { event: "between runs" });

    expect(teller.output).toEqual({
      eventId: "between runs",
      eventData: { from: teller.runId },
      notifyResponse: [{ workflowRunId, kept: false }],
    });
    expect((await world.ended(workflowRunId)).output).toMatchObject({
      eventData: { from: teller.runId },
    });
  });
});

describe("steps", () => {
  test("invoke runs workflows beside this one, good and bad", async () => {
    const { output, children } = await world.run("parent", 7);

    expect(output).toEqual({
      good: 7,
      isFailed: true,
      why: 'step "fail unless healed#1" failed after 1 attempt: ill',
    });
    expect(children.map(({ status }) => status)).toEqual(["succeeded", "failed"]);
  });

  test("race is won by an event", async () => {
    const { workflowRunId } = await client.trigger({
      url: world.urlOf("racing"),
      body: { event: "race it" },
    });
    await world.reached(workflowRunId, "race_started");
    await client.notify({ eventId: "race it", eventData: 1 });

    expect((await world.ended(workflowRunId)).output).toEqual({ key: "told", value: 1 });
  });

  test("race is won by a child run", async () => {
    expect((await world.run("child")).output).toEqual(["in a race"]);
  });

  test("cancel ends the run", async () => {
    expect(await world.run("giving")).toMatchObject({
      status: "canceled",
      cancelReason: "changed its mind",
    });
  });
});

describe("canceling", () => {
  const start = async (workflowRunId: string, label: string) => {
    await client.trigger({ url: world.urlOf("pages"), workflowRunId, label });
    await world.reached(workflowRunId, "sleep_started");
  };

  test("by id, ids, filters of old and new code", async () => {
    for (const index of [1, 2, 3, 4, 5, 6]) await start(`cancel-${index}`, `label-${index}`);

    expect(await client.cancel("cancel-1")).toEqual({ cancelled: 1, more: false });
    expect(await client.cancel(["cancel-1", "cancel-2", "unknown"])).toMatchObject({
      cancelled: 1,
    });
    expect(await client.cancel({ ids: "cancel-3" })).toMatchObject({ cancelled: 1 });
    expect(await client.cancel({ filter: { label: ["label-4", "x"] } })).toMatchObject({
      cancelled: 1,
    });
    const exact = { workflowUrl: world.urlOf("pages"), fromDate: Date.now() - 60_000 };
    expect(await client.cancel({ ...exact, label: "label-5", reason: "why not" })).toMatchObject({
      cancelled: 1,
    });
    expect(await client.cancel({ urlStartingWith: world.urlOf("pages").slice(0, -2) })).toEqual({
      cancelled: 1,
      more: false,
    });
    expect(await client.cancel([])).toEqual({ cancelled: 0, more: false });
    expect((await client.runs.get("cancel-5")).cancelReason).toBe("why not");
  });

  test("nothing by accident", async () => {
    const error = await client.cancel({}).catch((thrown) => thrown);

    expect(error).toMatchObject({ status: 422, code: "validation_failed" });
  });
});
