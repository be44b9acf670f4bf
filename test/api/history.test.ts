import { describe, expect, test } from "bun:test";
import type { EpochMs, RunId, StepId } from "../../src/core/ids.ts";
import { expectRefused, HttpApp } from "../support/http-app.ts";
import { REPORT } from "../support/run-world.ts";

const FAILURE = { name: "Error", message: "card declined" };

/** The capability of an invocation, or of a dry replay (epoch 0). */
function token(http: HttpApp, runId: RunId, rest: { epoch?: number; journalLength: number }) {
  const expiresAt = (http.clock.now() + 60_000) as EpochMs;
  return http.capabilities.mint({ runId, invocationId: 1, epoch: 1, expiresAt, ...rest });
}

async function pages(http: HttpApp, runId: RunId, capability: string) {
  const journal: { seq: number; type: string }[] = [];
  let count = 0;
  for (let from: number | null = 0; from !== null; count += 1) {
    const path: string = `/v1/runs/${runId}/history?from=${from}`;
    const { json } = await http.request(path, { token: capability });
    journal.push(...json.journal);
    from = json.journalNext;
  }
  return { journal, count };
}

describe("the history of an invocation", () => {
  test("goes through the journal in pages, and no further than its lease", async () => {
    const http = new HttpApp({ controlBodyMax: 1_000_000 });
    const runId = await http.startRun();
    for (let part = 0; part < 5; part += 1) {
      const steps = Array.from({ length: 900 }, (_, index) => `s#${part * 900 + index + 1}`);
      const operations = steps.map((step) => ({ op: "complete_step", step, result: "1" }));
      await http.register(runId, operations);
    }

    const { journal, count } = await pages(
      http,
      runId,
      token(http, runId, { journalLength: 4_401 }),
    );

    expect(count).toBe(3);
    expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: 4_400 }, (_, i) => i + 1));
  });

  test("shows entries as the protocol has them", async () => {
    const http = new HttpApp();
    const { runId, hookId, hookPath } = await http.runWithHook();
    const wait = { op: "wait_for_hook", step: "w#1", hookId, timeoutMs: 5_000 };
    await http.register(runId, [wait]);
    await http.request(`${hookPath}/x?y=1`, { method: "POST", body: "hello" });

    const { journal } = await pages(http, runId, token(http, runId, { journalLength: 4 }));

    expect(journal).toMatchObject([
      { seq: 1, step: "hook#1", type: "hook_created", hookId },
      { seq: 2, step: "w#1", type: "wait_started", timeoutMs: 5_000 },
      { seq: 3, type: "hook_received", request: { method: "POST", body: btoa("hello") } },
    ]);
  });

  test("is for the holder of the run's lease", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const other = await http.startRun("other");
    const path = `/v1/runs/${runId}/history`;
    const read = (capability: string | null) => () => http.request(path, { token: capability });

    for (const wrong of [null, "hlt_no", token(http, other, { journalLength: 1 })]) {
      await expectRefused(http, read(wrong), [401, "unauthorized"]);
    }
    const stale = token(http, runId, { epoch: 2, journalLength: 1 });
    await expectRefused(http, read(stale), [409, "stale_invocation"]);
    await http.request(`/v1/runs/${runId}/cancel`, { method: "POST" });
    const ended = token(http, runId, { journalLength: 1 });
    await expectRefused(http, read(ended), [409, "run_finished"]);
  });

  test("the capability of a dry replay reads, and registers nothing", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    const capability = token(http, runId, { epoch: 0, journalLength: 1 });
    const operation = { op: "complete_step", step: "a#1", result: "1" };

    const register = () => http.register(runId, [operation], capability);

    await expectRefused(http, register, [409, "stale_invocation"]);
    expect((await pages(http, runId, capability)).journal).toEqual([]);
  });

  test("a dry replay of a dead letter ends with its failed step opened again", async () => {
    const http = new HttpApp();
    const runId = await http.startRun();
    await http.register(runId, [
      { op: "complete_step", step: "a#1", result: "1" },
      { op: "fail_step", step: "charge#1", failure: FAILURE, retryable: false },
    ]);
    const step = "charge#1" as StepId;
    await http.apply(runId, {
      ...{ type: "end_invocation", at: http.clock.now(), jitter: 0, epoch: 1, operations: [] },
      result: { type: "failed", failure: FAILURE, step, retryable: false, retryAfterMs: null },
      report: REPORT,
    });

    const dry = token(http, runId, { epoch: 0, journalLength: 4 });
    const { journal } = await pages(http, runId, dry);

    expect(journal).toMatchObject([
      { step: "a#1", type: "step_completed" },
      { seq: 2, step: "charge#1", type: "step_failed" },
      { seq: 4, step: "charge#1", type: "step_reopened", closedSeq: 2 },
    ]);
    const lease = token(http, runId, { journalLength: 4 });
    const path = `/v1/runs/${runId}/history`;
    await expectRefused(http, () => http.request(path, { token: lease }), [409, "run_finished"]);
  });
});
