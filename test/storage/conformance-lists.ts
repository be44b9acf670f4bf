import { expect, test } from "bun:test";
import type { RunCommit, Storage } from "../../src/storage/storage.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";
import { activeRun, at, change, creation, finished, next, RUN, runId } from "./fixtures.ts";

/** Lists for people. */
export function describeLists(current: () => Storage): void {
  const start = (id: string, seconds: number, created: Partial<RunCommit["created"]> = {}) =>
    creation(activeRun({ runId: runId(id), createdAt: at(seconds) }), {
      created: { ...PLAIN_CREATION, url: "https://a.example/", headers: [], ...created },
    });
  const ids = async (filter: Parameters<Storage["listRuns"]>[0]) =>
    (await current().listRuns(filter)).map((run) => run.runId as string);

  test("lists runs newest first, ties by id, page after page", async () => {
    const storage = current();
    const order = ["b", "c", "a", "e", "d"];
    await storage.commit(order.map((id, index) => start(id, index < 3 ? 1 : 2)));

    expect(await ids({ limit: 10 })).toEqual(["e", "d", "c", "b", "a"]);
    const pages: string[][] = [];
    let before = {};
    for (let page = 0; page < 4; page += 1) {
      const rows = await storage.listRuns({ limit: 2, ...before });
      pages.push(rows.map((row) => row.runId));
      const last = rows.at(-1);
      if (last !== undefined) before = { before: last };
    }
    expect(pages).toEqual([["e", "d"], ["c", "b"], ["a"], []]);
  });

  test("filters runs by status, url and label, in every combination", async () => {
    const storage = current();
    const url = "https://other.example/";
    const runs: RunCommit[] = [];
    for (let bits = 0; bits < 8; bits += 1) {
      const created = {
        ...(bits & 1 ? { url } : {}),
        // Twice the same label is one label.
        ...(bits & 2 ? { labels: ["red", "blue", "red"] } : { labels: ["blue"] }),
      };
      runs.push(start(`run_${bits}`, bits, created));
    }
    await storage.commit(runs);
    await storage.commit(runs.slice(4).map(({ state }) => change(finished(state))));

    for (let bits = 1; bits < 8; bits += 1) {
      const filter = {
        ...(bits & 1 ? { url } : {}),
        ...(bits & 2 ? { label: "red" } : {}),
        ...(bits & 4 ? { status: "succeeded" as const } : {}),
      };
      const matching = [7, 6, 5, 4, 3, 2, 1, 0].filter((run) => (run & bits) === bits);
      const expected = matching.map((run) => `run_${run}`);
      expect(await ids({ ...filter, limit: 10 })).toEqual(expected);
      const before = { createdAt: at(7), runId: runId("run_7") };
      expect(await ids({ ...filter, before, limit: 2 })).toEqual(expected.slice(1, 3));
    }
    expect(await ids({ label: "RED", limit: 10 })).toEqual([]);
  });

  test("of several values for a filter any will do, in order, page after page", async () => {
    const storage = current();
    const flow = (key: string) => ({ key, parallelism: 1, rate: null, periodMs: null });
    const runs: RunCommit[] = [];
    for (const [index, name] of ["a", "b", "c", "d"].entries()) {
      for (const round of [0, 4]) {
        const created = { url: `https://${name}.example/x`, callerIp: name, flow: flow(name) };
        const labels = [name, "all"];
        runs.push(start(`${name}${round}`, index + round, { ...created, labels }));
      }
    }
    await storage.commit(runs);
    const two = (value: (name: string) => string) => [value("a"), value("c"), value("a"), "none"];
    const found = ["c4", "a4", "c0", "a0"];

    const filters = [
      { url: two((name) => `https://${name}.example/x`) },
      { urlPrefix: two((name) => `https://${name}.`) },
      { label: two((name) => name) },
      { callerIp: two((name) => name) },
      { flowKey: two((name) => name) },
      { label: two((name) => name), url: runs.map((run) => run.created?.url ?? "") },
      { label: ["all", "d", "a"], flowKey: two((name) => name) },
    ];
    for (const filter of filters) {
      expect(await ids({ ...filter, limit: 10 })).toEqual(found);
      expect(await ids({ ...filter, limit: 3 })).toEqual(found.slice(0, 3));
      const before = { createdAt: at(4), runId: runId("a4") };
      expect(await ids({ ...filter, before, limit: 10 })).toEqual(found.slice(2));
    }
  });

  test("a filter without values matches nothing", async () => {
    await current().commit([start("a", 1, { labels: ["l"] })]);

    for (const name of ["url", "urlPrefix", "label", "callerIp", "flowKey"]) {
      expect(await ids({ [name]: [], limit: 10 })).toEqual([]);
    }
  });
}

/** Lists for the timers and for recovery. */
export function describeSchedule(current: () => Storage): void {
  const scheduled = (id: string, schedule: Partial<RunCommit>) =>
    creation(activeRun({ runId: runId(id) }), schedule);

  test("lists wakeups of a range soonest first, ties by run, page after page", async () => {
    const storage = current();
    const plan = { b: 2, a: 2, c: 1, early: 0, late: 3 };
    const commits = Object.entries(plan).map(([id, due]) => scheduled(id, { wakeAt: at(due) }));
    await storage.commit([...commits, scheduled("never", {})]);
    const range = { from: at(1), before: at(3), limit: 2 };

    const first = await storage.listWakeups(range);
    const after = first.at(-1);
    const rest = await storage.listWakeups({ ...range, ...(after && { after }) });

    expect(first).toEqual([
      { runId: runId("c"), wakeAt: at(1) },
      { runId: runId("a"), wakeAt: at(2) },
    ]);
    expect(rest).toEqual([{ runId: runId("b"), wakeAt: at(2) }]);
  });

  test("follows a change of the schedule, and forgets it when the run ends", async () => {
    const storage = current();
    const state = activeRun();
    const all = { from: at(-9), before: at(99), limit: 9 };
    await storage.commit([creation(state, { wakeAt: at(1), inFlight: 1 })]);

    await storage.commit([change(next(state, 0), { wakeAt: at(1), inFlight: 1 })]);
    expect(await storage.listWakeups(all)).toEqual([{ runId: RUN, wakeAt: at(1) }]);
    expect(await storage.listInFlight(null, 9)).toEqual([RUN]);

    const later = next(state, 0, { version: 3 });
    await storage.commit([change(later, { wakeAt: at(2), inFlight: 1 })]);
    expect(await storage.listWakeups(all)).toEqual([{ runId: RUN, wakeAt: at(2) }]);
    expect(await storage.listInFlight(null, 9)).toEqual([RUN]);

    const idle = next(later, 0);
    await storage.commit([change(idle, { wakeAt: at(2), inFlight: 0 })]);
    expect(await storage.listWakeups(all)).toEqual([{ runId: RUN, wakeAt: at(2) }]);
    expect(await storage.listInFlight(null, 9)).toEqual([]);

    const end = finished(idle);
    await storage.commit([change(end)]);
    expect(await storage.listWakeups(all)).toEqual([]);
  });

  test("lists runs in flight by id, page after page", async () => {
    const storage = current();
    const commits = ["c", "a", "b"].map((id) => scheduled(id, { inFlight: 2 }));
    await storage.commit([...commits, scheduled("idle", {})]);

    expect(await storage.listInFlight(null, 2)).toEqual([runId("a"), runId("b")]);
    expect(await storage.listInFlight(runId("b"), 2)).toEqual([runId("c")]);
  });
}
