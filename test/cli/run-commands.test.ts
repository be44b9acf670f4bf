import { beforeAll, describe, expect, test } from "bun:test";
import { spawnCli } from "../support/cli-process.ts";
import { CliWorld } from "../support/cli-world.ts";

const world = new CliWorld();
const { cli, ok, json, endpoint, waitingAt } = world;

describe("trigger", () => {
  test("starts a run with everything it is given", async () => {
    const args = ["--run-id", "all-1", "--body", "-", "--header", "x-a: b", "--label", "vip"];
    const flow = ["--flow-control-key", "all", "--flow-control-parallelism", "2"];

    const { exitCode, out } = await cli(
      ["trigger", endpoint("order"), ...args, ...flow, "--delay", "1h", "--retries", "1", "--json"],
      { input: '{"orderId":"1"}' },
    );
    const run = await json("runs", "get", "all-1");

    expect({ exitCode, ...JSON.parse(out) }).toMatchObject({ exitCode: 0, runId: "all-1" });
    expect(run).toMatchObject({
      input: { orderId: "1" },
      headers: [["x-a", "b"]],
      labels: ["vip"],
      retries: 1,
      flowControl: { key: "all", parallelism: 2 },
    });
    expect(run.notBefore - run.createdAt).toBe(3_600_000);
  });

  test("says that a run exists already", async () => {
    await ok("trigger", endpoint("payment"), "--run-id", "twice");

    const out = await ok("trigger", endpoint("payment"), "--run-id", "twice");

    expect(out).toBe("twice exists already, and is running.\n");
  });

  test("--watch prints the run until it ends, and fails when it has failed", async () => {
    world.isBroken = true;
    const trigger = ["trigger", endpoint("fragile"), "--retries", "0", "--run-id", "watched"];

    const { exitCode, out, err } = await cli([...trigger, "--watch"]);

    expect(exitCode).toBe(1);
    expect(out).toMatch(/^\d\d:\d\d:\d\d {2}run_started/);
    expect(out).toContain("run_failed");
    expect(out).not.toContain("\u001b");
    expect(err).toContain("The run watched has failed.");
  });

  test.each([
    [["--body", "{not json"], "--body is not JSON"],
    [["--body", "@/no/such/file"], "cannot be read (ENOENT)"],
    [["--delay", "soon"], "duration"],
    [["--header", "nothing"], "name: value"],
    [["--flow-control-rate", "5"], "--flow-control-key"],
  ])("refuses %p as wrong use", async (args, message) => {
    const { exitCode, out, err } = await cli(["trigger", endpoint("order"), ...args]);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: "" });
    expect(err).toContain(message);
  });
});

