import { afterEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findConnection } from "../../../src/cli/control/connection.ts";
import { runCli } from "../../support/cli-process.ts";

const TOKEN = "canary0123456789canary0123456789";

function folderWithToken(text = `${TOKEN}\n`): string {
  const folder = mkdtempSync(join(tmpdir(), "hookline-cli-"));
  writeFileSync(join(folder, "admin.token"), text, { mode: 0o600 });
  return folder;
}

describe("the connection", () => {
  test("is the local server's, with the token of its data folder", () => {
    const dataFolder = folderWithToken();

    const found = findConnection({ dataFolder }, { environment: {} });

    expect(found).toEqual({
      url: "http://127.0.0.1:4665",
      token: TOKEN,
      tokenNote: join(dataFolder, "admin.token"),
    });
  });

  test("comes from flags before the environment before the data folder", () => {
    const environment = {
      HOOKLINE_URL: "https://one.example.com/",
      HOOKLINE_TOKEN: "of-environment",
      HOOKLINE_DATA: folderWithToken(),
    };

    const byEnvironment = findConnection({}, { environment });
    const byFlags = findConnection(
      { server: "http://localhost:1", token: "of-flag" },
      { environment },
    );

    expect(byEnvironment).toMatchObject({
      url: "https://one.example.com",
      tokenNote: "HOOKLINE_TOKEN",
    });
    expect(byFlags).toEqual({ url: "http://localhost:1", token: "of-flag", tokenNote: "--token" });
  });

  test("keeps the token of the data folder from servers elsewhere", () => {
    const environment = { HOOKLINE_DATA: folderWithToken() };

    const found = findConnection({ server: "https://elsewhere.example.com" }, { environment });

    expect(found.token).toBeNull();
  });

  test("says where no token was", () => {
    const dataFolder = join(tmpdir(), "hookline-no-such-folder");

    const { token, tokenNote } = findConnection({ dataFolder }, { environment: {} });

    expect(token).toBeNull();
    expect(tokenNote).toContain(`${dataFolder}/admin.token does not exist`);
  });

  test.each(["localhost:4665", "ftp://x", "http://me:secret@x/", "http://x/?a=1", "nothing"])(
    "refuses %p as an address",
    (server) => {
      expect(() => findConnection({ server }, { environment: {} })).toThrow("--server must be");
    },
  );

  test("refuses what cannot be a token, without showing it", () => {
    const environment = { HOOKLINE_TOKEN: "has blanks in it" };

    expect(() => findConnection({}, { environment })).toThrow(
      "The token of HOOKLINE_TOKEN holds characters that no token has.",
    );
  });
});

const servers: { stop(now: boolean): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop(true);
});

/** A server that answers whatever the test wants; gives its address. */
function answering(fetch: (request: Request) => Response): string {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch });
  servers.push(server);
  return server.url.origin;
}

function problem(status: number, code: string, more: object = {}): Response {
  const body = { type: `/errors/${code}`, title: "A title", detail: "A detail.", status, code };
  return Response.json({ ...body, requestId: "req_1", ...more }, { status });
}

async function list(url: string, environment: Record<string, string> = {}) {
  const { exitCode, out, err } = await runCli(["runs", "list"], {
    environment: { HOOKLINE_URL: url, ...environment },
  });
  expect(out).toBe("");
  expect(err).not.toContain(TOKEN);
  return { exitCode, err };
}

