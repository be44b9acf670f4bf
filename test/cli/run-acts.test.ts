import { describe, expect, test } from "bun:test";
import { CliWorld } from "../support/cli-world.ts";

const world = new CliWorld();
const { cli, ok, json, endpoint, waitingAt } = world;

describe("cancel", () => {
  test("ends one run, several, and those that match", async () => {
    const ids = ["c-1", "c-2", "c-3", "c-4"];
    for (const id of ids) {
      await ok("trigger", endpoint("payment"), "--run-id", id, "--label", "cancel-me");
    }

    const one = await ok("cancel", "c-1", "--reason", "wrong");
    const two = await ok("cancel", "c-1", "c-2", "nobody");
    const rest = await json("cancel", "--label", "cancel-me", "--yes");

    expect(one).toBe("Canceled c-1.\n");
    expect(two).toBe("Canceled 1 run. 2 others had ended, or were unknown.\n");
    expect(rest).toEqual({ canceled: 2, more: false });
  });

  test.each([
    [[], "Say which runs"],
    [["x", "--all"], "one of these"],
    [["--all", "--label", "a"], "cannot go with filters"],
    [["--all"], "add --yes"],
  ])("refuses %p and cancels nothing", async (args, message) => {
    const { exitCode, err } = await cli(["cancel", ...args]);

    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});

describe("check", () => {
  test("lists the runs that would fail at an endpoint, and then fails", async () => {
    await ok("trigger", endpoint("order"), "--run-id", "checked", "--body", "{}");
    await waitingAt("checked", "wait for approval#1");

    const [same, other, scripted] = await Promise.all([
      cli(["check", "--runs", "checked", endpoint("order")]),
      cli(["check", "--runs", "checked", endpoint("payment")]),
      cli(["check", "--runs", "checked", endpoint("nothing"), "--json"]),
    ]);

    expect(same).toMatchObject({ exitCode: 0, out: "" });
    expect(same.err).toBe("Checked 1 run: 1 matching.\n");
    expect(other.exitCode).toBe(1);
    expect(other.out).toMatch(/^checked +differs +charge#1 +wait for payment#1/m);
    expect(other.err).toContain("1 run would fail at this endpoint.");
    expect(scripted.exitCode).toBe(1);
    expect(JSON.parse(scripted.out)).toMatchObject([{ runId: "checked", status: "unreachable" }]);
  });

  test("goes on when a run may not be shown to that server", async () => {
    await world.api("/v1/runs", {
      ...{ runId: "hidden", url: endpoint("order"), input: {}, redact: { body: true } },
    });
    await ok("trigger", endpoint("order"), "--run-id", "shown", "--body", "{}");
    await waitingAt("hidden", "wait for approval#1");
    await waitingAt("shown", "wait for approval#1");
    const elsewhere = endpoint("order").replace("127.0.0.1", "localhost");

    const { exitCode, out } = await cli(["check", "--runs", "hidden,shown", elsewhere, "--json"]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { runId: "hidden", status: "unreachable", detail: expect.stringContaining("redact") },
      { runId: "shown" },
    ]);
    await ok("cancel", "hidden", "shown");
  });

  test("takes the active runs of the same path by itself", async () => {
    const { exitCode, err } = await cli(["check", "--runs", "active", endpoint("order")]);

    expect(exitCode).toBe(0);
    expect(err).toMatch(/^Checked \d+ runs?: \d+ matching\.\n$/);
  });
});
describe("dead-letters", () => {
  /** Makes failed runs and gives their ids. */
  async function failedRuns(...ids: string[]): Promise<void> {
    world.isBroken = true;
    for (const id of ids) {
      await cli(["trigger", endpoint("fragile"), "--retries", "0", "--run-id", id, "--watch"]);
    }
  }

  test("list and get say why a run has failed", async () => {
    await failedRuns("dead-0");

    const list = await ok("dead-letters", "list", "--url-prefix", world.origin);
    const one = await ok("dead-letters", "get", "dead-0");

    expect(list).toMatch(/^dead-0 .*break#1 .*out of\ufffd\[31m stock/m);
    expect(one).toMatch(/^Step +break#1$/m);
    expect(one).toContain("hookline dead-letters resume dead-0");
  });

  test("resume, restart and discard act on ids and on what matches", async () => {
    await failedRuns("dead-1", "dead-2", "dead-3");
    world.isBroken = false;

    const resumed = await ok("dead-letters", "resume", "dead-1");
    const restarted = await json("dead-letters", "restart", "dead-2");
    const retold = await cli(["dead-letters", "retry-callback", "dead-3", "nobody"]);
    const given = await ok("dead-letters", "discard", "--all", "--yes");

    expect(resumed).toBe("Resumed 1 run.\n");
    expect(restarted.runs).toMatchObject([{ runId: "dead-2", done: true }]);
    expect(retold).toMatchObject({ exitCode: 1 });
    expect(retold.out).toMatch(/^nobody +run_not_found$/m);
    expect(given).toMatch(/^Gave up \d+ runs?\.$/m);
    expect(await json("dead-letters", "list")).toMatchObject({ deadLetters: [] });
  });

  test("does nothing unless it is told which", async () => {
    const { exitCode, err } = await cli(["dead-letters", "resume"]);

    expect(exitCode).toBe(2);
    expect(err).toContain("Say which in one way");
  });
});
