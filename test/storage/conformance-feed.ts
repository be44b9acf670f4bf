import { expect, test } from "bun:test";
import { stepId } from "../../src/core/ids.ts";
import type { Storage } from "../../src/storage/storage.ts";
import { PLAIN_CREATION } from "../support/start-command.ts";
import { bytes, entry } from "./entry-fixtures.ts";
import { activeRun, at, change, creation, next, runId } from "./fixtures.ts";

/** Who waits for events, and the entries of all runs in order. */
export function describeFeed(current: () => Storage): void {
  const awaits = (step: string, eventId = "paid") => ({
    ...{ eventId, step: stepId(step, 1), timeoutAt: at(60) },
  });
  const created = (id: string, seconds: number, awaited = [awaits("w")]) =>
    creation(activeRun({ runId: runId(id), createdAt: at(seconds) }), { awaited });
  const waiters = async (query: Partial<Parameters<Storage["listWaiters"]>[0]> = {}) =>
    (await current().listWaiters({ eventId: "paid", limit: 10, ...query })).map(
      (waiter) => `${waiter.runId} ${waiter.step}`,
    );

  test("lists waiters oldest first, ties by run and step, page after page", async () => {
    const storage = current();
    const two = [awaits("y"), awaits("x")];
    await storage.commit([created("b", 1, two), created("a", 1), created("c", 0)]);

    const all = await storage.listWaiters({ eventId: "paid", limit: 10 });

    expect(await waiters()).toEqual(["c w#1", "a w#1", "b x#1", "b y#1"]);
    for (const [index, after] of all.entries()) {
      expect(await waiters({ after, limit: 2 })).toEqual(
        (await waiters()).slice(index + 1, index + 3),
      );
    }
    expect(all[0]).toMatchObject({ since: at(0), timeoutAt: at(60), project: "default" });
  });

  test("a waiter keeps its place when its run waits for more, and leaves at last", async () => {
    const storage = current();
    const first = activeRun({ runId: runId("a"), createdAt: at(0) });
    await storage.commit([creation(first, { awaited: [awaits("w")] }), created("b", 1)]);

    const entries = [entry("sleep_completed", {}, { at: at(5), step: stepId("nap", 1) })];
    const second = next(first, 1);
    await storage.commit([change(second, { entries, awaited: [awaits("w"), awaits("z")] })]);
    expect(await waiters()).toEqual(["a w#1", "b w#1", "a z#1"]);

    await storage.commit([change(next(second, 0), { awaited: [] })]);
    expect(await waiters()).toEqual(["b w#1"]);
  });

  test("lists waiters of one project", async () => {
    const own = {
      ...created("own", 0),
      created: { ...PLAIN_CREATION, url: "u", headers: [], project: "p" },
    };
    await current().commit([created("other", 0), own]);

    expect(await waiters({ project: "p" })).toEqual(["own w#1"]);
  });

  test("the feed has every entry once, in order, and so has that of a run", async () => {
    const storage = current();
    const done = (seq: number, name: string) =>
      entry("step_completed", { attempt: 1 }, { seq, step: stepId(name, 1), body: bytes("x") });
    const a = activeRun({ runId: runId("a"), journalLength: 1 });
    const b = activeRun({ runId: runId("b"), journalLength: 1 });
    expect(await storage.feedHead()).toBe(0);
    await storage.commit([
      creation(a, { entries: [done(0, "one")] }),
      creation(b, { entries: [done(0, "one")] }),
    ]);
    await storage.commit([change(next(a, 2), { entries: [done(1, "two"), done(2, "three")] })]);

    const feed = await storage.listFeed(0, 10);
    const ofRun = await storage.listRunFeed(runId("a"), 0, 10);

    expect(feed.map((one) => `${one.runId} ${one.seq}`)).toEqual(["a 0", "b 0", "a 1", "a 2"]);
    expect(feed.map((one) => one.key)).toEqual(
      feed.map((one) => one.key).toSorted((x, y) => x - y),
    );
    expect(feed.at(-1)?.key).toBe(await storage.feedHead());
    expect(feed.some((one) => "body" in one)).toBe(false);
    expect(ofRun).toEqual(feed.filter((one) => one.runId === runId("a")));
    expect(await storage.listRunFeed(runId("a"), 1, 1)).toEqual(ofRun.slice(1, 2));
    expect(await storage.listRunFeed(runId("nobody"), 0, 1)).toEqual([]);
    const middle = feed[1];
    expect(await storage.listFeed(middle?.key ?? 0, 1)).toEqual(feed.slice(2, 3));
  });
}
