import { describe, expect, test } from "bun:test";
import type { RunId, StepId } from "../../src/core/ids.ts";
import { HttpApp } from "../support/http-app.ts";
import { REPORT } from "../support/run-world.ts";

const FAILURE = { name: "Error", message: "card declined" };

async function fail(http: HttpApp, runId: RunId, step: string | null): Promise<void> {
  await http.apply(runId, {
    type: "end_invocation",
    at: http.clock.now(),
    jitter: 0,
    epoch: 1,
    operations: [],
    result: {
      type: "failed",
      failure: FAILURE,
      step: step as StepId | null,
      retryable: false,
      retryAfterMs: null,
    },
    report: REPORT,
  });
}

describe("steps in the details of a run", () => {
  test("every kind tells what it is about", async () => {
    const http = new HttpApp();
    const { runId, hookId } = await http.runWithHook();
    await http.register(runId, [
      { op: "fail_step", step: "charge#1", failure: FAILURE, retryable: true },
      { op: "call", step: "ask#1", url: "https://ai.test/", method: "POST" },
      { op: "wait_for_event", step: "paid#1", eventId: "order-1", timeoutMs: 5_000 },
      { op: "notify", step: "tell#1", eventId: "nobody", data: "{}" },
      { op: "invoke", step: "sub#1", url: "https://app.test/sub", runId: "child" },
      {
        op: "race",
        step: "first#1",
        branches: [
          { key: "called", on: "hook", hookId },
          { key: "off", on: "event", eventId: "off" },
          { key: "late", on: "sleep", durationMs: 9_000 },
          { key: "other", on: "child", url: "https://app.test/other", runId: "racer" },
        ],
      },
    ]);

    const { json } = await http.request(`/v1/runs/${runId}`);

    const at = http.clock.now();
    expect(json.steps.slice(1)).toMatchObject([
      {
        step: "charge#1",
        kind: "run",
        status: "retrying",
        attempts: 1,
        failure: FAILURE,
        retries: [{ attempt: 1, at, failure: FAILURE, retryAt: json.steps[1].retryAt }],
      },
      { step: "ask#1", kind: "call", status: "pending", url: "https://ai.test/", method: "POST" },
      { step: "paid#1", kind: "event", status: "pending", eventId: "order-1", dueAt: at + 5_000 },
      { step: "tell#1", kind: "notify", status: "succeeded", eventId: "nobody", notified: 0 },
      { step: "sub#1", kind: "child", status: "pending", childRunId: "child" },
      {
        step: "first#1",
        kind: "race",
        status: "pending",
        branches: [
          { key: "called", on: "hook", hookId },
          { key: "off", on: "event", eventId: "off" },
          { key: "late", on: "sleep", dueAt: at + 9_000 },
          { key: "other", on: "child", childRunId: "racer", url: "https://app.test/other" },
        ],
      },
    ]);
    expect(json.waits.map((wait: { kind: string }) => wait.kind)).toEqual([
      ...["retry", "call", "event", "child", "race"],
    ]);
    expect(json.children).toEqual([
      { runId: "child", step: "sub#1", url: "https://app.test/sub", status: "running" },
      { runId: "racer", step: "first#1", url: "https://app.test/other", status: "running" },
    ]);
  });

  test("a race tells who has won, and a child whose it is", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.register(runId, [
      {
        op: "race",
        step: "first#1",
        branches: [
          { key: "sub", on: "child", url: "https://app.test/sub", runId: "child" },
          { key: "off", on: "event", eventId: "off" },
        ],
      },
      { op: "invoke", step: "sub#1", url: "https://app.test/sub", runId: "other" },
    ]);
    await http.apply("child" as RunId, { type: "cancel", at: http.clock.now(), reason: null });

    const parent = (await http.request(`/v1/runs/${runId}`)).json;
    const child = (await http.request("/v1/runs/child")).json;

    expect(parent.steps[0]).toMatchObject({ status: "succeeded", winner: "sub" });
    expect(parent.children).toMatchObject([{ status: "canceled" }, { status: "running" }]);
    expect(child.parent).toEqual({ runId, step: "first#1" });
  });

  test("a run that has the wanted id by itself is not shown as a child", async () => {
    const http = new HttpApp();
    const body = { url: "https://app.test/secret", project: "theirs" };
    await http.request("/v1/runs/taken", { method: "PUT", body });
    const runId = await http.startRun();

    const invoke = { op: "invoke", step: "sub#1", url: "https://app.test/sub", runId: "taken" };
    await http.register(runId, [invoke]);

    const { json } = await http.request(`/v1/runs/${runId}`);
    expect(json.steps[0]).toMatchObject({ kind: "child", status: "failed" });
    expect(json.children).toMatchObject([{ runId: "taken", status: null }]);
  });

  test("the journal has the whole request of a call", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const headers = [["x-a", "b"]];
    const call = { op: "call", step: "ask#1", url: "https://ai.test/", method: "PUT", headers };
    await http.register(runId, [{ ...call, body: btoa("hello"), timeoutMs: 9_000 }]);

    const { json } = await http.request(`/v1/runs/${runId}/journal?from=1`);

    const request = { url: "https://ai.test/", method: "PUT", headers, timeoutMs: 9_000 };
    expect(json.entries).toMatchObject([
      { type: "call_started", data: { request }, body: { size: 5, base64: btoa("hello") } },
    ]);
  });

  test("groups tell what went on at the same time", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const sleep = (step: string, durationMs = 60_000) => ({ op: "sleep", step, durationMs });
    const complete = (step: string) => ({ op: "complete_step", step, result: "1" });
    await http.register(runId, [complete("a#1"), sleep("b#1", 0), complete("c#1")]);
    await http.register(runId, [sleep("d#1"), sleep("e#1"), complete("f#1")]);

    const { json } = await http.request(`/v1/runs/${runId}`);

    expect(json.groups).toEqual([
      { type: "sequential", steps: ["a#1", "b#1", "c#1"] },
      { type: "parallel", steps: ["d#1", "e#1", "f#1"] },
    ]);
  });

  test("pages go through every step once, whole, however far its end is", async () => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    const runId = await http.startRun();
    const complete = (index: number) => ({ op: "complete_step", step: `s#${index}`, result: "1" });
    const failing = { op: "fail_step", step: "bad#1", failure: FAILURE, retryable: true };
    const fallen = { op: "fail_step", step: "fallen#1", failure: FAILURE, retryable: false };
    const wait = { op: "wait_for_event", step: "w#1", eventId: "e", timeoutMs: 60_000 };
    await http.register(runId, [complete(1), wait, failing, complete(2)]);
    await http.register(
      runId,
      Array.from({ length: 200 }, (_, index) => complete(index + 3)),
    );
    const event = { eventId: "e", data: Buffer.from('"data"'), keep: false };
    await http.apply(runId, { type: "deliver_event", at: http.clock.now(), ...event });
    await http.register(runId, [fallen, complete(203)]);
    const whole = (await http.request(`/v1/runs/${runId}`)).json.steps;

    const seen: unknown[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const query: string = `stepsFrom=${from}&stepsLimit=7`;
      const { json } = await http.request(`/v1/runs/${runId}?${query}`);
      expect(json.steps.length).toBeWithin(1, 8);
      seen.push(...json.steps);
      from = json.stepsNext;
    }

    expect(whole).toHaveLength(206);
    expect(seen).toEqual(whole);
    expect(seen[1]).toMatchObject({ step: "w#1", status: "succeeded", result: "data" });
  });

  test("a step that was tried again after its page says so", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const failing = { op: "fail_step", step: "bad#1", failure: FAILURE, retryable: true };
    const complete = (step: string) => ({ op: "complete_step", step, result: "1" });
    await http.register(runId, [failing, complete("a#1"), complete("b#1")]);
    http.clock.advance(2_000);
    await http.apply(runId, { type: "fire_timer", at: http.clock.now(), jitter: 0 });
    await http.register(runId, [failing]);

    const { json } = await http.request(`/v1/runs/${runId}?stepsLimit=1`);

    expect(json.steps).toMatchObject([{ status: "retrying", attempts: 2 }]);
    expect(json.steps[0].retryAt).toBeGreaterThan(http.clock.now());
  });
});

