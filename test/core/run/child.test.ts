import { describe, expect, test } from "bun:test";
import { CHILD_DEPTH_MAX } from "../../../src/core/run/limits.ts";
import { invoke } from "../../support/operations.ts";
import { json, step } from "../../support/run-world.ts";
import { RunsWorld } from "../../support/runs-world.ts";

function invoking(digest = "") {
  const world = new RunsWorld();
  world.start("a", { project: "shop", retries: 7 });
  world.register("a", invoke("child", "kid", digest));
  return world;
}

const results = (world: RunsWorld) => world.entries("a", "child_completed").map(({ data }) => data);

describe("a child run", () => {
  test("starts with its parent's decision, in its project, and knows its parent", () => {
    const world = invoking();

    expect(world.run("kid").active).toMatchObject({
      ...{ project: "shop", retries: 7, depth: 1 },
      parent: { runId: "a", step: step("child") },
    });
  });

  test("that succeeds gives its output to the step, and wakes the parent", () => {
    const world = invoking();
    world.suspend("a");
    world.lease("kid");

    world.complete("kid", { ok: true });

    expect(results(world)).toEqual([
      { childRunId: "kid" as never, status: "succeeded", failure: null },
    ]);
    expect(world.entries("a", "child_completed")[0]?.body).toEqual(json({ ok: true }));
    expect(world.run("a").active.invocations).toMatchObject([{ phase: "due" }]);
  });

  test("that fails says why, once, even when it is resumed and succeeds after all", () => {
    const world = invoking();
    world.lease("kid");

    world.fail("kid");
    world.apply("kid", { type: "resume", at: world.now, retries: null });
    world.lease("kid");
    world.complete("kid", 1);

    expect(results(world)).toMatchObject([{ status: "failed", failure: { message: "boom" } }]);
    expect(world.run("kid").state?.status).toBe("succeeded");
  });

  test("that is canceled, by itself or from outside, tells its parent", () => {
    const byItself = invoking();
    byItself.lease("kid");
    byItself.end("kid", { type: "canceled", reason: null });
    const fromOutside = invoking();
    fromOutside.apply("kid", { type: "cancel", at: fromOutside.now, reason: null });

    expect(results(byItself)).toMatchObject([{ status: "canceled" }]);
    expect(results(fromOutside)).toMatchObject([{ status: "canceled" }]);
  });

  test("whose id is taken is a failed one, and the other run is left alone", () => {
    const world = new RunsWorld();
    world.start("kid", { digest: "of another start" });
    const before = world.run("kid").state;
    world.start("a");

    world.register("a", invoke("child", "kid", "child"));

    expect(results(world)).toMatchObject([
      { status: "failed", failure: { code: "idempotency_mismatch" } },
    ]);
    expect(world.run("kid").state).toBe(before);
    world.complete("kid", 1);
    expect(results(world)).toHaveLength(1);
  });

  test("cannot be its own parent", () => {
    const world = new RunsWorld();
    world.start("a", { digest: "d" });

    world.register("a", invoke("child", "a", "child"));

    expect(results(world)).toMatchObject([{ status: "failed" }]);
  });

  test("is started once, however often the step is registered", () => {
    const world = invoking();

    const again = world.register("a", invoke("child", "another-id"));

    expect(again).toMatchObject({ ok: true, changed: false, messages: [] });
    expect(world.runs.has("another-id" as never)).toBe(false);
  });

  test("can be as deep as the limit, and no deeper", () => {
    const world = new RunsWorld();
    world.start("a", { depth: CHILD_DEPTH_MAX - 1 });
    world.start("b", { depth: CHILD_DEPTH_MAX });

    expect(world.register("a", invoke("child", "kid-a"))).toMatchObject({ ok: true });
    expect(world.register("b", invoke("child", "kid-b"))).toEqual({
      ...{ ok: false, code: "limit_exceeded" },
    });
    expect(world.run("kid-b").state).toBeNull();
  });

  test("of a parent that has ended goes on by itself", () => {
    const world = invoking();
    world.apply("a", { type: "cancel", at: world.now, reason: null });
    world.lease("kid");

    expect(world.complete("kid", 1)).toMatchObject({ ok: true });

    expect(world.run("kid").state?.status).toBe("succeeded");
  });

  test("that ends while its parent is a dead letter is there when the parent is resumed", () => {
    const world = invoking();
    world.lease("kid");
    world.fail("a");

    world.complete("kid", "late");
    const invocations = world.run("a").state;
    world.apply("a", { type: "resume", at: world.now, retries: null });

    expect(invocations).toMatchObject({ status: "failed", waits: [] });
    expect(results(world)).toMatchObject([{ status: "succeeded" }]);
    expect(world.run("a").active.waits).toEqual([]);
  });
});
