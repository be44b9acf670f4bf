import { afterEach, describe, expect, test } from "bun:test";
import { runOn, type ScreenOptions } from "../../support/fake-terminal.ts";

const servers: { stop(now: boolean): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

/** A server that gives one answer and remembers what it was asked. */
function answering(answer: () => Response) {
  const requests: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      requests.push(`${request.method} ${pathname} ${await request.text()}`.trim());
      return answer();
    },
  });
  servers.push(server);
  const environment = { HOOKLINE_URL: server.url.origin, HOOKLINE_TOKEN: "t" };
  const run = (args: readonly string[], options: ScreenOptions = {}) =>
    runOn(args, { ...options, environment: { ...environment, ...options.environment } });
  return { run, requests };
}

const RUN = {
  ...{ runId: "r-1", status: "failed", url: "https://a.example.com/x", labels: [], retries: 3 },
  ...{ createdAt: 0, finishedAt: 1_000, journalLength: 1, project: "default", notBefore: null },
  ...{ callerIp: null, flowControlKey: null, parent: null, deadLetter: true },
};

function listOf(...runs: object[]): Response {
  return Response.json({ runs, cursor: null });
}

describe("what changes much", () => {
  const canceled = () => Response.json({ canceled: 2, more: false });

  test("asks first, and is done when a person says so", async () => {
    const { run, requests } = answering(canceled);

    const { exitCode, out, asked } = await run(["cancel", "--all"], { answer: "y" });

    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "Canceled 2 runs.\n" });
    expect(asked).toEqual(["Cancel every running run? [y/N] "]);
    expect(requests).toEqual(['POST /v1/runs/cancel {"all":true,"count":1000}']);
  });

  test.each(["", "n", "no", "yo"])("is not done when the answer is %p", async (answer) => {
    const { run, requests } = answering(canceled);

    const { exitCode, err } = await run(["cancel", "--label", "a"], { answer });

    expect({ exitCode, err }).toEqual({ exitCode: 1, err: "hookline: Nothing was done.\n" });
    expect(requests).toEqual([]);
  });

  test("goes on as long as there is more", async () => {
    let left = 3;
    const { run, requests } = answering(() => {
      left -= 1;
      return Response.json({ canceled: 1_000, more: left > 0 });
    });

    const { out } = await run(["cancel", "--all", "--yes"]);

    expect(requests).toHaveLength(3);
    expect(out).toBe("Canceled 3000 runs.\n");
  });
});

describe("a terminal", () => {
  test("gets colours, unless its owner wants none", async () => {
    const { run } = answering(() => listOf(RUN));

    const coloured = await run(["runs", "list"], { columns: 80 });
    const plain = await run(["runs", "list"], { columns: 80, environment: { NO_COLOR: "1" } });
    const pipe = await run(["runs", "list"]);

    expect(coloured.out).toContain("\u001b[31mfailed\u001b[0m");
    for (const { out } of [plain, pipe]) expect(out).not.toContain("\u001b");
  });

  test("gets lines that fit it", async () => {
    const url = `https://a.example.com/${"x".repeat(200)}/end`;
    const { run } = answering(() => listOf({ ...RUN, url, labels: ["y".repeat(200)] }));

    const { out } = await run(["runs", "list"], { columns: 60, environment: { NO_COLOR: "1" } });

    const lines = out.trimEnd().split("\n");
    expect(lines.filter((line) => Bun.stringWidth(line) > 60)).toEqual([]);
    expect(lines[1]).toEndWith("x/end");
  });

  test("is not given what it would obey: a body of a stranger", async () => {
    const { run } = answering(() => new Response("a\u001b[2Jb"));

    const shown = await run(["hooks", "call", "hook_a.0", "--body"], { columns: 80 });
    const piped = await run(["hooks", "call", "hook_a.0", "--body"]);

    expect(shown).toMatchObject({ exitCode: 1, out: "" });
    expect(shown.err).toContain("> body");
    expect(piped).toMatchObject({ exitCode: 0, out: "a\u001b[2Jb" });
  });

  test("is not commanded by JSON either, which stays the same document", async () => {
    const label = "a\u009b2J\u202e\u0000";
    const { run } = answering(() => listOf({ ...RUN, labels: [label] }));

    const { out } = await run(["runs", "list", "--json"], { columns: 80 });

    for (const character of label.replace(/\w/g, "")) expect(out).not.toContain(character);
    expect(JSON.parse(out)).toEqual({ runs: [{ ...RUN, labels: [label] }], cursor: null });
  });
});