describe("a failed run", () => {
  test("tells why, in which step, and what became of telling it", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.register(runId, [
      { op: "fail_step", step: "charge#1", failure: FAILURE, retryable: false },
    ]);
    await fail(http, runId, "charge#1");

    const pending = (await http.request(`/v1/runs/${runId}`)).json;
    const epoch = http.dispatch.sent.at(-1)?.epoch ?? 0;
    await http.apply(runId, {
      ...{ type: "end_invocation", at: http.clock.now(), jitter: 0, epoch, operations: [] },
      result: { type: "completed", output: Buffer.from('{"told":true}') },
      report: REPORT,
    });
    const handled = (await http.request(`/v1/runs/${runId}`)).json;

    expect(pending).toMatchObject({
      status: "failed",
      deadLetter: true,
      failure: FAILURE,
      failedStep: "charge#1",
      failureCallback: { url: "https://app.test/w", status: "pending", result: null },
    });
    expect(handled.failureCallback).toMatchObject({ status: "handled", result: { told: true } });
    expect(handled.failure).toEqual(FAILURE);
    expect((await http.request("/v1/runs?deadLetter=true")).json.runs).toMatchObject([{ runId }]);
  });

  test("that was resumed tells nothing of the failure any more, but in its steps", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.register(runId, [
      { op: "fail_step", step: "charge#1", failure: FAILURE, retryable: false },
    ]);
    await fail(http, runId, "charge#1");
    await http.apply(runId, { type: "resume", at: http.clock.now(), retries: null });

    const resumed = (await http.request(`/v1/runs/${runId}`)).json;
    await http.request(`/v1/runs/${runId}/cancel`, { method: "POST", body: { reason: "enough" } });
    const canceled = (await http.request(`/v1/runs/${runId}`)).json;

    expect(resumed).toMatchObject({ status: "running", failure: null, failureCallback: null });
    expect(resumed.steps).toMatchObject([{ step: "charge#1", status: "pending", closedSeq: null }]);
    expect(canceled).toMatchObject({ status: "canceled", failure: null, cancelReason: "enough" });
  });

  test("of a redacted run shows no payload", async () => {
    const http = new HttpApp();
    const canary = "c4n4ry";
    const body = {
      ...{ url: "https://app.test/w", input: { canary } },
      headers: { "x-secret": canary },
      redact: { body: true, headers: true },
    };
    await http.request("/v1/runs/r1", { method: "PUT", body });
    const runId = "r1" as RunId;
    const event = { eventId: "e", data: Buffer.from(`"${canary}"`), keep: false };
    const failure = { name: "Error", message: canary };
    await http.register(runId, [
      { op: "complete_step", step: "a#1", result: `"${canary}"` },
      { op: "wait_for_event", step: "w#1", eventId: "e", timeoutMs: 60_000 },
      { op: "fail_step", step: "bad#1", failure, retryable: true },
    ]);
    await http.apply(runId, { type: "deliver_event", at: http.clock.now(), ...event });

    const { json, text } = await http.request(`/v1/runs/${runId}`);

    expect(text).not.toContain(canary);
    expect(json.headers).toEqual([["x-secret", expect.stringContaining("REDACTED:")]]);
    expect(json.steps[1].result).toStartWith("REDACTED:");
  });
});
