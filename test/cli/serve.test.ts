import { afterEach, describe, expect, test } from "bun:test";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ServerProcess,
  type ServerProcessOptions,
  spawnServer,
} from "../support/server-process.ts";

const running: ServerProcess[] = [];

function serve(options?: ServerProcessOptions): ServerProcess {
  const server = spawnServer(options);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill("SIGKILL");
    await server.exited;
  }
});

async function stop(server: ServerProcess): Promise<number> {
  server.kill("SIGTERM");
  return await server.exited;
}

/** An endpoint that answers when told to, and tells when it was called. */
function slowEndpoint() {
  const { promise: called, resolve: setCalled } = Promise.withResolvers<void>();
  const { promise, resolve: setAnswer } = Promise.withResolvers<object>();
  const answer = async (): Promise<Response> => Response.json(await promise);
  const listener = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: () => {
      setCalled();
      return answer();
    },
  });
  const url = `http://127.0.0.1:${listener.port}/`;
  return { url, called, answer: setAnswer, [Symbol.dispose]: () => void listener.stop(true) };
}

async function startRun(server: ServerProcess, url: string): Promise<string> {
  const response = await fetch(`${await server.ready}/v1/runs`, {
    method: "POST",
    headers: { ...authorization(server), "content-type": "application/json" },
    body: JSON.stringify({ url }),
  });
  expect(response.status).toBe(201);
  const { runId } = (await response.json()) as { runId: string };
  return runId;
}

function authorization(server: ServerProcess): Record<string, string> {
  const token = readFileSync(join(server.data, "admin.token"), "utf8").trim();
  return { authorization: `Bearer ${token}` };
}

