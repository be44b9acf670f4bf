// Hookline as a driver of the side-by-side harness: the compiled binary with its default settings
// (fsync on every commit), the workflow functions in the load generator's process through the
// packaged client. Run with Bun.
//   HOOKLINE_BINARY   the compiled server        HOOKLINE_CLIENT   folder of the built client
// Options: signed=1 verifies the signature of every invocation.
import fs from "node:fs";
import path from "node:path";
import { HttpPool } from "../lib/http.mjs";
import { end, freePort, launch, until } from "../lib/sys.mjs";

const BINARY = process.env.HOOKLINE_BINARY;
const { serve } = await import(path.join(process.env.HOOKLINE_CLIENT, "dist/adapters/bun.js"));

export const embedded = false;

function workflows(hooks, options) {
  const steps = serve(async (context) => {
    const { id, n, bytes } = context.requestPayload;
    for (let i = 0; i < n; i++) {
      await context.run(`s${i}`, () => hooks.payload(i, bytes));
      hooks.step(id, i);
    }
    hooks.done(id);
    return { ok: true };
  }, options);
  const wait = serve(async (context) => {
    const { id, timed } = context.requestPayload;
    const webhook = await context.createWebhook("webhook");
    await context.run("notify", () => {
      hooks.waiting(id, webhook.webhookUrl);
      return { sent: true };
    });
    const timeout = timed ? hooks.arm(id) / 1000 : "365d";
    const response = await context.waitForWebhook("wait", webhook, timeout);
    hooks.resumed(id, response.timeout);
    hooks.done(id);
    return { timedOut: response.timeout };
  }, options);
  return { steps, wait };
}

export async function open({ dir, hooks, opts }) {
  const data = path.join(dir, "data");
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const token = Buffer.from(JSON.stringify({ UserID: "bench", Password: "b".repeat(43) })).toString(
    "base64",
  );
  const routes = {};
  const endpoint = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    maxRequestBodySize: 1 << 30,
    idleTimeout: 0,
    fetch: (request) => routes[request.url.slice(request.url.lastIndexOf("/") + 1)](request),
  });
  const port = await freePort();
  const env = { HOOKLINE_TOKEN: token, HOOKLINE_LOG_LEVEL: "warn" };
  let server;
  let pool;
  const boot = async () => {
    pool = new HttpPool(port, 256);
    server = launch(BINARY, ["serve", "--data", data, "--port", String(port)], {
      env,
      log: path.join(dir, "hookline.log"),
      cwd: dir,
    });
    await until(async () => (await pool.request("GET", "/readyz")).status === 200, 30000, 2);
  };
  await boot();

  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const options = {};
  if (opts.signed === "1") {
    const { body } = await pool.ok("GET", "/v1/signing-keys", "", headers);
    options.publicKey = JSON.parse(body)
      .keys.map((key) => key.publicKey)
      .join(",");
  }
  Object.assign(routes, workflows(hooks, options));
  const startRun = (name, input) => {
    const url = `http://127.0.0.1:${endpoint.port}/${name}`;
    return pool.ok("POST", "/v1/runs", JSON.stringify({ url, input }), headers);
  };
  const json = { "content-type": "application/json" };
  const pathOf = (url) => url.slice(url.indexOf("/hooks/"));
  return {
    durability: "SQLite WAL synchronous=FULL, fsync on every commit, group commit (default)",
    dataDir: data,
    pids: () => [server.pid],
    startSteps: (id, n, bytes) => startRun("steps", { id, n, bytes }),
    startWait: (id, timed) => startRun("wait", { id, timed }),
    completion: (url) => ({
      port,
      method: "POST",
      path: pathOf(url),
      headers: json,
      body: '{"ok":true}',
    }),
    complete: (url) => pool.ok("POST", pathOf(url), '{"ok":true}', json),
    async kill() {
      pool.close();
      await end(server, "SIGKILL");
    },
    boot,
    async close() {
      pool.close();
      await end(server, "SIGKILL");
      endpoint.stop(true);
    },
  };
}
