import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { Client, type RunEvent } from "../../clients/typescript/src/index.ts";
import { ClientWorld, health } from "../support/client-world.ts";

setDefaultTimeout(30_000);

let world: ClientWorld;
let client: Client;

beforeAll(async () => {
  world = await ClientWorld.start();
  client = world.client;
});

afterAll(() => world.stop());

describe("logs", () => {
  test("are pages of runs with their steps, in the words of the stock SDK", async () => {
    for (const index of [1, 2, 3]) {
      const workflowRunId = `logs-${index}`;
      await client.trigger({
        url: world.urlOf("waiting"),
        label: "logs",
        body: { event: "e" },
        workflowRunId,
      });
      await world.reached(workflowRunId, "event_wait_started");
    }
    await client.cancel("logs-3");
    const filter = { label: "logs", state: "RUN_STARTED" } as const;

    const first = await client.logs({ filter, count: 1 });
    const second = await client.logs({ filter, count: 1, cursor: first.cursor });
    const third = await client.logs({ filter: { workflowRunId: "logs-3" } });
    const none = await client.logs({ filter: { workflowRunId: "logs-none" } });

    expect(first.runs).toMatchObject([{ runId: "logs-2", steps: [{ name: "wait" }] }]);
    expect(second.runs).toMatchObject([{ runId: "logs-1" }]);
    expect("cursor" in second).toBeFalse();
    expect(third.runs).toMatchObject([{ runId: "logs-3", status: "canceled" }]);
    expect(none.runs).toEqual([]);
  });
});

describe("dead letters", () => {
  const fail = async (workflowRunId: string) => {
    health.isHealed = false;
    const url = world.urlOf("failing");
    await client.trigger({ url, workflowRunId, retries: 0, label: "ill", body: {} });
    await world.ended(workflowRunId);
  };

  test("are listed, resumed, restarted and given up", async () => {
    for (const name of ["resume-1", "resume-2", "restart", "give-up"]) await fail(name);

    const { messages } = await client.dlq.list({ filter: { label: "ill" }, count: 10 });
    health.isHealed = true;
    const one = await client.dlq.resume("resume-1");
    const many = await client.dlq.resume({ dlqIds: ["resume-2", "unknown"] }, { retries: 1 });
    const anew = await client.dlq.restart("restart", { retries: 0, delay: 0 });
    const gone = await client.dlq.delete({ filter: { label: "ill" } });
    const again = await client.dlq.resume("give-up").catch((thrown) => thrown);

    expect(messages.map(({ dlqId }) => dlqId)).toEqual([
      "give-up",
      "restart",
      "resume-2",
      "resume-1",
    ]);
    expect(messages[0]).toMatchObject({
      workflowRunId: "give-up",
      workflowUrl: world.urlOf("failing"),
      label: "ill",
      failedStep: "fail unless healed#1",
      failure: { name: "WorkflowStepError" },
    });
    expect(one).toEqual({
      workflowRuns: [{ workflowRunId: "resume-1", dlqId: "resume-1" }],
      refused: [],
    });
    expect(many).toEqual({
      workflowRuns: [{ workflowRunId: "resume-2", dlqId: "resume-2" }],
      refused: [{ dlqId: "unknown", code: "run_not_found" }],
    });
    expect(gone.deleted).toBe(1);
    expect(again).toMatchObject({ code: "not_a_dead_letter" });
    const newId = anew.workflowRuns[0]?.workflowRunId ?? "";
    for (const runId of ["resume-1", "resume-2", newId]) {
      expect(await world.ended(runId)).toMatchObject({ status: "succeeded", output: "well" });
    }
  });

  test("are read one by one", async () => {
    await fail("read");

    const letter = await client.dlq.get("read");
    const found = await client.dlq.list({ filter: { workflowRunId: "read" } });
    const none = await client.dlq.list({ filter: { workflowRunId: "unknown" } });

    expect(letter).toMatchObject({ runId: "read", failedStep: "fail unless healed#1" });
    expect(found.messages).toMatchObject([{ dlqId: "read", maxRetries: 0 }]);
    expect(none.messages).toEqual([]);
  });

  test("are told once more", async () => {
    await fail("tell");
    await world.reached("tell", "failure_handled").catch(() => {});

    const told = await client.dlq.retryFailureFunction({ dlqId: "tell" });

    expect(told).toMatchObject({ workflowRunId: "tell", refused: [] });
  });
});