describe("the first start", () => {
  test("prints what the app needs, and what it prints works", async () => {
    const server = serve();
    const url = await server.ready;

    const { out } = server.text();
    const token = /HOOKLINE_TOKEN=(\S+)/.exec(out)?.[1] ?? "";
    const response = await fetch(`${url}/v1/runs`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(response.status).toBe(200);
    expect(out).toContain(`HOOKLINE_URL=${url}\n`);
    expect(out).toMatch(/HOOKLINE_PUBLIC_KEY=whpk_\S{44}\n/);
    expect(out).toContain(`${server.data}/admin.token`);
    expect(out).toContain(`${url}/docs`);
  });

  test("keeps secrets out of the log", async () => {
    const server = serve({ args: ["--log-level", "debug"] });
    await server.ready;
    await stop(server);

    const token = readFileSync(join(server.data, "admin.token"), "utf8").trim();

    expect(server.text().err).not.toContain(token);
    expect(server.text().err).toContain("server started");
  });

  test("closes its folder and files to others, whatever the umask", async () => {
    const data = join(mkdtempSync(join(tmpdir(), "hookline-serve-")), "data");
    mkdirSync(data, { mode: 0o700 });
    await serve({ data, prelude: "umask 000" }).ready;

    const names = readdirSync(data);
    expect(names).toContain("hookline.db-wal");
    for (const name of names)
      expect([name, statSync(join(data, name)).mode & 0o077]).toEqual([name, 0]);
  });
});

describe("a later start", () => {
  test("prints one line without secrets, and the token still works", async () => {
    const first = serve();
    await first.ready;
    await stop(first);

    const second = serve({ data: first.data });
    const url = await second.ready;
    const response = await fetch(`${url}/v1/runs`, { headers: authorization(second) });

    expect(response.status).toBe(200);
    expect(second.text().out.trimEnd().split("\n")).toHaveLength(1);
    expect(second.text().out).not.toContain("TOKEN");
  });

  test("takes the operator's token in place of the generated one", async () => {
    const first = serve();
    await first.ready;
    await stop(first);
    const token = "an-operators-own-token-of-some-length";

    const second = serve({ data: first.data, environment: { HOOKLINE_TOKEN: token } });
    const url = await second.ready;
    const own = await fetch(`${url}/v1/runs`, { headers: { authorization: `Bearer ${token}` } });
    const generated = await fetch(`${url}/v1/runs`, { headers: authorization(second) });

    expect([own.status, generated.status]).toEqual([200, 401]);
    expect(second.text().out).not.toContain(token);
  });
});

describe("a start that cannot be", () => {
  test("on a data folder in use ends with 75 and names the holder", async () => {
    const first = serve();
    await first.ready;

    const second = serve({ data: first.data });

    expect(await second.exited).toBe(75);
    expect(second.text().err).toContain(`in use by process ${first.pid}`);
    expect((await fetch(`${await first.ready}/readyz`)).status).toBe(200);
  });

  test("on a port in use ends with 69 in one line, before it makes keys", async () => {
    const first = serve();
    const { port } = new URL(await first.ready);

    const second = serve({ args: ["--port", port] });

    expect(await second.exited).toBe(69);
    expect(second.text().err).toMatch(/^hookline: port_in_use: [^\n]+\n$/);
    expect(() => statSync(join(second.data, "keys.json"))).toThrow();
  });

  test("on a file that is no database ends with 65 and leaves it alone", async () => {
    const data = mkdtempSync(join(tmpdir(), "hookline-serve-"));
    const text = "this is not a database. ".repeat(100);
    writeFileSync(join(data, "hookline.db"), text, { mode: 0o600 });

    const server = serve({ data });

    expect(await server.exited).toBe(65);
    expect(server.text().err).toStartWith("hookline: not_a_database: ");
    expect(readFileSync(join(data, "hookline.db"), "utf8")).toBe(text);
  });
});

describe("stopping", () => {
  test("by SIGTERM or SIGINT ends with 0", async () => {
    const servers = [serve(), serve()] as const;
    await Promise.all(servers.map(({ ready }) => ready));

    servers[0].kill("SIGTERM");
    servers[1].kill("SIGINT");

    expect(await Promise.all(servers.map(({ exited }) => exited))).toEqual([0, 0]);
  });

  test("waits for an invocation under way and stores its result", async () => {
    using endpoint = slowEndpoint();
    const server = serve();
    const runId = await startRun(server, endpoint.url);
    await endpoint.called;

    const stopped = stop(server);
    await Promise.race([stopped, Bun.sleep(300)]);
    const answer = { protocol: 1, runId, epoch: 1, status: "completed", output: '"done"' };
    endpoint.answer(answer);

    expect(await stopped).toBe(0);
    const again = serve({ data: server.data });
    const response = await fetch(`${await again.ready}/v1/runs/${runId}`, {
      headers: authorization(again),
    });
    expect(await response.json()).toMatchObject({ status: "succeeded", output: "done" });
  });

  test("does not wait for a sender that never ends its body", async () => {
    const server = serve();
    const { port } = new URL(await server.ready);
    const head = [
      "POST /v1/runs HTTP/1.1",
      "host: localhost",
      `authorization: ${authorization(server).authorization}`,
      "content-type: application/json",
      "content-length: 100",
    ];
    const half = `${head.join("\r\n")}\r\n\r\n{"url":`;
    const { promise: sent, resolve: setSent } = Promise.withResolvers<void>();
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: Number(port),
      socket: { data: () => {}, drain: () => {}, open: (self) => setSent(void self.write(half)) },
    });
    await sent;

    expect(await stop(server)).toBe(0);
    socket.end();
  });

  test("twice ends at once", async () => {
    using endpoint = slowEndpoint();
    const server = serve();
    await startRun(server, endpoint.url);
    await endpoint.called;

    server.kill("SIGTERM");
    await Bun.sleep(700);
    server.kill("SIGTERM");

    expect(await server.exited).toBe(143);
  });

  test("is not what SIGHUP and SIGPIPE mean without a terminal", async () => {
    const server = serve();
    const url = await server.ready;

    server.kill("SIGHUP");
    server.kill("SIGPIPE");

    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});

test("a disk that fails ends the server with 74, and nothing acknowledged is lost", async () => {
  // No file may grow beyond 1 MB: SQLite gets an I/O error, not "disk full". The schema takes half.
  const server = serve({ prelude: 'trap "" XFSZ; ulimit -f 2000' });
  const url = await server.ready;
  const input = "x".repeat(60_000);
  const acknowledged: string[] = [];

  for (let attempt = 0; attempt < 20; attempt += 1) {
    const response = await fetch(`${url}/v1/runs`, {
      method: "POST",
      headers: { ...authorization(server), "content-type": "application/json" },
      body: JSON.stringify({ url: "http://127.0.0.1:1/", input }),
    }).catch(() => null);
    if (response?.status !== 201) break;
    const { runId } = (await response.json()) as { runId: string };
    acknowledged.push(runId);
  }

  expect(await server.exited).toBe(74);
  expect(server.text().err).toContain("hookline: storage_failed: ");
  const again = serve({ data: server.data });
  const response = await fetch(`${await again.ready}/v1/runs`, { headers: authorization(again) });
  const { runs } = (await response.json()) as { runs: { runId: string }[] };
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(runs.map(({ runId }) => runId)).toEqual(expect.arrayContaining(acknowledged));
});

test("a slow reader gets all of the output", async () => {
  const main = join(import.meta.dir, "../../src/main.ts");
  const command = '"$0" "$1" openapi | (sleep 0.3; cat)';
  const child = Bun.spawn(["sh", "-c", command, process.execPath, main]);

  const text = await new Response(child.stdout).text();

  // More than a pipe holds, or this test would prove nothing.
  expect(text.length).toBeGreaterThan(65_536);
  expect(() => JSON.parse(text)).not.toThrow();
});

test("an invocation that a crash cut off is sent again at the next start", async () => {
  using endpoint = slowEndpoint();
  const server = serve();
  const runId = await startRun(server, endpoint.url);
  await endpoint.called;
  server.kill("SIGKILL");
  await server.exited;

  const again = serve({ data: server.data });
  const url = await again.ready;
  // The first lease is fenced: only the answer to the second invocation counts.
  endpoint.answer({ protocol: 1, runId, epoch: 2, status: "completed" });

  const isOver = async () => {
    const response = await fetch(`${url}/v1/runs/${runId}`, { headers: authorization(again) });
    const { status } = (await response.json()) as { status: string };
    return status === "succeeded";
  };
  while (!(await isOver())) await Bun.sleep(20);
});
