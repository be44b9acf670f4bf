import { describe, expect, test } from "bun:test";
import { CliWorld } from "../support/cli-world.ts";

const world = new CliWorld();
const { cli, ok, json, endpoint, waitingAt } = world;

describe("events", () => {
  test("notify wakes those that wait, and waiters lists them", async () => {
    await ok("trigger", endpoint("payment"), "--run-id", "pays");
    await waitingAt("pays", "wait for payment#1");

    const waiters = await ok("waiters", "paid");
    const woken = await ok("notify", "paid", "--data", "1");
    const lost = await ok("notify", "paid");
    const left = await json("waiters", "paid");

    expect(waiters).toMatch(/^pays +wait for payment#1 /m);
    expect(woken).toMatch(/^Woke \d steps?\.\n\n/);
    expect(lost).toBe("Nobody waits for it: the event is lost.\n");
    expect(left).toEqual({ waiters: [], cursor: null });
  });

  test("notify --run keeps the event for its run", async () => {
    await ok("trigger", endpoint("payment"), "--run-id", "early", "--delay", "1h");

    const out = await ok("notify", "paid", "--run", "early");

    expect(out).toBe("Kept for early, which does not wait for it yet.\n");
  });
});

describe("hooks", () => {
  test("shows hooks, their calls, and the body byte for byte", async () => {
    await ok("trigger", endpoint("order"), "--run-id", "hooked", "--body", "{}");
    await waitingAt("hooked", "wait for approval#1");
    const { hooks } = await json("hooks", "list", "hooked");
    const [{ hookId }] = hooks;
    const shown = await ok("hooks", "get", hookId);
    const [, hookUrl = ""] = /^URL +(\S+)$/m.exec(shown) ?? [];
    await fetch(`${hookUrl}/paid?by=x`, { method: "POST", body: "a\u001bb" });

    const [list, calls, call, body] = await Promise.all([
      ok("hooks", "list", "hooked"),
      ok("hooks", "calls", hookId),
      ok("hooks", "call", `${hookId}.0`),
      ok("hooks", "call", `${hookId}.0`, "--body"),
    ]);

    expect(list).toMatch(/^hook_\S+ +make hook#1 .* 1 +0$/m);
    expect(calls).toContain("POST /paid?by=x");
    expect(call).toMatch(/^Request +POST \/paid\?by=x$/m);
    expect(body).toBe("a\u001bb");
  });
});

describe("flow-control", () => {
  test("shows a key and changes its limits", async () => {
    const pin = ["--parallelism", "7", "--rate", "10", "--period", "1m"];

    const pinned = await json("flow-control", "pin", "shop", ...pin);
    const paused = await ok("flow-control", "pause", "shop");
    const list = await ok("flow-control", "list");
    const resumed = await json("flow-control", "resume", "shop");
    const reset = await json("flow-control", "reset", "shop");
    const unpinned = await json("flow-control", "unpin", "shop", "--parallelism");
    const got = await ok("flow-control", "get", "shop");
    const global = await ok("flow-control", "global");

    expect(pinned).toMatchObject({ parallelismMax: 7, rateMax: 10, periodMs: 60_000 });
    expect(paused).toMatch(/^Status +paused$/m);
    expect(list).toMatch(
      /^shop +default +0 of 7 \(pinned\) +0 of 10 per 1 min \(pinned\) +0 +paused$/m,
    );
    expect(resumed).toMatchObject({ paused: false });
    expect(reset).toMatchObject({ rateCount: 0 });
    expect(unpinned).toMatchObject({ pinnedParallelism: false, pinnedRate: true });
    expect(got).toMatch(/^Key +shop$/m);
    expect(global).toMatch(/^\d+ of \d+ requests are under way\.$/m);
  });
});

describe("schedules", () => {
  test("makes a schedule, changes it, runs it and deletes it", async () => {
    const cron = ["--cron", "0 2 * * *", "--time-zone", "Europe/Berlin", "--overlap", "skip"];
    const id = ["--id", "nightly"];

    const made = await json("schedules", "create", endpoint("payment"), ...cron, ...id);
    const changed = await ok(
      ...["schedules", "create", endpoint("payment"), "--every", "15m", ...id, "--replace"],
    );
    const paused = await ok("schedules", "pause", "nightly");
    const list = await ok("schedules", "list");
    const run = await json("schedules", "run", "nightly");
    const resumed = await json("schedules", "resume", "nightly");
    const got = await ok("schedules", "get", "nightly");
    const deleted = await ok("schedules", "delete", "nightly");

    expect(made).toMatchObject({ scheduleId: "nightly", cron: "0 2 * * *", overlap: "skip" });
    expect(changed).toMatch(/^Fires +every 15 min$/m);
    expect(paused).toMatch(/^Status +paused$/m);
    expect(list).toMatch(/^nightly +every 15 min +paused +never +0 /m);
    expect(run.runId).toStartWith("nightly.");
    expect(resumed).toMatchObject({ paused: false });
    expect(got).toMatch(/^Next .*\(in 15 min\)$/m);
    expect(deleted).toBe("Deleted nightly. Its runs stay.\n");
  });

  test.each([
    [[], "--cron or --every"],
    [["--every", "1h", "--cron", "* * * * *"], "cannot be used with"],
    [["--every", "1h", "--replace"], "--replace needs --id"],
  ])("refuses %p", async (args, message) => {
    const { exitCode, err } = await cli(["schedules", "create", endpoint("order"), ...args]);

    expect(exitCode).toBe(2);
    expect(err).toContain(message);
  });
});

describe("tokens", () => {
  test("a new token is printed once, works, and can be revoked", async () => {
    const { out: token, err } = await cli(["tokens", "create", "dashboard", "--access", "read"]);
    const [, tokenId = ""] = /(token_\w+)/.exec(err) ?? [];
    const environment = { HOOKLINE_TOKEN: token.trim() };

    const used = await cli(["runs", "list"], { environment });
    const refused = await cli(["cancel", "seen"], { environment });
    const revoked = await ok("tokens", "revoke", tokenId);
    const after = await cli(["runs", "list"], { environment });
    const list = await ok("tokens", "list");

    expect(used.exitCode).toBe(0);
    expect(refused).toMatchObject({ exitCode: 1, out: "" });
    expect(refused.err).toContain("Token: the one of HOOKLINE_TOKEN.");
    expect(revoked).toBe(`Revoked ${tokenId} (dashboard).\n`);
    expect(after).toMatchObject({ exitCode: 1, out: "" });
    expect(list).toMatch(/^token_\S+ +dashboard +read +all .*revoked$/m);
    for (const { out, err: text } of [refused, after]) {
      expect(out + text + list).not.toContain(token.trim());
    }
  });
});

describe("keys", () => {
  test("lists the public keys and rotates them", async () => {
    const before = await json("keys", "list");
    const asked = await cli(["keys", "rotate"]);
    const text = await ok("keys", "rotate", "--yes");

    const next = before.keys.find(({ state }: { state: string }) => state === "next");
    expect(asked.exitCode).toBe(2);
    expect(text).toContain(`${next.id}  current   signs`);
  });
});