describe("runs", () => {
  beforeAll(async () => {
    await ok("trigger", endpoint("order"), "--run-id", "seen", "--label", "red", "--body", "{}");
    await waitingAt("seen", "wait for approval#1");
  });

  test("list prints a table, and the API's JSON", async () => {
    const [text, page, all] = await Promise.all([
      ok("runs", "list", "--label", "red", "--from", "1h"),
      json("runs", "list", "--label", "red"),
      json("runs", "list", "--all", "--url", endpoint("order"), "--status", "running"),
    ]);

    const [head, row] = text.split("\n");
    expect(head).toMatch(/^RUN {3}STATUS {3}STARTED +LABELS {2}ENDPOINT$/);
    expect(row).toMatch(/^seen {2}running {2}(now|\d+ s ago) +red +http/);
    expect(page).toMatchObject({ runs: [{ runId: "seen" }], cursor: null });
    expect(all.map(({ runId }: { runId: string }) => runId)).toContain("seen");
  });

  test("list says that there is more, and goes on there", async () => {
    const { out, err } = await cli(["runs", "list", "--limit", "1"]);
    const [, cursor = ""] = /--cursor (\S+)/.exec(err) ?? [];

    const next = await ok("runs", "list", "--limit", "1", "--cursor", cursor);

    expect(next.split("\n")[1]).not.toBe(out.split("\n")[1]);
  });

  test("list finds nothing without noise on standard output", async () => {
    const { exitCode, out, err } = await cli(["runs", "list", "--label", "nobody"]);

    expect({ exitCode, out, err }).toEqual({ exitCode: 0, out: "", err: "No runs.\n" });
  });

  test("get shows the timeline and what the run waits for", async () => {
    const text = await ok("runs", "get", "seen");

    expect(text).toMatch(/^Run +seen$/m);
    expect(text).toMatch(/^Status +running$/m);
    expect(text).toMatch(/✓ charge#1 +run +\S.*\{"charged":"none"\}$/m);
    expect(text).toMatch(/… wait for approval#1 +wait +for \d.*, ends in (1 h|60 min)$/m);
    expect(text).toMatch(/^ {2}wait for approval#1 +hook +in 1 h +hook_/m);
    expect(text).not.toContain("\u001b");
  });

  test("get shows parallel steps together, and why a run has failed", async () => {
    const text = await ok("runs", "get", "watched");

    expect(text).toMatch(/┌ ✓ left#1[^\n]*\n {2}└ ✓ right#1[^\n]*\n {4}✗ break#1/);
    expect(text).toMatch(/^Status +failed, in the dead letters$/m);
    expect(text).toContain("out of\ufffd[31m stock");
    expect(text).not.toContain("\u001b");
  });

  test("journal prints the entries", async () => {
    const text = await ok("runs", "journal", "seen", "--limit", "2");
    const all = await json("runs", "journal", "seen", "--all");

    expect(text).toMatch(/^ {2}0 {2}\d{4}-\d\d-\d\d .*run_started/m);
    expect(text).toMatch(/ step_completed {2}charge#1 {2}attempt=1 \{"charged":"none"\}$/m);
    expect(all.length).toBeGreaterThan(3);
  });

  test("watch follows a run until it ends, as lines of JSON for scripts", async () => {
    await ok("trigger", endpoint("payment"), "--run-id", "followed");
    await waitingAt("followed", "wait for payment#1");
    const { environment } = world;
    const child = spawnCli(["runs", "watch", "followed", "--json"], { environment });
    const text = new Response(child.stdout).text();

    await ok("notify", "paid", "--run", "followed", "--data", '"30"');

    const lines = (await text)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(await child.exited).toBe(0);
    expect(lines[0]).toMatchObject({ type: "run_started", seq: 0 });
    expect(lines.at(-1)).toEqual({ runId: "followed", status: "succeeded" });
  });

  test("watch ends quietly when its reader has gone", async () => {
    const child = spawnCli(["runs", "watch", "--types", "run_canceled"], {
      environment: world.environment,
    });
    await child.stdout.cancel();

    let hasEnded = false;
    const exited = child.exited.then((code) => {
      hasEnded = true;
      return code;
    });
    for (let at = 0; !hasEnded; at += 1) {
      await startAndCancel(`unread-${at}`);
      await Promise.race([exited, Bun.sleep(50)]);
    }

    expect(await exited).toBe(0);
    expect(await new Response(child.stderr).text()).toBe("Watching all runs. Ctrl+C ends it.\n");
  });

  test("watch of all runs shows what happens from now on", async () => {
    const { environment } = world;
    const child = spawnCli(["runs", "watch", "--types", "run_canceled"], { environment });
    const reader = child.stdout.getReader();
    const first = reader.read();

    // The stream begins when it is open, so one of these comes after it.
    const isSeen = first.then(() => true);
    let at = 0;
    while (!(await Promise.race([isSeen, Bun.sleep(50).then(() => false)]))) {
      at += 1;
      await startAndCancel(`canceled-${at}`);
    }

    const { value } = await first;
    child.kill();
    const line = new TextDecoder().decode(value);
    expect(line).toMatch(/^\d\d:\d\d:\d\d {2}canceled-\d+ {2}run_canceled/);
  });
});

async function startAndCancel(runId: string): Promise<void> {
  await world.api("/v1/runs", { url: endpoint("payment"), runId });
  await world.api(`/v1/runs/${runId}/cancel`, {});
}