describe("flow control", () => {
  test("keys are read, paused, pinned and let go", async () => {
    const { flowControl } = client;
    const flow = { key: "desk", parallelism: 2, rate: 5, period: "2m" } as const;
    const { workflowRunId } = await client.trigger({ url: world.urlOf("echo"), flowControl: flow });
    await world.ended(workflowRunId);

    expect(await flowControl.get("desk")).toMatchObject({ parallelismMax: 2, periodMs: 120_000 });
    expect((await flowControl.list()).keys.map(({ key }) => key)).toContain("desk");
    expect(await flowControl.pause("desk")).toMatchObject({ paused: true });
    expect(await flowControl.resume("desk")).toMatchObject({ paused: false });
    expect(await flowControl.pin("desk", { parallelism: 1, rate: 9, period: "1m" })).toMatchObject({
      ...{ parallelismMax: 1, pinnedParallelism: true, rateMax: 9, periodMs: 60_000 },
    });
    expect(await flowControl.unpin("desk", { parallelism: true })).toMatchObject({
      ...{ pinnedParallelism: false, pinnedRate: true },
    });
    expect(await flowControl.reset("desk")).toMatchObject({ rateCount: 0 });
    expect((await flowControl.global()).parallelismMax).toBePositive();
  });
});

describe("schedules", () => {
  test("are made, changed, paused, run and removed", async () => {
    const { schedules } = client;
    const options = { url: world.urlOf("echo"), body: "by the clock", cron: "0 2 * * *" };

    const made = await schedules.create({ ...options, scheduleId: "nightly", label: "clock" });
    const changed = await schedules.update("nightly", {
      ...{ url: world.urlOf("echo"), body: "by the clock", every: "1d", overlap: "skip" },
    });
    const paused = await schedules.pause("nightly");
    const resumed = await schedules.resume("nightly");
    const { workflowRunId } = await schedules.run("nightly");
    const { output } = await world.ended(workflowRunId);
    const listed = await schedules.list();
    await schedules.delete("nightly");
    const gone = await schedules.get("nightly").catch((thrown) => thrown);

    expect(made).toMatchObject({ scheduleId: "nightly", cron: "0 2 * * *", labels: ["clock"] });
    expect(changed).toMatchObject({ cron: null, everyMs: 86_400_000, overlap: "skip" });
    expect([paused.paused, resumed.paused]).toEqual([true, false]);
    expect(output).toBe("by the clock");
    expect(listed.schedules).toMatchObject([{ scheduleId: "nightly" }]);
    expect(gone).toMatchObject({ code: "schedule_not_found" });
  });
});

describe("tokens and keys", () => {
  test("a token that may read only", async () => {
    const { token, tokenId } = await client.tokens.create({ name: "dashboards", access: "read" });
    const reader = new Client({ baseUrl: world.baseUrl, token });

    const runs = await reader.runs.list({ limit: 1 });
    const refused = await reader.cancel("any").catch((thrown) => thrown);
    await client.tokens.revoke(tokenId);
    const revoked = await reader.runs.list().catch((thrown) => thrown);

    expect(runs.runs).toHaveLength(1);
    expect(refused).toMatchObject({ status: 403 });
    expect(revoked).toMatchObject({ status: 401 });
    expect((await client.tokens.list()).map(({ name }) => name)).toContain("dashboards");
  });

  test("signing keys are rotated", async () => {
    const before = await client.signingKeys.list();
    const after = await client.signingKeys.rotate(
      before.find(({ state }) => state === "current")?.id,
    );

    expect(after.find(({ state }) => state === "previous")?.id).toBe(
      before.find(({ state }) => state === "current")?.id ?? "",
    );
  });
});

describe("live", () => {
  test("all runs are watched until the watcher has seen enough", async () => {
    const stop = new AbortController();
    const seen: RunEvent[] = [];
    const watching = (async () => {
      const types = ["run_succeeded"];
      for await (const event of client.events({ types, signal: stop.signal })) {
        seen.push(event);
        if (event.runId === "watched") stop.abort();
      }
    })();
    // The stream begins when it is open: so run until it has seen one.
    for (let index = 0; seen.length === 0 && index < 100; index += 1) {
      await client.trigger({ url: world.urlOf("echo"), workflowRunId: `unwatched-${index}` });
      await world.ended(`unwatched-${index}`);
    }
    await client.trigger({ url: world.urlOf("echo"), workflowRunId: "watched" });
    await watching;

    expect(seen.at(-1)).toMatchObject({ runId: "watched", type: "run_succeeded" });
    expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(["run_succeeded"]));
  });

  test("a run is watched from an event on", async () => {
    const { workflowRunId } = await client.trigger({ url: world.urlOf("echo"), body: 1 });
    const all: RunEvent[] = [];
    for await (const event of client.runs.events(workflowRunId)) all.push(event);

    const rest: RunEvent[] = [];
    const after = all[0]?.id ?? "";
    for await (const event of client.runs.events(workflowRunId, { after })) rest.push(event);

    expect(all[0]).toMatchObject({ type: "run_started", runId: workflowRunId });
    expect(rest).toEqual(all.slice(1));
  });

  test("a run that does not exist cannot be watched", async () => {
    const error = await client.runs
      .events("unknown")
      .next()
      .catch((thrown) => thrown);

    expect(error).toMatchObject({ code: "run_not_found" });
  });
});