describe("an error says what happened, where, and what to do", () => {
  test("when nobody listens", async () => {
    const url = answering(() => new Response());
    for (const server of servers.splice(0)) server.stop(true);

    const { exitCode, err } = await list(url);

    expect(exitCode).toBe(1);
    expect(err).toStartWith(`hookline: Cannot reach ${url}: nobody listens there.\n`);
    expect(err).toContain("hookline serve");
  });

  test("when the token is refused", async () => {
    const url = answering(() => problem(401, "unauthorized"));
    const HOOKLINE_DATA = folderWithToken();

    const ofFolder = await list(url, { HOOKLINE_DATA });
    const ofVariable = await list(url, { HOOKLINE_TOKEN: TOKEN });
    const none = await list(url, { HOOKLINE_DATA: "/no/such/folder" });

    expect(ofFolder.err).toContain(`Token: the one of ${HOOKLINE_DATA}/admin.token.`);
    expect(ofVariable.err).toContain("Token: the one of HOOKLINE_TOKEN.");
    expect(none.err).toContain("Token: none; --token and HOOKLINE_TOKEN are not set");
    expect(none.exitCode).toBe(1);
  });

  test("when the server refuses", async () => {
    const url = answering(() => problem(422, "validation_failed", { field: "/limit" }));

    const { exitCode, err } = await list(url, { HOOKLINE_TOKEN: TOKEN });

    expect(exitCode).toBe(1);
    expect(err).toBe(
      `hookline: A title: A detail.\n  Where: ${url} answered 422 validation_failed\n` +
        `  Field: /limit\n  About it: ${url}/errors/validation_failed\n`,
    );
  });

  test("when the server has a defect: the request is named", async () => {
    const url = answering(() => problem(500, "internal"));

    const { err } = await list(url, { HOOKLINE_TOKEN: TOKEN });

    expect(err).toContain("Request in the log: req_1");
  });

  test.each([
    ["a page", () => new Response("<h1>hello</h1>")],
    ["a page that is not there", () => new Response("nothing", { status: 404 })],
    ["another place", () => Response.redirect("https://elsewhere.example.com", 302)],
  ])("when the answer is %s, as from something else than Hookline", async (_, answer) => {
    const url = answering(answer);

    const { exitCode, err } = await list(url, { HOOKLINE_TOKEN: TOKEN });

    expect(exitCode).toBe(1);
    expect(err).toContain("Is this the address of a Hookline server?");
  });

  test("and a server's text cannot command the terminal", async () => {
    const url = answering(() => problem(409, "run_finished", { detail: "a\u001b[2Jb" }));

    const { err } = await list(url);

    expect(err).toContain("a\ufffd[2Jb");
  });
});

test("a token that only others can read is not used", async () => {
  const folder = folderWithToken();
  chmodSync(join(folder, "admin.token"), 0o000);
  // Root reads everything.
  if (process.getuid?.() === 0) return;

  const { tokenNote } = findConnection({ dataFolder: folder }, { environment: {} });

  expect(tokenNote).toContain("cannot be read (EACCES)");
});

describe("a stream", () => {
  /** Sends the events of `parts` one connection after the other, each cut off in the middle. */
  function cutStream(parts: readonly string[]): { url: string; asked: (string | null)[] } {
    const asked: (string | null)[] = [];
    const url = answering((request) => {
      const part = parts[asked.length] ?? "";
      asked.push(request.headers.get("last-event-id"));
      return new Response(part, { headers: { "content-type": "text/event-stream" } });
    });
    return { url, asked };
  }

  function event(seq: number): string {
    const data = JSON.stringify({ runId: "r", seq, at: 0, type: "step_completed", step: "s#1" });
    return `id: ${seq}\nevent: step_completed\ndata: ${data}\n\n`;
  }

  test("that breaks off goes on after the last event", async () => {
    const end = 'event: end\ndata: {"runId":"r","status":"succeeded"}\n\n';
    const half = event(2).slice(0, -5);
    const { url, asked } = cutStream([event(0) + event(1) + half, event(2) + end]);

    const { exitCode, out } = await runCli(["runs", "watch", "r", "--json"], {
      environment: { HOOKLINE_URL: url, HOOKLINE_TOKEN: TOKEN },
    });

    const seqs = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual([0, 1, 2, undefined]);
    expect(asked).toEqual([null, "1"]);
    expect(exitCode).toBe(0);
  });

  test("that is refused is not opened again", async () => {
    let count = 0;
    const url = answering(() => {
      count += 1;
      return problem(404, "run_not_found");
    });

    const { exitCode, err } = await runCli(["runs", "watch", "nobody"], {
      environment: { HOOKLINE_URL: url, HOOKLINE_TOKEN: TOKEN },
    });

    expect({ exitCode, count }).toEqual({ exitCode: 1, count: 1 });
    expect(err).toContain("run_not_found");
  });
});
